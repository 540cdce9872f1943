"""Plain counts of how a text is built: who speaks, in which time. Features for the learned rules."""

from __future__ import annotations

import re
from itertools import pairwise

from journal.analyser.known import Known
from journal.analyser.language import Document

# How a text is built: what is counted here, and how much it speaks of "others", which is a family of words.
SIGNALS = ("length", "others", "speech", "quotes", "present_sentences")
_NOW = frozenset(
    {"is", "are", "isn't", "aren't", "don't", "doesn't", "has", "have", "it's", "that's", "there's", "means"}
)
_THEN = frozenset({"was", "were", "had", "did", "wasn't", "weren't", "didn't", "hadn't", "couldn't"})
_SPEECH = frozenset({"say", "ask", "tell", "repli", "explain", "whisper", "shout", "answer"})
_QUOTED = re.compile(r"[\"“][^\"“”\n]{1,600}[\"”]")
_PRESENT, _PAST = 1, 2


def signals(document: Document) -> dict[str, float]:
    """Give shares per ten words and a few counts; every value lies between 0 and 10, mostly under 4.

    "length" grows with the root of the length; "speech" is words of saying; "quotes" counts quoted speech;
    "present_sentences" those told in the present alone: general statements, mostly.
    """
    size = max(len(document.lowers), 12)
    tenses = bytes(map(_tenses.__getitem__, document.lowers))
    told = [tenses[begin:end] for begin, end in pairwise(document.first)]
    return {
        "length": min(size, 400) ** 0.5 / 5,
        "speech": 10 * sum(map(_SPEECH.__contains__, document.stems)) / size,
        "quotes": min(len(_QUOTED.findall(document.text)), 4),
        "present_sentences": min(sum([_PRESENT in words and _PAST not in words for words in told]), 5),
    }


def _tense(lower: str) -> int:
    if lower in _NOW:
        return _PRESENT
    return _PAST if lower in _THEN or lower.endswith("ed") else 0


_tenses = Known(_tense)
