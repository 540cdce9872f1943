"""Themes of a set of short notes: the few phrases that account for most of them.

A phrase stands for the notes that hold all its words. Phrases are taken one by one, each time the one most likely to
be what a reader would name: a linear score over how many notes it holds and how many of them are new, how much of a
note it is, how rare its words are (weights in `lexicons/cover.json`, learned by `benchmarks/analyser/train_cover.py`).
Notes that say there is nothing to say stand together, and so do those left over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Any

from journal.analyser.candidates import Candidate
from journal.analyser.data import load
from journal.analyser.english import commonness, is_known, is_noun, is_telling_noun
from journal.analyser.language import stem
from journal.analyser.phrases import FIELD, NOTHING
from journal.analyser.results import Entry

MOST_PHRASES = 5
LONGEST_PHRASE = 4
MOST_CONSIDERED = 400
LEFT_OVER = 3
REST = "rest"

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the set: its stems, its commonest wording, the notes that hold it, and what is known of it alone."""

    words: Words
    wording: str
    places: frozenset[int]
    known: tuple[float, ...]


def choose(entries: Sequence[Entry]) -> list[Candidate]:
    """Give the themes of a set of notes, best first."""
    nothing = {place for place, entry in enumerate(entries) if _says_nothing(entry)}
    sentences = _sentences(entries)
    themes = [_candidate(" ".join(p.words), p.wording, p.places, sentences) for p in _cover(phrases(entries, nothing))]
    if nothing:
        at = next((n for n, theme in enumerate(themes) if len(theme.sentences) < len(nothing)), len(themes))
        said = _candidate(NOTHING.removeprefix(FIELD), _nothing_label(entries), nothing, sentences)
        themes.insert(min(at, MOST_PHRASES - 1), said)
    return _with_rest(themes, {place for place, entry in enumerate(entries) if entry.analysis.sentences}, sentences)


def phrases(entries: Sequence[Entry], nothing: set[int]) -> list[Phrase]:
    """Give the phrases that may name a theme, of at most four words, those of most notes first."""
    wordings: dict[Words, Counter[str]] = defaultdict(Counter)
    first: dict[str, dict[int, int]] = defaultdict(dict)
    lengths = []
    for place, entry in enumerate(entries):
        count = 0
        for hit in entry.analysis.phrases:
            if hit.key[0] == FIELD:
                continue
            for words, surface in _parts(hit.key, hit.surface):
                wordings[words][surface.lower()] += 1
            for word in hit.key.split():
                first[word].setdefault(place, count)
                count += 1
        lengths.append(count)
    found = []
    for words, written in wordings.items():
        if len(words) > 1 or words[0] not in _remarks():
            places = frozenset(set.intersection(*(set(first[word]) for word in words)) - nothing)
            if places:
                wording = min(written, key=lambda w: (-written[w], w))
                known = _known(words, places, first[words[-1]], lengths, sum(written.values()))
                found.append(Phrase(words, wording, places, known))
    found.sort(key=lambda phrase: (-len(phrase.places) * len(phrase.words), phrase.words))
    return found[:MOST_CONSIDERED]


def _known(
    words: Words, places: frozenset[int], first: dict[int, int], lengths: Sequence[int], written: int
) -> tuple[float, ...]:
    """Measure a phrase alone; the order is that of `lexicons/cover.json`."""
    count, total, size = len(places), len(lengths), len(words)
    return (
        log(count),
        float(count == 1),
        log(total),
        count / total,
        float(size == 2),
        float(size == 3),
        float(size == 4),
        sum(word in _remarks() for word in words) / size,
        sum(min(1.0, size / max(1, lengths[place])) for place in places) / count,
        sum(first.get(place, 0) / max(1, lengths[place]) for place in places) / count,
        sum(log(lengths[place] + 1) for place in places) / count,
        min(commonness(word) for word in words),
        float(is_telling_noun(words[-1])),
        float(commonness(words[-1]) == 0),
        float(is_known(words[-1]) and not is_noun(words[-1])),
        float(is_known(words[0]) and not is_noun(words[0])),
        min(1.0, written / count),
    )


def beside(phrase: Phrase, chosen: Sequence[Phrase]) -> tuple[float, ...]:
    """Measure a phrase beside those already chosen; the order is that of `lexicons/cover.json`."""
    covered = frozenset[int]().union(*(other.places for other in chosen))
    new = len(phrase.places - covered)
    return (
        1 - new / len(phrase.places),
        float(new == 0),
        max((_overlap(phrase.places, other.places) for other in chosen), default=0.0),
        max((_overlap(frozenset(phrase.words), frozenset(other.words)) for other in chosen), default=0.0),
        log(new + 1),
        len(chosen) * log(len(phrase.places)),
    )


def _cover(found: list[Phrase]) -> list[Phrase]:
    weights: list[float] = load("cover.json")["weights"]
    chosen: list[Phrase] = []
    left = found[:]
    while left and len(chosen) < MOST_PHRASES:
        best = max(left, key=lambda p: (_score(weights, (*p.known, *beside(p, chosen))), p.words))
        chosen.append(best)
        left.remove(best)
    return chosen


def _score(weights: Sequence[float], measures: Sequence[float]) -> float:
    return sum(weight * measure for weight, measure in zip(weights, measures, strict=True))


def _overlap(first: frozenset[Any], second: frozenset[Any]) -> float:
    return len(first & second) / len(first | second)


def _parts(key: str, surface: str) -> Iterator[tuple[Words, str]]:
    stems, words = key.split(), surface.split()
    for start in range(len(stems)):
        for end in range(start + 1, min(start + LONGEST_PHRASE, len(stems)) + 1):
            yield tuple(stems[start:end]), " ".join(words[start:end])


def _says_nothing(entry: Entry) -> bool:
    return any(hit.key == NOTHING for hit in entry.analysis.phrases)


def _nothing_label(entries: Sequence[Entry]) -> str:
    doubts = sum(any(_doubt() & set(hit.key.split()) for hit in entry.analysis.phrases) for entry in entries)
    return "No confusion" if doubts >= 2 else "Nothing"


def _sentences(entries: Sequence[Entry]) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    for place, entry in enumerate(entries):
        for hit in entry.analysis.phrases:
            for word in (NOTHING,) if hit.key == NOTHING else hit.key.split():
                found.setdefault((word, place), hit.sentence)
    return found


def _candidate(
    key: str, label: str, places: frozenset[int] | set[int], sentences: dict[tuple[str, int], int]
) -> Candidate:
    head = FIELD + key if FIELD + key == NOTHING else key.split()[-1]
    return Candidate(key, label, float(len(places)), {p: sentences.get((head, p), 0) for p in sorted(places)})


def _with_rest(themes: list[Candidate], written: set[int], sentences: dict[tuple[str, int], int]) -> list[Candidate]:
    """Give the themes with what none of the first ones accounts for, where that is more than a stray note or two."""
    if not themes or len(_rest(themes[:MOST_PHRASES], written)) < LEFT_OVER:
        return themes
    kept, others = themes[: MOST_PHRASES - 1], themes[MOST_PHRASES - 1 :]
    return [*kept, _candidate(REST, "Other statements", _rest(kept, written), sentences), *others]


def _rest(themes: list[Candidate], written: set[int]) -> set[int]:
    return written.difference(*(theme.sentences for theme in themes))


@cache
def _remarks() -> frozenset[str]:
    return frozenset(stem(word) for word in load("remarks.json")["remark"])


@cache
def _doubt() -> frozenset[str]:
    return frozenset(stem(word) for word in load("remarks.json")["doubt"])
