"""The notation of patterns, read into slots; it is told in `patterns.py` and in `lexicons/README.md`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import NamedTuple

from journal.analyser.language import stem

MOST_VARIANTS = 600
_WORD = re.compile(r"(?:[^\W_]|[='/&])+")


class PatternError(ValueError):
    """A pattern that cannot be read; the message names the pattern and what is wrong with it."""


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """What a pattern stands for: `kind` and `name` say which list and entry it is from, `weight` its strength."""

    kind: str
    name: str
    weight: float = 1.0
    about: str = "any"
    even_denied: bool = False
    anchored: bool = False
    own: bool = False


class Slot(NamedTuple):
    """One slot of a pattern: the keys of the words it takes and whether it may be left out; of a gap, its reach."""

    keys: tuple[str, ...]
    optional: bool
    reach: int


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One pattern: what it stands for, its slots, and how many of these are enough, since the last may be optional."""

    meaning: Meaning
    slots: tuple[Slot, ...]
    enough: int


class Notation:
    """Reads patterns, each slot and each word once, since most stand in many."""

    def __init__(self, classes: Iterable[str]) -> None:
        self._classes = frozenset(classes)
        self._slots: dict[str, Slot] = {}
        self._keys: dict[str, str] = {}

    def forget(self) -> None:
        """Let go of what was kept for reading on."""
        self._slots.clear()
        self._keys.clear()

    def read(self, pattern: str, kind: str, name: str, weight: float, own: bool) -> Line:
        """Give a pattern as slots; raise `PatternError` where it cannot be read."""
        about, even_denied, slots = _flags(pattern)
        anchored = slots[:1] == ["^"]
        slots = slots[1:] if anchored else slots
        if not slots or slots[0].startswith("..") or slots[-1].startswith(".."):
            raise PatternError(f"{pattern!r}: begins or ends with nothing to match")
        read = tuple([self._slot(slot, pattern) for slot in slots])
        enough = len(read)
        while enough and read[enough - 1].optional:
            enough -= 1
        if not enough:
            raise PatternError(f"{pattern!r}: every word is optional")
        if prod([len(slot.keys) + slot.optional for slot in read if slot.keys]) > MOST_VARIANTS:
            raise PatternError(f"{pattern!r}: more than {MOST_VARIANTS} variants")
        return Line(_meaning(kind, name, weight, about, even_denied, anchored, own), read, enough)

    def _slot(self, written: str, pattern: str) -> Slot:
        known = self._slots.get(written)
        if known is None:
            known = self._slots[written] = self._read_slot(written, pattern)
        return known

    def _read_slot(self, written: str, pattern: str) -> Slot:
        if written.startswith(".."):
            return Slot((), False, _reach(written, pattern))
        optional = written.endswith("?")
        choices = (written[:-1] if optional else written).split("|")
        return Slot(tuple(dict.fromkeys([self._key(choice, pattern) for choice in choices])), optional, 0)

    def _key(self, choice: str, pattern: str) -> str:
        known = self._keys.get(choice)
        if known is None:
            if choice.startswith("@"):
                if choice[1:] not in self._classes:
                    raise PatternError(f"{pattern!r}: no class {choice!r}")
                known = choice
            else:
                if not _WORD.fullmatch(choice):
                    raise PatternError(f"{pattern!r}: {choice!r} is not one word")
                known = word_key(choice)
            self._keys[choice] = known
        return known


_meaning = cache(Meaning)


def word_key(word: str) -> str:
    """Give the key of a word: its stem, or "=" and the word for that form alone."""
    # "she's" would be stemmed to "she": what has an apostrophe is meant as written.
    if "'" in word and not word.startswith("="):
        return "=" + word
    return word if word.startswith("=") else stem(word)


def _flags(pattern: str) -> tuple[str, bool, list[str]]:
    about, even_denied = "any", False
    slots = pattern.split()
    while slots and slots[0].endswith(":"):
        flag = slots.pop(0)
        if flag in ("me:", "them:"):
            about = flag[:-1]
        elif flag == "even-not:":
            even_denied = True
        else:
            raise PatternError(f"{pattern!r}: no flag {flag!r}")
    return about, even_denied, slots


def _reach(slot: str, pattern: str) -> int:
    if not slot[2:].isdigit() or not 1 <= int(slot[2:]) <= 8:
        raise PatternError(f"{pattern!r}: a gap is ..1 to ..8")
    return int(slot[2:])
