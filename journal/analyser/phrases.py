"""Phrases of the author's own: runs of words that carry meaning, and words that point to a field of meaning.

Three kinds of hit are stored with an analysis, told apart by their key:

    "cold tea"    a run of content words inside one clause (key: their stems, parted by spaces)
    "~fathers"    a cue of a field of `associations` ("~fathers?" for weak ones); the surface is the author's wording
    "~nothing"    words of a note of at most 90 characters that say there is nothing to say

Words after a title (Mrs Okafor) never become a phrase. Known failure: a name written in lower case, as dictation
leaves it, cannot be told from a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from operator import itemgetter

from journal.analyser.associations import STRONG, cues
from journal.analyser.data import load
from journal.analyser.language import STOP, Document, Token, tokens
from journal.analyser.results import PhraseHit

FIELD = "~"
WEAK_FIELD = "?"
NOTHING = "~nothing"
LONGEST_RUN = 5
MOST_HITS = 400
BRIEF = 90
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "lady", "lord", "rev", "fr"})
_INSIDE = frozenset({" ", "-", "\t", "\u00a0", " - ", "/", "'", "’"})


def find(document: Document) -> tuple[PhraseHit, ...]:
    """Give the phrases of a text by where they start; each wording once, where it first stands, at most 400 a text."""
    found: dict[tuple[str, str], PhraseHit] = {}
    tokens, sentence_of = document.tokens, document.sentence_of
    for key, start, end in sorted((*_runs(document), *_fields(document), *_nothing(document)), key=itemgetter(1, 2, 0)):
        first, last = tokens[start], tokens[end - 1]
        surface = first.text if end - start == 1 else " ".join([token.text for token in tokens[start:end]])
        wording = (key, surface.lower())
        if wording not in found:
            found[wording] = PhraseHit(key, surface, (first.start, last.end), sentence_of[start])
            if len(found) == MOST_HITS:
                break
    return tuple(found.values())


def _runs(document: Document) -> Iterator[tuple[str, int, int]]:
    tokens = document.tokens
    start = 0
    titled = False
    for at, token in enumerate(tokens):
        carries = _carries_meaning(token.lower) and not (titled and token.text[0].isupper())
        titled = token.lower in _TITLES
        if not carries:
            if start < at:
                yield _key(tokens[start:at]), start, at
            start = at + 1
        elif start < at and (at - start == LONGEST_RUN or not _joined(document, tokens[at - 1], token, at)):
            yield _key(tokens[start:at]), start, at
            start = at
    if start < len(tokens):
        yield _key(tokens[start:]), start, len(tokens)


@lru_cache(maxsize=1 << 14)
def _carries_meaning(word: str) -> bool:
    return word not in STOP and word not in _TITLES and any(c.isalpha() for c in word)


def _joined(document: Document, before: Token, token: Token, at: int) -> bool:
    return (
        document.sentence_of[at - 1] == document.sentence_of[at] and document.text[before.end : token.start] in _INSIDE
    )


def _key(tokens: list[Token]) -> str:
    return tokens[0].stem if len(tokens) == 1 else " ".join([token.stem for token in tokens])


def _fields(document: Document) -> Iterator[tuple[str, int, int]]:
    for field, weight, start, end in cues(document):
        yield (FIELD + field if weight == STRONG else FIELD + field + WEAK_FIELD), start, end


def _nothing(document: Document) -> Iterator[tuple[str, int, int]]:
    if len(document.text) > BRIEF:
        return
    words = [token.lower for token in document.tokens]
    for at, word in enumerate(words):
        for turn in _turns().get(word, ()):
            if tuple(words[at : at + len(turn)]) == turn:
                yield NOTHING, at, at + len(turn)


@cache
def _turns() -> dict[str, list[tuple[str, ...]]]:
    turns: dict[str, list[tuple[str, ...]]] = {}
    for turn in load("remarks.json")["nothing"]:
        words = tuple(token.lower for token in tokens(turn))
        turns.setdefault(words[0], []).append(words)
    return turns
