"""What the analyser returns: plain, immutable values with spans into the text they rest on.

Every offset counts code points of the text that was analysed, start inclusive, end exclusive. Every value turns into
plain JSON types with `to_plain` and comes back with `from_plain`, so that it can be sealed and stored as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

Element = Literal["understanding", "collaboration", "commitment", "communication", "empowerment", "time"]
Component = Literal["description", "feeling", "perspective", "analysis", "learning", "plan"]
Valence = Literal["went_well", "mixed", "was_hard"]
SignpostKind = Literal["distress", "exhaustion", "safeguarding", "candour", "speaking_up", "legal"]
Trend = Literal["rising", "steady", "fading"]

ELEMENTS: tuple[Element, ...] = (
    "understanding",
    "collaboration",
    "commitment",
    "communication",
    "empowerment",
    "time",
)
COMPONENTS: tuple[Component, ...] = ("description", "feeling", "perspective", "analysis", "learning", "plan")
VALENCES: tuple[Valence, ...] = ("went_well", "mixed", "was_hard")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ElementHit:
    """An element the text suggests, with the words it rests on; `score` orders suggestions and is never shown."""

    element: Element
    score: float
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ComponentHit:
    """A part of a reflection that is present, with the sentences or words that show it."""

    component: Component
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Signpost:
    """A reason to offer support, for the author only; never an alert, never stored outside the author's seal."""

    kind: SignpostKind
    evidence: tuple[Span, ...]


class ConceptHit(NamedTuple):
    """A concept of the field found in the text. `sentence` is the index of the sentence that holds it."""

    concept: str
    span: Span
    sentence: int


class PhraseHit(NamedTuple):
    """A phrase of the author's own: `key` joins its forms (stems), `surface` is how it was written here."""

    key: str
    surface: str
    span: Span
    sentence: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found in one text, by one version of the analyser. `valence_sure`: it is more than a guess."""

    version: str
    sentences: tuple[Span, ...]
    elements: tuple[ElementHit, ...]
    components: tuple[ComponentHit, ...]
    valence: Valence
    signposts: tuple[Signpost, ...]
    concepts: tuple[ConceptHit, ...]
    phrases: tuple[PhraseHit, ...]
    valence_sure: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a person's journal as the themes and the coach see it.

    `text` may be empty where only stored analyses are at hand: themes need the analysis alone. `elements` are the
    author's own marks (element to present / strained / missing), `valence` the author's own word for how it went:
    both win over what the analyser suggests.
    """

    id: str
    written_at: datetime | None
    analysis: Analysis
    text: str = ""
    elements: Mapping[str, str] = field(default_factory=dict)
    valence: Valence | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence (span into the text of entry `id`) that a theme rests on."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Theme:
    """Something that keeps coming up for one person.

    `key` stays the same while the theme does, so that a rename or a hiding can be remembered. `valence` counts
    entries by how they went. `concepts` are the vocabulary's concepts the theme joins (empty for a free phrase).
    `merged` holds key and label of each theme that its author had put into this one.
    """

    key: str
    label: str
    entries: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    trend: Trend
    elements: tuple[Element, ...]
    valence: Mapping[Valence, int]
    concepts: tuple[str, ...]
    first: datetime | None
    last: datetime | None
    merged: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question already shown to this person; `entry_id` tells under which entry."""

    question_id: str
    entry_id: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question from the bank, and why it was chosen.

    `why` is one plain sentence for the author; `evidence` spans lie in the entry's text; `reflecting` is an
    optional short line made only of the writer's own words ("" where none fits).
    """

    question_id: str
    text: str
    family: str
    why: str
    evidence: tuple[Span, ...]
    reflecting: str = ""


def to_plain(analysis: Analysis) -> dict[str, Any]:
    """Give the analysis as JSON types: short keys, since every entry of a journal is stored this way."""
    return {
        "v": analysis.version,
        "s": [list(s) for s in analysis.sentences],
        "e": [[h.element, round(h.score, 3), [list(s) for s in h.evidence]] for h in analysis.elements],
        "c": [[h.component, [list(s) for s in h.evidence]] for h in analysis.components],
        "w": analysis.valence,
        "u": int(analysis.valence_sure),
        "p": [[h.kind, [list(s) for s in h.evidence]] for h in analysis.signposts],
        "k": [[h.concept, h.span[0], h.span[1], h.sentence] for h in analysis.concepts],
        "f": [[h.key, h.surface, h.span[0], h.span[1], h.sentence] for h in analysis.phrases],
    }


def from_plain(plain: Mapping[str, Any]) -> Analysis:
    """Give back the analysis that `to_plain` wrote."""
    return Analysis(
        version=plain["v"],
        sentences=_spans(plain["s"]),
        elements=tuple(ElementHit(e, score, _spans(spans)) for e, score, spans in plain["e"]),
        components=tuple(ComponentHit(c, _spans(spans)) for c, spans in plain["c"]),
        valence=plain["w"],
        signposts=tuple(Signpost(kind, _spans(spans)) for kind, spans in plain["p"]),
        concepts=tuple(ConceptHit(c, (start, end), sentence) for c, start, end, sentence in plain["k"]),
        phrases=tuple(PhraseHit(key, surface, (start, end), n) for key, surface, start, end, n in plain["f"]),
        valence_sure=bool(plain.get("u", 1)),
    )


def _spans(plain: list[list[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in plain)


def theme_to_plain(theme: Theme) -> dict[str, Any]:
    """Give a theme as JSON types."""
    return {
        "key": theme.key,
        "label": theme.label,
        "entries": list(theme.entries),
        "evidence": [[e.id, e.span[0], e.span[1]] for e in theme.evidence],
        "trend": theme.trend,
        "elements": list(theme.elements),
        "valence": dict(theme.valence),
        "concepts": list(theme.concepts),
        "first": theme.first.isoformat() if theme.first else None,
        "last": theme.last.isoformat() if theme.last else None,
        "merged": [list(other) for other in theme.merged],
    }


def theme_from_plain(plain: Mapping[str, Any]) -> Theme:
    """Give back the theme that `theme_to_plain` wrote."""
    return Theme(
        key=plain["key"],
        label=plain["label"],
        entries=tuple(plain["entries"]),
        evidence=tuple(Evidence(i, (start, end)) for i, start, end in plain["evidence"]),
        trend=plain["trend"],
        elements=tuple(plain["elements"]),
        valence=plain["valence"],
        concepts=tuple(plain["concepts"]),
        first=datetime.fromisoformat(plain["first"]) if plain["first"] else None,
        last=datetime.fromisoformat(plain["last"]) if plain["last"] else None,
        merged=tuple((key, label) for key, label in plain.get("merged", ())),
    )
