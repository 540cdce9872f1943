"""What kind of sentence a sentence is: nine categories of reflective writing, by a linear model learned from CEReD.

The categories are those of the CEReD corpus (Nehyba and Štefánik 2022: reflective diaries of student teachers). The
weights are learned by `benchmarks/analyser/train_sentences.py`, which tells the figures; the sentences themselves are
not shipped. Known failures: Perspective and Learning are rare in the corpus and often missed; a sentence is judged
without its neighbours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from journal.analyser import cues
from journal.analyser.data import load
from journal.analyser.language import Document, read
from journal.analyser.patterns import Found
from journal.analyser.results import COMPONENTS, Component

CATEGORIES = (
    "Experience",
    "Feeling",
    "Belief",
    "Difficulty",
    "Perspective",
    "Learning",
    "Intention",
    "Reflection",
    "Other",
)
PRESENT = 0.3
_SHOWS: Mapping[str, Component] = {
    "Experience": "description",
    "Difficulty": "description",
    "Feeling": "feeling",
    "Perspective": "perspective",
    "Belief": "analysis",
    "Reflection": "analysis",
    "Learning": "learning",
    "Intention": "plan",
}
_MARKS = re.compile(r"\.\.\.|[?!:;()\"“…]")
_STEP = 8
_LONGEST = 64


class _Model(NamedTuple):
    start: tuple[float, ...]
    sharpness: float
    weights: dict[str, list[tuple[int, float]]]


def labels(text: str) -> dict[str, float]:
    """Give how likely each category is for one sentence; the values add up to one."""
    document = read(text)
    return _likely(features(document, cues.find(document)))


def components_of(likely: Mapping[str, float]) -> list[Component]:
    """Give the parts of a reflection that a sentence with these likelihoods shows, in the usual order."""
    shown = {_SHOWS[name] for name, value in likely.items() if value >= PRESENT and name in _SHOWS}
    return [component for component in COMPONENTS if component in shown]


def features(document: Document, found: list[Found]) -> set[str]:
    """Give what the model looks at: words, stems, pairs, cues and concepts, marks, first word, endings, length."""
    words = [word.lower for word in document.tokens]
    made = {"w:" + word for word in words}
    made.update("s:" + word.stem for word in document.tokens)
    bounded = ["^", *words, "$"]
    made.update(f"b:{first} {second}" for first, second in zip(bounded, bounded[1:], strict=False))
    made.update(f"k:{hit.meaning.kind}:{hit.meaning.name}:{hit.meaning.weight}" for hit in found)
    made.update("p:" + mark for mark in _MARKS.findall(document.text))
    made.add("end:" + document.text.rstrip()[-1:])
    made.add("first:" + (words[0] if words else ""))
    made.update(f"len>{n}" for n in range(0, min(len(words), _LONGEST), _STEP))
    made.update(ending for ending in ("ed", "ing") if any(word.endswith(ending) for word in words))
    return made


def _likely(made: set[str]) -> dict[str, float]:
    model = _model()
    margins = list(model.start)
    known = [model.weights[name] for name in made if name in model.weights]
    size = math.sqrt(len(made)) or 1.0
    for weights in known:
        for place, weight in weights:
            margins[place] += weight / size
    top = max(margins)
    powers = [math.exp(model.sharpness * (margin - top)) for margin in margins]
    total = sum(powers)
    return {name: power / total for name, power in zip(CATEGORIES, powers, strict=True)}


@cache
def _model() -> _Model:
    """Read the shipped weights: per feature a string of category digit and weight in hundredths, signs inside."""
    stored = load("weights/sentences.json")
    weights: dict[str, list[tuple[int, float]]] = {}
    for name, packed in stored["weights"].items():
        weights[name] = [(int(part[0]), int(part[1:]) * stored["unit"]) for part in packed.split(" ")]
    return _Model(tuple(stored["start"]), stored["sharpness"], weights)
