"""Print how well recurring themes are found and named, beside simple baselines, in one run.

usage: themes.py DATA      DATA holds evaluation/ (theme_scores.py, reflection_sets.py, journals/) and data/reflectsumm/

Journals: the ten best-ranked themes against the planted ones (joint: found and named); sets: five themes a set against
five human phrases. Baselines: the most frequent words, and NMF on TF-IDF by scikit-learn, labelled by their strongest
words. "half the cues" takes a random half of the wordings away, five times over: what is left when a writer uses words
we have not thought of. Times are the best of five, from stored analyses; stability is over every prefix from 8 entries.
"""

from __future__ import annotations

import importlib.util
import json
import random
import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer

from journal.analyser.entry import analyse
from journal.analyser.language import STOP, read, stem
from journal.analyser.phrases import find
from journal.analyser.results import Entry
from journal.analyser.themes import recurring

Predicted = list[dict[str, Any]]
Method = Callable[[Sequence[Entry]], Predicted]
TOPICS = 10
OURS = "ours"


def main(data: str) -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    root = Path(data)
    journals = _journals(root)
    scorer = _module(root / "evaluation" / "theme_scores.py")
    print("journals (4, themes of ten)       evid_f1  found  label  joint")
    for name, method in _methods(TOPICS).items():
        _row(name, [scorer.score(j, method(entries)) for j, entries in journals])
    halves = [(j, _halved(entries, seed)) for j, entries in journals for seed in range(5)]
    _row("ours, half the cues", [scorer.score(j, _ours(entries)) for j, entries in halves])
    _sets(root)
    print(f"stability {_stability([entries for _, entries in journals]):.3f}")
    _speed([entry for _, entries in journals for entry in entries])


def _methods(count: int) -> dict[str, Method]:
    return {OURS: _ours, "frequent words": lambda e: _frequent(e, count), "NMF": lambda e: _nmf(e, count)}


def _journals(root: Path) -> list[tuple[dict[str, Any], list[Entry]]]:
    read_in = []
    for path in sorted((root / "evaluation" / "journals").glob("*.json")):
        journal = json.loads(path.read_text("utf-8"))
        entries = [
            Entry(
                e["id"], datetime.fromisoformat(e["written_at"].replace("Z", "+00:00")), analyse(e["text"]), e["text"]
            )
            for e in journal["entries"]
        ]
        read_in.append((journal, entries))
    return read_in


def _ours(entries: Sequence[Entry]) -> Predicted:
    return [{"label": theme.label, "entries": list(theme.entries)} for theme in recurring(entries)]


def _frequent(entries: Sequence[Entry], count: int) -> Predicted:
    holders: dict[str, list[str]] = defaultdict(list)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        for token in read(entry.text).tokens:
            if token.lower not in STOP and token.lower.isalpha():
                written[token.stem][token.lower] += 1
                if entry.id not in holders[token.stem]:
                    holders[token.stem].append(entry.id)
    best = sorted(holders, key=lambda s: (-len(holders[s]), s))[:count]
    return [{"label": written[s].most_common(1)[0][0], "entries": holders[s]} for s in best]


def _nmf(entries: Sequence[Entry], count: int) -> Predicted:
    words = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    try:
        table = words.fit_transform([entry.text for entry in entries])
    except ValueError:
        return []
    count = max(1, min(count, *table.shape))
    model = NMF(count, init="nndsvda", random_state=0, max_iter=400)
    weights = model.fit_transform(table)
    names = words.get_feature_names_out()
    made = []
    for topic in range(count):
        strong = weights[:, topic] > 0.3 * max(weights[:, topic].max(), 1e-9)
        label = " ".join(names[n] for n in model.components_[topic].argsort()[::-1][:3])
        made.append({"label": label, "entries": [e.id for e, kept in zip(entries, strong, strict=True) if kept]})
    return sorted(made, key=lambda t: -len(t["entries"]))


def _row(name: str, scores: list[dict[str, float]]) -> None:
    print(
        f"  {name:30}", *(f"{np.mean([s[k] for s in scores]):7.3f}" for k in ("evid_f1", "found", "label_hit", "joint"))
    )


def _halved(entries: Sequence[Entry], seed: int) -> list[Entry]:
    """Give the entries with a random half of the wordings of every concept and field unseen."""
    chance = random.Random(seed)
    seen: dict[tuple[str, str], bool] = {}

    def kept(subject: str, wording: str) -> bool:
        key = (subject, " ".join(stem(word) for word in wording.lower().split()))
        return seen.setdefault(key, chance.random() < 0.5)

    made = []
    for entry in entries:
        a = entry.analysis
        phrases = tuple(h for h in a.phrases if h.key[0] != "~" or kept(h.key.rstrip("?"), h.surface))
        concepts = tuple(h for h in a.concepts if kept(h.concept, entry.text[h.span[0] : h.span[1]]))
        made.append(replace(entry, analysis=replace(a, phrases=phrases, concepts=concepts)))
    return made


def _sets(root: Path) -> None:
    scorer = _module(root / "evaluation" / "reflection_sets.py")
    lines = (root / "data" / "reflectsumm" / "sets_dev.jsonl").read_text("utf-8").splitlines()
    sets = [json.loads(line) for line in lines]
    notes = [[Entry(str(i), None, analyse(t), t) for i, t in enumerate(s["reflections"])] for s in sets]
    print(f"sets of notes ({len(sets)}, five themes)  label   evid  joint")
    for name, method in _methods(5).items():
        figures = np.mean([scorer.score(s, method(n)) for s, n in zip(sets, notes, strict=True)], 0)
        print(f"  {name:30}", *(f"{figure:7.3f}" for figure in figures))


def _stability(journals: list[list[Entry]]) -> float:
    kept = total = 0
    for entries in journals:
        before: Predicted = []
        for count in range(8, len(entries) + 1):
            now = {theme["label"]: set(theme["entries"]) for theme in _ours(entries[:count])}
            total += len(before)
            for theme in before:
                old, new = set(theme["entries"]), now.get(theme["label"], set())
                kept += 2 * len(old & new) >= 0.8 * (len(old) + len(new))
            before = [{"label": label, "entries": ids} for label, ids in now.items()]
    return kept / total


def _speed(entries: list[Entry]) -> None:
    start = entries[0].written_at
    assert start
    for count in (36, 2000):
        many = [
            replace(entries[n % len(entries)], id=str(n), written_at=start + timedelta(days=n)) for n in range(count)
        ]
        ours, nmf = _best(recurring, many), _best(lambda e: _nmf(e, TOPICS), many)
        print(f"{count} entries: ours {ours:.1f} ms, NMF {nmf:.1f} ms")
    documents = [read(entry.text) for entry in entries]
    words = sum(len(document.tokens) for document in documents)
    for name, step in (("read", lambda d: read(d.text)), ("find phrases", find)):
        taken = _best(lambda ds, step=step: [step(d) for d in ds], documents)
        print(f"{name}: {taken / words * 80 * 1000:.0f} microseconds for 80 words")


def _best(run: Callable[[Any], object], given: Any) -> float:
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        run(given)
        taken.append(time.perf_counter() - began)
    return min(taken) * 1000


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main(sys.argv[1])
