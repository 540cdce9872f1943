"""Learn the few weights that decide elements, components and how it went, and tell how they do on a journal left out.

    python benchmarks/analyser/train_entries.py [--write]

Needs scikit-learn, at training time only. Reads the labelled journals of `journal/demo/journals` and the tuning parts
of `tests/data/practice_journals` and `tests/data/development_entries`. Prints Cohen's kappa, over all and over the demo
journals alone, with every journal judged by weights learned on the others; with --write, learns on all and writes
`journal/analyser/lexicons/weights/entries.json`. The cues and the vocabulary were written by people who had read the
journals, so these figures are honest about the weights only.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score

from journal.analyser import components, cues, elements, valence
from journal.analyser.language import read
from journal.analyser.results import COMPONENTS, ELEMENTS, VALENCES
from journal.analyser.signals import signals

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "journal/analyser/lexicons/weights/entries.json"
DEMO = "journal/demo/journals/*.json"
JOURNALS = (DEMO, "tests/data/practice_journals/tuning-*.json", "tests/data/development_entries/tuning-*.json")
ELEMENT_FEATURES = ("strong", "concept", "share")
# Kappa hardly moves between 0.2 and 0.4; a low threshold lets one strong cue be enough, which other writers, whose
# words the lists know less well, will need.
ELEMENT_THRESHOLD = 0.25
COMPONENT_FEATURES = {
    "feeling": ("any", "strong", "some", "length", "others"),
    "perspective": ("any", "strong", "some", "best", "length", "others", "speech", "quotes", "present_sentences"),
    "analysis": ("any", "strong", "some", "length", "quotes", "present_sentences"),
    "learning": ("any", "strong", "some", "length", "present_sentences"),
    "plan": ("any", "strong", "some"),
}
VALENCE_FEATURES = (
    "cues",
    "concepts",
    "words",
    "ending",
    "turned",
    "clash",
    "denied",
    "empowerment",
    "commitment",
    "elements",
)


def load_entries() -> list[dict[str, Any]]:
    """Give every entry with its journal, labels and measured amounts."""
    rows = []
    for path in (path for pattern in JOURNALS for path in sorted(ROOT.glob(pattern))):
        for entry in json.loads(path.read_text("utf-8"))["entries"]:
            document = read(entry["text"])
            found = cues.find(document)
            measured = signals(document)
            gathered = elements.evidence(document, found)
            by_sentence = components.cues_by_sentence(document, found)
            rows.append(
                {
                    "journal": path.stem,
                    "gold": entry,
                    "elements": elements.amounts_of(gathered),
                    "components": {c: {**measured, **components.cue_amounts(by_sentence[c])} for c in COMPONENTS[1:]},
                    "valence": valence.balance(document, found, gathered),
                }
            )
    return rows


def learn_elements(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Give one rule for all elements: weights shared, a starting point each."""
    x, y = element_matrix(rows)
    model = LogisticRegression(C=0.5, max_iter=2000).fit(x, y)
    weights = dict(zip(ELEMENT_FEATURES, map(float, model.coef_[0][: len(ELEMENT_FEATURES)]), strict=True))
    starts = model.coef_[0][len(ELEMENT_FEATURES) :] + model.intercept_[0]
    start = dict(zip(ELEMENTS, map(float, starts), strict=True))
    return {"start": start, "weights": weights, "threshold": ELEMENT_THRESHOLD}


def element_matrix(rows: list[dict[str, Any]]) -> tuple[np.ndarray, np.ndarray]:
    x, y = [], []
    for row in rows:
        for n, element in enumerate(ELEMENTS):
            amounts = row["elements"][element]
            x.append([amounts[f] for f in ELEMENT_FEATURES] + [float(n == k) for k in range(len(ELEMENTS))])
            y.append(element in row["gold"]["elements"])
    return np.array(x), np.array(y)


def learn_component(rows: list[dict[str, Any]], component: str) -> dict[str, Any]:
    names = COMPONENT_FEATURES[component]
    x = np.array([[row["components"][component][f] for f in names] for row in rows])
    y = np.array([component in row["gold"]["components"] for row in rows])
    model = LogisticRegression(C=0.3, max_iter=2000).fit(x, y)
    threshold = best_threshold(model.predict_proba(x)[:, 1], y)
    weights = dict(zip(names, map(float, model.coef_[0]), strict=True))
    return {"start": float(model.intercept_[0]), "weights": weights, "threshold": threshold}


