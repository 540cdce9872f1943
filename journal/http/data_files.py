"""The data files the phone works with too: the very files the server reads, as /static/data/<folder>/<name>.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from journal.config.places import LEXICONS, RULES, SCHEMAS

# Folder of the address, folder of the files, and each file's path there. A pattern joins its lists into one file.
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
            "polarity": "polarity.json",
            "questions": "questions.json",
            "remarks": "remarks.json",
            "signposts": "cues/signposts.json",
            "stop": "stop.json",
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
    read = [json.loads(path.read_text("utf-8")) for path in sorted(place.glob(pattern))]
    value = [item for one in read for item in one] if "*" in pattern else read[0]
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
