"""Where each subject shows in a journal: by the field's concepts, by fields of meaning, by the author's own nouns.

The three look at the same text independently, so that where two of them agree they bear each other out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from journal.analyser import associations
from journal.analyser.concepts import vocabulary
from journal.analyser.english import is_known, is_telling_noun
from journal.analyser.phrases import FIELD, NOTHING, WEAK_FIELD
from journal.analyser.results import Entry, PhraseHit

Kind = Literal["concept", "field", "word"]

ENOUGH = 0.8
NEAR_WEAK = 2
WEAK = 0.33
AGAIN = 0.5
MOST_WORDINGS = 3
WORD_STRENGTH = 0.7
FEWEST_WORD = 3
LONGEST_WORDING = 4


@dataclass(slots=True)
class Sighting:
    """One subject in one entry: how strongly, in which sentences, and in which words of the author's."""

    strength: float = 0.0
    weak: dict[int, int] = field(default_factory=dict)
    sentences: dict[int, float] = field(default_factory=dict)
    wordings: list[str] = field(default_factory=list)

    def add(self, weight: float, sentence: int) -> None:
        self.strength += weight
        self.sentences[sentence] = self.sentences.get(sentence, 0.0) + weight

    def best_sentence(self) -> int:
        return min(self.sentences, key=lambda n: (-self.sentences[n], n))


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject with its sightings by the place of the entry; `places` has a bit for each of them."""

    kind: Kind
    name: str
    sightings: dict[int, Sighting]
    places: int

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.name}"


def subjects(entries: Sequence[Entry]) -> list[Subject]:
    """Give every subject that shows in at least two entries (a word of the author's own: three)."""
    found: dict[tuple[Kind, str], dict[int, Sighting]] = defaultdict(dict)
    for place, entry in enumerate(entries):
        _see_phrases(place, entry, found)
        _see_concepts(place, entry, found)
    made = []
    for (kind, name), seen in found.items():
        clear = {place: s for place, s in seen.items() if s.strength >= ENOUGH or kind == "word" or _weak_together(s)}
        if len(clear) >= (FEWEST_WORD if kind == "word" else 2):
            made.append(Subject(kind, name, clear, sum(1 << place for place in clear)))
    return made


def title(subject: Subject) -> str:
    """Give the plain name of a subject; for a word of the author's own, as it was most often written."""
    if subject.kind == "concept":
        known = vocabulary().get(subject.name)
        return known.label if known else subject.name.replace("-", " ").capitalize()
    if subject.kind == "field":
        return associations.label(subject.name)
    written = [wording for _, sighting in sorted(subject.sightings.items()) for wording in sighting.wordings]
    return min(written, key=lambda w: (-written.count(w), len(w), w)).capitalize()


def _weak_together(sighting: Sighting) -> bool:
    """Weak cues count only in company: two of them in one sentence."""
    together = max(sighting.weak.values(), default=0) >= NEAR_WEAK
    return together and sighting.strength + WEAK * sum(sighting.weak.values()) >= NEAR_WEAK * WEAK


def _see_phrases(place: int, entry: Entry, found: dict[tuple[Kind, str], dict[int, Sighting]]) -> None:
    for hit in entry.analysis.phrases:
        if hit.key == NOTHING:
            continue
        if hit.key[0] != FIELD:
            for word, written in _nouns(hit):
                sighting = found["word", word].setdefault(place, Sighting())
                if not sighting.strength:
                    sighting.add(WORD_STRENGTH, hit.sentence)
                    sighting.wordings.append(written)
            continue
        weak = hit.key[-1] == WEAK_FIELD
        name = hit.key[1:-1] if weak else hit.key[1:]
        sighting = found["field", name].setdefault(place, Sighting())
        if weak:
            sighting.weak[hit.sentence] = sighting.weak.get(hit.sentence, 0) + 1
            sighting.sentences[hit.sentence] = sighting.sentences.get(hit.sentence, 0.0) + WEAK
        else:
            sighting.add(associations.STRONG, hit.sentence)
            sighting.wordings.append(hit.surface.lower())


def _nouns(hit: PhraseHit) -> Iterator[tuple[str, str]]:
    for word, written in zip(hit.key.split(), hit.surface.split(), strict=False):
        if is_telling_noun(word) and written.islower():
            yield word, written


def _see_concepts(place: int, entry: Entry, found: dict[tuple[Kind, str], dict[int, Sighting]]) -> None:
    if not entry.analysis.concepts:
        return
    cues: dict[int, list[PhraseHit]] = defaultdict(list)
    for phrase in entry.analysis.phrases:
        if phrase.key != NOTHING:
            cues[phrase.sentence].append(phrase)
    for hit in entry.analysis.concepts:
        sighting = found["concept", hit.concept].setdefault(place, Sighting())
        if len(sighting.sentences) < MOST_WORDINGS:
            sighting.add(AGAIN if sighting.strength else 1.0, hit.sentence)
        for phrase in cues[hit.sentence]:
            if phrase.span[0] < hit.span[1] and hit.span[0] < phrase.span[1] and _is_fit_to_show(phrase):
                sighting.wordings.append(phrase.surface.lower())


def _is_fit_to_show(phrase: PhraseHit) -> bool:
    """A strong cue of ours is no name; a run of the author's is fit only if English knows each of its words."""
    if phrase.key[0] == FIELD:
        return phrase.key[-1] != WEAK_FIELD
    words = phrase.key.split()
    return 1 < len(words) <= LONGEST_WORDING and phrase.surface.islower() and all(is_known(word) for word in words)
