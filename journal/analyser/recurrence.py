"""Themes of a journal: fields of meaning that keep returning, joined where they fall together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from journal.analyser.associations import STRONG, WEAK, label
from journal.analyser.candidates import Candidate
from journal.analyser.phrases import FIELD, NOTHING, WEAK_FIELD
from journal.analyser.results import Entry

ENOUGH = 0.8
MOST_OF_ONE_ENTRY = 3.0
ORDINARY_SHARE = 0.3
SAME_ENTRIES = 0.5
OWN_WORDS = 2


@dataclass(slots=True)
class _Shown:
    """How strongly a field shows in one entry, sentence by sentence, with the author's wording of its cues."""

    strength: float = 0.0
    by_sentence: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    wordings: list[str] = field(default_factory=list)


def choose(entries: Sequence[Entry]) -> list[Candidate]:
    """Give the themes of a journal, best first; `entries` in the order of time."""
    shown = _fields(entries)
    candidates = [c for name, places in shown.items() if (c := _candidate(name, places, len(entries)))]
    candidates.sort(key=lambda c: (-c.score, c.key))
    return _distinct(candidates)


def _fields(entries: Sequence[Entry]) -> dict[str, dict[int, _Shown]]:
    fields: dict[str, dict[int, _Shown]] = defaultdict(dict)
    for place, entry in enumerate(entries):
        for hit in entry.analysis.phrases:
            if hit.key[0] != FIELD or hit.key == NOTHING:
                continue
            name, weight = (hit.key[:-1], WEAK) if hit.key[-1] == WEAK_FIELD else (hit.key, STRONG)
            shown = fields[name].setdefault(place, _Shown())
            shown.strength += weight
            shown.by_sentence[hit.sentence] += weight
            if weight == STRONG:
                shown.wordings.append(hit.surface)
    return fields


def _candidate(name: str, places: dict[int, _Shown], total: int) -> Candidate | None:
    enough = {place: shown for place, shown in places.items() if shown.strength >= ENOUGH}
    if len(enough) < 2:
        return None
    score = sum(min(shown.strength, MOST_OF_ONE_ENTRY) for shown in enough.values())
    score *= min(1.0, ORDINARY_SHARE * total / len(enough)) if total >= 10 else 1.0
    return Candidate(
        key=name,
        label=_label(name[len(FIELD) :], enough),
        score=score,
        sentences={
            place: min(shown.by_sentence, key=lambda n: (-shown.by_sentence[n], n)) for place, shown in enough.items()
        },
    )


def _label(name: str, places: dict[int, _Shown]) -> str:
    """Give the field's plain name with the first words the author had for it."""
    plain = label(name)
    words: list[str] = []
    for place in sorted(places):
        for wording in places[place].wordings:
            if wording.lower() not in plain.lower() and wording.lower() not in words and len(words) < OWN_WORDS:
                words.append(wording.lower())
    return f"{plain}: " + ", ".join(f"“{w}”" for w in words) if words else plain


def _distinct(candidates: list[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for candidate in candidates:
        own = candidate.sentences.keys()
        if all(len(own & k.sentences.keys()) < SAME_ENTRIES * len(own | k.sentences.keys()) for k in kept):
            kept.append(candidate)
    return kept
