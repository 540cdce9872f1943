"""Which field of meaning a word or a turn of phrase speaks of, by a soft map of our own.

Concepts of the vocabulary are exact, since they are shown and counted for others. A theme of one person must join what
that person says in ever new words ("sat with her", "neither of us spoke"), so here a word only has to point the right
way. Nothing of the map is shown without the author's own words beside it. The format is told in
`lexicons/ASSOCIATIONS.md`.
"""

from __future__ import annotations

from functools import cache
from itertools import compress, count, pairwise
from typing import NamedTuple

from journal.analyser.data import load
from journal.analyser.english import is_known
from journal.analyser.language import Document, stems_of_lines

_KIN = frozenset("mum mam mom mummy mammy mother dad daddy father nan nana gran granny grandad auntie sister".split())
_cue = tuple.__new__  # a third of the time of Cue(...)


class Cue(NamedTuple):
    """A cue found: its field, and the tokens it covers (end exclusive)."""

    start: int
    end: int
    field: str


def cues(document: Document) -> list[Cue]:
    """Give the cues of a text in no special order; one stretch of words may point to several fields."""
    words, pairs, longer = _index()
    lowers, stems, written = document.lowers, document.stems, document.written
    found: list[Cue] = []
    for at in compress(count(), map(pairs.__contains__, pairwise(stems))):
        for field in pairs[stems[at], stems[at + 1]]:
            found.append(_cue(Cue, (at, at + 2, field)))
        for rest, field in longer.get(stems[at : at + 3], ()):
            if stems[at + 3 : at + 3 + len(rest)] == rest:
                found.append(_cue(Cue, (at, at + 3 + len(rest), field)))
    for at in compress(count(), map(words.__contains__, stems)):
        if not (written[at][0].isupper() and _is_name(document, at)):
            for form, field in words[stems[at]]:
                if not form or form == lowers[at]:
                    found.append(_cue(Cue, (at, at + 1, field)))
    return found


def _is_name(document: Document, at: int) -> bool:
    """Say whether a plain word with a capital is so as a name is: Rose, Chapel Row, but not Mum, and no first word."""
    return (
        not document.written[at].isupper()
        and document.first[document.sentence_of[at]] != at
        and document.lowers[at] not in _KIN
        and is_known(document.stems[at])
    )


@cache
def label(field: str) -> str:
    """Give the plain name of a field."""
    name: str = load("associations.json")[field]["label"]
    return name


@cache
def fields() -> tuple[str, ...]:
    """Give the names of all fields in the order of the file."""
    return tuple(load("associations.json"))


# Of cues of one word, by its stem: the form it must have ("" for any) and the field. By the first two stems of a cue:
# the fields of those that end there. By the first three: what must follow and the field.
_Words = dict[str, tuple[tuple[str, str], ...]]
_Pairs = dict[tuple[str, ...], tuple[str, ...]]
_Longer = dict[tuple[str, ...], tuple[tuple[tuple[str, ...], str], ...]]


@cache
def _index() -> tuple[_Words, _Pairs, _Longer]:
    words: _Words = {}
    pairs: _Pairs = {}
    longer: _Longer = {}
    for field, entry in load("associations.json").items():
        for cue, roots in zip(entry["cues"], stems_of_lines(entry["cues"]), strict=True):
            if len(roots) == 1:
                words[roots[0]] = (*words.get(roots[0], ()), (cue[1:] if cue.startswith("=") else "", field))
                continue
            whole = pairs.setdefault(roots[:2], ())
            if len(roots) == 2:
                pairs[roots] = (*whole, field)
            else:
                longer[roots[:3]] = (*longer.get(roots[:3], ()), (roots[3:], field))
    return words, pairs, longer


@cache
def single_words(field: str) -> frozenset[str]:
    """Give the stems of a field's cues of one word."""
    return frozenset(stem for stem, pointed in _index()[0].items() if any(name == field for _, name in pointed))
