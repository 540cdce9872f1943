"""How it seems to have gone: well, mixed or hard. The author's own word always wins over this."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from journal.analyser.concepts import KIND as CONCEPT
from journal.analyser.data import load
from journal.analyser.language import Document
from journal.analyser.patterns import Found
from journal.analyser.results import VALENCES, Valence

KIND = "valence"


def how_it_went(document: Document, found: Iterable[Found], measured: Mapping[str, float]) -> Valence:
    """Give the likeliest of the three by a linear rule; "mixed" for a text without a word in it."""
    if not document.tokens:
        return "mixed"
    weights = load("weights/entries.json")["valence"]
    amounts = {**measured, **balance(document, found)}
    scores = {
        name: weights[name]["start"] + sum(w * amounts[feature] for feature, w in weights[name]["weights"].items())
        for name in VALENCES
    }
    return max(VALENCES, key=lambda name: scores[name])


def balance(document: Document, found: Iterable[Found]) -> dict[str, float]:
    """Give how much speaks for good and for hard, in all and in the last third, where outcomes are told."""
    places: dict[str, set[int]] = {"good": set(), "bad": set()}
    met: dict[str, set[str]] = {"good": set(), "bad": set()}
    leanings = {name: frozenset(lists["concepts"]) for name, lists in load("cues/valence.json").items()}
    for hit in found:
        if hit.meaning.kind == KIND:
            places[hit.meaning.name].add(hit.start)
        elif hit.meaning.kind == CONCEPT:
            for name, concepts in leanings.items():
                if hit.meaning.name in concepts:
                    met[name].add(hit.meaning.name)
    size = max(len(document.tokens), 12)
    late = 2 * len(document.tokens) / 3
    good, bad = places["good"], places["bad"]
    return {
        "good": math.sqrt(100 * len(good) / size),
        "bad": math.sqrt(100 * len(bad) / size),
        "late_good": math.log1p(sum(1 for at in good if at >= late)),
        "late_bad": math.log1p(sum(1 for at in bad if at >= late)),
        "good_concepts": min(len(met["good"]), 5) / 2,
        "bad_concepts": min(len(met["bad"]), 5) / 2,
        "more_good": (len(good) - len(bad)) / (len(good) + len(bad) + 2),
    }
