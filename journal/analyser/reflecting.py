"""Short pieces of the writer's own words that are safe to show back: no names, no numbers, no strong words.

A piece is a clause, or what follows a "but", "and" or "so" in one, in which every word is written in lower case and is
one of the everyday words of `lexicons/everyday.json` (words that are also forenames are left out of that list, for
people write names in lower case too). What somebody else said, between quotation marks or after a "said", is never
used, nor what may be: a sentence beside such a one where the text has no quotation marks. A piece has to read as a
whole: it begins with a subject (or, at the start of a sentence, with a verb of the writer's, as shorthand has it), and
no quotation, colon or bracket breaks it off. Nothing is added, nothing is changed but the first capital, and where
nothing is fit to be shown nothing is. A deed is held to the same, and is what the writer tells of having done with some
effort or care, as the patterns of `deeds` have it; it may end before an "and" or a "because".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from journal.analyser.data import load
from journal.analyser.results import Span

LINE_WORDS = (4, 18)
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
_HELPING = frozenset(
    {"was", "is", "were", "are", "had", "has", "have", "did", "didn't", "wasn't", "isn't", "can't", "couldn't", "would"}
)
_SENTENCE = re.compile(r"[^.!?\n]+")
_QUOTE_MARK = re.compile(r'["“”‘]')
_BROKEN_OFF = re.compile(r'[ \t]*["“‘:(\[]')
_SENTENCE_ENDS = re.compile(r"[ \t)\]*]*(?:[.!?\n\r…]|$)")
_ENDINGS = ("'s", "s", "es", "d", "ed", "ing", "ly", "er", "n", "r")
_SPEECH = frozenset(
    {"said", "says", "told", "tells", "replied", "answered", "asked", "asks", "shouted", "goes", "texted", "wrote"}
)
_OWN_SPEECH = frozenset({"i", "we", "i've", "i'd", "we'd", "nobody", "never", "hadn't", "haven't"})
_WRITER = frozenset({"i", "we", "i've", "we've"})
_HIM = frozenset({"him", "her", "them"})
_ANYHOW = frozenset({"just", "also", "then", "still"})
_ENDED_BY = frozenset(
    "because cos while until till before after though although then so about across as at between by during for from "
    "in like near on over with".split()
)
_DEED_MAY_END = frozenset({"her", "on", "so", "in"})
_SAYING = frozenset({"he", "she"})
_SAY = frozenset({"say", "saying", "ask", "tell", "read", "reads"})
_YOU = frozenset({"you", "your", "you're", "you've", "you'd", "you'll", "yours"})
Word = tuple[str, int, int]
"""A word as written, with its place."""


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
    """Give a few of the writer's words for a question that quotes them; ("", None) where none are fit.

    They end their sentence: where it goes on, the text has the answer to what comes with them.
    """
    return _most_telling(text, *SLOT_WORDS, closing=True)


def pieces(text: str) -> list[Piece]:
    """Give every piece of a text that is safe and short enough to show back, in text order."""
    voices = _voices(text)
    return [piece for piece in _told(text, _safe) if not _is_within(piece.span[0], voices)]


def deed_line(text: str) -> tuple[str, Span | None]:
    """Give the last thing the writer did with some effort or care, and where; ("", None) where none is fit."""
    voices, near = _voices(text, beside=False), _voices(text)
    found = [
        piece
        for piece in _told(text, _deeds)
        if not _is_within(piece.span[0], voices)
        if not _is_within(piece.span[0], near) or _is_surely_the_writers(_form(piece.text).split())
    ]
    return (found[-1].text, found[-1].span) if found else ("", None)


def _is_surely_the_writers(forms: list[str]) -> bool:
    """Say whether a deed beside somebody's speech is no part of it: it has no "I", or is done for another."""
    return forms[0] not in _WRITER or not _OTHERS.isdisjoint(forms)


def _told(text: str, find: Callable[[str, int, str], Iterator[Piece]]) -> list[Piece]:
    open_text = _QUOTED.sub(lambda match: "\n" * len(match.group()), text)
    return [
        piece
        for clause in _CLAUSE.finditer(open_text)
        if text[clause.start() - 1 : clause.start()] != ":" and not _BROKEN_OFF.match(text, clause.end())
        for piece in find(clause.group(), clause.start(), text)
    ]


def _is_within(at: int, voices: list[Span]) -> bool:
    before = bisect_right(voices, at, key=lambda voice: voice[0])
    return before > 0 and at < voices[before - 1][1]


