"""How the shipped rules do on the practice journals, which no weight was learned on.

    python benchmarks/analyser/practice.py [--kept] [--errors]

Prints Cohen's kappa for elements, components and how it went, and what the signposts hit and miss. Without --kept only
the tuning journals are read. --errors lists each entry whose signposts or how it went differ from the reader's.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import train_entries

from journal.analyser import analyse

PRACTICE = Path(__file__).resolve().parents[2] / "tests/data/practice_journals"
FLAGS = ("distress", "safeguarding", "candour")


def main() -> None:
    """Print the figures of one half."""
    half = "kept" if "--kept" in sys.argv else "tuning"
    pairs = [(judged(entry["text"]), entry) for entry in entries(half)]
    train_entries.report(pairs, f"{half} practice journals, {len(pairs)} entries, shipped rules")
    report_flags(pairs)
    if "--errors" in sys.argv:
        for said, gold in pairs:
            if said["valence"] != gold["valence"]:
                print(f"  {gold['id']} said {said['valence']}, reader {gold['valence']}: {gold['text']}")


def entries(half: str) -> list[dict[str, Any]]:
    """Give the entries of the journals whose name begins with `half`."""
    paths = sorted(PRACTICE.glob(f"{half}-*.json"))
    return [entry for path in paths for entry in json.loads(path.read_text("utf-8"))["entries"]]


def judged(text: str) -> dict[str, Any]:
    """Give what the shipped rules say of a text."""
    found = analyse(text)
    return {
        "elements": [hit.element for hit in found.elements],
        "components": [hit.component for hit in found.components],
        "valence": found.valence,
        "flags": [sign.kind for sign in found.signposts],
    }


def report_flags(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """Print per flag how many were shown, how many of those a reader wanted, and how many were missed."""
    for flag in FLAGS:
        shown = [gold["id"] for said, gold in pairs if flag in said["flags"]]
        wanted = [gold["id"] for _, gold in pairs if flag in gold["flags"]]
        wrong, missed = sorted(set(shown) - set(wanted)), sorted(set(wanted) - set(shown))
        print(f"  {flag:12} shown {len(shown)}, wanted {len(wanted)}; wrongly {wrong}, missed {missed}")


if __name__ == "__main__":
    main()
