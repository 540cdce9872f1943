"""What keeps coming up for one person, from stored analyses alone.

A journal and a set of short notes are read differently, and the entries themselves say which they are: entries with
dates or of some length are a journal (`recurrence`: what returns over time, joined by meaning); a pile of undated
lines is a set (`cover`: the few phrases that account for most of them).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median
from types import MappingProxyType

from journal.analyser import cover, recurrence
from journal.analyser.candidates import Candidate
from journal.analyser.results import ELEMENTS, VALENCES, Element, Entry, Evidence, Theme, Trend, Valence

MOST_THEMES = 12
SHORT_NOTE = 240
FEWEST_NOTES = 4
CLEAR_TREND = 1.65
FEWEST_FOR_TREND = 4
MOST_ELEMENTS = 3


def recurring(entries: Sequence[Entry], into: Mapping[str, str] = MappingProxyType({})) -> list[Theme]:
    """Give at most twelve themes of one person, best first; the order of `entries` does not matter.

    `into` holds what the author merged: by the key of a theme the key of the one it belongs to. It counts where both
    are found.

    Each theme has its entries by time, and for each of them the sentence that shows it best, the clearest first. A
    trend is told only where the theme's entries lie clearly towards one end of the journal, which fewer than four never
    do. A theme of a journal has at least two entries; in a set of notes one note may be all there is of a theme.
    """
    ordered = sorted(entries, key=lambda entry: (_instant(entry.written_at), entry.id))
    choose = cover.choose if _is_set_of_notes(ordered) else recurrence.choose
    return [_theme(ordered, candidate) for candidate in _merged(choose(ordered)[:MOST_THEMES], into)]


def _merged(candidates: Sequence[Candidate], into: Mapping[str, str]) -> list[Candidate]:
    """Give the candidates with those put into another inside it: its sentence stands where both show in an entry."""
    found = {candidate.key: candidate for candidate in candidates}
    for candidate in reversed(candidates):
        home = _home(candidate.key, into, found)
        if home != candidate.key:
            there = found[home]
            found[home] = replace(
                there,
                sentences={
                    **there.sentences,
                    **{p: n for p, n in candidate.sentences.items() if p not in there.sentences},
                },
                concepts=tuple(dict.fromkeys((*there.concepts, *candidate.concepts))),
                merged=(*there.merged, (candidate.key, candidate.label)),
            )
    return [found[one.key] for one in candidates if _home(one.key, into, found) == one.key]


def _home(key: str, into: Mapping[str, str], found: Mapping[str, Candidate]) -> str:
    """Give the key of the theme a theme belongs to in the end; itself where it was put nowhere, or in a circle."""
    at, passed = key, {key}
    while into.get(at) in found:
        at = into[at]
        if at in passed:
            return key
        passed.add(at)
    return at


def _instant(moment: datetime | None) -> float:
    if moment is None:
        return float("-inf")
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _is_set_of_notes(entries: Sequence[Entry]) -> bool:
    if len(entries) < FEWEST_NOTES or any(entry.written_at is not None for entry in entries):
        return False
    return median(sum(end - start for start, end in entry.analysis.sentences) for entry in entries) <= SHORT_NOTE


def _theme(entries: Sequence[Entry], candidate: Candidate) -> Theme:
    places = sorted(candidate.sentences)
    chosen = [entries[place] for place in places]
    moments = [entry.written_at for entry in chosen if entry.written_at is not None]
    return Theme(
        key=candidate.key,
        label=candidate.label,
        entries=tuple(entry.id for entry in chosen),
        evidence=tuple(
            Evidence(entries[place].id, entries[place].analysis.sentences[candidate.sentences[place]])
            for place in candidate.sentences
        ),
        trend=_trend(places, len(entries)) if len(moments) == len(places) else "steady",
        elements=_elements(chosen),
        valence=_valence(chosen),
        concepts=candidate.concepts,
        first=moments[0] if moments else None,
        last=moments[-1] if moments else None,
        merged=candidate.merged,
    )


def _trend(places: Sequence[int], total: int) -> Trend:
    """Say whether the places lie later or earlier than chance would have it (rank sum, normal approximation)."""
    count = len(places)
    if count < FEWEST_FOR_TREND or count == total:
        return "steady"
    mean = sum(places) / count
    spread = ((total + 1) * (total - count) / (12 * count)) ** 0.5
    shift = (mean - (total - 1) / 2) / spread
    return "rising" if shift >= CLEAR_TREND else "fading" if shift <= -CLEAR_TREND else "steady"


def _elements(entries: Sequence[Entry]) -> tuple[Element, ...]:
    """Give the elements of at least two and a quarter of the entries; the author's own marks win over suggestions."""
    counts: Counter[str] = Counter()
    for entry in entries:
        counts.update(set(entry.elements) or {hit.element for hit in entry.analysis.elements})
    enough = max(2, len(entries) / 4)
    common = [element for element in ELEMENTS if counts[element] >= enough]
    return tuple(sorted(common, key=lambda element: -counts[element])[:MOST_ELEMENTS])


def _valence(entries: Sequence[Entry]) -> Mapping[Valence, int]:
    counts = Counter(entry.valence or entry.analysis.valence for entry in entries)
    return {valence: counts[valence] for valence in VALENCES}
