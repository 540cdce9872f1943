"""How the analysis of single entries does, in one run.

    python benchmarks/analyser/entries.py [--cered FILE.tsv]

Needs scikit-learn and numpy. Prints: Cohen's kappa for elements, components and how it went, every writer judged by
weights learned on what others wrote; with --cered, accuracy, macro-F1 and kappa of the sentence categories on diaries
left out; entries of 80 words analysed a second on one core, by parts; and the cold import with the first analysis, each
in a fresh interpreter, beside `import nltk`.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import train_entries
import train_sentences

from journal.analyser import analyse, cues, phrases
from journal.analyser.language import read

WORDS = 80
ROUNDS = 5
COLD_STARTS = 5


def main() -> None:
    rows = train_entries.load_entries()
    pairs = train_entries.judged_by_others(rows, train_entries.left_out(rows))
    train_entries.report_by_writer(rows, pairs)
    if "--cered" in sys.argv:
        train_sentences.report(Path(sys.argv[sys.argv.index("--cered") + 1]))
    speed([row["gold"]["text"] for row in rows])
    cold("import nltk")
    cold("from journal.analyser import analyse")
    cold("from journal.analyser import analyse; analyse('Sat with her.')")


def speed(texts: Sequence[str]) -> None:
    """Print entries a second of the whole analysis and the share of its parts, best of five rounds."""
    words = " ".join(texts).split()
    entries = [" ".join(words[at : at + WORDS]) for at in range(0, len(words) - WORDS, WORDS)]
    for text in entries:
        analyse(text)
    documents = [read(text) for text in entries]
    whole = best(analyse, entries)
    print(f"entries of {WORDS} words a second, one core: {1 / whole:,.0f}")
    for name, work, items in (
        ("words and sentences", read, entries),
        ("patterns", cues.find, documents),
        ("phrases", phrases.find, documents),
    ):
        print(f"  {name:20} {best(work, items) / whole:.0%} of the time")


def best(work: Callable[[Any], object], items: Sequence[Any]) -> float:
    """Give seconds per item in the best round."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for item in items:
            work(item)
        rounds.append(time.process_time() - start)
    return min(rounds) / len(items)


def cold(code: str) -> None:
    """Print the median processor time of running `code` in a fresh interpreter, less that of an empty one."""
    program = "import time; start = time.process_time(); {}; print(time.process_time() - start)"
    taken = []
    for _ in range(COLD_STARTS):
        done = subprocess.run([sys.executable, "-c", program.format(code)], capture_output=True, text=True, check=True)
        taken.append(float(done.stdout))
    print(f"{statistics.median(taken):.2f} s  {code}")


if __name__ == "__main__":
    main()
