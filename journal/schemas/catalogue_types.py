"""The shapes of facets and templates as read from the data files; `catalogue` is the way in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

FacetKind = Literal["one", "many", "map", "scale", "text", "list", "flag", "date", "record", "template"]
KINDS: frozenset[str] = frozenset(get_args(FacetKind))


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to pick, or a row or unit to answer for. `mine` and `theirs` are the two sides of an element;
    `better` and `worse` are the two poles of a scale. Unused texts are empty."""

    id: str
    label: str
    help: str = ""
    mine: str = ""
    theirs: str = ""
    better: str = ""
    worse: str = ""


@dataclass(frozen=True, slots=True)
class OfferWeights:
    """What makes a facet worth offering next: whole numbers that add up (see `facet_offer`)."""

    base: int
    elements: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
    valences: Mapping[str, int] = field(default_factory=dict)
    given: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing an author may add to an entry; `facets/README.md` gives the JSON shape of each kind's value.

    `limit` is the longest text in code points, `max_items` the longest list; `offer` is None for facets that are
    never offered under "More" because they have a place of their own. `version` is the facet set it was read from.
    """

    id: str
    label: str
    question: str
    help: str
    kind: FacetKind
    version: int
    options: tuple[Choice, ...] = ()
    rows: tuple[Choice, ...] = ()
    units: tuple[Choice, ...] = ()
    fields: tuple[Facet, ...] = ()
    limit: int | None = None
    max_items: int | None = None
    offer: OfferWeights | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One box of a template."""

    id: str
    label: str
    prompt: str
    hint: str


@dataclass(frozen=True, slots=True)
class Template:
    """A set of boxes to write in; `source` credits the model it follows, the words are ours."""

    id: str
    label: str
    summary: str
    source: str
    steps: tuple[Step, ...]
    version: int
    default: bool = False


def read_facet_sets(folder: Path) -> dict[int, tuple[Facet, ...]]:
    """Give every facet set in `folder`, by version, oldest first; ValueError on a file that breaks the format."""
    return {
        version: tuple(_facet(plain, version) for plain in content["facets"]) for version, content in _versions(folder)
    }


def read_template_sets(folder: Path) -> dict[int, tuple[Template, ...]]:
    """Give every template set in `folder`, by version, oldest first; ValueError on a file that breaks the format."""
    return {
        version: tuple(_template(plain, version) for plain in content["templates"])
        for version, content in _versions(folder)
    }


def by_facet(sets: Mapping[int, tuple[Facet, ...]]) -> dict[str, list[Facet]]:
    """Turn facet sets by version into the versions of each facet, newest first."""
    found: dict[str, list[Facet]] = {}
    for version in sorted(sets, reverse=True):
        for one in sets[version]:
            found.setdefault(one.id, []).append(one)
    return found


def by_template(sets: Mapping[int, tuple[Template, ...]]) -> dict[str, list[frozenset[str]]]:
    """Turn template sets by version into the box ids of each version of each template, newest first."""
    found: dict[str, list[frozenset[str]]] = {}
    for version in sorted(sets, reverse=True):
        for one in sets[version]:
            found.setdefault(one.id, []).append(frozenset(step.id for step in one.steps))
    return found


def _versions(folder: Path) -> list[tuple[int, dict[str, Any]]]:
    found: list[tuple[int, dict[str, Any]]] = []
    for path in folder.glob("v*.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        if path.stem != f"v{content['version']}":
            raise ValueError(f"{path.name} says it is version {content['version']}")
        found.append((content["version"], content))
    return sorted(found, key=lambda pair: pair[0])


def _facet(plain: dict[str, Any], version: int) -> Facet:
    if plain["kind"] not in KINDS:
        raise ValueError(f"facet {plain['id']} has an unknown kind")
    rest = {key: value for key, value in plain.items() if key not in {"options", "rows", "units", "fields", "offer"}}
    return Facet(
        **rest,
        version=version,
        options=_choices(plain, "options"),
        rows=_choices(plain, "rows"),
        units=_choices(plain, "units"),
        fields=tuple(_facet(inner, version) for inner in plain.get("fields", ())),
        offer=OfferWeights(**plain["offer"]) if "offer" in plain else None,
    )


def _choices(plain: dict[str, Any], key: str) -> tuple[Choice, ...]:
    return tuple(Choice(**choice) for choice in plain.get(key, ()))


def _template(plain: dict[str, Any], version: int) -> Template:
    rest = {key: value for key, value in plain.items() if key != "steps"}
    return Template(**rest, steps=tuple(Step(**step) for step in plain["steps"]), version=version)
