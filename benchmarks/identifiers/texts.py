"""Labelled texts to measure with: journals, and the practice notes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "journal" / "demo" / "journals"
PRACTICE = ROOT / "tests" / "data" / "identifier_practice"
_MARKED = re.compile(r"\[\[(.*?)\|([A-Z0-9_]+)\]\]")


@dataclass(frozen=True)
class Text:
    """A text and what must be found in it: (start, end, type)."""

    text: str
    wanted: tuple[tuple[int, int, str], ...]

    def lowered(self) -> Text:
        """Give the same text typed without capitals."""
        return replace(self, text="".join(c.lower() if len(c.lower()) == 1 else c for c in self.text))

    def around(self, start: int, end: int) -> str:
        """Give a stretch with a few words on either side."""
        return self.text[max(0, start - 30) : end + 30].replace("\n", " ")


def journals(folder: Path) -> dict[str, list[Text]]:
    """Give the labelled texts by journal; a name that is also a word counts only where it is labelled first."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        entries = json.loads(path.read_text(encoding="utf-8"))["entries"]
        found[path.stem] = [Text(entry["text"], tuple(_labelled(entry))) for entry in entries]
    return found


def practice(half: str) -> Iterator[Text]:
    """Give the notes of one half, "tuning" or "kept"."""
    for line in (PRACTICE / f"{half}.txt").read_text(encoding="utf-8").splitlines():
        text, wanted, last = "", [], 0
        for mark in _MARKED.finditer(line):
            text += line[last : mark.start()]
            wanted.append((len(text), len(text) + len(mark[1]), mark[2]))
            text, last = text + mark[1], mark.end()
        yield Text(text + line[last:], tuple(wanted))


def plain_journals() -> Iterator[str]:
    """Give the entries of the analyser's practice journals, in which nobody and nothing is named."""
    for path in sorted((ROOT / "tests" / "data" / "practice_journals").glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8"))["entries"]:
            yield entry["text"]


def _labelled(entry: dict[str, object]) -> Iterator[tuple[int, int, str]]:
    taken: list[tuple[int, int]] = []
    for label in entry["identifiers"]:
        for match in re.finditer(r"(?<!\w)" + re.escape(label["text"]) + r"(?!\w)", entry["text"]):
            if not any(start <= match.start() < end for start, end in taken):
                taken.append(match.span())
                yield (*match.span(), label["type"])
