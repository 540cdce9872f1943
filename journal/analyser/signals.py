"""Plain counts of how a text is built: who is spoken of, who speaks, in which time. Features for the learned rules."""

from __future__ import annotations

import re
from itertools import pairwise

from journal.analyser.language import Document

_NOW = frozenset(
    {"is", "are", "isn't", "aren't", "don't", "doesn't", "has", "have", "it's", "that's", "there's", "means"}
)
_THEN = frozenset({"was", "were", "had", "did", "wasn't", "weren't", "didn't", "hadn't", "couldn't"})
_SPEECH = frozenset({"say", "ask", "tell", "repli", "explain", "whisper", "shout", "answer"})
_OTHERS = frozenset({"he", "she", "they", "him", "her", "them", "his", "their"})
_QUOTED = re.compile(r"[\"“][^\"“”\n]{1,600}[\"”]")


def signals(document: Document) -> dict[str, float]:
    """Give shares per ten words and a few counts; every value lies between 0 and 10, mostly under 4.

    "length" grows with the root of the length; "others" and "speech" are words for other people and of saying;
    "quotes" counts quoted speech; "present_sentences" those told in the present alone: general statements, mostly.
    """
    lowers = document.lowers
    size = max(len(lowers), 12)
    present = 0
    for begin, end in pairwise(document.first):
        words = lowers[begin:end]
        if not _NOW.isdisjoint(words) and _THEN.isdisjoint(words):
            present += "ed " not in " ".join((*words, ""))
    return {
        "length": min(size, 400) ** 0.5 / 5,
        "others": 10 * sum(map(_OTHERS.__contains__, lowers)) / size,
        "speech": 10 * sum(map(_SPEECH.__contains__, document.stems)) / size,
        "quotes": min(len(_QUOTED.findall(document.text)), 4),
        "present_sentences": min(present, 5),
    }
