"""The check of a text that is about to leave its author: what was found, what is decided, what it reads like then.

Nothing here promises that nobody can be known from a text. It finds words, and the author decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from journal.identifiers import Found, check, clues, with_replacement
from journal.supervision.content import Piece

_BETWEEN = "\n\n"
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Word:
    """Something that could tell who somebody is. `key` names it in a form, so that its places are decided at once.

    `before` and `after` are a few words around its first place.
    """

    key: str
    surface: str
    replacement: str
    sure: bool
    before: str = ""
    after: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True)
class Hint:
    """An indirect clue: a kind (condition, family, occupation, date, place) and how it is written."""

    kind: str
    surface: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text between marks, or a marked one: then `word` is set and `replacement` fits this place."""

    text: str
    word: Word | None = None
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece cut into runs. Only a heading that may quote the author is cut; others are one run."""

    piece: Piece
    heading: tuple[Run, ...]
    text: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """Pieces with every word found in them, in the order of first appearance."""

    words: tuple[Word, ...]
    marked: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    piece: int
    part: str
    start: int
    text: str


def check_pieces(pieces: Sequence[Piece], *, known: Sequence[str] = (), dismissed: Collection[str] = ()) -> Checked:
    """Find, in strict mode, what could tell who somebody is. All pieces are one text: a name keeps its role word.

    `known` are words the author has replaced before, `dismissed` those they left while writing: here they are asked
    about like the others, since what may stand in a journal may still tell a colleague too much.
    """
    stretches = _stretches(pieces)
    text = _BETWEEN.join(one.text for one in stretches)
    found = check(text, strict=True, known=known, dismissed=dismissed)
    words = _words(found, text)
    cut = {(one.piece, one.part): _runs(one, text, found, words) for one in stretches}
    marked = (
        Marked(piece, cut.get((n, "heading"), (Run(piece.heading),)), cut[n, "text"]) for n, piece in enumerate(pieces)
    )
    return Checked(tuple(words.values()), tuple(marked))


def undecided(checked: Checked, replaced: Mapping[str, bool]) -> tuple[Word, ...]:
    """Give the words the author has not decided about; `replaced` tells for a word's key whether it is replaced."""
    return tuple(word for word in checked.words if word.key not in replaced)


def apply(checked: Checked, replaced: Mapping[str, bool]) -> tuple[Piece, ...]:
    """Give the pieces as they read with the author's decisions. What is not decided stays as it was written."""
    return tuple(
        replace(one.piece, heading=_read(one.heading, replaced), text=_read(one.text, replaced))
        for one in checked.marked
    )


def clues_in(pieces: Sequence[Piece]) -> tuple[Hint, ...]:
    """Give the indirect clues in the pieces, as they are written there, each once."""
    text = _BETWEEN.join(one.text for one in _stretches(pieces))
    return tuple(dict.fromkeys(Hint(clue.kind, text[clue.start : clue.end]) for clue in clues(text)))


def _stretches(pieces: Sequence[Piece]) -> list[_Stretch]:
    parts = [
        (n, part, text)
        for n, piece in enumerate(pieces)
        for part, text in (("heading", piece.heading if piece.asked else ""), ("text", piece.text))
        if text or part == "text"
    ]
    found: list[_Stretch] = []
    start = 0
    for n, part, text in parts:
        found.append(_Stretch(n, part, start, text))
        start += len(text) + len(_BETWEEN)
    return found


def _words(found: Sequence[Found], text: str) -> dict[str, Word]:
    """Give the words by key. A word that is sure in one place is sure in all."""
    words: dict[str, Word] = {}
    for each in found:
        surface = text[each.start : each.end]
        key, sure = _key(surface, each.replacement), each.severity == "sure"
        held = words.get(key)
        if held is None:
            words[key] = Word(key, surface, _within(each.replacement), sure, *_around(text, each.start, each.end))
        else:
            words[key] = replace(held, sure=held.sure or sure, times=held.times + 1)
    return words


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Give whole words of the same line before and after a stretch."""
    before, after = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
    if len(before) > _CONTEXT:
        before = "... " + before[-_CONTEXT:].partition(" ")[2]
    if len(after) > _CONTEXT:
        after = after[:_CONTEXT].rpartition(" ")[0] + " ..."
    return before, after


def _within(replacement: str) -> str:
    """Give a replacement as it stands within a sentence: the first place may be at the start of one."""
    return replacement[:1].lower() + replacement[1:] if replacement[1:2].islower() else replacement


def _runs(stretch: _Stretch, text: str, found: Sequence[Found], words: Mapping[str, Word]) -> tuple[Run, ...]:
    runs: list[Run] = []
    last, end_of_stretch = stretch.start, stretch.start + len(stretch.text)
    for each in found:
        start, end = max(each.start, stretch.start), min(each.end, end_of_stretch)
        if start >= end:
            continue
        runs += [Run(text[last:start])] if start > last else []
        # Should one reach over the gap between two pieces, its words stand in the first and nothing in the second.
        standing_in = each.replacement if each.start == start else ""
        runs.append(Run(text[start:end], words[_key(text[each.start : each.end], each.replacement)], standing_in))
        last = end
    runs += [Run(text[last:end_of_stretch])] if last < end_of_stretch else []
    return tuple(runs)


def _read(runs: Sequence[Run], replaced: Mapping[str, bool]) -> str:
    text = ""
    for run in runs:
        if run.word is not None and replaced.get(run.word.key):
            text = with_replacement(text, run.replacement) if run.replacement else text
        else:
            text += run.text
    return text


def _key(surface: str, replacement: str) -> str:
    """Give the name of a word in a form: it stays the same when the entry around it changes."""
    return hashlib.sha256(f"{surface.casefold()}\x1f{replacement.casefold()}".encode(errors="replace")).hexdigest()[:16]