def _voices(text: str, *, beside: bool = True) -> list[Span]:
    """Give where somebody may be speaking without quotation marks, in order: from a "said" to its sentence's end.

    Where the text has no quotation marks at all, the sentences `beside` such a one as well. Not `beside`: the whole
    sentences that have a "said", for what is said may stand before it.
    """
    sentences = [match.span() for match in _SENTENCE.finditer(text)]
    speaking = [(n, at) for n, span in enumerate(sentences) for at in _speech_in(text, *span)]
    if not beside:
        return [sentences[n] for n, _ in speaking]
    if _QUOTE_MARK.search(text):
        return [(at, sentences[n][1]) for n, at in speaking]
    return [(sentences[max(0, n - 1)][0], sentences[min(len(sentences) - 1, n + 1)][1]) for n, _ in speaking]


def _speech_in(text: str, begin: int, end: int) -> list[int]:
    words = list(_WORD.finditer(text, begin, end))
    forms = [_form(word.group()).strip(".,;:") for word in words]
    return [words[n].start() for n in _others_speech(forms)]


def _others_speech(forms: list[str]) -> list[int]:
    """Give where somebody else says something: not "I said", "nobody asked", nor a bare "told her" of shorthand."""
    spoken = (n for n, form in enumerate(forms) if n > 0 and form in _SPEECH and forms[n - 1] not in _OWN_SPEECH)
    # "Then he also say": where English came second.
    plain = (n for n, form in enumerate(forms) if form == "say" and not _SAYING.isdisjoint(forms[max(0, n - 2) : n]))
    return sorted({*spoken, *plain})


def _most_telling(text: str, least: int, most: int, *, closing: bool = False) -> tuple[str, Span | None]:
    best: Piece | None = None
    for piece in pieces(text):
        # Later pieces win a tie: what people make of a thing tends to stand at the end.
        # The shorter, the more has to be in it: three words alone seldom say what they were about.
        enough = LEAST_MEANING + (piece.length < 7) + (piece.length < 5)
        fits = least <= piece.length <= most and piece.meaning >= enough
        fits = fits and not (closing and not _SENTENCE_ENDS.match(text, piece.span[1]))
        if fits and (best is None or piece.meaning >= best.meaning):
            best = piece
    return (best.text, best.span) if best else ("", None)


def _safe(clause: str, offset: int, text: str) -> Iterator[Piece]:
    words = _words(clause, offset)
    for start, begin in _starts([_form(word) for word, _, _ in words]):
        # A piece runs to the end of its clause: most words of a long clause begin one that is too long to be shown.
        if 0 < len(words) - begin <= LINE_WORDS[1]:
            yield from _piece(words[begin:], text, first=begin == start)


def _words(clause: str, offset: int) -> list[Word]:
    return [(match.group(), offset + match.start(), offset + match.end()) for match in _WORD.finditer(clause)]


def _starts(forms: list[str]) -> Iterator[tuple[int, int]]:
    """Give where a piece may begin in a clause: before and after the words that nothing shown begins with."""
    # "The carers and I disagreed" would be made "I disagreed": what stands before an "and" has to be a statement.
    stated = bool(forms) and forms[0] in _set("subjects")
    joins = (n for n, form in enumerate(forms) if n > 0 and form in _JOINING)
    begin = 0
    for start in [0, *(n + 1 for n in joins if n > 3 or stated)]:
        if start < begin:
            continue  # it would be the same piece again
        begin = start
        while begin < len(forms) and forms[begin] in _set("never_first"):
            begin += 1
        yield start, begin


def _deeds(clause: str, offset: int, text: str) -> Iterator[Piece]:
    """Give what a clause tells of the writer's doing, each as much of it as is safe to show."""
    words = _words(clause, offset)
    forms = [_form(word) for word, _, _ in words]
    denied = max((n for n, form in enumerate(forms) if form in _set("deed_never")), default=-1)
    for start, begin in _starts(forms):
        if begin <= denied or begin == len(forms):
            continue
        if not (forms[begin] in _WRITER or (not start and _starts_sentence(text, words[0][1]))):
            continue
        verb = begin + (forms[begin] in _WRITER)
        while verb < len(forms) and forms[verb] in _ANYHOW:
            verb += 1
        for end in _ends(forms, begin, verb):
            if known := _deed(forms[verb:end]):
                told = range(verb - begin, verb - begin + known)
                piece = _shown(words[begin:end], text, first=begin == start, known=told)
                if piece:
                    yield piece
                    break


