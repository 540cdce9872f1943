"""Which subjects speak of the same thing, by the words that stand for them."""

from __future__ import annotations

import re
from functools import cache

from journal.analyser.associations import cues, single_words
from journal.analyser.concepts import vocabulary
from journal.analyser.language import read, stem

FEWEST_SHARED = 2
_NOTATION = re.compile(r"[|=?@^]|\.\.\d|\b(?:me|them|even-not):")


@cache
def fields_of(concept: str) -> frozenset[str]:
    """Give the fields of meaning to which at least two wordings of a concept's label, definition or patterns point."""
    counts: dict[str, set[str]] = {}
    document = read(_text_of(concept))
    for cue in cues(document):
        wording = " ".join(token.stem for token in document.tokens[cue.start : cue.end])
        counts.setdefault(cue.field, set()).add(wording)
    return frozenset(field for field, wordings in counts.items() if len(wordings) >= FEWEST_SHARED)


@cache
def words_of(kind: str, name: str) -> frozenset[str]:
    """Give the stems of the single words that stand for a concept or a field."""
    if kind == "field":
        return single_words(name)
    return frozenset(stem(word) for word in re.findall(r"[^\W\d_]+", _text_of(name)))


def _text_of(concept: str) -> str:
    known = vocabulary().get(concept)
    if known is None:
        return ""
    return ". ".join((known.label, known.definition, *(_NOTATION.sub(". ", pattern) for pattern in known.patterns)))
