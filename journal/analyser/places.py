"""The patterns as a walk: from place to place, a word at a time, so that a text is walked once whatever their number.

A tree of all of them made beforehand would have some hundred thousand places, of which years of entries meet some
thousands. So a place only knows which patterns it stands in, and what comes next is worked out when a text first gets
there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from journal.analyser.known import Known
from journal.analyser.notation import Line, Meaning

Standing = tuple[Line, int]  # a pattern, and how many of its slots are behind


class Place:
    """Where a walk stands: `meanings` of the patterns that end here, and whether any goes on (`open`).

    It is reached within `most` words of the place before. What `ahead` and `far` tell is good once `look_ahead` was
    called: for each key that may come next the places it leads to, and the most words to any of them.
    """

    __slots__ = ("_standing", "ahead", "far", "meanings", "most", "open")

    def __init__(self, meanings: tuple[Meaning, ...], most: int, standing: tuple[Standing, ...]) -> None:
        self.meanings = meanings
        self.most = most
        self.open = bool(standing)
        self.ahead: Ahead = _NOWHERE
        self.far = 0
        self._standing = standing

    def look_ahead(self) -> Ahead:
        """Give all that may come next, at once or after a gap; choices of a slot lead to one place, not to many."""
        here = self._standing
        if here:
            ways: dict[str, dict[int, dict[Standing, None]]] = {}
            for line, at in here:
                for key, most, n in _steps(line, at):
                    ways.setdefault(key, {}).setdefault(most, {})[line, n] = None
            leads = Known(_lead)
            ahead = {
                key: leads[tuple([(most, tuple(standing)) for most, standing in ends.items()])]
                for key, ends in ways.items()
            }
            # In this order, as another thread may be on its way through.
            self.far = max([next_.most for lead in leads.values() for next_ in lead])
            self.ahead = ahead
            self._standing = ()
        return self.ahead


Ahead = Mapping[str, tuple[Place, ...]]
_NOWHERE: Ahead = MappingProxyType({})


def starts(lines: Iterable[Line]) -> dict[str, list[Standing]]:
    """Give for each key the patterns it may begin."""
    begun: dict[str, list[Standing]] = {}
    for line in lines:
        for key, _, n in _steps(line, 0):
            begun.setdefault(key, []).append((line, n))
    return begun


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


def _lead(ends: tuple[tuple[int, tuple[Standing, ...]], ...]) -> tuple[Place, ...]:
    return tuple([place_of(standing, most) for most, standing in ends])


def place_of(standing: Iterable[Standing], most: int = 1) -> Place:
    """Give the place of some patterns; where all of them end, there is one for all that mean the same."""
    known = tuple(dict.fromkeys(standing))
    end = _ends[tuple(dict.fromkeys([line.meaning for line, at in known if at >= line.enough])), most]
    going = tuple([each for each in known if each[1] < len(each[0].slots)])
    return Place(end.meanings, most, going) if going else end


def _end(means: tuple[tuple[Meaning, ...], int]) -> Place:
    return Place(*means, ())


_ends = Known(_end)
