"""Plain counts of how a text is built: who is spoken of, who speaks, in which time. Features for the learned rules."""

from __future__ import annotations

import re

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
    size = max(len(document.tokens), 12)
    others = speech = present = 0
    now = then = False
    sentence = 0
    for word, n in zip(document.tokens, document.sentence_of, strict=True):
        if n != sentence:
            present += now and not then
            now = then = False
            sentence = n
        lower = word.lower
        others += lower in _OTHERS
        speech += word.stem in _SPEECH
        now = now or lower in _NOW
        then = then or lower in _THEN or lower.endswith("ed")
    present += now and not then
    return {
        "length": min(size, 400) ** 0.5 / 5,
        "others": 10 * others / size,
        "speech": 10 * speech / size,
        "quotes": min(len(_QUOTED.findall(document.text)), 4),
        "present_sentences": min(present, 5),
    }
