"""Learn the weights of `lexicons/cover.json`: which phrase of a set of notes is one a reader would name.

usage: train_cover.py SCORER.py SETS.jsonl [OUT.json]

SCORER.py is the scorer of reflection sets (its stems, F1 and reading of the human themes are used); SETS.jsonl holds
sets with human theme phrases and a course each. A logistic regression is fitted three times over, each time on the
choices met by walking with the weights so far, so that it learns what to take after what has been taken. Without OUT it
prints the scores by leaving out one group of courses at a time.
"""

from __future__ import annotations

import importlib.util
import json
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from journal.analyser import cover
from journal.analyser.entry import analyse
from journal.analyser.results import Entry
from journal.analyser.themes import recurring

ROUNDS = 3
GROUPS = 5
SAMPLE = 40
STRENGTH = 0.3
NAMES = (
    *("log_notes", "one_note", "log_set", "share_of_set", "two_words", "three_words", "four_words", "remarks"),
    *(
        "share_of_note",
        "place_in_note",
        "log_note",
        "commonest",
        "telling_noun",
        "unknown_head",
        "other_head",
        "other_first",
        "together",
    ),
    *("covered", "none_new", "overlap", "word_overlap", "log_new", "step_log_notes"),
)


def main(scorer_path: str, sets_path: str, out: str | None = None) -> None:
    """Fit and write the weights, or print how they do on courses left out."""
    scorer = _scorer(scorer_path)
    sets = [json.loads(line) for line in Path(sets_path).read_text("utf-8").splitlines()]
    journals = [[Entry(str(i), None, analyse(text), text) for i, text in enumerate(s["reflections"])] for s in sets]
    gold = [scorer.gold(s) for s in sets]
    if out:
        weights = _fit(scorer, journals, gold, range(len(sets)))
        _write(out, weights)
        return
    courses = sorted({s["course"] for s in sets})
    results = []
    for group in range(GROUPS):
        left_out = set(courses[group::GROUPS])
        weights = _fit(scorer, journals, gold, [n for n, s in enumerate(sets) if s["course"] not in left_out])
        cover.load("cover.json")["weights"][:] = weights
        for n, s in enumerate(sets):
            if s["course"] in left_out:
                themes = [{"label": t.label, "entries": list(t.entries)} for t in recurring(journals[n])]
                results.append(scorer.score(s, themes))
    print("courses left out:", dict(zip(("label", "evid", "joint"), np.mean(results, 0).round(3), strict=True)))


def _scorer(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _fit(scorer: ModuleType, journals: list[list[Entry]], gold: list[Any], chosen: Any) -> list[float]:
    chance = random.Random(0)
    rows: list[tuple[float, ...]] = []
    right: list[bool] = []
    counted: list[float] = []
    ready = [_matched(scorer, journals[n], gold[n]) for n in chosen]
    weights: list[float] | None = None
    for _ in range(ROUNDS):
        for found, matches in ready:
            _walk(found, matches, weights, (rows, right, counted), chance)
        scaler = StandardScaler().fit(rows)
        model = LogisticRegression(C=STRENGTH, max_iter=500)
        model.fit(scaler.transform(rows), right, sample_weight=counted)
        weights = [float(w) for w in model.coef_[0] / np.where(scaler.scale_ == 0, 1, scaler.scale_)]
    assert weights
    return weights


def _matched(scorer: ModuleType, entries: list[Entry], gold: Any) -> tuple[list[cover.Phrase], list[set[int]]]:
    nothing = {place for place, entry in enumerate(entries) if cover._says_nothing(entry)}
    found = cover.phrases(entries, nothing)
    matches = [
        {
            n
            for n, (name, shown) in enumerate(gold)
            if shown
            and scorer.f1(phrase.places, shown) >= 0.5
            and scorer.f1(scorer.stems(phrase.wording), scorer.stems(name)) > 0.3
        }
        for phrase in found
    ]
    return found, matches


def _walk(
    found: list[cover.Phrase], matches: list[set[int]], weights: list[float] | None, data: Any, chance: random.Random
) -> None:
    rows, right, counted = data
    taken: set[int] = set()
    chosen: list[cover.Phrase] = []
    left = list(range(len(found)))
    while left and len(chosen) < cover.MOST_PHRASES:
        measured = {n: (*found[n].known, *cover.beside(found[n], chosen)) for n in left}
        for n in left:
            good = bool(matches[n] - taken)
            if good or chance.random() < SAMPLE / len(left):
                rows.append(measured[n])
                right.append(good)
                counted.append(1.0 if good else max(1.0, len(left) / SAMPLE))
        best = max(left, key=lambda n: cover._score(weights, measured[n]) if weights else measured[n][-2])
        taken |= set(sorted(matches[best] - taken)[:1])
        chosen.append(found[best])
        left.remove(best)


def _write(out: str, weights: list[float]) -> None:
    text = json.dumps({"measures": NAMES, "weights": [round(w, 4) for w in weights]}, indent=1)
    Path(out).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
