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
from typing import NamedTuple

from journal.analyser.data import load
from journal.analyser.english import is_known
from journal.analyser.language import Document, stem, tokens

_KIN = frozenset("mum mam mom mummy mammy mother dad daddy father nan nana gran granny grandad auntie sister".split())
STRONG = 1.0
WEAK = 0.66
_cue = tuple.__new__  # a third of the time of Cue(...)


class Cue(NamedTuple):
    """A cue found: its field, how strongly it points there, and the tokens it covers (end exclusive)."""

    start: int
    end: int
    field: str
    weight: float


def cues(document: Document) -> list[Cue]:
    """Give the cues of a text in no special order; one stretch of words may point to several fields.

    A field with strong cues is given by these; a field without any only by two different weak ones in one sentence,
    once a text.
    """
    words, pairs, longer = _index()
    lowers, stems, written = document.lowers, document.stems, document.written
    found: list[Cue] = []
    for at in compress(count(), map(pairs.__contains__, pairwise(stems))):
        for field in pairs[stems[at], stems[at + 1]]:
            found.append(_cue(Cue, (at, at + 2, field, STRONG)))
        for rest, field in longer.get(stems[at : at + 3], ()):
            if stems[at + 3 : at + 3 + len(rest)] == rest:
                found.append(_cue(Cue, (at, at + 3 + len(rest), field, STRONG)))
    weak: list[int] = []
    for at in compress(count(), map(words.__contains__, stems)):
        if written[at][0].isupper() and _is_name(document, at):
            continue
        single, pointed = words[stems[at]]
        for form, field in single:
            if not form or form == lowers[at]:
                found.append(_cue(Cue, (at, at + 1, field, STRONG)))
        if pointed:
            weak.append(at)
    strong = {cue[2] for cue in found}
    for field, at in _in_company(document, weak).items():
        if field not in strong:
            found.append(Cue(at, at + 1, field, WEAK))
    return found


def _in_company(document: Document, weak: list[int]) -> dict[str, int]:
    """Give the fields that two different weak cues of one sentence point to, with the first such place in the text."""
    words, _, _ = _index()
    stems, sentence_of = document.stems, document.sentence_of
    places: dict[str, int] = {}
    sentence, seen = -1, 0
    firsts: list[tuple[int, str]] = []
    # From the end, so that what is kept of a field last is where it first stands.
    for at in reversed(weak):
        if sentence_of[at] != sentence:
            sentence, seen, firsts = sentence_of[at], 0, []
        pointed = words[stems[at]][1]
        again = pointed & seen
        if again:
            others = 0
            for first, whose in firsts:
                if whose != stems[at]:
                    others |= first
            places.update(dict.fromkeys(_fields_of(again & others), at))
        if pointed != again:
            firsts.append((pointed & ~again, stems[at]))
            seen |= pointed
    return places


def _fields_of(bits: int) -> Iterator[str]:
    names = fields()
    while bits:
        lowest = bits & -bits
        yield names[lowest.bit_length() - 1]
        bits ^= lowest


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


# Of cues of one word, by its stem: as strong ones the form it must have ("" for any) and the field; as a weak one its
# fields, a bit each. By the first two stems of a cue: the fields of those that end there. By the first three: what must
# follow and the field.
_Words = dict[str, tuple[tuple[tuple[str, str], ...], int]]
_Pairs = dict[tuple[str, ...], tuple[str, ...]]
_Longer = dict[tuple[str, ...], tuple[tuple[tuple[str, ...], str], ...]]


@cache
def _index() -> tuple[_Words, _Pairs, _Longer]:
    words: _Words = {}
    pairs: _Pairs = {}
    longer: _Longer = {}
    for n, (field, entry) in enumerate(load("associations.json").items()):
        for cue in entry["strong"]:
            roots = tuple(token.stem for token in tokens(cue))
            if len(roots) == 1:
                single, weak = words.get(roots[0], ((), 0))
                words[roots[0]] = (*single, (cue[1:] if cue.startswith("=") else "", field)), weak
                continue
            whole = pairs.setdefault(roots[:2], ())
            if len(roots) == 2:
                pairs[roots] = (*whole, field)
            else:
                longer[roots[:3]] = (*longer.get(roots[:3], ()), (roots[3:], field))
        for root in map(stem, entry["weak"]):
            single, weak = words.get(root, ((), 0))
            words[root] = single, weak | 1 << n
    return words, pairs, longer


@cache
def strong_words(field: str) -> frozenset[str]:
    """Give the stems of a field's strong cues of one word."""
    return frozenset(stem for stem, (single, _) in _index()[0].items() if any(name == field for _, name in single))
