"""What single sentences tell of a part of a reflection, and of the good and the hard side of what happened.

A feeling, a lesson, a next step stand in a sentence or two of a text that tells of other things. So the sentences are
weighed one by one, by their marks: the words, words that follow each other, families of words, cues, whether it opens
or ends the text. A text tells as much as its sentences do on average, where each counts by the
exponential of what it tells: one that is clear outweighs many that say nothing, and several make it surer. The weights
are learned so that this average fits what a reader of the whole text says (`sentences` in
`lexicons/weights/entries.json`, by `benchmarks/analyser/train_entries.py`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

from journal.analyser.data import load
from journal.analyser.known import Known
from journal.analyser.language import Document
from journal.analyser.patterns import Found
from journal.analyser.results import COMPONENTS
from journal.analyser.wording import SIDES, Mark, Weights, families_of, part_of

OUTCOMES = (*SIDES, *COMPONENTS[1:])
_CUES = "components"
_OPENING = "^"


class Told(NamedTuple):
    """What the sentences of a text tell together of one outcome, and the share of each of them in that."""

    amount: float
    shares: tuple[float, ...]


def told(document: Document, found: Iterable[Found]) -> dict[str, Told]:
    """Give for each outcome what the sentences tell; nothing, with no shares, for a text without a word."""
    if not document.lowers:
        return dict.fromkeys(OUTCOMES, Told(0.0, ()))
    by_sentence = [_weights().of(marks, size) for marks, size in sentences(document, found)]
    return {name: together(amounts) for name, amounts in zip(OUTCOMES, zip(*by_sentence, strict=True), strict=True)}


def together(amounts: Sequence[float]) -> Told:
    """Give the logarithm of the mean of the exponentials, and the share of each in their sum."""
    most = max(amounts)
    powers = [math.exp(amount - most) for amount in amounts]
    total = sum(powers)
    return Told(most + math.log(total / len(powers)), tuple([power / total for power in powers]))


def sentences(document: Document, found: Iterable[Found]) -> list[tuple[set[Mark], int]]:
    """Give the marks of each sentence, with how many different words it has.

    A mark is a stem, two words that follow each other (by the parts they play; "^" stands before the first), "#" with a
    family of words, "!" (strong) or "~" (weak) with what a cue speaks of, or "@first" or "@last".
    """
    parts = [*map(part_of.__getitem__, document.lowers)]
    families = [*map(_families_of.__getitem__, document.lowers)]
    met: list[tuple[set[Mark], int]] = []
    for begin, end in pairwise(document.first):
        stems = set(document.stems[begin:end])
        neighbours = pairwise((_OPENING, *parts[begin:end]))
        met.append(({*stems, *neighbours, *chain.from_iterable(families[begin:end])}, len(stems)))
    for meaning, start, _ in found:
        if meaning.kind == _CUES:
            met[document.sentence_of[start]][0].add(("!" if meaning.weight >= 1 else "~") + meaning.name)
    met[0][0].add("@first")
    met[-1][0].add("@last")
    return met


def _look_up(lower: str) -> tuple[str, ...]:
    return tuple(["#" + family for family in families_of[lower]])


_families_of = Known(_look_up)


@cache
def _weights() -> Weights:
    return Weights(load("weights/entries.json")["sentences"], OUTCOMES)
