"""What the plain words of a text lean to: families of words, and single words with learned weights.

Cues are phrases that say a thing outright. Much of what people write says it sideways, in the choice of words: here
the words of a text are counted by family (`lexicons/hints.json`), and stored weights of words, of pairs of words that
follow each other and of whatever else a text has are added up (`lexicons/weights/entries.json`; `told.py` weighs texts
and sentences by them). In pairs whoever is spoken of counts by the part they play: "she chose" and "mum chose" are one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain, pairwise
from operator import mul
from struct import Struct
from typing import Any, NamedTuple

from journal.analyser.data import load
from journal.analyser.known import Known
from journal.analyser.language import Document, stem, stem_of
from journal.analyser.results import COMPONENTS, ELEMENTS, Span

# What a word can lean to, in the order of the letters by which the stored weights name them; of how it went, the two
# sides: what went well and what was hard.
SIDES = ("good", "hard")
OUTCOMES = (*SIDES, *COMPONENTS[1:], *ELEMENTS)
# Which classes of words (`lexicons/classes.json`) play which part in a pair; the first that holds a word has it.
_PARTS = {
    "@me": ("i", "me", "my"),
    "@other": ("they", "them", "their", "patient", "kin"),
    "@colleague": ("senior", "colleague"),
    "@number": ("number",),
    "@not": ("not",),
}


Mark = str | tuple[str, str]
_LANE = 32
_ZERO = 1 << 31


class Rule(NamedTuple):
    """A linear rule: a weight for each amount, in the order in which they are given, and the start."""

    weights: tuple[float, ...]
    start: float
    threshold: float


def rules(kind: str, names: Sequence[str]) -> dict[str, Rule]:
    """Give the stored rules of a kind, for amounts in the order of `names`."""
    return {
        name: Rule(tuple([stored["weights"][each] for each in names]), stored["start"], stored.get("threshold", 0.0))
        for name, stored in load("weights/entries.json")[kind].items()
    }


def score(rule: Rule, amounts: Iterable[float]) -> float:
    """Give what a rule makes of amounts."""
    return sum(map(mul, rule.weights, amounts), 0.0) + rule.start


def families(words: Iterable[str]) -> dict[str, float]:
    """Give how much of each family there is in words (in lower case): the logarithm of one more than the count."""
    found = dict.fromkeys(load("hints.json"), 0.0)
    for name, count in Counter(families_in(words)).items():
        found[name] = math.log1p(count)
    return found


def families_in(words: Iterable[str]) -> Iterable[str]:
    """Give the families of each of the words (in lower case), one after the other."""
    return chain.from_iterable(map(families_of.__getitem__, words))


def places(document: Document, family: str) -> list[Span]:
    """Give where the words of a family stand, in text order."""
    columns = zip(document.lowers, document.starts, document.ends, strict=True)
    return [(start, end) for word, start, end in columns if family in families_of[word]]


def pairs(document: Document) -> set[tuple[str, str]]:
    """Give each two words that follow each other, by their stems or the parts they play ("let", "@other")."""
    return {*pairwise(map(part_of.__getitem__, document.lowers))}


def _look_up(lower: str) -> tuple[str, ...]:
    known = _families()
    return (*known.get("=" + lower, ()), *known.get(stem_of(lower), ()))


families_of = Known(_look_up)
"""The families of a word in lower case."""


def _look_up_part(lower: str) -> str:
    parts, root = _parts(), stem_of(lower)
    return parts.get("=" + lower) or parts.get(root) or root


part_of = Known(_look_up_part)
"""The part that a word in lower case plays in a pair: "@other", say, or its own stem."""


@cache
def _parts() -> dict[str, str]:
    """Give the part that a word plays in a pair: "=form" for an exact form, a stem for all forms of a word."""
    classes = load("classes.json")
    table: dict[str, str] = {}
    for part, names in _PARTS.items():
        for word in chain.from_iterable(classes[name] for name in names):
            table.setdefault(word if word.startswith("=") else stem(word), part)
    return table


@cache
def _families() -> dict[str, tuple[str, ...]]:
    """Give the families of each word: "=form" for an exact form, a stem for all forms of a word."""
    table: dict[str, tuple[str, ...]] = {}
    for name, words in load("hints.json").items():
        for key in dict.fromkeys(word if word.startswith("=") else stem(word) for word in words.split()):
            table[key] = (*table.get(key, ()), name)
    return table


class Weights:
    """Stored weights of marks (stems, pairs of words, whatever a text can have), for the outcomes of several tables.

    The weights of a mark in all tables are one whole number with a lane of 32 bits for each outcome, so that those of a
    text are added for all outcomes at once. Lanes start from the middle of their room, since weights may be below
    nothing.
    """

    def __init__(self, *tables: tuple[Mapping[str, Any], Sequence[str]]) -> None:
        self.known: dict[Mark, int] = {}
        self._tables: list[tuple[float, Struct, int, int]] = []
        places = 0
        for stored, outcomes in tables:
            for mark, packed in stored["weights"].items():
                # A letter (the place of the outcome) and a whole number, as often as needed.
                weight = sum(int(part[1:]) << _LANE * (ord(part[0]) - ord("a")) for part in packed.split(" "))
                first, _, second = mark.partition(" ")
                key = (first, second) if second else first
                self.known[key] = self.known.get(key, 0) + (weight << _LANE * places)
            lanes = Struct(f"<{len(outcomes)}I")
            self._tables.append((stored["unit"], lanes, _LANE * places, (1 << 8 * lanes.size) - 1))
            places += len(outcomes)
        self._level = sum(_ZERO << _LANE * place for place in range(places))

    def added(self, marks: Iterable[Mark]) -> int:
        """Give the weights of marks added up, as one number."""
        return sum(filter(None, map(self.known.get, marks)))

    def amounts(self, table: int, total: int, size: int) -> list[float]:
        """Give for each outcome of a table what is added up in its lane, over the root of `size`."""
        unit, lanes, shift, mask = self._tables[table]
        scale = unit / (math.sqrt(size) or 1.0)
        cut = ((total + self._level) >> shift) & mask
        return [scale * (amount - _ZERO) for amount in lanes.unpack(cut.to_bytes(lanes.size, "little"))]
