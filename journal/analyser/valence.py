"""How it seems to have gone: well, mixed or hard. The author's own word always wins over this."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from journal.analyser.concepts import KIND as CONCEPT
from journal.analyser.data import load
from journal.analyser.elements import Gathered
from journal.analyser.language import Document
from journal.analyser.patterns import NEGATORS, Found
from journal.analyser.results import VALENCES, Valence

KIND = "valence"
_DENIALS = NEGATORS | {"down", "late", "again", "still"}


def how_it_went(document: Document, found: Iterable[Found], gathered: Gathered) -> Valence:
    """Give the likeliest of the three by a linear rule; "mixed" for a text without a word in it."""
    if not document.tokens:
        return "mixed"
    weights = load("weights/entries.json")["valence"]
    amounts = balance(document, found, gathered)
    scores = {
        name: weights[name]["start"] + sum(w * amounts[feature] for feature, w in weights[name]["weights"].items())
        for name in VALENCES
    }
    return max(VALENCES, key=lambda name: scores[name])


def balance(document: Document, found: Iterable[Found], gathered: Gathered) -> dict[str, float]:
    """Give the few amounts the rule weighs.

    Strong cues for good against those for hard; concepts that lean one way against the other; how much is denied; how
    many elements were alive, and whether somebody did a thing themselves or was stood by: those tend to have gone well.
    """
    cues: dict[str, set[int]] = {"good": set(), "bad": set()}
    met: dict[str, set[str]] = {"good": set(), "bad": set()}
    leanings = _leanings()
    for hit in found:
        if hit.meaning.kind == KIND and hit.meaning.weight >= 1:
            cues[hit.meaning.name].add(hit.start)
        elif hit.meaning.kind == CONCEPT and hit.meaning.name in leanings:
            met[leanings[hit.meaning.name]].add(hit.meaning.name)
    denied = sum(1 for word in document.tokens if word.lower in _DENIALS or word.lower.endswith("n't"))
    strong = {element: sum(1 for _, kind in spans if kind == "strong") for element, spans in gathered.items()}
    return {
        "cues": math.log1p(len(cues["good"])) - math.log1p(len(cues["bad"])),
        "concepts": math.log1p(len(met["good"])) - math.log1p(len(met["bad"])),
        "denied": 50 * denied / max(len(document.tokens), 12),
        "empowerment": math.log1p(strong["empowerment"]),
        "commitment": math.log1p(strong["commitment"]),
        "elements": float(sum(1 for count in strong.values() if count)),
    }


@cache
def _leanings() -> dict[str, str]:
    return {concept: name for name, lists in load("cues/valence.json").items() for concept in lists["concepts"]}
