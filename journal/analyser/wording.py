"""What the plain words of a text lean to: families of words, and single words with learned weights.

Cues are phrases that say a thing outright. Much of what people write says it sideways, in the choice of words: here
the words of a text are counted by family (`lexicons/hints.json`), and every known word adds the little it was found
to lean to each thing that is decided of an entry (`words` in `lexicons/weights/entries.json`). Order plays no part.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain, starmap
from operator import attrgetter

from journal.analyser.data import load
from journal.analyser.language import Document, Token, stem
from journal.analyser.results import COMPONENTS, ELEMENTS, VALENCES, Span

# What a word can lean to, in the order of the letters by which the stored weights name them.
OUTCOMES = (*VALENCES, *COMPONENTS[1:], *ELEMENTS)
_forms = attrgetter("lower", "stem")


def families(words: Iterable[Token]) -> dict[str, float]:
    """Give how much of each family of words there is: the logarithm of one more than the count."""
    return {name: math.log1p(count) for name, count in counts(words).items()}


def counts(words: Iterable[Token]) -> dict[str, int]:
    """Give how many of the words belong to each family."""
    found = dict.fromkeys(load("hints.json"), 0)
    for name in chain.from_iterable(starmap(_families_of, map(_forms, words))):
        found[name] += 1
    return found


def places(document: Document, family: str) -> list[Span]:
    """Give where the words of a family stand, in text order."""
    return [(word.start, word.end) for word in document.tokens if family in _families_of(word.lower, word.stem)]


def leanings(document: Document) -> dict[str, float]:
    """Give what the words of a text lean to: per outcome the sum of their weights over the root of their number."""
    stored = load("weights/entries.json")["words"]
    table = _weights()
    distinct = dict.fromkeys(document.stems)
    sums = [0] * len(OUTCOMES)
    for place, weight in chain.from_iterable(filter(None, map(table.get, distinct))):
        sums[place] += weight
    size = math.sqrt(len(distinct)) or 1.0
    return {outcome: stored["unit"] * total / size for outcome, total in zip(OUTCOMES, sums, strict=True)}


@lru_cache(maxsize=1 << 16)
def _families_of(lower: str, root: str) -> tuple[str, ...]:
    known = _families()
    return (*known.get("=" + lower, ()), *known.get(root, ()))


@cache
def _families() -> dict[str, tuple[str, ...]]:
    """Give the families of each word: "=form" for an exact form, a stem for all forms of a word."""
    table: dict[str, tuple[str, ...]] = {}
    for name, words in load("hints.json").items():
        for key in dict.fromkeys(word if word.startswith("=") else stem(word) for word in words.split()):
            table[key] = (*table.get(key, ()), name)
    return table


@cache
def _weights() -> dict[str, tuple[tuple[int, int], ...]]:
    """Read the stored weights: per stem a letter (the place of the outcome) and a whole number, as often as needed."""
    return {
        root: tuple((ord(part[0]) - ord("a"), int(part[1:])) for part in packed.split(" "))
        for root, packed in load("weights/entries.json")["words"]["weights"].items()
    }
