"""Which field of meaning a word or a turn of phrase speaks of, by a soft map of our own.

Concepts of the vocabulary are exact, since they are shown and counted for others. A theme of one person must join what
that person says in ever new words ("sat with her", "neither of us spoke"), so here a word only has to point the right
way: a strong cue is enough for an entry to speak of the field, weak ones need company. Nothing of the map is shown
without the author's own words beside it. The format is told in `lexicons/ASSOCIATIONS.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import compress, count, pairwise
from operator import attrgetter
from typing import NamedTuple

from journal.analyser.data import load
from journal.analyser.english import is_known
from journal.analyser.language import Document, stem, tokens

_KIN = frozenset("mum mam mom mummy mammy mother dad daddy father nan nana gran granny grandad auntie sister".split())
STRONG = 1.0
WEAK = 0.66
_start = attrgetter("start")
_cue = tuple.__new__  # a third of the time of Cue(...)


class Cue(NamedTuple):
    """A cue found: its field, how strongly it points there, and the tokens it covers (end exclusive)."""

    field: str
    weight: float
    start: int
    end: int


def cues(document: Document) -> list[Cue]:
    """Give the cues of a text in the order of their first words; one stretch of words may point to several fields.

    A field with strong cues is given by these; a field without any only by two different weak ones in one sentence,
    once a text.
    """
    several, alone = _index()
    tokens, stems = document.tokens, document.stems
    found = [
        _cue(Cue, (field, STRONG, at, at + 2 + len(rest)))
        for at in compress(count(), map(several.__contains__, pairwise(stems)))
        for rest, field in several[stems[at], stems[at + 1]]
        if not rest or stems[at + 2 : at + 2 + len(rest)] == rest
    ]
    company = _Company()
    for at in reversed([*compress(count(), map(alone.__contains__, stems))]):
        if tokens[at].text[0].isupper() and _is_name(document, at):
            continue
        single, weak = alone[stems[at]]
        for form, field in single:
            if not form or form == tokens[at].lower:
                found.append(_cue(Cue, (field, STRONG, at, at + 1)))
        if weak:
            company.meet(stems[at], weak, at, document.sentence_of[at])
    strong = {cue.field for cue in found}
    found.extend(Cue(field, WEAK, at, at + 1) for field, at in company.places.items() if field not in strong)
    found.sort(key=_start)
    return found


class _Company:
    """The fields that two different weak cues of one sentence point to, with the first place; met from the end."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self._sentence = -1
        self._seen = 0
        self._firsts: list[tuple[int, str]] = []

    def meet(self, stem: str, pointed: int, at: int, sentence: int) -> None:
        """Take in a weak cue and the fields it points to, a bit each."""
        if sentence != self._sentence:
            self._sentence, self._seen, self._firsts = sentence, 0, []
        again = pointed & self._seen
        if again:
            others = 0
            for first, whose in self._firsts:
                if whose != stem:
                    others |= first
            for field in _fields_of(again & others):
                self.places[field] = at
        if pointed != again:
            self._firsts.append((pointed & ~again, stem))
            self._seen |= pointed


def _fields_of(bits: int) -> Iterator[str]:
    names = fields()
    while bits:
        lowest = bits & -bits
        yield names[lowest.bit_length() - 1]
        bits ^= lowest


def _is_name(document: Document, at: int) -> bool:
    """Say whether a plain word with a capital is so as a name is: Rose, Chapel Row, but not Mum, and no first word."""
    token = document.tokens[at]
    return (
        not token.text.isupper()
        and document.first[document.sentence_of[at]] != at
        and token.lower not in _KIN
        and is_known(token.stem)
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


# By the first two stems of a cue of several words: the stems that must follow, and the field. By the stem of a single
# word: as a strong cue the form it must have ("" for any) and the field, as a weak one its fields, a bit each.
_Several = dict[tuple[str, str], list[tuple[tuple[str, ...], str]]]
_Alone = dict[str, tuple[list[tuple[str, str]], int]]


@cache
def _index() -> tuple[_Several, _Alone]:
    several: _Several = {}
    alone: _Alone = {}
    for n, (field, entry) in enumerate(load("associations.json").items()):
        for cue in entry["strong"]:
            first, *rest = (token.stem for token in tokens(cue))
            if rest:
                several.setdefault((first, rest[0]), []).append((tuple(rest[1:]), field))
            else:
                alone.setdefault(first, ([], 0))[0].append((cue[1:] if cue.startswith("=") else "", field))
        for cue in entry["weak"]:
            single, weak = alone.get(stem(cue), ([], 0))
            alone[stem(cue)] = single, weak | 1 << n
    return several, alone


@cache
def strong_words(field: str) -> frozenset[str]:
    """Give the stems of a field's strong cues of one word."""
    _, alone = _index()
    return frozenset(stem for stem, (single, _) in alone.items() if any(name == field for _, name in single))
