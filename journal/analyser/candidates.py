"""A theme before it is dressed for the reader."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a theme: `sentences` holds for each entry's place the sentence that shows it best, clearest first.

    `merged` holds key and label of what the author had put into it.
    """

    key: str
    label: str
    score: float
    sentences: dict[int, int]
    concepts: tuple[str, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
