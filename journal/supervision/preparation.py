"""Three questions for a supervisor to hold in mind before the hour: one for each of Proctor's functions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from journal import schemas
from journal.supervision.content import FrozenCopy

_FILE = Path(schemas.__file__).parent / "preparation" / "v1.json"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question, and the function of supervision it serves, in plain words."""

    function: str
    label: str
    summary: str
    text: str


def prompts_for(copy: FrozenCopy) -> tuple[Prompt, ...]:
    """Give one question for each function: the first in the file that fits what was shared, else the last."""
    return tuple(
        Prompt(one["id"], one["label"], one["summary"], next(q["text"] for q in one["questions"] if _fits(q, copy)))
        for one in functions()
    )


@cache
def functions() -> tuple[Mapping[str, Any], ...]:
    """Give the functions with all their questions, as the data file has them."""
    return tuple(json.loads(_FILE.read_text(encoding="utf-8"))["functions"])


def _fits(question: Mapping[str, Any], copy: FrozenCopy) -> bool:
    when = question.get("when", {})
    troubled = {element for element, mark in copy.elements.items() if mark in ("strained", "missing")}
    return (
        when.get("missing", None) in (None, *copy.not_here_yet)
        and when.get("valence", copy.valence) == copy.valence
        and (when.get("element") is None or when["element"] in troubled)
    )
