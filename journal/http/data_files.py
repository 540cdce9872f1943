"""The data files the phone works with too: the very files the server reads, as /static/data/<folder>/<name>.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from journal.config.places import LEXICONS, RULES, SCHEMAS

# Folder of the address, folder of the files, and each file's path there. A pattern joins its files into one.
_TABLE: tuple[tuple[str, Path, dict[str, str]], ...] = (
    (
        "schemas",
        SCHEMAS,
        {
            "facets": "facets/v1.json",
            "templates": "templates/v1.json",
        },
    ),
    (
        "analyser",
        LEXICONS,
        {
            "abbreviations": "abbreviations.json",
            "check": "check.json",
            "classes": "classes.json",
            "components": "cues/components.json",
            "concepts": "concepts/*.json",
            "elements": "cues/elements.json",
            "entries": "weights/entries.json",
            "everyday": "everyday.json",
            "hints": "hints.json",
            "polarity": "polarity.json",
            "questions": "questions.json",
            "signposts": "cues/signposts.json",
            "valence": "cues/valence.json",
        },
    ),
    (
        "identifiers",
        RULES,
        {
            name: f"{name}.json"
            for name in ("allow", "clues", "cues", "names", "patterns", "places", "replacements", "scores", "words")
        },
    ),
)


def data_files() -> Iterator[tuple[str, bytes]]:
    """Give each file's path under static/ and its content, as JSON without spaces."""
    for folder, place, names in _TABLE:
        for name, pattern in names.items():
            yield f"data/{folder}/{name}.json", _content(place, pattern)


@cache
def _content(place: Path, pattern: str) -> bytes:
    files = sorted(place.glob(pattern))
    read = {path.stem: json.loads(path.read_text("utf-8")) for path in files}
    value = {stem: _slim(items) for stem, items in read.items()} if "*" in pattern else read[files[0].stem]
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _slim(concepts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give what finding a concept takes: its label and definition are for other screens."""
    return [{name: concept[name] for name in ("id", "elements", "patterns")} for concept in concepts]
