"""The patterns as a walk: from place to place, a word at a time, so that a text is walked once whatever their number.

A tree of all of them made beforehand would have 77,000 places, of which years of entries meet some thousands. So a
place only knows which patterns it stands in, and what comes next is worked out when a text first gets there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from journal.analyser.known import Known
from journal.analyser.notation import Line, Meaning

_Standing = tuple[Line, int]  # a pattern, and how many of its slots are behind


class Place:
    """Where a walk stands: `meanings` of the patterns that end here, and whether any goes on (`open`).

    `ahead` and `far` are good once `look_ahead` was called: for each key that may come next, within how many words and
    where it leads; and the most of these words.
    """

    __slots__ = ("_standing", "ahead", "far", "meanings", "open")

    def __init__(self, meanings: tuple[Meaning, ...], standing: tuple[_Standing, ...]) -> None:
        self.meanings = meanings
        self.open = bool(standing)
        self.ahead: Ahead = _NOWHERE
        self.far = 0
        self._standing = standing

    def look_ahead(self) -> Ahead:
        """Give all that may come next, at once or after a gap; choices of a slot lead to one place, not to many."""
        if self._standing:
            ways: dict[str, dict[int, dict[_Standing, None]]] = {}
            for line, at in self._standing:
                for key, most, n in _steps(line, at):
                    ways.setdefault(key, {}).setdefault(most, {})[line, n] = None
            leads = Known(_lead)
            self.ahead = {
                key: leads[tuple([(most, tuple(standing)) for most, standing in ends.items()])]
                for key, ends in ways.items()
            }
            self.far = max([most for lead in leads.values() for most, _ in lead])
            self._standing = ()
        return self.ahead


_Lead = tuple[tuple[int, Place], ...]
Ahead = Mapping[str, _Lead]
_NOWHERE: Ahead = MappingProxyType({})


def outset(lines: Iterable[Line]) -> Place:
    """Give the place before the first word of every pattern."""
    return Place((), tuple([(line, 0) for line in lines]))


def _steps(line: Line, at: int) -> Iterator[tuple[str, int, int]]:
    """Give each key a pattern may go on with, within how many words, and how many slots are behind then."""
    most = 1
    for n in range(at, len(line.slots)):
        slot = line.slots[n]
        if slot.reach:
            most = slot.reach + 1
            continue
        for key in slot.keys:
            yield key, most, n + 1
        if not slot.optional:
            return


def _lead(ends: tuple[tuple[int, tuple[_Standing, ...]], ...]) -> _Lead:
    return tuple([(most, _place(standing)) for most, standing in ends])


def _place(standing: tuple[_Standing, ...]) -> Place:
    meanings = tuple(dict.fromkeys([line.meaning for line, at in standing if at >= line.enough]))
    going = tuple([(line, at) for line, at in standing if at < len(line.slots)])
    return Place(meanings, going) if going else _ends[meanings]


def _end(meanings: tuple[Meaning, ...]) -> Place:
    return Place(meanings, ())


_ends = Known(_end)
