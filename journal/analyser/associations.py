"""Which field of meaning a word or a turn of phrase speaks of, by a soft map of our own.

Concepts of the vocabulary are exact, since they are shown and counted for others. A theme of one person must join what
that person says in ever new words ("sat with her", "neither of us spoke"), so here a word only has to point the right
way: a strong cue is enough for an entry to speak of the field, weak ones need company. Nothing of the map is shown
without the author's own words beside it. The format is told in `lexicons/ASSOCIATIONS.md`.
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import NamedTuple

from journal.analyser.data import load
from journal.analyser.english import is_known
from journal.analyser.language import Document, stem, tokens

_KIN = frozenset("mum mam mom mummy mammy mother dad daddy father nan nana gran granny grandad auntie sister".split())
STRONG = 1.0
WEAK = 0.66
_start = attrgetter("start")


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
    single, several = _index()
    tokens, sentence_of = document.tokens, document.sentence_of
    stems = [token.stem for token in tokens]
    found: list[Cue] = []
    alone: dict[str, int] = {}
    in_company: dict[str, int] = {}
    after, sentence = "", -1
    for at in range(len(stems) - 1, -1, -1):
        stem = stems[at]
        for rest, field in several.get((stem, after), ()):
            end = at + 2 + len(rest)
            if not rest or tuple(stems[at + 2 : end]) == rest:
                found.append(Cue(field, STRONG, at, end))
        after = stem
        pointers = single.get(stem)
        if pointers is None or _is_name(document, at):
            continue
        for form, field in pointers.strong:
            if not form or form == tokens[at].lower:
                found.append(Cue(field, STRONG, at, at + 1))
        if sentence_of[at] != sentence:
            sentence = sentence_of[at]
            alone.clear()
        for field in pointers.weak:
            if stems[alone.setdefault(field, at)] != stem:
                in_company[field] = at
    strong = {cue.field for cue in found}
    found.extend(Cue(field, WEAK, at, at + 1) for field, at in in_company.items() if field not in strong)
    found.sort(key=_start)
    return found


def _is_name(document: Document, at: int) -> bool:
    """Say whether a plain word is written as a name is: Rose, Blessing, Chapel Row, but not Mum, and no first word."""
    token = document.tokens[at]
    return (
        token.text[0].isupper()
        and not token.text.isupper()
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


class _Pointers(NamedTuple):
    strong: list[tuple[str, str]]
    weak: list[str]


_Several = dict[tuple[str, str], list[tuple[tuple[str, ...], str]]]


@cache
def _index() -> tuple[dict[str, _Pointers], _Several]:
    single: dict[str, _Pointers] = {}
    several: _Several = {}
    for field, entry in load("associations.json").items():
        for cue in entry["strong"]:
            first, *rest = (token.stem for token in tokens(cue))
            if rest:
                several.setdefault((first, rest[0]), []).append((tuple(rest[1:]), field))
            else:
                form = cue[1:] if cue.startswith("=") else ""
                single.setdefault(first, _Pointers([], [])).strong.append((form, field))
        for cue in entry["weak"]:
            pointers = single.setdefault(stem(cue), _Pointers([], []))
            if field not in pointers.weak:
                pointers.weak.append(field)
    return single, several


@cache
def strong_words(field: str) -> frozenset[str]:
    """Give the stems of a field's strong cues of one word."""
    single, _ = _index()
    return frozenset(stem for stem, found in single.items() if any(name == field for _, name in found.strong))
