"""A stretch of text that a rule has marked, before marks that overlap are settled."""

from dataclasses import dataclass


@dataclass(slots=True)
class Span:
    """`score` in tenths of a point; `kind` chooses the words it may be replaced by."""

    start: int
    end: int
    type: str
    score: int
    kind: str
