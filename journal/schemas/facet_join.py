"""Lay the facets of two versions of an entry together so that no word of either is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journal.schemas import catalogue
from journal.schemas.catalogue_types import Facet


def join_facets(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Give the facets of both: different texts follow one another; of two marks in one place the later stands."""
    merged = dict(before)
    for facet_id, value in after.items():
        if facet_id not in merged:
            merged[facet_id] = value
        elif facet_id == "template" and merged[facet_id]["id"] != value["id"]:
            # Two sets of boxes: the later becomes a second look rather than taking the place of the first.
            merged["looked_again"] = _looks(merged.get("looked_again", []), [value])
        else:
            merged[facet_id] = _join(catalogue.facet(facet_id), merged[facet_id], value)
    return merged


def join_texts(before: str, after: str) -> str:
    """Give both texts, one after the other; a text that is there already is not said twice."""
    if not after or after == before or after in before.split("\n\n"):
        return before
    return f"{before}\n\n{after}" if before else after


def _join(one: Facet, before: Any, after: Any) -> Any:
    if one.kind == "text" and not one.rows:
        return join_texts(before, after)
    if one.kind == "text":
        return {row: join_texts(before.get(row, ""), after.get(row, "")) for row in {**before, **after}}
    if one.kind == "record":
        fields = {field.id: field for field in one.fields}
        both = set(before) & set(after)
        return {**before, **after, **{name: _join(fields[name], before[name], after[name]) for name in both}}
    if one.kind == "template":
        return _looks(before, after) if isinstance(before, list) else _boxes(before, after)
    if one.kind in ("many", "list"):
        return [*before, *(item for item in after if item not in before)]
    if one.kind == "map":
        return {**before, **after}
    if one.kind == "scale":
        return {unit: {**before.get(unit, {}), **after.get(unit, {})} for unit in {**before, **after}}
    return after


def _looks(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[dict[str, Any]]:
    looks = {look["id"]: look for look in before}
    for look in after:
        looks[look["id"]] = _boxes(looks[look["id"]], look) if look["id"] in looks else look
    return list(looks.values())


def _boxes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    old, new = before["sections"], after["sections"]
    return {"id": after["id"], "sections": {s: join_texts(old.get(s, ""), new.get(s, "")) for s in {**old, **new}}}