def best_threshold(likely: np.ndarray, y: np.ndarray) -> float:
    """Give the threshold with the best kappa on the training part, a step from the extremes."""
    steps = np.arange(0.1, 0.75, 0.02)
    kappas = np.array([cohen_kappa_score(y, likely >= t) for t in steps])
    smooth = np.convolve(kappas, np.ones(5) / 5, mode="same")
    return float(round(steps[int(np.argmax(smooth))], 3))


def learn_valence(rows: list[dict[str, Any]]) -> dict[str, Any]:
    x = np.array([[row["valence"][f] for f in VALENCE_FEATURES] for row in rows])
    y = np.array([VALENCES.index(row["gold"]["valence"]) for row in rows])
    model = LogisticRegression(C=0.02, max_iter=2000, class_weight="balanced").fit(x, y)
    return {
        name: {
            "start": float(model.intercept_[n]),
            "weights": dict(zip(VALENCE_FEATURES, map(float, model.coef_[n]), strict=True)),
        }
        for n, name in enumerate(VALENCES)
    }


def learn(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "elements": learn_elements(rows),
        "components": {c: learn_component(rows, c) for c in COMPONENTS[1:]},
        "valence": learn_valence(rows),
    }


def score(rule: dict[str, Any], amounts: dict[str, float]) -> float:
    total = rule["start"] + sum(w * amounts[f] for f, w in rule["weights"].items())
    return float(1 / (1 + np.exp(-total)))


def judge(rules: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """Give what the rules say of one entry."""
    rule = rules["elements"]
    chosen = [
        e
        for e in ELEMENTS
        if score({"start": rule["start"][e], "weights": rule["weights"]}, row["elements"][e]) >= rule["threshold"]
    ]
    parts = [
        c
        for c in COMPONENTS[1:]
        if score(rules["components"][c], row["components"][c]) >= rules["components"][c]["threshold"]
    ]
    went = max(VALENCES, key=lambda v: score(rules["valence"][v], row["valence"]))
    return {"elements": chosen, "components": parts, "valence": went}


def report(pairs: list[tuple[dict[str, Any], dict[str, Any]]], title: str) -> None:
    """Print kappas of (judged, gold) pairs."""
    print(title)
    for part, names in (("elements", ELEMENTS), ("components", COMPONENTS[1:])):
        kappas = {
            n: cohen_kappa_score([n in j[part] for j, _ in pairs], [n in g[part] for _, g in pairs]) for n in names
        }
        each = {n: round(float(k), 2) for n, k in kappas.items()}
        print(f"  {part:10} mean {np.mean(list(kappas.values())):.2f}  ", each)
    kappa = cohen_kappa_score([j["valence"] for j, _ in pairs], [g["valence"] for _, g in pairs])
    print(f"  valence    {kappa:.2f}")


def left_out(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Give (judged, gold) of every entry in the given order, judged by rules learned on the journals of the others."""
    pairs = []
    for journal in dict.fromkeys(row["journal"] for row in rows):
        rules = learn([row for row in rows if row["journal"] != journal])
        here = [(judge(rules, row), row["gold"]) for row in rows if row["journal"] == journal]
        pairs += here
        if "--each" in sys.argv:
            report(here, f"left out: {journal}")
    return pairs


def main() -> None:
    rows = load_entries()
    pairs = left_out(rows)
    report(pairs, f"leave one journal out, {len(pairs)} entries")
    demo = {path.stem for path in ROOT.glob(DEMO)}
    report(
        [pair for row, pair in zip(rows, pairs, strict=True) if row["journal"] in demo], "of these the demo journals"
    )
    rules = learn(rows)
    report([(judge(rules, row), row["gold"]) for row in rows], "on the entries it was learned from")
    if "--write" in sys.argv:
        WEIGHTS.parent.mkdir(exist_ok=True)
        WEIGHTS.write_text(json.dumps(rounded(rules), indent=1) + "\n", "utf-8")


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    return round(value, 4)


if __name__ == "__main__":
    main()
