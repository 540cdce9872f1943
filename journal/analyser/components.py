"""Which parts of a reflection are in a text: what happened, feeling, another's view, meaning, learning, a next step.

A logistic rule over the amount of cues, how the text is built, what its plain words lean to and what its sentences tell
one by one (`told.py`) decides whether the part is there (`benchmarks/analyser/train_entries.py`). Nothing here says how
good a reflection is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from journal.analyser.language import Document
from journal.analyser.patterns import Found
from journal.analyser.results import COMPONENTS, Component, ComponentHit, Span
from journal.analyser.signals import SIGNALS
from journal.analyser.told import Cued, Told
from journal.analyser.wording import Rule, rules, score

KIND = "components"
SHOWN = 0.25
MOST_EVIDENCE = 4
_built = itemgetter(*SIGNALS)


class CueAmounts(NamedTuple):
    """What a rule weighs of the cues: whether any is strong, strong ones, weak ones, and the most in a sentence."""

    any: float
    strong: float
    some: float
    best: float


_NO_CUES = CueAmounts(0.0, 0.0, 0.0, 0.0)


def present(
    document: Document,
    cued: Cued,
    measured: Mapping[str, float],
    leaning: Mapping[str, float],
    tells: Mapping[str, Told],
) -> tuple[ComponentHit, ...]:
    """Give the parts that are there, in the usual order, each with the sentences that tell most of it, at most four."""
    if not document.lowers:
        return ()
    learned, built = _rules(), _built(measured)
    hits = [ComponentHit("description", _description(document))]
    for component, sentences in cued.items():
        rule = learned[component]
        amount, each = tells[component]
        odds = score(rule, (*cue_amounts(sentences), *built)) + leaning[component] + amount
        if 1 / (1 + math.exp(-odds)) >= rule.threshold:
            hits.append(ComponentHit(component, _telling(document, amount, each)))
    return tuple(hits)


def cues_by_sentence(document: Document, found: Iterable[Found]) -> dict[Component, dict[int, list[float]]]:
    """Give for each part the weights of its cues in each sentence; a stretch counts once, as strongly as it can."""
    stretches: dict[tuple[str, int], float] = {}
    for meaning, start, _ in found:
        if meaning.kind == KIND:
            place = (meaning.name, start)
            stretches[place] = max(meaning.weight, stretches.get(place, 0.0))
    amounts: dict[Component, dict[int, list[float]]] = {component: {} for component in COMPONENTS[1:]}
    by_name = {str(component): sentences for component, sentences in amounts.items()}
    for (name, start), weight in stretches.items():
        if name in by_name:
            by_name[name].setdefault(document.sentence_of[start], []).append(weight)
    return amounts


def cue_amounts(sentences: Mapping[int, Sequence[float]]) -> CueAmounts:
    """Give the amounts a rule weighs of the weights of cues in each sentence."""
    if not sentences:
        return _NO_CUES
    weights = [weight for said in sentences.values() for weight in said]
    strong = len([weight for weight in weights if weight >= 1])
    return CueAmounts(
        any=float(strong > 0),
        strong=math.log1p(strong),
        some=math.log1p(len(weights) - strong),
        best=min(max(map(sum, sentences.values())), 4.0),
    )


@cache
def _rules() -> dict[str, Rule]:
    return rules(KIND, (*CueAmounts._fields, *SIGNALS))


def _telling(document: Document, amount: float, each: Sequence[float]) -> tuple[Span, ...]:
    """Give the sentences with a share of at least SHOWN in what is told together, or the one that tells most.

    Of sentences that tell alike the first ones, at most MOST_EVIDENCE.
    """
    least = min(amount + math.log(SHOWN * len(each)), max(each))
    telling = [span for span, tells in zip(document.sentences, each, strict=True) if tells >= least]
    return tuple(telling[:MOST_EVIDENCE])


def _description(document: Document) -> tuple[Span, ...]:
    return tuple(document.sentences[:1])
