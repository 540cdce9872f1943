"""Indirect clues: words that name nobody but, two kinds of them together, may tell who somebody is."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from journal.identifiers.checking import check
from journal.identifiers.lexicon import read
from journal.identifiers.shapes import lower

ClueKind = Literal["condition", "family", "occupation", "date", "place"]
_KINDS: tuple[ClueKind, ...] = ("condition", "family", "occupation", "date", "place")
_BY_TYPE: dict[str, ClueKind] = {
    "DATE": "date", "LOCATION": "place", "ORGANISATION": "place", "ADDRESS": "place", "POSTCODE": "place",
    "ROLE": "occupation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clue:
    """A stretch of text that narrows down who is meant; `start` and `end` count code points."""

    start: int
    end: int
    kind: ClueKind


@cache
def _patterns() -> tuple[tuple[ClueKind, re.Pattern[str]], ...]:
    rules = read("clues")
    return tuple((kind, re.compile(f"(?<![0-9a-z])(?:{rules[kind]})(?![0-9a-z])")) for kind in _KINDS)


def clues(text: str) -> list[Clue]:
    """Every clue in order: rare condition, family structure, occupation, telling day, exact place.

    Two or more different kinds in one entry are worth asking about before it leaves its author ("would a colleague
    or the family know who this is?"); one kind, however often, is not.
    """
    lowered = lower(text)
    found = [
        Clue(match.start(), match.end(), kind) for kind, pattern in _patterns() for match in pattern.finditer(lowered)
    ]
    found += [Clue(each.start, each.end, _BY_TYPE[each.type]) for each in check(text) if each.type in _BY_TYPE]
    return sorted(found, key=lambda clue: (clue.start, clue.end, clue.kind))
