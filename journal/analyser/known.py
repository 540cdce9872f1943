"""What is worked out of a word once and looked up ever after."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

MOST_WORDS = 1 << 16
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Known(dict[Key, Value]):
    """A table that fills itself: `table[word]` is worked out when a word is first met.

    Bounded, so that a text of nonsense words cannot fill the memory. To map `__getitem__` over words takes a third of
    the time of a cached function, and a word's entry is half as large, which counts where thousands are in use.
    """

    def __init__(self, work_out: Callable[[Key], Value]) -> None:
        self._work_out = work_out

    def __missing__(self, key: Key) -> Value:
        if len(self) >= MOST_WORDS:
            self.clear()
        value = self[key] = self._work_out(key)
        return value
