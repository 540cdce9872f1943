"""What a text leans to by its words, and what single sentences tell of a part of a reflection or of how it went.

Every known word, and pair of words that follow each other, adds the little it was found to lean to each thing that is
decided of an entry (`words` in `lexicons/weights/entries.json`): that is what the whole is about.

A feeling, a lesson, a next step stand in a sentence or two of a text that tells of other things. So the sentences are
weighed one by one too, by their marks: the words, words that follow each other, families of words, cues, whether it
opens or ends the text. A text tells as much as its sentences do on average, where each counts by the exponential of
what it tells: one that is clear outweighs many that say nothing, and several make it surer. The weights (`sentences` in
the same file) are learned so that this average fits what a reader of the whole text says
(`benchmarks/analyser/train_entries.py`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, pairwise, repeat
from typing import NamedTuple

from journal.analyser import wording
from journal.analyser.data import load
from journal.analyser.known import Known
from journal.analyser.language import Document, stem_of
from journal.analyser.results import COMPONENTS, Component
from journal.analyser.wording import SIDES, Mark, Weights, families_of, part_of

OUTCOMES = (*SIDES, *COMPONENTS[1:])
OPENING = "^"
FIRST = "@first"
LAST = "@last"
_TEXTS, _SENTENCES = 0, 1


Cued = Mapping[Component, Mapping[int, Sequence[float]]]


class Told(NamedTuple):
    """What the sentences of a text tell together of one outcome, and what each tells by itself."""

    amount: float
    each: tuple[float, ...]


class Weighed(NamedTuple):
    """What the words of a text lean to, by `wording.OUTCOMES`, and what its sentences tell, by OUTCOMES."""

    leaning: dict[str, float]
    told: dict[str, Told]


def weigh(document: Document, cued: Cued) -> Weighed:
    """Give what a text leans to and what its sentences tell; of no sentence for a text without a word.

    `cued` holds for each part of a reflection the weights of its cues in each sentence that has any. A text leans by
    its different words and its different pairs, over the root of how many different words there are. What is added up
    for a sentence is what `sentences` gives, with the weights of a word's own marks added up once for all.
    """
    lowers, stems = document.lowers, document.stems
    if not lowers:
        return Weighed(dict.fromkeys(wording.OUTCOMES, 0.0), dict.fromkeys(OUTCOMES, Told(0.0, ())))
    weights = _weights()
    known = weights.known
    words = [*map(_of_word.__getitem__, lowers)]
    parts = [*map(part_of.__getitem__, lowers)]
    pairs = [*pairwise(parts)]
    after = [*map(known.get, pairs, repeat(0))]
    different = dict(zip(stems, words, strict=True))
    whole = sum(filter(None, dict(zip(pairs, after, strict=True)).values()), sum(different.values()))
    leaning = weights.amounts(_TEXTS, whole, len(different))
    bounds = [*pairwise(document.first)]
    opening = [known.get((OPENING, parts[begin]), 0) for begin, _ in bounds]
    sums = [
        # Only the first sentence may be without a word: signs alone.
        sum(filter(None, (*words[begin:end], *after[begin : end - 1])), first) if begin < end else 0
        for first, (begin, end) in zip(opening, bounds, strict=True)
    ]
    for n, mark in _cue_marks(cued):
        sums[n] += known.get(mark, 0)
    sums[0] += known.get(FIRST, 0)
    sums[-1] += known.get(LAST, 0)
    by_sentence = zip(sums, bounds, strict=True)
    amounts = [weights.amounts(_SENTENCES, total, end - begin) for total, (begin, end) in by_sentence]
    by_outcome = zip(OUTCOMES, zip(*amounts, strict=True), strict=True)
    tells = {name: Told(together(each), each) for name, each in by_outcome}
    return Weighed(dict(zip(wording.OUTCOMES, leaning, strict=True)), tells)


def leaning_most(document: Document, outcome: str) -> int:
    """Give the number of the sentence whose words together lean to an outcome most; of equals, the first."""
    weights, place = _weights(), wording.OUTCOMES.index(outcome)
    each = [weights.added(document.stems[begin:end]) for begin, end in pairwise(document.first)]
    amounts = [weights.amounts(_TEXTS, total, 1)[place] for total in each]
    return amounts.index(max(amounts))


def together(each: Sequence[float]) -> float:
    """Give the logarithm of the mean of the exponentials."""
    most = max(each)
    return most + math.log(sum([math.exp(amount - most) for amount in each]) / len(each))


def sentences(document: Document, cued: Cued) -> list[tuple[list[Mark], int]]:
    """Give the marks of each sentence of a text with a word, as often as they are there, and how many words it has.

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
    return _weights().added(_marks_of(lower))


_of_word = Known(_weigh)


@cache
def _weights() -> Weights:
    stored = load("weights/entries.json")
    return Weights((stored["words"], wording.OUTCOMES), (stored["sentences"], OUTCOMES))
