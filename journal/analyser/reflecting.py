"""Short pieces of the writer's own words that are safe to show back: no names, no numbers, no strong words.

A piece is a clause, or what follows a "but", "and" or "so" in one, in which every word is written in lower case and is
one of the everyday words of `lexicons/everyday.json` (words that are also forenames are left out of that list, for
people write names in lower case too). What somebody else said, between quotation marks, is never used. Nothing is
added, nothing is changed but the first capital, and where nothing is fit to be shown nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from journal.analyser.data import load
from journal.analyser.results import Span

LINE_WORDS = (4, 14)
SLOT_WORDS = (3, 7)
LEAST_MEANING = 3
_QUOTED = re.compile(r'"[^"\n]{0,400}"|“[^”\n]{0,400}”|‘[^’\n]{0,400}’(?![A-Za-z])')
_CLAUSE = re.compile(r"[^.!?;:,()\[\]\"“”‘\n\r—–/…*•]+")
_WORD = re.compile(r"[^\s]+")
_PLAIN = re.compile(r"(?:I|[a-z]+)(?:['’][a-z]+)?")
_FIRST_PERSON = frozenset({"i", "i'm", "i've", "i'd", "i'll", "me", "my", "myself", "we", "us", "our"})
_OTHERS = frozenset({"he", "she", "they", "him", "her", "them", "his", "their"})
_NOBODY = frozenset({"nobody", "nothing", "never", "always", "everybody", "nobody's"})
_JOINING = frozenset({"but", "and", "so"})
_ENDINGS = ("'s", "s", "es", "d", "ed", "ing", "ly", "er", "n", "r")
_SPEECH = frozenset({"said", "says", "told", "replied", "answered"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the writer's text that is safe to show; `meaning` tells how much of the writer is in it."""

    text: str
    span: Span
    length: int
    meaning: int


def reflecting_line(text: str) -> tuple[str, Span | None]:
    """Give a short line of the writer's own words and where it stands; ("", None) where none is fit."""
    return _most_telling(text, *LINE_WORDS)


def slot_words(text: str) -> tuple[str, Span | None]:
    """Give a few of the writer's words for a question that quotes them; ("", None) where none are fit."""
    return _most_telling(text, *SLOT_WORDS)


def pieces(text: str) -> list[Piece]:
    """Give every piece of a text that is safe and short enough to show back, in text order."""
    open_text = _QUOTED.sub(lambda match: "\n" * len(match.group()), text)
    return [piece for clause in _CLAUSE.finditer(open_text) for piece in _safe(clause.group(), clause.start(), text)]


def _most_telling(text: str, least: int, most: int) -> tuple[str, Span | None]:
    best: Piece | None = None
    for piece in pieces(text):
        # Later pieces win a tie: what people make of a thing tends to stand at the end.
        fits = least <= piece.length <= most and piece.meaning >= LEAST_MEANING
        if fits and (best is None or piece.meaning >= best.meaning):
            best = piece
    return (best.text, best.span) if best else ("", None)


def _safe(clause: str, offset: int, text: str) -> Iterator[Piece]:
    words = [(match.group(), offset + match.start(), offset + match.end()) for match in _WORD.finditer(clause)]
    starts = [0, *(n + 1 for n, word in enumerate(words) if n > 0 and _form(word[0]) in _JOINING)]
    begin = 0
    for start in starts:
        if start < begin:
            continue  # it would be the same piece again
        begin = start
        while begin < len(words) and _form(words[begin][0]) in _set("never_first"):
            begin += 1
        # A piece runs to the end of its clause: most words of a long clause begin one that is too long to be shown.
        if 0 < len(words) - begin <= LINE_WORDS[1]:
            yield from _piece(words[begin:], text, first=begin == start)


def _piece(words: list[tuple[str, int, int]], text: str, *, first: bool) -> Iterator[Piece]:
    opening, start, end = words[0]
    if first and opening[0].isupper() and _starts_sentence(text, start):
        of_writer = opening.split("'")[0].split("’")[0] == "I"
        opening = opening if of_writer else opening[0].lower() + opening[1:]
    plain = [opening, *(word for word, _, _ in words[1:])]
    forms = [_form(word) for word in plain]
    if not all(_is_plain(word) for word in plain):
        return
    if forms[0] in _set("no_start") or forms[-1] in _set("never_last"):
        return
    if not _set("avoid").isdisjoint(forms) or not _SPEECH.isdisjoint(forms):
        return
    span = (start, words[-1][2])
    shown = opening + text[end : span[1]]
    yield Piece(" ".join(shown.split()), span, len(words), _meaning(forms))


def _starts_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 8) : at].rstrip(" \t\"“'‘")
    return not before or before[-1] in ".!?\n\r…"


def _form(word: str) -> str:
    return word.lower().replace("’", "'")


def _is_plain(word: str) -> bool:
    return _PLAIN.fullmatch(word) is not None and _is_everyday(_form(word))


@lru_cache(maxsize=1 << 14)
def _is_everyday(form: str) -> bool:
    everyday = _set("words")
    return form in everyday or any(form.endswith(end) and form[: -len(end)] in everyday for end in _ENDINGS)


def _meaning(forms: list[str]) -> int:
    weights = load("everyday.json")["meaning"]
    told = sum(sorted((int(weights.get(form, 0)) for form in forms), reverse=True)[:3])
    mine = 2 if not _FIRST_PERSON.isdisjoint(forms) else 0 if not _NOBODY.isdisjoint(forms) else -2
    theirs = 2 if not _OTHERS.isdisjoint(forms) else 0
    return told + mine - theirs


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(load("everyday.json")[name])
