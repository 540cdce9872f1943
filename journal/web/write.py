"""The write page: one box, the six elements, how it went. Nothing but some words, in the box or in a template's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from journal import clock
from journal.access import Policy
from journal.database import new_id
from journal.errors import Invalid, JournalError
from journal.http import actor, policy, runtime, writing
from journal.language import gettext
from journal.reflections import operations
from journal.reflections.content import Content, Draft
from journal.schemas import catalogue
from journal.schemas.revision import LATEST
from journal.web.facet_forms import MARKS, known_template, plain_text, read_facets, read_template

blueprint = Blueprint("write", __name__)


@blueprint.get("/write")
@policy(Policy.SIGNED_IN)
def form() -> str:
    """Show the box. The ids of what will be saved are in the form, so that sending it twice saves it once."""
    return _page()


@blueprint.get("/write/with/<template_id>")
@policy(Policy.SIGNED_IN)
def with_template(template_id: str) -> str:
    """Show the box with a template's boxes beneath."""
    return _page(template=known_template(template_id))


@blueprint.post("/write")
@policy(Policy.SIGNED_IN)
def save() -> Response | tuple[str, int]:
    """Save a new entry and go on to its question; show the form again, with every word in it, where that fails."""
    template = known_template(request.form["template"]) if request.form.get("template") else None
    try:
        draft = operations.prepared(_draft(template.id if template else None))
        with writing() as work:
            operations.write(work.session, runtime().keys, actor(), draft)
    except (Invalid, JournalError) as error:
        if error.status == 404:
            raise
        fields = getattr(error, "fields", {}) or {"text": error.message}
        return _page(template=template, errors=fields), error.status
    return redirect(url_for("questions.ask", entry_id=draft.entry_id), 303)


def shared_page(text: str) -> str:
    """Show the box with a text in it that is not kept yet."""
    return _page(values={"text": text})


def _page(
    template: catalogue.Template | None = None,
    errors: dict[str, str] | None = None,
    values: Mapping[str, str] | None = None,
) -> str:
    return render_template(
        "write/form.html",
        entry_id=request.form.get("entry") or new_id(),
        revision_id=request.form.get("revision") or new_id(),
        template=template,
        templates=catalogue.templates(),
        values=request.form if values is None else values,
        errors=errors or {},
    )


def _draft(template_id: str | None) -> Draft:
    facets: dict[str, Any] = read_facets(request.form, MARKS, {})
    boxes = read_template(request.form, template_id) if template_id else None
    if boxes:
        facets["template"] = boxes
    body = plain_text(request.form.get("text", ""))
    if not body.strip() and not boxes:
        raise Invalid(
            gettext("There is nothing to keep yet."), text=gettext("Write a few words first. A sentence is enough.")
        )
    return Draft(
        id=posted_id("revision"),
        entry_id=posted_id("entry"),
        parents=(),
        content=Content(body, (), facets),
        deleted=False,
        written_at=clock.now(),
        schema=LATEST,
    )


def posted_id(name: str) -> UUID:
    """Give an id the form carried, or a new one where it carried none: nothing is lost by that."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return new_id()
