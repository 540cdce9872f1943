"""The whole table of the analyser in one run, beside simple baselines.

    PYTHONPATH=. python benchmarks/analyser/table.py --theme-scorer FILE.py --set-scorer FILE.py \\
        --sets SETS.jsonl --cered FILE.tsv [--kept]

The scorers and data of others are given by path and stay where they are: a scorer of planted themes (`score(journal,
predicted)`), a scorer of sets of notes (`score(set, predicted)`), sets of short reflections (ReflectSumm) and sentences
of reflective diaries (CEReD). What is not given is left out. Of our own come the demo journals, and the practice and
development journals and those by strangers of `tests/data`. With --kept, also those parts of them that were kept apart:
for a final figure.

Needs scikit-learn; YAKE and RAKE stand beside it where `pip install yake rake-nltk` has been run in this virtual
environment or one on PYTHONPATH. They serve this benchmark alone and are in no requirements file.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import warnings
from pathlib import Path

import entries
import practice
import themes
import train_entries
import train_sentences

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "journal/demo/journals"
DEVELOPMENT = ROOT / "tests/data/development_entries"
STRANGERS = ROOT / "tests/data/stranger_journals"


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    given = _arguments()
    print("command:", " ".join(["python", *sys.argv]))
    print("\nTHEMES")
    if given.theme_scorer:
        scorer = themes.module(given.theme_scorer)
        themes.journals_table(scorer, DEMO)
        for folder in (DEVELOPMENT, STRANGERS):
            themes.journals_table(scorer, folder, "tuning-*.json")
            if given.kept:
                themes.journals_table(scorer, folder, "kept-*.json")
    if given.set_scorer and given.sets:
        themes.sets_table(themes.module(given.set_scorer), given.sets)
    journals = [journal for _, journal in themes.read_journals(DEMO)]
    print(f"stability, demo journals, every prefix: {themes.stability(journals):.3f}")
    print("\nENTRIES (Cohen's kappa)")
    rows = train_entries.load_entries()
    pairs = train_entries.judged_by_others(rows, train_entries.left_out(rows))
    train_entries.report_by_writer(rows, pairs)
    for name in practice.FOLDERS if given.kept else ():
        kept = [(practice.judged(entry["text"]), entry) for entry in practice.entries(name, "kept")]
        train_entries.report(kept, f"kept {name} journals, {len(kept)} entries, shipped rules")
    strangers = [(practice.judged(entry["text"]), entry) for entry in practice.entries("stranger", "tuning")]
    train_entries.report(strangers, f"tuning stranger journals, {len(strangers)} entries, shipped rules")
    if given.cered:
        print("\nSENTENCES (CEReD, confidence 3 or more)")
        train_sentences.report(given.cered)
    print("\nSPEED (processor time, one core)")
    texts = [entry.text for journal in journals for entry in journal]
    entries.speed(texts)
    if importlib.util.find_spec("yake"):
        import yake  # only where it is installed

        words = " ".join(texts).split()
        pieces = [" ".join(words[at : at + 130]) for at in range(0, len(words) - 130, 130)]
        extractor = yake.KeywordExtractor(lan="en", n=3, top=10)
        print(f"YAKE, texts of 130 words a second: {1 / entries.best(extractor.extract_keywords, pieces):,.0f}")
    themes.speed([entry for journal in journals for entry in journal])
    for code in ("import nltk", "from journal.analyser import analyse"):
        entries.cold(code)
    modules = "import sys; from journal.analyser import analyse; print(len(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", modules], capture_output=True, text=True, check=True).stdout.strip()
    print(f"modules loaded by the analyser: {loaded}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Print the analyser's table.")
    for name in ("theme-scorer", "set-scorer", "sets", "cered"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--kept", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
