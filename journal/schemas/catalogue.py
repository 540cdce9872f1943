"""Every facet and template of the journal, read once from the data files beside this module.

The same files are served to the phone. A version that was ever released is never edited: a change is a new file
`v2.json`, and `check_facets` goes on accepting what any version accepts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from journal.schemas.catalogue_types import (
    Choice,
    Facet,
    FacetKind,
    OfferWeights,
    Step,
    Template,
    by_facet,
    by_template,
    read_facet_sets,
    read_template_sets,
)
from journal.schemas.facet_check import FacetProblem, FacetVersions, ProblemKind, StepVersions, problems_in
from journal.schemas.facet_offer import choose

__all__ = [
    "FACETS_FOLDER",
    "TEMPLATES_FOLDER",
    "Choice",
    "Facet",
    "FacetKind",
    "FacetProblem",
    "OfferWeights",
    "ProblemKind",
    "Step",
    "Template",
    "check_facets",
    "default_template",
    "facet",
    "facets",
    "latest_version",
    "offer",
    "template",
    "templates",
    "versions",
    "words_in",
]

FACETS_FOLDER = Path(__file__).with_name("facets")
TEMPLATES_FOLDER = Path(__file__).with_name("templates")


def versions() -> tuple[int, ...]:
    """Give every facet set version ever released, oldest first."""
    return tuple(_facet_sets())


def latest_version() -> int:
    """Give the version a client should speak now."""
    return versions()[-1]


def facets(version: int | None = None) -> tuple[Facet, ...]:
    """Give the facets of one version, newest by default, in the order to show them; KeyError on an unknown version."""
    return _facet_sets()[latest_version() if version is None else version]


def facet(facet_id: str) -> Facet:
    """Give the newest form of a facet, also of one no longer asked for; KeyError when it never existed."""
    return _facet_versions()[facet_id][0]


def templates() -> tuple[Template, ...]:
    """Give the templates to choose from, the default first."""
    newest = max(_template_sets())
    return _template_sets()[newest]


def template(template_id: str) -> Template:
    """Give the newest form of a template, also of a retired one; KeyError when it never existed."""
    for version in sorted(_template_sets(), reverse=True):
        for one in _template_sets()[version]:
            if one.id == template_id:
                return one
    raise KeyError(template_id)


def default_template() -> Template:
    """Give the template offered first."""
    return next(one for one in templates() if one.default)


def check_facets(given: object) -> list[FacetProblem]:
    """List what is wrong with a facets object as sent by a client; empty when it can be kept as it is.

    Accepts what any released version accepts. Problems name places by our own ids and never repeat what was sent.
    """
    return problems_in(given, _facet_versions(), _step_versions())


def offer(
    facets_given: Mapping[str, object],
    elements: Mapping[str, str],
    valence: str | None,
    n: int = 2,
    *,
    passed_over: Collection[str] = (),
) -> tuple[Facet, ...]:
    """Give the facets to offer next under "More", best first (`facet_offer` states the rule).

    `facets_given` is the entry's facets, `elements` element to state, `passed_over` the ids the author has been
    shown for this entry and left alone. The same marks always give the same answer.
    """
    return choose(facets(), facets_given, elements, valence, n=n, passed_over=passed_over)


def words_in(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Walk the author's own words in a checked facets object as (path, text), in a stable order.

    For search, for the identifier check and for choosing what to share. Ids, options and dates are not words.
    """
    for facet_id in sorted(given):
        yield from _words(facet(facet_id), given[facet_id], facet_id)


def _words(one: Facet, value: Any, path: str) -> Iterator[tuple[str, str]]:
    if one.kind == "text" and isinstance(value, str):
        yield path, value
    elif one.kind == "text":
        yield from ((f"{path}.{row}", text) for row, text in value.items())
    elif one.kind == "list":
        yield from ((f"{path}.{place}", text) for place, text in enumerate(value))
    elif one.kind == "record":
        fields = {inner.id: inner for inner in one.fields}
        for name, inner in value.items():
            if name in fields:
                yield from _words(fields[name], inner, f"{path}.{name}")
    elif one.kind == "template":
        looks = [(path, value)] if isinstance(value, Mapping) else [(f"{path}.{n}", v) for n, v in enumerate(value)]
        for place, look in looks:
            yield from ((f"{place}.sections.{step}", text) for step, text in look["sections"].items())


@cache
def _facet_sets() -> dict[int, tuple[Facet, ...]]:
    return read_facet_sets(FACETS_FOLDER)


@cache
def _template_sets() -> dict[int, tuple[Template, ...]]:
    return read_template_sets(TEMPLATES_FOLDER)


@cache
def _facet_versions() -> FacetVersions:
    return by_facet(_facet_sets())


@cache
def _step_versions() -> StepVersions:
    return by_template(_template_sets())
