"""The vocabulary of the field: what nurses and social workers meet, with the words that show it.

The vocabulary is data (`lexicons/concepts/*.json`, format in `lexicons/README.md`). Labels are shown to trainers and
stand in for a person's own words where those fit no label, so they are plain.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from journal.analyser.data import LEXICONS
from journal.analyser.language import Document
from journal.analyser.patterns import Found
from journal.analyser.results import ConceptHit, Element

KIND = "concept"
MOST_OF_ONE = 12
MOST_HITS = 200
_hit = tuple.__new__  # ConceptHit(...) in half the time


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of the vocabulary; `sensitive` ones are never named in a release to trainers.

    `conditions` are of autonomy, continuity_time, training_skills, attitudes, separation; `mechanisms` of person,
    professional, systems, culture (the beliefs or arrangements that would have to shift).
    """

    id: str
    label: str
    definition: str
    elements: tuple[Element, ...]
    conditions: tuple[str, ...]
    mechanisms: tuple[str, ...]
    sensitive: bool
    patterns: tuple[str, ...]
    group: str


@cache
def vocabulary() -> Mapping[str, Concept]:
    """Give every concept by its id, in the order of the files."""
    found: dict[str, Concept] = {}
    for path in sorted((LEXICONS / "concepts").glob("*.json")):
        for item in json.loads(path.read_text("utf-8")):
            found[item["id"]] = Concept(
                id=item["id"],
                label=item["label"],
                definition=item["definition"],
                elements=tuple(item["elements"]),
                conditions=tuple(item["conditions"]),
                mechanisms=tuple(item["mechanisms"]),
                sensitive=item["sensitive"],
                patterns=tuple(item["patterns"]),
                group=path.stem,
            )
    return MappingProxyType(found)


def concept_hits(document: Document, found: Iterable[Found]) -> tuple[ConceptHit, ...]:
    """Give the concepts found, by where they start; of overlapping stretches of one concept the longest stays.

    Only the first twelve places of one concept are kept and the first two hundred in all, so that a long text of one
    phrase over and over is stored in the room of any other entry.
    """
    widest: dict[tuple[str, int], int] = {}
    for meaning, start, end in found:
        if meaning.kind == KIND:
            place = (meaning.name, start)
            widest[place] = max(end, widest.get(place, 0))
    starts, ends = document.starts, document.ends
    reached: dict[str, int] = {}
    counts: dict[str, int] = {}
    hits: list[ConceptHit] = []
    for start, behind, name in sorted([(start, -end, name) for (name, start), end in widest.items()]):
        if start >= reached.get(name, 0) and counts.get(name, 0) < MOST_OF_ONE:
            reached[name] = end = -behind
            counts[name] = counts.get(name, 0) + 1
            if len(hits) == MOST_HITS:
                break
            hits.append(_hit(ConceptHit, (name, (starts[start], ends[end - 1]), document.sentence_of[start])))
    return tuple(hits)
