"""How the shipped rules do on the practice or the development journals, or those by strangers.

    python benchmarks/analyser/practice.py [practice|development|stranger] [--kept] [--errors]

Prints Cohen's kappa for elements, components and how it went, and what the signposts hit and miss. Without --kept only
the tuning journals are read; but for those by strangers, the weights were learned from them. --errors lists each entry
with what differs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import train_entries

from journal.analyser import analyse

DATA = Path(__file__).resolve().parents[2] / "tests/data"
FOLDERS = {"practice": "practice_journals", "development": "development_entries", "stranger": "stranger_journals"}
FLAGS = ("distress", "safeguarding", "candour")


def main() -> None:
    """Print the figures of one half."""
    half = "kept" if "--kept" in sys.argv else "tuning"
    name = next((name for name in FOLDERS if name in sys.argv), "practice")
    pairs = [(judged(entry["text"]), entry) for entry in entries(name, half)]
    train_entries.report(pairs, f"{half} {name} journals, {len(pairs)} entries, shipped rules")
    report_flags(pairs)
    if "--errors" in sys.argv:
        for said, gold in pairs:
            report_differences(said, gold)


def report_differences(said: dict[str, Any], gold: dict[str, Any]) -> None:
    """Print an entry with what a reader found and the rules did not (-), or the rules alone (+); nothing if alike."""
    missed = [f"-{n}" for part in ("elements", "components") for n in gold[part] if n not in said[part]]
    wrongly = [f"+{n}" for part in ("elements", "components") for n in said[part] if n not in gold[part]]
    went = [f"{gold['valence']} taken for {said['valence']}"] if gold["valence"] != said["valence"] else []
    if missed or wrongly or went:
        print(gold["id"], *missed, *wrongly, *went, "::", " ".join(gold["text"].split()))


def entries(name: str, half: str) -> list[dict[str, Any]]:
    """Give the entries of the journals of a folder whose name begins with `half`."""
    paths = sorted((DATA / FOLDERS[name]).glob(f"{half}-*.json"))
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