def _ends(forms: list[str], begin: int, verb: int) -> list[int]:
    """Give where a deed may end, the longest first: with its clause, or before what only joins on to it."""
    most = begin + LINE_WORDS[1]  # looked no further: a text may be one clause of thousands of words
    joins = [
        n
        for n in range(min(len(forms) - 1, most), verb, -1)
        if forms[n] in _ENDED_BY or (forms[n] in ("and", "but", "n") and _goes_on(forms[n + 1 : n + 2]))
    ]
    return [*([len(forms)] if len(forms) <= most else []), *joins]


def _goes_on(after: Sequence[str]) -> bool:
    """Say whether what stands after an "and" begins another statement, so that it does not end in the middle of one."""
    return any(form in _set("deed_ends") or form.endswith("ed") for form in after)


def _deed(forms: Sequence[str]) -> int:
    """Give how many words of a pattern of `deeds` these begin with; 0 where none fits."""
    for pattern in _patterns().get(forms[0], ()) if forms else ():
        known = 1
        for slot in pattern:
            if slot == "_" or slot == "$":
                if (len(forms) > known) is (slot == "_"):
                    return known
                break
            if known == len(forms) or not (forms[known] in slot.split("|") or ("@" in slot and forms[known] in _HIM)):
                break
            known += 1
        else:
            return known
    return 0


@cache
def _patterns() -> dict[str, list[list[str]]]:
    """Give the patterns of deeds by their first word, without it."""
    table: dict[str, list[list[str]]] = {}
    for line in load("everyday.json")["deeds"]:
        first, *rest = line.split()
        for verb in first.split("|"):
            table.setdefault(verb, []).append(rest)
    return table


def _piece(words: list[Word], text: str, *, first: bool) -> Iterator[Piece]:
    forms = [_form(word) for word, _, _ in words]
    if _reads_whole(forms, starts=_starts_sentence(text, words[0][1])) and forms[-1] not in _set("never_last"):
        piece = _shown(words, text, first=first)
        if piece:
            yield piece


def _shown(words: list[Word], text: str, *, first: bool, known: Sequence[int] = ()) -> Piece | None:
    """Give the piece if every word of it may be shown; the words at `known` are those of a deed, and may."""
    opening, start, end = words[0]
    if first and opening[0].isupper() and _starts_sentence(text, start):
        of_writer = opening.split("'")[0].split("’")[0] == "I"
        opening = opening if of_writer else opening[0].lower() + opening[1:]
    plain = [opening, *(word for word, _, _ in words[1:])]
    forms = [_form(word) for word in plain]
    if not all(_PLAIN.fullmatch(word) if n in known else _is_plain(word) for n, word in enumerate(plain)):
        return None
    if known and forms[-1] in _set("never_last") - _DEED_MAY_END:
        return None
    if not _set("avoid").isdisjoint(forms) or _others_speech(forms) or not _YOU.isdisjoint(forms):
        return None
    span = (start, words[-1][2])
    shown = opening + text[end : span[1]]
    return Piece(" ".join(shown.split()), span, len(words), _meaning(forms))


def _reads_whole(forms: list[str], *, starts: bool) -> bool:
    """Say whether a piece reads as a statement by itself, as far as its first words and its talk of saying tell."""
    subjects, askers = _set("subjects"), _set("no_start")
    opens = forms[0] in subjects or (starts and forms[0] in _set("bare_starts"))
    if not opens and forms[0] in _set("subjects_with_verb"):
        opens = not _HELPING.isdisjoint(forms[1:]) or any(form.endswith("ed") for form in forms[1:])
    talk = any(one in _SAY and (other in subjects or other in askers) for one, other in pairwise(forms))
    return opens and not talk


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
    if form in _set("names"):
        return False  # an everyday word with an ending, if it were not a name: "ben", "don"
    return form in everyday or any(form.endswith(end) and form[: -len(end)] in everyday for end in _ENDINGS)


def _meaning(forms: list[str]) -> int:
    weights = load("everyday.json")["meaning"]
    told = sum(sorted((int(weights.get(form, 0)) for form in forms), reverse=True)[:3])
    mine = 2 if not _FIRST_PERSON.isdisjoint(forms) else 0 if not _NOBODY.isdisjoint(forms) else -2
    theirs = 1 if not _OTHERS.isdisjoint(forms) else 0
    return told + mine - theirs


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(load("everyday.json")[name])
