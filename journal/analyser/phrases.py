"""Phrases of the author's own: runs of words that carry meaning, and words that point to a field of meaning.

Three kinds of hit are stored with an analysis, told apart by their key:

    "cold tea"    a run of content words inside one clause (key: their stems, parted by spaces)
    "~fathers"    a cue of a field of `associations` ("~fathers?" for a weak one); the surface is the author's wording
    "~nothing"    words of a short note that say there is nothing to say

Words after a title (Mrs Okafor) never become a phrase. Known failure: a name written in lower case, as dictation
leaves it, cannot be told from a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from journal.analyser.associations import STRONG, cues
from journal.analyser.data import load
from journal.analyser.language import STOP, Document, Token, tokens
from journal.analyser.results import PhraseHit

FIELD = "~"
WEAK_FIELD = "?"
NOTHING = "~nothing"
LONGEST_RUN = 5
MOST_HITS = 400
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "lady", "lord", "rev", "fr"})
_INSIDE = frozenset({" ", "-", "\t", "\u00a0", " - ", "/", "'", "’"})


def find(document: Document) -> tuple[PhraseHit, ...]:
    """Give the phrases of a text by where they start; each wording once, where it first stands, at most 400 a text."""
    found: list[PhraseHit] = []
    seen: set[tuple[str, str]] = set()
    for key, start, end in (*_runs(document), *_fields(document), *_nothing(document)):
        words = document.tokens[start:end]
        wording = (key, " ".join(token.lower for token in words))
        if wording in seen:
            continue
        seen.add(wording)
        surface = " ".join(token.text for token in words)
        found.append(PhraseHit(key, surface, (words[0].start, words[-1].end), document.sentence_of[start]))
        if len(found) == MOST_HITS:
            break
    return tuple(sorted(found, key=lambda hit: (hit.span, hit.key)))


def _runs(document: Document) -> Iterator[tuple[str, int, int]]:
    tokens = document.tokens
    start = 0
    for at, token in enumerate(tokens):
        if not _carries_meaning(tokens, at):
            if start < at:
                yield _key(tokens[start:at]), start, at
            start = at + 1
        elif start < at and (at - start == LONGEST_RUN or not _joined(document, tokens[at - 1], token, at)):
            yield _key(tokens[start:at]), start, at
            start = at
    if start < len(tokens):
        yield _key(tokens[start:]), start, len(tokens)


def _carries_meaning(tokens: list[Token], at: int) -> bool:
    word = tokens[at].lower
    if word in STOP or word in _TITLES or (at and tokens[at - 1].lower in _TITLES and tokens[at].text[0].isupper()):
        return False
    return any(c.isalpha() for c in word)


def _joined(document: Document, before: Token, token: Token, at: int) -> bool:
    return (
        document.sentence_of[at - 1] == document.sentence_of[at] and document.text[before.end : token.start] in _INSIDE
    )


def _key(tokens: list[Token]) -> str:
    return " ".join(token.stem for token in tokens)


def _fields(document: Document) -> Iterator[tuple[str, int, int]]:
    for field, weight, start, end in cues(document):
        yield FIELD + field + ("" if weight == STRONG else WEAK_FIELD), start, end


def _nothing(document: Document) -> Iterator[tuple[str, int, int]]:
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
