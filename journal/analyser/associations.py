"""Which field of meaning a word or a turn of phrase speaks of, by a soft map of our own.

Concepts of the vocabulary are exact, since they are shown and counted for others. A theme of one person must join what
that person says in ever new words ("sat with her", "neither of us spoke"), so here a word only has to point the right
way: a strong cue is enough for an entry to speak of the field, weak ones need company. Nothing of the map is shown
without the author's own words beside it. The format is told in `lexicons/ASSOCIATIONS.md`.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from journal.analyser.data import load
from journal.analyser.english import is_known
from journal.analyser.language import Document, stem, tokens

_KIN = frozenset("mum mam mom mummy mammy mother dad daddy father nan nana gran granny grandad auntie sister".split())
STRONG = 1.0
WEAK = 0.66
IN_COMPANY = 2


class Cue(NamedTuple):
    """A cue found: its field, how strongly it points there, and the tokens it covers (end exclusive)."""

    field: str
    weight: float
    start: int
    end: int


def cues(document: Document) -> list[Cue]:
    """Give the cues of a text in the order of their first words; one stretch of words may point to several fields.

    A field with strong cues is given by these; a field without any only by two different weak ones in one sentence,
    together as one weak cue.
    """
    single, several, weak_ones = _index()
    tokens = document.tokens
    stems = [token.stem for token in tokens]
    found: list[Cue] = []
    weak: dict[tuple[str, int], list[int]] = {}
    after = ""
    for at in range(len(stems) - 1, -1, -1):
        stem = stems[at]
        ones, weaker = single.get(stem, ()), weak_ones.get(stem, ())
        if (ones or weaker) and _is_name(document, at):
            ones = weaker = ()
        for form, field in ones:
            if not form or form == tokens[at].lower:
                found.append(Cue(field, STRONG, at, at + 1))
        for rest, field in several.get((stem, after), ()):
            end = at + 2 + len(rest)
            if not rest or tuple(stems[at + 2 : end]) == rest:
                found.append(Cue(field, STRONG, at, end))
        for field in weaker:
            weak.setdefault((field, document.sentence_of[at]), []).append(at)
        after = stem
    strong = {cue.field for cue in found}
    for (field, _), places in weak.items():
        if field not in strong and len({stems[at] for at in places}) >= IN_COMPANY:
            found.append(Cue(field, WEAK, places[-1], places[-1] + 1))
    found.sort(key=lambda cue: cue.start)
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


_Single = dict[str, list[tuple[str, str]]]
_Several = dict[tuple[str, str], list[tuple[tuple[str, ...], str]]]
_Weak = dict[str, list[str]]


@cache
def _index() -> tuple[_Single, _Several, _Weak]:
    single: _Single = {}
    several: _Several = {}
    weak: _Weak = {}
    for field, entry in load("associations.json").items():
        for cue in entry["strong"]:
            first, *rest = (token.stem for token in tokens(cue))
            if rest:
                several.setdefault((first, rest[0]), []).append((tuple(rest[1:]), field))
            else:
                single.setdefault(first, []).append((cue[1:] if cue.startswith("=") else "", field))
        for cue in entry["weak"]:
            fields_of_stem = weak.setdefault(stem(cue), [])
            if field not in fields_of_stem:
                fields_of_stem.append(field)
    return single, several, weak


@cache
def strong_words(field: str) -> frozenset[str]:
    """Give the stems of a field's strong cues of one word."""
    single, _, _ = _index()
    return frozenset(stem for stem, found in single.items() if any(name == field for _, name in found))
