"""One line of text as the rules for people see it."""

from collections.abc import Sequence
from typing import Any

from journal.identifiers.tokens import Token


class Sight:
    """The tokens of a line, which of them other rules have `taken`, their flags, and how the whole text is written:
    `shouting` in capitals, or `lowered` without any."""

    def __init__(
        self,
        tokens: Sequence[Token],
        taken: Sequence[bool],
        flags: Sequence[int],
        rules: dict[str, Any],
        *,
        shouting: bool,
        lowered: bool,
    ):
        self.tokens = tokens
        self.taken = taken
        self.flags = flags
        self.rules = rules
        self.shouting = shouting
        self.lowered = lowered

    def capital(self, index: int) -> bool:
        return not self.shouting and self.tokens[index].shape not in ("lower", "")

    def is_mark(self, index: int, mark: str) -> bool:
        return index < len(self.tokens) and self.tokens[index].text == mark

    def is_word(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].kind == "word" and not self.taken[index]
