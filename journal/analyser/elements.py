"""Which of the six elements a text suggests, with the words that suggest them.

Each element gathers evidence of three kinds: strong cues, weak cues, and concepts of the field linked to it. One
logistic rule, the same for all six but for its starting point, turns the amounts into a score; what passes the
threshold is suggested. Weak cues only count in the share an element has of all the evidence. The weights are learned
by `benchmarks/analyser/train_entries.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from journal.analyser.concepts import KIND, vocabulary
from journal.analyser.data import load
from journal.analyser.language import Document
from journal.analyser.patterns import Found
from journal.analyser.results import ELEMENTS, Element, ElementHit, Span

Gathered = Mapping[Element, Sequence[tuple[Span, str]]]

MOST_EVIDENCE = 6
# Concepts of the place and the workload (beds, forms, rotas) come up whatever the relationship was like, so only the
# groups that speak of people with people count as evidence for an element.
_RELATIONAL = frozenset(
    {"communication", "relationship", "judgement-and-identity", "choice-and-risk", "honesty", "families", "what-worked"}
)


def suggested(gathered: Gathered) -> tuple[ElementHit, ...]:
    """Give the elements worth suggesting from what `evidence` gathered, best first, each with at most six stretches."""
    weights = load("weights/entries.json")["elements"]
    hits: list[ElementHit] = []
    for element, amounts in amounts_of(gathered).items():
        score = weights["start"][element] + sum(weights["weights"][name] * value for name, value in amounts.items())
        likely = 1 / (1 + math.exp(-score))
        if likely >= weights["threshold"] and gathered[element]:
            spans = sorted({span for span, _ in gathered[element][:MOST_EVIDENCE]})
            hits.append(ElementHit(element, round(likely, 3), tuple(spans)))
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.element)))


def evidence(document: Document, found: Iterable[Found]) -> Gathered:
    """Give for each element the stretches that speak for it with their kind: "strong", "some" or "concept"."""
    gathered: dict[Element, dict[Span, str]] = {element: {} for element in ELEMENTS}
    concepts = vocabulary()
    words = document.tokens
    named: dict[str, Element] = {element: element for element in ELEMENTS}
    for hit in found:
        span = (words[hit.start].start, words[hit.end - 1].end)
        if hit.meaning.kind == "elements":
            spans = gathered[named[hit.meaning.name]]
            if hit.meaning.weight >= 1 or span not in spans:
                spans[span] = "strong" if hit.meaning.weight >= 1 else "some"
        elif hit.meaning.kind == KIND:
            concept = concepts[hit.meaning.name]
            for element in concept.elements[:1] if concept.group in _RELATIONAL else ():
                gathered[element].setdefault(span, "concept")
    order = {"strong": 0, "some": 1, "concept": 2}
    return {
        element: sorted(spans.items(), key=lambda item: (order[item[1]], item[0]))
        for element, spans in gathered.items()
    }


def amounts_of(gathered: Gathered) -> dict[Element, dict[str, float]]:
    """Give the amounts the rule weighs, per element: evidence of each kind, and its share of all the evidence."""
    total = sum(len(spans) for spans in gathered.values())
    amounts: dict[Element, dict[str, float]] = {}
    for element, spans in gathered.items():
        kinds = [kind for _, kind in spans]
        amounts[element] = {
            "strong": math.log1p(kinds.count("strong")),
            "concept": math.log1p(kinds.count("concept")),
            "share": len(spans) / (total + 4),
        }
    return amounts
