"""Which of the six elements a text suggests, with the words that suggest them.

Each element gathers evidence of three kinds: strong cues, weak cues, and concepts of the field linked to it. One
logistic rule an element weighs these amounts, how the text is built, and what its plain words lean to (`wording.py`);
what passes the threshold is suggested. The weights are learned by `benchmarks/analyser/train_entries.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from journal.analyser import wording
from journal.analyser.concepts import KIND as CONCEPT
from journal.analyser.concepts import vocabulary
from journal.analyser.language import Document
from journal.analyser.patterns import Found
from journal.analyser.results import ELEMENTS, Element, ElementHit, Span
from journal.analyser.signals import SIGNALS
from journal.analyser.told import leaning_most

KIND = "elements"
Gathered = Mapping[Element, Mapping[Span, str]]

MOST_EVIDENCE = 6
# Concepts of the place and the workload (beds, forms, rotas) come up whatever the relationship was like, so only the
# groups that speak of people with people count as evidence for an element.
_RELATIONAL = frozenset(
    {"communication", "relationship", "judgement-and-identity", "choice-and-risk", "honesty", "families", "what-worked"}
)
_REST = (*SIGNALS, *ELEMENTS)
_rest = itemgetter(*_REST)
_RANKS = {"strong": 0, "some": 1, "concept": 2}


class Amounts(NamedTuple):
    """What a rule weighs of the evidence: how much of two kinds, its share of all, and the strong cues of all."""

    strong: float
    concept: float
    share: float
    all_strong: float


def suggested(
    document: Document, gathered: Gathered, measured: Mapping[str, float], leaning: Mapping[str, float]
) -> tuple[ElementHit, ...]:
    """Give the elements worth suggesting, best first, each with at most six stretches that speak for it.

    `gathered` as `evidence` gives it, `measured` the amounts of `signals` and `wording.families`, `leaning` as
    `told.weigh` gives it. Where no cue was found the stretches are the words of the element's own family; without
    any of those, the sentence whose words lean to it most. A stretch within a longer one is not told again.
    """
    rules, rest = _rules(), _rest(measured)
    hits: list[ElementHit] = []
    for element, amounts in amounts_of(gathered).items():
        rule = rules[element]
        likely = 1 / (1 + math.exp(-(wording.score(rule, (*amounts, *rest)) + leaning[element])))
        if likely >= rule.threshold:
            spans = _telling(document, gathered[element]) or wording.places(document, element)
            if not spans and document.sentences:
                spans = [document.sentences[leaning_most(document, element)]]
            if spans:
                hits.append(ElementHit(element, round(likely, 3), tuple(sorted(_outermost(spans)[:MOST_EVIDENCE]))))
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.element)))


def _telling(document: Document, found: Mapping[Span, str]) -> list[Span]:
    """Give the stretches that tell by themselves, strong ones first: cues, and concepts of more than a word."""
    ranked = sorted((_RANKS[kind], span) for span, kind in found.items())
    return [span for rank, span in ranked if rank < _RANKS["concept"] or " " in document.text[span[0] : span[1]]]


def _outermost(spans: Iterable[Span]) -> list[Span]:
    """Give the stretches that stand in no other, in the given order."""
    given, inner, reach = dict.fromkeys(spans), set(), 0
    for start, end in sorted(given, key=lambda span: (span[0], -span[1])):
        if end <= reach:
            inner.add((start, end))
        reach = max(reach, end)
    return [span for span in given if span not in inner]


def evidence(document: Document, found: Iterable[Found]) -> Gathered:
    """Give for each element the stretches that speak for it with their kind: "strong", "some" or "concept"."""
    gathered: dict[str, dict[Span, str]] = {element: {} for element in ELEMENTS}
    element_of = _element_of()
    starts, ends = document.starts, document.ends
    for meaning, start, end in found:
        if meaning.kind == KIND:
            spans, span = gathered[meaning.name], (starts[start], ends[end - 1])
            if meaning.weight >= 1 or span not in spans:
                spans[span] = "strong" if meaning.weight >= 1 else "some"
        elif meaning.kind == CONCEPT and meaning.name in element_of:
            gathered[element_of[meaning.name]].setdefault((starts[start], ends[end - 1]), "concept")
    return {element: gathered[element] for element in ELEMENTS}


def amounts_of(gathered: Gathered) -> dict[Element, Amounts]:
    """Give the amounts a rule weighs, per element."""
    kinds = {element: list(spans.values()) for element, spans in gathered.items()}
    total = sum(map(len, kinds.values()))
    all_strong = math.log1p(sum([said.count("strong") for said in kinds.values()]))
    return {
        element: Amounts(
            math.log1p(said.count("strong")), math.log1p(said.count("concept")), len(said) / (total + 4), all_strong
        )
        for element, said in kinds.items()
    }


@cache
def _rules() -> dict[str, wording.Rule]:
    return wording.rules(KIND, (*Amounts._fields, *_REST))


@cache
def _element_of() -> dict[str, Element]:
    """Give the element that a concept speaks for most, of those that speak of people with people."""
    return {
        concept.id: concept.elements[0]
        for concept in vocabulary().values()
        if concept.group in _RELATIONAL and concept.elements
    }
