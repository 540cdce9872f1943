"""Learn the sentence categories from CEReD, and tell accuracy, macro-F1 and kappa on sentences of other diaries.

    python benchmarks/analyser/train_sentences.py FILE.tsv [--write]

FILE.tsv has the columns idx, context, sentence, y and confidence of the CEReD corpus (EduMUNI
reflection-classification, Apache-2.0). Needs scikit-learn, at training time only. Sentences whose contexts share eight
words in a row belong to one diary and never stand on both sides of a split. Figures are at mean confidence 3 or more:
five-fold over diaries, and for the shipped form (pruned, whole-number weights, pure Python) on a fifth of the diaries
kept out of its training. With --write, learns on everything and writes `lexicons/weights/sentences.json`.
"""

from __future__ import annotations

import ast
import csv
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.metrics import accuracy_score, cohen_kappa_score, f1_score
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from journal.analyser import categories, cues
from journal.analyser.language import read

WEIGHTS = Path(__file__).resolve().parents[2] / "journal/analyser/lexicons/weights/sentences.json"
RUN = 8
FEWEST = 3
STRENGTH = 0.7
UNIT = 0.02
SHARPNESS = 2.0


def load_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    for row in rows:
        row["y"] = {"Difficulties": "Difficulty"}.get(row["y"], row["y"])
    return rows


def diaries(rows: list[dict[str, str]]) -> np.ndarray:
    """Give a group number per row: rows whose texts share a run of eight words are joined."""
    parent = list(range(len(rows)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    seen: dict[str, int] = {}
    for n, row in enumerate(rows):
        words = re.findall(r"\w+", (row["context"] + " " + row["sentence"]).lower())
        for at in range(len(words) - RUN + 1):
            other = seen.setdefault(" ".join(words[at : at + RUN]), n)
            parent[root(n)] = root(other)
    return np.array([root(n) for n in range(len(rows))])


def feature_sets(rows: list[dict[str, str]]) -> list[dict[str, int]]:
    made = []
    for row in rows:
        document = read(row["sentence"])
        made.append(dict.fromkeys(categories.features(document, cues.find(document)), 1))
    return made


def learn(sets: list[dict[str, int]], y: np.ndarray, trust: np.ndarray) -> tuple[DictVectorizer, LinearSVC, np.ndarray]:
    counts = Counter(name for one in sets for name in one)
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform(sets)
    sizes = np.sqrt(np.array([len(one) for one in sets]))
    keep = np.array([counts[name] >= FEWEST for name in vectorizer.get_feature_names_out()])
    x = x.multiply(1 / sizes[:, None]).tocsr()[:, np.flatnonzero(keep)]
    model = LinearSVC(C=STRENGTH, class_weight="balanced").fit(x, y, sample_weight=trust)
    return vectorizer, model, keep


def packed(vectorizer: DictVectorizer, model: LinearSVC, keep: np.ndarray) -> dict[str, Any]:
    """Give the model as shipped: whole numbers of UNIT, zeros left out, categories by their place in CATEGORIES."""
    places = [categories.CATEGORIES.index(name) for name in model.classes_]
    names = vectorizer.get_feature_names_out()[keep]
    whole = np.rint(model.coef_ / UNIT).astype(int)
    weights = {}
    for column, name in enumerate(names):
        parts = [f"{places[row]}{whole[row, column]}" for row in range(len(places)) if abs(whole[row, column]) >= 2]
        if parts:
            weights[str(name)] = " ".join(parts)
    start = [0.0] * len(places)
    for row, place in enumerate(places):
        start[place] = round(float(model.intercept_[row]), 3)
    return {"unit": UNIT, "start": start, "sharpness": SHARPNESS, "weights": dict(sorted(weights.items()))}


def judge(stored: dict[str, Any], sentences: list[str]) -> list[str]:
    """Give the likeliest category of each sentence by the product's own code with these weights."""
    weights = {
        name: [(int(p[0]), int(p[1:]) * stored["unit"]) for p in parts.split(" ")]
        for name, parts in stored["weights"].items()
    }
    model = categories._Model(tuple(stored["start"]), stored["sharpness"], weights)
    categories._model.cache_clear()
    original = categories._model
    try:
        categories._model = lambda: model  # type: ignore[assignment]  # these weights, not the shipped
        likely = [categories.labels(sentence) for sentence in sentences]
    finally:
        categories._model = original
    return [max(one, key=lambda name: one[name]) for one in likely]


def figures(gold: np.ndarray, said: np.ndarray | list[str]) -> str:
    macro = f1_score(gold, said, average="macro", labels=list(categories.CATEGORIES), zero_division=0)
    return (
        f"accuracy {accuracy_score(gold, said):.3f}  macro-F1 {macro:.3f}  kappa {cohen_kappa_score(gold, said):.3f}"
        f"  (n {len(gold)})"
    )


def report(path: Path) -> None:
    """Print the figures on diaries left out; with --write among the arguments, learn on everything and write."""
    rows = load_rows(path)
    y = np.array([row["y"] for row in rows])
    sure = np.array([sum(ast.literal_eval(row["confidence"])) / 2 for row in rows])
    trust = np.clip(sure / 4, 0.3, 1.5)
    groups = diaries(rows)
    sets = feature_sets(rows)
    folds = list(GroupKFold(5).split(sets, y, groups))
    gold, said = [], []
    for train, test in folds:
        model = learn([sets[n] for n in train], y[train], trust[train])
        test = test[sure[test] >= 3]
        x = normalize_rows(model[0], [sets[n] for n in test])[:, np.flatnonzero(model[2])]
        gold.append(y[test])
        said.append(model[1].predict(x))
    print("sentences, five-fold over diaries      ", figures(np.concatenate(gold), np.concatenate(said)))
    train, test = folds[0]
    test = test[sure[test] >= 3]
    stored = packed(*learn([sets[n] for n in train], y[train], trust[train]))
    judged = judge(stored, [rows[n]["sentence"] for n in test])
    print("sentences, a fifth held out, as shipped", figures(y[test], judged))
    if "--write" in sys.argv:
        stored = packed(*learn(sets, y, trust))
        WEIGHTS.write_text(json.dumps(stored, ensure_ascii=False, indent=0) + "\n", "utf-8")
        print(f"written: {len(stored['weights'])} features, {WEIGHTS.stat().st_size // 1024} KB")


def normalize_rows(vectorizer: DictVectorizer, sets: list[dict[str, int]]) -> Any:
    sizes = np.sqrt(np.array([len(one) for one in sets]))
    return vectorizer.transform(sets).multiply(1 / sizes[:, None]).tocsr()


if __name__ == "__main__":
    report(Path(sys.argv[1]))
