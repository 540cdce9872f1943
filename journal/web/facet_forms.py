"""Facets as form fields: the names of their inputs, and back again from what was posted.

A facet's inputs are called `f-<facet>`, with `-<row>`, `-<unit>-<row>` or `-<field>` behind it where the kind has them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from werkzeug.datastructures import MultiDict

from journal.errors import Invalid, NotFound
from journal.schemas import catalogue
from journal.schemas.catalogue import Facet

Form = MultiDict[str, str]

MARKS = ("elements", "valence")
"""The facets on the write screen itself."""


def read_facets(form: Form, ids: Collection[str], before: dict[str, Any]) -> dict[str, Any]:
    """Give `before` with the facets `ids` as the form says; raise Invalid where one cannot be kept.

    A facet the form leaves empty is taken away; facets that are not in `ids` stay as they were.
    """
    after = {key: value for key, value in before.items() if key not in ids}
    for facet_id in ids:
        one = catalogue.facet(facet_id)
        value = _read(one, form, f"f-{facet_id}")
        if value not in (None, "", [], {}, False):
            after[facet_id] = value
    problems = catalogue.check_facets(after)
    if problems:
        raise Invalid(**{f"f-{problem.path.replace('.', '-')}": problem.message for problem in problems[:5]})
    return after


def plain_text(text: str) -> str:
    """Give text as it is kept: browsers post line ends as CRLF whatever the person typed."""
    return text.replace("\r\n", "\n")


def _read(one: Facet, form: Form, name: str) -> Any:
    if one.kind == "many":
        return [option.id for option in one.options if option.id in form.getlist(name)]
    if one.kind == "map":
        return _given({row.id: form.get(f"{name}-{row.id}", "") for row in one.rows})
    if one.kind == "scale":
        units = {u.id: _given({r.id: form.get(f"{name}-{u.id}-{r.id}", "") for r in one.rows}) for u in one.units}
        return {unit: rows for unit, rows in units.items() if rows}
    if one.kind == "text" and one.rows:
        return _given({row.id: _words(form, f"{name}-{row.id}") for row in one.rows})
    if one.kind == "record":
        return _given({field.id: _read(field, form, f"{name}-{field.id}") for field in one.fields})
    if one.kind == "list":
        items = (item.strip() for item in form.get(name, "").split(","))
        return list(dict.fromkeys(item for item in items if item))
    if one.kind == "flag":
        return form.get(name) == "yes"
    if one.kind == "text":
        return _words(form, name)
    return form.get(name, "")


def _words(form: Form, name: str) -> str:
    text = plain_text(form.get(name, ""))
    return text if text.strip() else ""


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def known_template(template_id: str) -> catalogue.Template:
    """Give the template of this id; raise NotFound where there is none."""
    try:
        return catalogue.template(template_id)
    except KeyError:
        raise NotFound from None


def read_template(form: Form, template_id: str) -> dict[str, Any] | None:
    """Give the boxes of a template as the form says, or None where all are empty."""
    steps = catalogue.template(template_id).steps
    sections = _given({step.id: _words(form, f"t-{step.id}") for step in steps})
    return {"id": template_id, "sections": sections} if sections else None
