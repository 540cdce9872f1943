"""Reasons to offer support, for the author only: rules over cues, tuned to stay quiet when dying is ordinary work.

A cue in somebody else's quoted words, or about somebody else where the pattern speaks of the writer, does not count;
that is decided where the pattern is matched. One cue is enough for distress, since a miss costs most there; the
others need one cue. Lists whose name begins with "not_" hold idioms and black humour ("killing myself laughing"): a cue
that shares a word with one of these is called off.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from journal.analyser.language import Document
from journal.analyser.patterns import Found
from journal.analyser.results import Signpost, SignpostKind, Span

KIND = "signposts"
CALLS_OFF = "not_"
MOST_EVIDENCE = 4


def signposts(document: Document, found: Iterable[Found]) -> tuple[Signpost, ...]:
    """Give the signposts in a fixed order, each with the sentences it rests on; mostly none."""
    hits = [hit for hit in found if hit.meaning.kind == KIND]
    called_off = {(hit.meaning.name, at) for hit in hits for at in range(hit.start, hit.end)}
    sentences: dict[str, set[int]] = {}
    for hit in hits:
        idiom = CALLS_OFF + hit.meaning.name
        if not any((idiom, at) in called_off for at in range(hit.start, hit.end)):
            sentences.setdefault(hit.meaning.name, set()).add(document.sentence_of[hit.start])
    kinds: tuple[SignpostKind, ...] = get_args(SignpostKind)
    return tuple(Signpost(kind, _spans(document, sentences[kind])) for kind in kinds if kind in sentences)


def _spans(document: Document, sentences: set[int]) -> tuple[Span, ...]:
    return tuple(document.sentences[n] for n in sorted(sentences)[:MOST_EVIDENCE])
