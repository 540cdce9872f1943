"""Which field of meaning a word or a turn of phrase speaks of, by a soft map of our own.

Concepts of the vocabulary are exact, since they are shown and counted for others. A theme of one person must join what
that person says in ever new words ("sat with her", "neither of us spoke"), so here a word only has to point the right
way: a strong cue is enough for an entry to speak of the field, weak ones need company. Nothing of the map is shown
without the author's own words beside it. The format is told in `lexicons/ASSOCIATIONS.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from journal.analyser.data import load
from journal.analyser.language import Document, tokens

STRONG = 1.0
WEAK = 0.4


class Cue(NamedTuple):
    """A cue found: its field, how strongly it points there, and the tokens it covers (end exclusive)."""

    field: str
    weight: float
    start: int
    end: int


def cues(document: Document) -> Iterator[Cue]:
    """Give the cues of a text in the order of their first words; one stretch of words may point to several fields."""
    single, several = _index()
    stems = [token.stem for token in document.tokens]
    count = len(stems)
    for at, stem in enumerate(stems):
        for form, field, weight in single.get(stem, ()):
            if not form or form == document.tokens[at].lower:
                yield Cue(field, weight, at, at + 1)
        if at + 1 == count:
            break
        for rest, field, weight in several.get((stem, stems[at + 1]), ()):
            end = at + 2 + len(rest)
            if not rest or tuple(stems[at + 2 : end]) == rest:
                yield Cue(field, weight, at, end)


@cache
def label(field: str) -> str:
    """Give the plain name of a field."""
    name: str = load("associations.json")[field]["label"]
    return name


@cache
def fields() -> tuple[str, ...]:
    """Give the names of all fields in the order of the file."""
    return tuple(load("associations.json"))


_Single = dict[str, list[tuple[str, str, float]]]
_Several = dict[tuple[str, str], list[tuple[tuple[str, ...], str, float]]]


@cache
def _index() -> tuple[_Single, _Several]:
    single: _Single = {}
    several: _Several = {}
    for field, entry in load("associations.json").items():
        for kind, weight in (("strong", STRONG), ("weak", WEAK)):
            for cue in entry[kind]:
                first, *rest = (token.stem for token in tokens(cue))
                if rest:
                    several.setdefault((first, rest[0]), []).append((tuple(rest[1:]), field, weight))
                else:
                    form = cue[1:] if cue.startswith("=") else ""
                    single.setdefault(first, []).append((form, field, weight))
    return single, several


@cache
def strong_words(field: str) -> frozenset[str]:
    """Give the stems of a field's strong cues of one word."""
    single, _ = _index()
    return frozenset(
        stem for stem, found in single.items() if any(name == field and weight == STRONG for _, name, weight in found)
    )
