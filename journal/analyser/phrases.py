"""Phrases of the author's own: runs of words that carry meaning, and words that point to a field of meaning.

Three kinds of hit are stored with an analysis, told apart by their key:

    "cold tea"    a run of content words inside one clause (key: their stems, parted by spaces)
    "~fathers"    a cue of a field of `associations`; the surface is the author's wording
    "~nothing"    words of a note of at most 90 characters that say there is nothing to say

Words after a title (Mrs Okafor) never become a phrase. Known failure: a name written in lower case, as dictation
leaves it, cannot be told from a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from journal.analyser.associations import cues
from journal.analyser.data import load
from journal.analyser.known import Known
from journal.analyser.language import STOP, Document, tokens
from journal.analyser.results import PhraseHit

FIELD = "~"
NOTHING = "~nothing"
LONGEST_RUN = 5
MOST_HITS = 400
BRIEF = 90
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "lady", "lord", "rev", "fr"})
_CARRIES, _TITLE = 1, 2
_CARRYING = re.compile(b"\x01+")
_hit = tuple.__new__  # a third of the time of PhraseHit(...)
_Place = tuple[int, int, str]  # first token, end (exclusive), key
_INSIDE = frozenset({" ", "-", "\t", "\u00a0", " - ", "/", "'", "’"})


def find(document: Document) -> tuple[PhraseHit, ...]:
    """Give the phrases of a text by where they start; each wording once, where it first stands, at most 400 a text."""
    found: dict[tuple[str, str], PhraseHit] = {}
    written, sentence_of, starts, ends = document.written, document.sentence_of, document.starts, document.ends
    for start, end, key in sorted([*_runs(document), *_fields(document), *_nothing(document)]):
        surface = written[start] if end - start == 1 else " ".join(written[start:end])
        wording = (key, surface.lower())
        if wording not in found:
            found[wording] = _hit(PhraseHit, (key, surface, (starts[start], ends[end - 1]), sentence_of[start]))
            if len(found) == MOST_HITS:
                break
    return tuple(found.values())


def _runs(document: Document) -> list[_Place]:
    stems = document.stems
    kinds = bytes(map(_kinds.__getitem__, document.lowers))
    runs: list[_Place] = []
    for run in _CARRYING.finditer(kinds):
        start, end = run.span()
        if start and kinds[start - 1] == _TITLE and document.written[start][0].isupper():
            start += 1
        while end - start > 1:
            least = min(end, start + LONGEST_RUN)
            at = start + 1
            while at < least and _joined(document, at):
                at += 1
            runs.append((start, at, " ".join(stems[start:at])))
            start = at
        if start < end:
            runs.append((start, end, stems[start]))
    return runs


def _kind(word: str) -> int:
    if word in _TITLES:
        return _TITLE
    return _CARRIES if word not in STOP and any(c.isalpha() for c in word) else 0


_kinds = Known(_kind)


def _joined(document: Document, at: int) -> bool:
    """Say whether nothing parts a word from the one before: no end of a sentence, no comma."""
    return (
        document.text[document.ends[at - 1] : document.starts[at]] in _INSIDE
        and document.sentence_of[at - 1] == document.sentence_of[at]
    )


def _fields(document: Document) -> list[_Place]:
    return [(start, end, FIELD + field) for start, end, field in cues(document)]


def _nothing(document: Document) -> Iterator[_Place]:
    if len(document.text) > BRIEF:
        return
    words = document.lowers
    for at, word in enumerate(words):
        for turn in _turns().get(word, ()):
            if words[at : at + len(turn)] == turn:
                yield at, at + len(turn), NOTHING


@cache
def _turns() -> dict[str, list[tuple[str, ...]]]:
    turns: dict[str, list[tuple[str, ...]]] = {}
    for turn in load("remarks.json")["nothing"]:
        words = tuple(token.lower for token in tokens(turn))
        turns.setdefault(words[0], []).append(words)
    return turns
