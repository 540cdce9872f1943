"""The labelled demo journals, and the agreement figure the tests judge by."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import journal

JOURNALS = Path(journal.__file__).parent / "demo" / "journals"


@cache
def labelled() -> tuple[dict[str, Any], ...]:
    """Give every labelled entry of the demo journals."""
    found: list[dict[str, Any]] = []
    for path in sorted(JOURNALS.glob("*.json")):
        found.extend(json.loads(path.read_text("utf-8"))["entries"])
    return tuple(found)


@cache
def practised(folder_name: str = "practice_journals") -> tuple[dict[str, Any], ...]:
    """Give every labelled entry of the tuning part of the practice (or other) journals; the rest stays out of sight."""
    folder = Path(__file__).parents[1] / "data" / folder_name
    found: list[dict[str, Any]] = []
    for path in sorted(folder.glob("tuning-*.json")):
        found.extend(json.loads(path.read_text("utf-8"))["entries"])
    return tuple(found)


def kappa(gold: Sequence[object], said: Sequence[object]) -> float:
    """Give Cohen's kappa: agreement beyond what chance would give."""
    total = len(gold)
    agreed = sum(1 for one, other in zip(gold, said, strict=True) if one == other) / total
    chance = sum((gold.count(label) / total) * (said.count(label) / total) for label in set(gold) | set(said))
    return (agreed - chance) / (1 - chance)
