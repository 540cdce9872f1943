"""What somebody wrote, as plain values, and how it becomes the bytes that are sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from journal.analyser import Analysis
from journal.schemas.catalogue import words_in


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question, with the question as it was read."""

    question_id: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything in one revision that somebody wrote or chose."""

    body: str
    answers: tuple[Answer, ...] = ()
    facets: Mapping[str, Any] = field(default_factory=dict)

    def pack(self) -> bytes:
        """Give the content as bytes to seal; equal content gives equal bytes. ASCII, so lone surrogates survive."""
        answers = [[a.question_id, a.question, a.text] for a in self.answers]
        plain = {"body": self.body, "answers": answers, "facets": self.facets}
        return json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")

    @classmethod
    def unpack(cls, packed: bytes) -> Content:
        """Give back what `pack` packed."""
        plain = json.loads(packed)
        return cls(plain["body"], tuple(Answer(*answer) for answer in plain["answers"]), plain["facets"])

    def full_text(self) -> str:
        """Give all the author's own sentences as one text: the body first, then boxes, then answers.

        Analyses are of this text, so their spans that end within the body are spans of the body.
        """
        parts = [self.body, *(text for _, text in words_in(self.facets)), *(a.text for a in self.answers)]
        return "\n\n".join(part for part in parts if part)

    def size(self) -> int:
        """Give the bytes of UTF-8 that the author's words take."""
        return len(self.full_text().encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A revision offered to the journal, checked for shape but not yet kept.

    `analysis` is what the analyser found in it, where somebody has asked already (`operations.prepared`).
    """

    id: UUID
    entry_id: UUID
    parents: tuple[UUID, ...]
    content: Content
    deleted: bool
    written_at: datetime
    schema: int
    device_id: UUID | None = None
    analysis: Analysis | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A revision of the journal, opened for its author."""

    id: UUID
    entry_id: UUID
    parents: tuple[UUID, ...]
    content: Content
    deleted: bool
    written_at: datetime
    received_at: datetime
    schema: int
    seq: int

    @property
    def body(self) -> str:
        """Give what was written in the box."""
        return self.content.body

    @property
    def facets(self) -> Mapping[str, Any]:
        """Give what was marked."""
        return self.content.facets
