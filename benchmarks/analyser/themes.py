"""How well recurring themes are found and named, beside simple baselines, in one run.

usage: themes.py SCORER.py JOURNALS SET_SCORER.py SETS.jsonl

SCORER.py scores one journal of the folder JOURNALS (the ten best-ranked themes against the planted ones; joint: found
and named), SET_SCORER.py a set of short notes (five themes against five human phrases). Baselines: the most frequent
words; NMF on TF-IDF by scikit-learn, labelled by its strongest words; YAKE and RAKE, whose keyphrases stand for the
entries that hold all their words. "chance" is ten draws of four entries each, named by the rarest words that two of
them share, five times over: on a short journal that alone finds a good part. "half the cues" takes a random half of the
wordings away, five times over: what is left when a writer uses words we have not thought of. Stability is over every
prefix from 8 entries. Times are the best of five of the processor's, from stored analyses.

Needs scikit-learn, and for two of the baselines `pip install yake rake-nltk`, in a virtual environment of their own or
this one: nothing of the product uses them, so no requirements file names them. Without them their rows are left out.
"""

from __future__ import annotations

import importlib.util
import json
import random
import re
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
from journal.analyser.language import STOP, read, sentences, stem
from journal.analyser.results import Entry
from journal.analyser.themes import recurring

Predicted = list[dict[str, Any]]
Method = Callable[[Sequence[Entry]], Predicted]
TOPICS = 10
DRAWN = 4
OURS = "ours"


def main(scorer: str, journals: str, set_scorer: str, sets: str) -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    journals_table(module(Path(scorer)), Path(journals))
    sets_table(module(Path(set_scorer)), Path(sets))
    read_in = read_journals(Path(journals))
    print(f"stability {stability([entries for _, entries in read_in]):.3f}")
    speed([entry for _, entries in read_in for entry in entries])


def journals_table(scorer: ModuleType, folder: Path, pattern: str = "*.json") -> None:
    """Print how each method does on the journals of a folder."""
    journals = read_journals(folder, pattern)
    print(f"{f'journals ({len(journals)}, {pattern}, themes of ten)':44} evid_f1  found  label  joint")
    for name, method in _methods(TOPICS).items():
        _row(name, [scorer.score(j, method(entries)) for j, entries in journals])
    halves = [(j, _halved(entries, seed)) for j, entries in journals for seed in range(5)]
    _row("chance", [scorer.score(j, _chance(entries, seed)) for j, entries in journals for seed in range(5)])
    _row("ours, half the cues", [scorer.score(j, _ours(entries)) for j, entries in halves])


def _methods(count: int) -> dict[str, Method]:
    methods: dict[str, Method] = {
        OURS: _ours,
        "frequent words": lambda e: _frequent(e, count),
        "NMF": lambda e: _nmf(e, count),
    }
    if importlib.util.find_spec("yake"):
        methods["YAKE"] = lambda e: _held(e, _yake(e, count))
    if importlib.util.find_spec("rake_nltk"):
        methods["RAKE"] = lambda e: _held(e, _rake(e, count))
    return methods


def read_journals(folder: Path, pattern: str = "*.json") -> list[tuple[dict[str, Any], list[Entry]]]:
    """Give the labelled journals of a folder with their entries as analysed."""
    read_in = []
    for path in sorted(folder.glob(pattern)):
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


def _chance(entries: Sequence[Entry], seed: int) -> Predicted:
    held = [set(read(entry.text).stems) - STOP for entry in entries]
    holders = Counter(word for words in held for word in words)
    draw = random.Random(f"{seed} {entries[0].id}")
    made = []
    for _ in range(TOPICS):
        drawn = draw.sample(range(len(entries)), min(DRAWN, len(entries)))
        shared = Counter(word for at in drawn for word in held[at])
        named = sorted((word for word in shared if shared[word] > 1), key=lambda word: (holders[word], word))[:3]
        made.append({"label": " ".join(named), "entries": [entries[at].id for at in drawn]})
    return made


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


