"""Where each subject shows in a journal: by the field's concepts, by fields of meaning, by the author's own nouns.

The three look at the same text independently, so that where two of them agree they bear each other out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from journal.analyser import associations
from journal.analyser.concepts import vocabulary
from journal.analyser.english import commonness, is_known, is_noun, is_telling_noun
from journal.analyser.phrases import FIELD, NOTHING
from journal.analyser.results import Entry, PhraseHit

Kind = Literal["concept", "field", "word"]

AGAIN = 0.5
MOST_WORDINGS = 3
WORD_STRENGTH = 0.7
FEWEST = 2
FEWEST_WORD = 3
COMMONEST_NOUN = 5
LONGEST_WORDING = 4
MOST_SENTENCES = 1 << 16


@dataclass(slots=True)
class Sightings:
    """Where one subject shows: how strongly in each entry and sentence, and in which words, in the order of time.

    `strengths` goes by the entry's place, `weights` by place times `MOST_SENTENCES` plus sentence; `said_at` has the
    entry's place for each of `wordings`. Flat tables of
    numbers on purpose: an object for each entry and subject kept the garbage collector busier than the work itself.
    """

    strengths: dict[int, float] = field(default_factory=dict)
    weights: dict[int, float] = field(default_factory=dict)
    wordings: list[str] = field(default_factory=list)
    said_at: list[int] = field(default_factory=list)

    def add(self, place: int, weight: float, sentence: int) -> None:
        """Add one sighting."""
        at = place * MOST_SENTENCES + min(sentence, MOST_SENTENCES - 1)
        self.strengths[place] = self.strengths.get(place, 0.0) + weight
        self.weights[at] = self.weights.get(at, 0.0) + weight

    def say(self, place: int, wording: str) -> None:
        """Add the words of one sighting."""
        self.wordings.append(wording)
        self.said_at.append(place)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject with its sightings; `places` has a bit for each entry it shows in."""

    kind: Kind
    name: str
    sightings: Sightings
    places: int

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.name}"


_Seen = defaultdict[str, Sightings]


def subjects(entries: Sequence[Entry]) -> list[Subject]:
    """Give every subject that shows in at least two entries; `is_theme_alone` tells which words may be a theme."""
    concepts: _Seen = defaultdict(Sightings)
    fields: _Seen = defaultdict(Sightings)
    words: _Seen = defaultdict(Sightings)
    for place, entry in enumerate(entries):
        _see_phrases(place, entry.analysis.phrases, fields, words)
        _see_concepts(place, entry, concepts)
    made: list[Subject] = []
    made.extend(_recurring("concept", concepts))
    made.extend(_recurring("field", fields))
    made.extend(_recurring("word", words))
    return made


def is_theme_alone(subject: Subject) -> bool:
    """Say whether a subject may be a theme of its own: a word only if it is rare and shows in three entries."""
    return subject.kind != "word" or (is_telling_noun(subject.name) and len(subject.sightings.strengths) >= FEWEST_WORD)


def shown(entry: Entry) -> set[str]:
    """Give the keys of the concepts and fields that show in one entry."""
    concepts: _Seen = defaultdict(Sightings)
    fields: _Seen = defaultdict(Sightings)
    _see_phrases(0, entry.analysis.phrases, fields, defaultdict(Sightings))
    _see_concepts(0, entry, concepts)
    return {*(f"concept/{name}" for name in concepts), *(f"field/{name}" for name in fields)}


def _recurring(kind: Kind, seen: _Seen) -> list[Subject]:
    return [
        Subject(kind, name, sightings, sum([1 << place for place in sightings.strengths]))
        for name, sightings in seen.items()
        if len(sightings.strengths) >= FEWEST
    ]


def title(subject: Subject) -> str:
    """Give the plain name of a subject; for a word of the author's own, as it was most often written."""
    if subject.kind == "concept":
        known = vocabulary().get(subject.name)
        return known.label if known else subject.name.replace("-", " ").capitalize()
    if subject.kind == "field":
        return associations.label(subject.name)
    written = subject.sightings.wordings
    return min(written, key=lambda w: (-written.count(w), len(w), w)).capitalize()


def _see_phrases(place: int, phrases: Sequence[PhraseHit], fields: _Seen, words: _Seen) -> None:
    for hit in phrases:
        key = hit.key
        if key[0] != FIELD:
            for at, word in _nouns(key):
                seen = words[word]
                if place not in seen.strengths:
                    written = hit.surface.split()[at]
                    if written.islower():
                        seen.add(place, WORD_STRENGTH, hit.sentence)
                        seen.say(place, written)
            continue
        if key == NOTHING:
            continue
        seen = fields[key[1:]]
        seen.add(place, 1.0, hit.sentence)
        if hit.surface.islower():
            seen.say(place, hit.surface)


@lru_cache(maxsize=1 << 15)
def _nouns(key: str) -> tuple[tuple[int, str], ...]:
    words = enumerate(key.split())
    return tuple((at, word) for at, word in words if is_noun(word) and commonness(word) <= COMMONEST_NOUN)


def _see_concepts(place: int, entry: Entry, concepts: _Seen) -> None:
    hits = entry.analysis.concepts
    if not hits:
        return
    fit: dict[int, list[PhraseHit]] = {}
    for phrase in entry.analysis.phrases:
        if _is_fit_to_show(phrase.key, phrase.surface):
            fit.setdefault(phrase.sentence, []).append(phrase)
    found: dict[str, set[int]] = {}
    for hit in hits:
        seen = concepts[hit.concept]
        sentences = found.setdefault(hit.concept, set())
        if len(sentences) < MOST_WORDINGS:
            seen.add(place, AGAIN if sentences else 1.0, hit.sentence)
            sentences.add(hit.sentence)
        start, end = hit.span
        for phrase in fit.get(hit.sentence, ()):
            if phrase.span[0] < end and start < phrase.span[1]:
                seen.say(place, phrase.surface)


@lru_cache(maxsize=1 << 15)
def _is_fit_to_show(key: str, surface: str) -> bool:
    """Small letters only: then a cue of ours is no name, nor a run if English knows each of its words."""
    if not surface.islower():
        return False
    if key[0] == FIELD:
        return key != NOTHING
    words = key.split()
    return 1 < len(words) <= LONGEST_WORDING and all(is_known(word) for word in words)
