"""Which of the six elements a text suggests, with the words that suggest them.

Each element gathers evidence of three kinds: strong cues, weak cues, and concepts of the field linked to it. One
logistic rule an element weighs these amounts, how the text is built, and what its plain words lean to (`wording.py`);
what passes the threshold is suggested. The weights are learned by `benchmarks/analyser/train_entries.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from journal.analyser import wording
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


def suggested(
    document: Document, gathered: Gathered, measured: Mapping[str, float], leaning: Mapping[str, float]
) -> tuple[ElementHit, ...]:
    """Give the elements worth suggesting, best first, each with at most six stretches that speak for it.

    `gathered` as `evidence` gives it, `measured` and `leaning` as `measure` and `wording.leanings` do. Where no cue
    was found the stretches are the words of the element's own family; without any of those, the sentence whose words
    lean to it most. A stretch within a longer one is not told again.
    """
    rules = load("weights/entries.json")["elements"]
    hits: list[ElementHit] = []
    for element, amounts in amounts_of(gathered, measured).items():
        likely = 1 / (1 + math.exp(-(wording.score("elements", element, amounts) + leaning[element])))
        if likely >= rules[element]["threshold"]:
            spans = _telling(document, gathered[element]) or wording.places(document, element)
            if not spans and document.sentences:
                spans = [document.sentences[wording.leaning_most(document, element)]]
            if spans:
                hits.append(ElementHit(element, round(likely, 3), tuple(sorted(_outermost(spans)[:MOST_EVIDENCE]))))
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.element)))


def _telling(document: Document, found: Iterable[tuple[Span, str]]) -> list[Span]:
    """Give the stretches that tell by themselves: cues, and concepts of more than a word (not "father")."""
    return [span for span, kind in found if kind != "concept" or " " in document.text[span[0] : span[1]]]


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
    gathered: dict[Element, dict[Span, str]] = {element: {} for element in ELEMENTS}
    concepts = vocabulary()
    starts, ends = document.starts, document.ends
    named: dict[str, Element] = {element: element for element in ELEMENTS}
    for hit in found:
        span = (starts[hit.start], ends[hit.end - 1])
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


def amounts_of(gathered: Gathered, measured: Mapping[str, float]) -> dict[Element, dict[str, float]]:
    """Give the amounts a rule weighs, per element: evidence of each kind, its share of all, and what was measured."""
    total = sum(len(spans) for spans in gathered.values())
    strong = sum(1 for spans in gathered.values() for _, kind in spans if kind == "strong")
    amounts: dict[Element, dict[str, float]] = {}
    for element, spans in gathered.items():
        kinds = [kind for _, kind in spans]
        amounts[element] = {
            **measured,
            "strong": math.log1p(kinds.count("strong")),
            "concept": math.log1p(kinds.count("concept")),
            "share": len(spans) / (total + 4),
            "all_strong": math.log1p(strong),
        }
    return amounts
