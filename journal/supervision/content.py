"""What is shared, as plain values: the pieces of an entry, and the frozen copy made of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from journal.analyser import Analysis
from journal.analyser.results import COMPONENTS
from journal.reflections.content import Content
from journal.schemas import catalogue

BODY, MARKS = "body", "marks"
BODY_HEADING = "What happened?"

# Tags are how an author files entries, not what they reflect; they stay at home.
_STAYS = frozenset({"tags"})

_OPENING = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of what somebody wrote. `key` says where it stands in the entry, `heading` what stood above it."""

    key: str
    heading: str
    text: str

    @property
    def asked(self) -> bool:
        """Tell whether the heading is a question of the coach, which may quote the author's own words."""
        return self.key.startswith("answers.")


@dataclass(frozen=True, slots=True)
class Here:
    """A part of a reflection that is in the shared text, with the sentence that shows it."""

    component: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FrozenCopy:
    """Everything that leaves the author, once and for all. Later changes of the entry do not reach it."""

    author: str
    written_at: datetime
    revision_id: UUID
    pieces: tuple[Piece, ...]
    elements: Mapping[str, str]
    valence: str | None
    here: tuple[Here, ...]

    @property
    def not_here_yet(self) -> tuple[str, ...]:
        """Give the parts of a reflection that the shared text does not hold; none where no text was shared."""
        found = {one.component for one in self.here}
        return tuple(c for c in COMPONENTS if c not in found) if self.pieces else ()

    @property
    def opening(self) -> str:
        """Give the first words, for the author's own list."""
        if not self.pieces:
            return "What I marked, without the text"
        words = " ".join(self.pieces[0].text.split())
        return words if len(words) <= _OPENING else words[:_OPENING].rpartition(" ")[0] + " ..."

    def pack(self) -> bytes:
        """Give the copy as bytes to seal. ASCII, so lone surrogates survive; equal copies give equal bytes."""
        plain = {
            "author": self.author,
            "written_at": self.written_at.isoformat(),
            "revision_id": str(self.revision_id),
            "pieces": [[piece.key, piece.heading, piece.text] for piece in self.pieces],
            "elements": dict(self.elements),
            "valence": self.valence,
            "here": [[one.component, one.sentence] for one in self.here],
        }
        return json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")

    @classmethod
    def unpack(cls, packed: bytes) -> FrozenCopy:
        """Give back what `pack` packed."""
        plain: dict[str, Any] = json.loads(packed)
        return cls(
            author=plain["author"],
            written_at=datetime.fromisoformat(plain["written_at"]),
            revision_id=UUID(plain["revision_id"]),
            pieces=tuple(Piece(*piece) for piece in plain["pieces"]),
            elements=plain["elements"],
            valence=plain["valence"],
            here=tuple(Here(*one) for one in plain["here"]),
        )


def pieces_of(content: Content) -> tuple[Piece, ...]:
    """Give everything in an entry that can be chosen to share, in reading order; blank stretches are left out."""
    found = [Piece(BODY, BODY_HEADING, content.body), *_boxes(content.facets)]
    found += [Piece(f"answers.{n}", answer.question, answer.text) for n, answer in enumerate(content.answers)]
    return tuple(piece for piece in found if piece.text.strip())


def marks_of(content: Content) -> tuple[Mapping[str, str], str | None]:
    """Give the marked elements and how it went."""
    return dict(content.facets.get("elements", {})), content.facets.get("valence")


def text_of(pieces: Iterable[Piece]) -> str:
    """Give the author's own words of the pieces as one text: what is analysed. Headings are not theirs."""
    return "\n\n".join(piece.text for piece in pieces)


def parts_here(text: str, analysis: Analysis) -> tuple[Here, ...]:
    """Give each part of a reflection that the analysis of `text` found, with one whole sentence that shows it."""
    return tuple(
        Here(hit.component, _sentence(text, analysis, hit.evidence[0]) if hit.evidence else "")
        for hit in sorted(analysis.components, key=lambda hit: COMPONENTS.index(hit.component))
    )


def _boxes(facets: Mapping[str, Any]) -> Iterator[Piece]:
    for path, text in catalogue.words_in(facets):
        steps = path.split(".")
        if steps[0] not in _STAYS:
            yield Piece(path, _heading(facets, steps), text)


def _heading(facets: Mapping[str, Any], steps: list[str]) -> str:
    """Give what stood above a box: the template's step, or the facet's own label."""
    facet = catalogue.facet(steps[0])
    if facet.kind == "template":
        value = facets[steps[0]]
        look = value if isinstance(value, Mapping) else value[int(steps[1])]
        template = catalogue.template(look["id"])
        return next((step.prompt for step in template.steps if step.id == steps[-1]), template.label)
    inner = {row.id: row.label for row in facet.rows} | {field.id: field.label for field in facet.fields}
    named = inner.get(steps[1]) if len(steps) > 1 else None
    return f"{facet.label}: {named}" if named else facet.label


def _sentence(text: str, analysis: Analysis, span: tuple[int, int]) -> str:
    start, end = next((s for s in analysis.sentences if s[0] <= span[0] < s[1]), span)
    return text[start:end].strip()
