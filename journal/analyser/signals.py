"""Plain counts of how a text is built: who speaks, in which time, how it argues. Features for the learned rules."""

from __future__ import annotations

import re

from journal.analyser.language import Document

_NOW = frozenset(
    {"is", "are", "isn't", "aren't", "don't", "doesn't", "has", "have", "it's", "that's", "there's", "means"}
)
_THEN = frozenset({"was", "were", "had", "did", "wasn't", "weren't", "didn't", "hadn't", "couldn't"})
_SPEECH = frozenset({"say", "ask", "tell", "repli", "explain", "whisper", "shout", "answer"})
_OTHERS = frozenset({"he", "she", "they", "him", "her", "them", "his", "their"})
_SELF = frozenset({"i", "me", "my", "myself", "i'm", "i've", "i'd", "i'll", "mine"})
_ANYONE = frozenset({"you", "we", "us", "our", "people", "everyone", "everybody", "nobody", "your", "you're", "we're"})
_JOINTS = frozenset({"but", "because", "so", "if", "than", "though", "whether", "which", "only", "not", "like"})
_QUOTED = re.compile(r"[\"“][^\"“”\n]{1,600}[\"”]")


def signals(document: Document) -> dict[str, float]:
    """Give shares per word (times ten) and a few counts; every value lies between about 0 and 5."""
    words = document.tokens
    lower = [word.lower for word in words]
    size = max(len(words), 12)
    stems = [word.stem for word in words]

    def share(wanted: frozenset[str]) -> float:
        return 10 * sum(1 for word in lower if word in wanted) / size

    return {
        "length": min(len(words), 400) ** 0.5 / 5,
        "now": share(_NOW),
        "then": share(_THEN) + 10 * sum(1 for word in lower if word.endswith("ed")) / size,
        "speech": 10 * sum(1 for root in stems if root in _SPEECH) / size,
        "others": share(_OTHERS),
        "self": share(_SELF),
        "anyone": share(_ANYONE),
        "joints": share(_JOINTS),
        "quotes": min(len(_QUOTED.findall(document.text)), 4),
        "questions": min(document.text.count("?"), 3),
        "figures": 10 * sum(1 for word in lower if word[0].isdigit()) / size,
        "present_sentences": _present(document, lower),
    }


def _present(document: Document, lower: list[str]) -> float:
    """Count sentences told in the present without a past verb: general statements, mostly, and not events."""
    count = 0
    for n in range(len(document.sentences)):
        said = lower[document.first[n] : document.first[n + 1]]
        if any(w in _NOW for w in said) and not any(w in _THEN or w.endswith("ed") for w in said):
            count += 1
    return min(count, 5)
