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
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, pairwise, repeat
from typing import NamedTuple

from journal.analyser.data import load
from journal.analyser.known import Known
from journal.analyser.language import Document, stem_of
from journal.analyser.results import COMPONENTS, Component
from journal.analyser.wording import SIDES, Mark, Weights, families_of, part_of

OUTCOMES = (*SIDES, *COMPONENTS[1:])
OPENING = "^"
FIRST = "@first"
LAST = "@last"


Cued = Mapping[Component, Mapping[int, Sequence[float]]]


class Told(NamedTuple):
    """What the sentences of a text tell together of one outcome, and the share of each of them in that."""

    amount: float
    shares: tuple[float, ...]


def told(document: Document, cued: Cued) -> dict[str, Told]:
    """Give for each outcome what the sentences tell; nothing, with no shares, for a text without a word.

    `cued` holds for each part of a reflection the weights of its cues in each sentence that has any. What is added up
    is what `sentences` gives, with the weights of a word's own marks added up once for all.
    """
    if not document.lowers:
        return dict.fromkeys(OUTCOMES, Told(0.0, ()))
    weights = _weights()
    known = weights.known
    words = [*map(_of_word.__getitem__, document.lowers)]
    parts = [*map(part_of.__getitem__, document.lowers)]
    after = [*map(known.get, pairwise(parts), repeat(0))]
    bounds = [*pairwise(document.first)]
    sums = [
        # Only the first sentence may be without a word: signs alone.
        begin < end and sum(words[begin:end]) + sum(after[begin : end - 1]) + known.get((OPENING, parts[begin]), 0)
        for begin, end in bounds
    ]
    for n, mark in _cue_marks(cued):
        sums[n] += known.get(mark, 0)
    sums[0] += known.get(FIRST, 0)
    sums[-1] += known.get(LAST, 0)
    by_sentence = [weights.unpacked(total, end - begin) for total, (begin, end) in zip(sums, bounds, strict=True)]
    return {name: together(amounts) for name, amounts in zip(OUTCOMES, zip(*by_sentence, strict=True), strict=True)}


def together(amounts: Sequence[float]) -> Told:
    """Give the logarithm of the mean of the exponentials, and the share of each in their sum."""
    most = max(amounts)
    powers = [math.exp(amount - most) for amount in amounts]
    total = sum(powers)
    return Told(most + math.log(total / len(powers)), tuple([power / total for power in powers]))


def sentences(document: Document, cued: Cued) -> list[tuple[list[Mark], int]]:
    """Give the marks of each sentence, as often as they are there, and how many words it has.

    A mark is a stem, two words that follow each other (by the parts they play; OPENING stands before the first), "#"
    with a family of words, "!" (strong) or "~" (weak) with a part that has cues there, FIRST or LAST.
    """
    met: list[tuple[list[Mark], int]] = []
    for begin, end in pairwise(document.first):
        words = document.lowers[begin:end]
        neighbours = pairwise((OPENING, *map(part_of.__getitem__, words)))
        met.append(([*chain.from_iterable(map(_marks_of, words)), *neighbours], end - begin))
    for n, mark in _cue_marks(cued):
        met[n][0].append(mark)
    met[0][0].append(FIRST)
    met[-1][0].append(LAST)
    return met


def _cue_marks(cued: Cued) -> Iterator[tuple[int, str]]:
    for component, by_sentence in cued.items():
        for n, weights in by_sentence.items():
            yield n, ("!" if max(weights) >= 1 else "~") + component


def _marks_of(lower: str) -> tuple[str, ...]:
    return (stem_of(lower), *["#" + family for family in families_of[lower]])


def _weigh(lower: str) -> int:
    known = _weights().known
    return sum(known.get(mark, 0) for mark in _marks_of(lower))


_of_word = Known(_weigh)


@cache
def _weights() -> Weights:
    return Weights(load("weights/entries.json")["sentences"], OUTCOMES)
