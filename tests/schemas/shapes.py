"""Hypothesis strategies and a fingerprint made from the facet data itself, so every version is walked alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from journal.schemas.catalogue import Choice, Facet, Template


def ids(choices: Sequence[Choice | Facet]) -> list[str]:
    return [choice.id for choice in choices]


def some(parts: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=parts)


def text_up_to(limit: int | None) -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=min(limit or 40, 40))


def value_of(facet: Facet, templates: Sequence[Template]) -> st.SearchStrategy[Any]:
    """Give values that this version of the facet takes."""
    option = st.sampled_from(ids(facet.options)) if facet.options else st.nothing()
    match facet.kind:
        case "one":
            return option
        case "many":
            return st.lists(option, unique=True)
        case "map":
            return some(dict.fromkeys(ids(facet.rows), option))
        case "scale":
            return some({unit: some(dict.fromkeys(ids(facet.rows), option)) for unit in ids(facet.units)})
        case "text":
            if facet.rows:
                return some({row: text_up_to(facet.limit) for row in ids(facet.rows)})
            return text_up_to(facet.limit)
        case "list":
            words = text_up_to(facet.limit).filter(str.strip)
            return st.lists(words, unique=True, max_size=facet.max_items)
        case "flag":
            return st.booleans()
        case "date":
            return st.dates().map(lambda day: day.isoformat())
        case "record":
            return some({inner.id: value_of(inner, templates) for inner in facet.fields})
        case "template":
            one = st.sampled_from(templates).flatmap(
                lambda template: st.fixed_dictionaries(
                    {
                        "id": st.just(template.id),
                        "sections": some({step.id: text_up_to(facet.limit) for step in template.steps}),
                    }
                )
            )
            return st.lists(one, max_size=facet.max_items) if facet.max_items else one


def all_of(facets: Sequence[Facet], templates: Sequence[Template]) -> st.SearchStrategy[dict[str, Any]]:
    return some({facet.id: value_of(facet, templates) for facet in facets})


def fingerprint(parts: Sequence[Facet] | Sequence[Template]) -> str:
    """Hash what decides which values are taken, leaving the wording out: a typo may be mended, a shape may not."""
    return hashlib.sha256(json.dumps([_bare(part) for part in parts]).encode()).hexdigest()[:16]


def _bare(part: Facet | Template) -> list[Any]:
    if isinstance(part, Template):
        return [part.id, [step.id for step in part.steps]]
    inner = [_bare(field) for field in part.fields]
    return [part.id, part.kind, ids(part.options), ids(part.rows), ids(part.units), inner, part.limit, part.max_items]
