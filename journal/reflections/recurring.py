"""What keeps coming up in a journal, with all that its page shows: kept together, so that no entry is opened for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from journal.analyser import Entry, Theme, recurring
from journal.analyser.results import theme_from_plain, theme_to_plain

MONTHS = 12
"""How many months with marks are kept."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """The themes of a journal as it stood, the best first.

    `quotes` are the words each theme rests on, piece by piece; `moments` tells when the entries of themes were
    written; `first`, `last` and `count` are of the whole journal; `months` counts the marks of the newest months that
    have any, the oldest first: the first day of it, then element, then state.
    """

    themes: tuple[Theme, ...]
    quotes: tuple[tuple[str, ...], ...]
    moments: Mapping[str, datetime]
    first: datetime | None
    last: datetime | None
    count: int
    months: tuple[tuple[datetime, Mapping[str, Mapping[str, int]]], ...]

    def pack(self) -> dict[str, Any]:
        """Give it as JSON types."""
        return {
            "themes": [theme_to_plain(theme) for theme in self.themes],
            "quotes": self.quotes,
            "moments": {entry_id: moment.isoformat() for entry_id, moment in self.moments.items()},
            "span": [moment.isoformat() for moment in (self.first, self.last) if moment is not None],
            "count": self.count,
            "months": [[month.isoformat(), marks] for month, marks in self.months],
        }

    @classmethod
    def unpack(cls, plain: Mapping[str, Any]) -> Recurring:
        """Give back what `pack` packed."""
        first, last = map(datetime.fromisoformat, plain["span"]) if plain["span"] else (None, None)
        return cls(
            themes=tuple(theme_from_plain(theme) for theme in plain["themes"]),
            quotes=tuple(map(tuple, plain["quotes"])),
            moments={entry_id: datetime.fromisoformat(moment) for entry_id, moment in plain["moments"].items()},
            first=first,
            last=last,
            count=plain["count"],
            months=tuple((datetime.fromisoformat(month), marks) for month, marks in plain["months"]),
        )


def found_in(entries: Sequence[Entry], into: Mapping[str, str] = MappingProxyType({})) -> Recurring:
    """Find what keeps coming up in a whole journal, given the oldest entry first; `into` as in `recurring`."""
    themes = tuple(recurring(entries, into))
    by_id = {entry.id: entry for entry in entries}
    quotes = tuple(
        tuple(" ".join(by_id[piece.id].text[slice(*piece.span)].split()) for piece in theme.evidence)
        for theme in themes
    )
    written = {entry.id: entry.written_at for entry in entries if entry.written_at is not None}
    named = {i for theme in themes for i in (*theme.entries, *(piece.id for piece in theme.evidence))}
    moments = {entry_id: written[entry_id] for entry_id in sorted(named) if entry_id in written}
    first, last = min(written.values(), default=None), max(written.values(), default=None)
    return Recurring(themes, quotes, moments, first, last, len(entries), _months(entries))


def _months(entries: Sequence[Entry]) -> tuple[tuple[datetime, dict[str, dict[str, int]]], ...]:
    months: dict[datetime, dict[str, Counter[str]]] = {}
    for entry in entries:
        if entry.written_at is None or not entry.elements:
            continue
        month = entry.written_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        for element, state in entry.elements.items():
            months.setdefault(month, {}).setdefault(element, Counter())[state] += 1
    newest = sorted(months.items())[-MONTHS:]
    return tuple((month, {one: dict(states) for one, states in marks.items()}) for month, marks in newest)
