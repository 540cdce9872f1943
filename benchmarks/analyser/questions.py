"""Print entries of our journals with the question each would get, drawn at random, for reading by a person.

    python -m benchmarks.analyser.questions [seed] [count]

Each demo journal and each tuning journal of tests/data is played in order, with its history and everything asked
before; then `count` pairs (30) are drawn.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import journal
from journal.analyser import analyse
from journal.analyser.coach import next_question
from journal.analyser.results import Asked, Entry, Question

DEMO = Path(journal.__file__).parent / "demo" / "journals"
OURS = Path(__file__).resolve().parents[2] / "tests/data"


def played(path: Path) -> Iterator[tuple[Entry, Question | None]]:
    """Play one journal in order: each entry with the question its author would be asked first."""
    history: list[Entry] = []
    asked: list[Asked] = []
    for raw in json.loads(path.read_text("utf-8"))["entries"]:
        written = datetime.fromisoformat(raw["written_at"])
        entry = Entry(raw["id"], written, analyse(raw["text"]), raw["text"])
        question = next_question(entry, history, asked)
        yield entry, question
        history.append(entry)
        if question:
            asked.append(Asked(question.question_id, entry.id))


def main(arguments: list[str]) -> None:
    """Print the pairs drawn with the seed (default 1)."""
    seed = int(arguments[0]) if arguments else 1
    count = int(arguments[1]) if len(arguments) > 1 else 30
    paths = [*sorted(DEMO.glob("*.json")), *sorted(OURS.glob("*/tuning-*.json"))]
    pairs = [pair for path in paths for pair in played(path)]
    for entry, question in random.Random(seed).sample(pairs, min(count, len(pairs))):
        print(f"\n{entry.id}\n  {' '.join(entry.text.split())}")
        if question is None:
            print("  - no question: distress shows")
            continue
        if question.reflecting:
            print(f"  > {question.reflecting}")
        print(f"  ? {question.text}  [{question.question_id}, {question.family}]\n    ({question.why})")


if __name__ == "__main__":
    main(sys.argv[1:])
