"""Themes of a set of short notes: the few phrases that account for most of them.

A phrase may be chosen for the notes that hold all its words, and is worth most for notes nothing else accounts for
yet (greedy cover). Words that say how something was ("confusing", "interesting") rather than what it was are worth
little. Notes that say there is nothing to say stand together, and so do those left over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from journal.analyser.candidates import Candidate
from journal.analyser.data import load
from journal.analyser.language import stem
from journal.analyser.phrases import FIELD, NOTHING
from journal.analyser.results import Entry

MOST_PHRASES = 5
LONGEST_PHRASE = 4
WORTH = (0.0, 1.0, 1.6, 1.7, 1.5)
WORTH_OF_REMARKS = 0.35
WORTH_AGAIN = 0.25
BRIEF = 90
ALIKE = 0.6
LEFT_OVER = 3

_Words = tuple[str, ...]


def choose(entries: Sequence[Entry]) -> list[Candidate]:
    """Give the themes of a set of notes, best first."""
    nothing = {place for place, entry in enumerate(entries) if _says_nothing(entry)}
    themes = _greedy(entries, nothing)
    if nothing:
        at = next((n for n, theme in enumerate(themes) if len(theme.sentences) < len(nothing)), len(themes))
        themes.insert(min(at, MOST_PHRASES - 1), _candidate(NOTHING, _nothing_label(entries), nothing, {}))
    return _with_rest(themes, {place for place, entry in enumerate(entries) if entry.analysis.sentences})


def _says_nothing(entry: Entry) -> bool:
    spans = entry.analysis.sentences
    return sum(end - start for start, end in spans) <= BRIEF and any(h.key == NOTHING for h in entry.analysis.phrases)


def _nothing_label(entries: Sequence[Entry]) -> str:
    doubts = sum(any(_doubt() & set(hit.key.split()) for hit in entry.analysis.phrases) for entry in entries)
    return "No confusion" if doubts >= 2 else "Nothing"


def _greedy(entries: Sequence[Entry], nothing: set[int]) -> list[Candidate]:
    wordings, places, sentences = _gather(entries, nothing)
    themes: list[Candidate] = []
    covered: set[int] = set()
    open_phrases = dict(places)
    while open_phrases and len(themes) < MOST_PHRASES:
        worth = {words: _worth(words, where, covered) for words, where in open_phrases.items()}
        best = min(worth, key=lambda words: (-worth[words], words))
        if worth[best] <= 0:
            break
        surface = min(wordings[best].items(), key=lambda item: (-item[1], item[0]))[0]
        themes.append(_candidate(" ".join(best), surface, places[best], sentences))
        covered |= places[best]
        open_phrases = {words: where for words, where in open_phrases.items() if not _alike(words, best)}
    return themes


def _gather(
    entries: Sequence[Entry], nothing: set[int]
) -> tuple[dict[_Words, Counter[str]], dict[_Words, set[int]], dict[tuple[str, int], int]]:
    """Give each phrase's wordings, the notes that hold all its words, and the first sentence of each word."""
    wordings: dict[_Words, Counter[str]] = defaultdict(Counter)
    holders: dict[str, set[int]] = defaultdict(set)
    sentences: dict[tuple[str, int], int] = {}
    for place, entry in enumerate(entries):
        for hit in entry.analysis.phrases:
            if hit.key[0] == FIELD:
                continue
            for word in hit.key.split():
                holders[word].add(place)
                sentences.setdefault((word, place), hit.sentence)
            for words, surface in _parts(hit.key, hit.surface):
                wordings[words][surface.lower()] += 1
    places = {
        words: set.intersection(*(holders[word] for word in words)) - nothing
        for words in wordings
        if len(words) > 1 or words[0] not in _remarks()
    }
    return wordings, {words: where for words, where in places.items() if where}, sentences


def _parts(key: str, surface: str) -> Iterator[tuple[_Words, str]]:
    stems, words = key.split(), surface.split()
    for start in range(len(stems)):
        for end in range(start + 1, min(start + LONGEST_PHRASE, len(stems)) + 1):
            yield tuple(stems[start:end]), " ".join(words[start:end])


def _worth(words: _Words, places: set[int], covered: set[int]) -> float:
    remarks = sum(word in _remarks() for word in words) / len(words)
    value = WORTH[len(words)] * (1 - (1 - WORTH_OF_REMARKS) * remarks)
    return value * sum(WORTH_AGAIN if place in covered else 1.0 for place in places)


def _alike(words: _Words, others: _Words) -> bool:
    first, second = set(words), set(others)
    return len(first & second) >= ALIKE * len(first | second)


def _candidate(key: str, label: str, places: set[int], sentences: dict[tuple[str, int], int]) -> Candidate:
    head = key.split()[-1]
    return Candidate(key, label, float(len(places)), {p: sentences.get((head, p), 0) for p in sorted(places)})


def _with_rest(themes: list[Candidate], written: set[int]) -> list[Candidate]:
    """Give the themes with what none of the first ones accounts for, where that is more than a stray note or two."""
    rest = _rest(themes[:MOST_PHRASES], written)
    if not themes or len(rest) < LEFT_OVER:
        return themes
    kept, others = themes[: MOST_PHRASES - 1], themes[MOST_PHRASES - 1 :]
    return [*kept, _candidate("~rest", "Other statements", _rest(kept, written), {}), *others]


def _rest(themes: list[Candidate], written: set[int]) -> set[int]:
    return written.difference(*(theme.sentences for theme in themes))


@cache
def _remarks() -> frozenset[str]:
    return frozenset(stem(word) for word in load("remarks.json")["remark"])


@cache
def _doubt() -> frozenset[str]:
    return frozenset(stem(word) for word in load("remarks.json")["doubt"])
