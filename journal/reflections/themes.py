"""What keeps coming up as its author is shown it: on the page and on the phone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from uuid import UUID

from journal import clock
from journal.analyser.coach import theme_question
from journal.analyser.results import Asked, Theme, Valence
from journal.reflections.queries import Choice
from journal.reflections.recurring import Recurring

EVIDENCE = 4
STRETCHES = 12
"""How many equal stretches of time the little line of a theme has."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A theme as it is shown: under the author's own name for it, with the words it rests on.

    `since` is when the first of its entries was written, `last` the newest; `line` counts them over equal stretches of
    the journal; `evidence` are its clearest sentences, the oldest first; `question` is one about the theme ("" where
    the bank has none left); `merged` are key and found name of the themes its author put into it.
    """

    key: str
    label: str
    found_label: str
    hidden: bool
    count: int
    entries: tuple[str, ...]
    since: datetime | None
    last: datetime | None
    trend: str
    elements: tuple[str, ...]
    went: Mapping[Valence, int]
    evidence: tuple[tuple[UUID, datetime, str], ...]
    line: tuple[int, ...]
    question: str
    merged: tuple[tuple[str, str], ...]


def shown(found: Recurring, choices: Mapping[str, Choice]) -> Iterator[Shown]:
    """Give each theme as it is shown, those the author hid too, best first; no two with the same question."""
    asked: list[Asked] = []
    for theme, quotes in zip(found.themes, found.quotes, strict=True):
        question = theme_question(theme, asked)
        if question:
            asked.append(Asked(question.question_id))
        choice = choices.get(theme.key, Choice())
        yield _shown(theme, quotes, choice, found, question.text if question else "")


def _shown(theme: Theme, quotes: Sequence[str], choice: Choice, found: Recurring, question: str) -> Shown:
    moments = [found.moments[entry_id] for entry_id in theme.entries if entry_id in found.moments]
    pieces = [
        (UUID(piece.id), found.moments[piece.id], words)
        for piece, words in list(zip(theme.evidence, quotes, strict=True))[:EVIDENCE]
    ]
    return Shown(
        key=theme.key,
        label=choice.label or theme.label,
        found_label=theme.label,
        hidden=choice.hidden,
        count=len(theme.entries),
        entries=theme.entries,
        since=min(moments, default=None),
        last=max(moments, default=None),
        trend=theme.trend,
        elements=theme.elements,
        went=theme.valence,
        evidence=tuple(sorted(pieces, key=itemgetter(1))),
        line=_line(moments, found),
        question=question,
        merged=theme.merged,
    )


def _line(moments: Sequence[datetime], found: Recurring) -> tuple[int, ...]:
    """Give how many entries of a theme fall in each of twelve equal stretches from the journal's first entry to now."""
    if found.first is None or found.last is None or not moments:
        return ()
    first = found.first
    span = max((max(clock.now(), found.last) - first).total_seconds(), 1.0)
    counts = Counter(min(int((m - first).total_seconds() / span * STRETCHES), STRETCHES - 1) for m in moments)
    return tuple(counts.get(i, 0) for i in range(STRETCHES))