def _yake(entries: Sequence[Entry], count: int) -> list[str]:
    import yake  # only where it is installed

    text = "\n\n".join(entry.text for entry in entries)
    return [phrase for phrase, _ in yake.KeywordExtractor(lan="en", n=2, top=count).extract_keywords(text)]


def _rake(entries: Sequence[Entry], count: int) -> list[str]:
    from rake_nltk import Rake  # only where it is installed

    # NLTK's own sentence and word splitters want data that is downloaded; ours do.
    rake = Rake(
        stopwords=set(STOP),
        max_length=3,
        include_repeated_phrases=False,
        sentence_tokenizer=lambda text: [text[start:end] for start, end in sentences(text)],
        word_tokenizer=lambda text: re.findall(r"[\w']+|[^\w\s]", text.lower()),
    )
    rake.extract_keywords_from_sentences([entry.text for entry in entries])
    return list(rake.get_ranked_phrases()[:count])


def _held(entries: Sequence[Entry], phrases: Sequence[str]) -> Predicted:
    """Give each phrase with the entries that hold all its words."""
    words = [(entry.id, {token.stem for token in read(entry.text).tokens}) for entry in entries]
    found = [(phrase, {token.stem for token in read(phrase).tokens}) for phrase in phrases]
    return [{"label": phrase, "entries": [i for i, held in words if stems <= held]} for phrase, stems in found]


def _row(name: str, scores: list[dict[str, float]]) -> None:
    measures = ("evid_f1", "found", "label_hit", "joint")
    print(f"  {name:42}", *(f"{np.mean([s[k] for s in scores]):6.3f}" for k in measures), flush=True)


def _halved(entries: Sequence[Entry], seed: int) -> list[Entry]:
    """Give the entries with a random half of the wordings of every concept and field unseen."""
    # By the wording itself, so that what is hidden stays hidden when words are added elsewhere.

    def kept(subject: str, wording: str) -> bool:
        stems = " ".join(stem(word) for word in wording.lower().split())
        return random.Random(f"{seed} {subject} {stems}").random() < 0.5

    made = []
    for entry in entries:
        a = entry.analysis
        phrases = tuple(h for h in a.phrases if h.key[0] != "~" or kept(h.key.rstrip("?"), h.surface))
        concepts = tuple(h for h in a.concepts if kept(h.concept, entry.text[h.span[0] : h.span[1]]))
        made.append(replace(entry, analysis=replace(a, phrases=phrases, concepts=concepts)))
    return made


def sets_table(scorer: ModuleType, path: Path) -> None:
    """Print how each method does on sets of short notes."""
    sets = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    notes = [[Entry(str(i), None, analyse(t), t) for i, t in enumerate(s["reflections"])] for s in sets]
    print(f"{f'sets of notes ({len(sets)}, five themes)':44} label    evid  joint")
    for name, method in _methods(5).items():
        figures = np.mean([scorer.score(s, method(n)) for s, n in zip(sets, notes, strict=True)], 0)
        print(f"  {name:42}", *(f"{figure:6.3f}" for figure in figures), flush=True)


def stability(journals: list[list[Entry]]) -> float:
    """Give the share of themes kept (same label, entries F1 at least 0.8) when one entry is added, all prefixes."""
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


def speed(entries: list[Entry]) -> None:
    """Print how long the themes of 36 and of 2,000 entries take, beside NMF."""
    start = entries[0].written_at
    assert start
    for count in (36, 2000):
        many = [
            replace(entries[n % len(entries)], id=str(n), written_at=start + timedelta(days=n)) for n in range(count)
        ]
        ours, nmf = _best(recurring, many), _best(lambda e: _nmf(e, TOPICS), many)
        print(
            f"themes of {count:5} entries: ours {ours:6.1f} ms, NMF {nmf:6.1f} ms, ratio {nmf / ours:.1f}", flush=True
        )


def _best(run: Callable[[Any], object], given: Any) -> float:
    taken = []
    for _ in range(5):
        began = time.process_time()
        run(given)
        taken.append(time.process_time() - began)
    return min(taken) * 1000


def module(path: Path) -> ModuleType:
    """Give a scorer as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main(*sys.argv[1:])
