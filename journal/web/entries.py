"""One entry: read it, change it, look at it again through other boxes, join two versions, erase it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from journal import clock
from journal.access import Policy
from journal.database import new_id
from journal.errors import Invalid, JournalError
from journal.http import actor, policy, reading, runtime, writing
from journal.language import gettext
from journal.reflections import operations, queries, rules
from journal.reflections.content import Content, Draft, Written
from journal.reflections.queries import Seen
from journal.schemas import catalogue
from journal.schemas.revision import LATEST
from journal.supervision import operations as supervision
from journal.web.facet_forms import MARKS, known_template, plain_text, read_facets, read_template
from journal.web.reading import reading_of
from journal.web.write import posted_id

blueprint = Blueprint("entries", __name__)


@blueprint.get("/entries/<uuid:entry_id>")
@policy(Policy.SIGNED_IN)
def entry(entry_id: UUID) -> str:
    """Show an entry with what was found in it, its question and answers, and what else could be added."""
    acting, keys = actor(), runtime().keys
    with reading() as session:
        seen = queries.entry(session, keys, acting, entry_id)
        analysis = queries.analysis(session, keys, acting, seen.head)
        asked = queries.questions(session, keys, acting, entry_id)
    facets = seen.head.facets
    offered = catalogue.offer(facets, facets.get("elements", {}), facets.get("valence"))
    return render_template(
        "entries/entry.html",
        seen=seen,
        here=reading_of(seen.head.content, analysis),
        analysis=analysis,
        open_question=next((q for q in asked if q.state == operations.OPEN), None),
        offered=offered,
        given=[one for one in catalogue.facets() if one.id in facets],
        templates=catalogue.templates(),
    )


@blueprint.get("/entries/<uuid:entry_id>/edit")
@policy(Policy.SIGNED_IN)
def edit(entry_id: UUID) -> str:
    """Show the entry's text to change; where two versions differ, both, to be joined by the author."""
    with reading() as session:
        seen = queries.entry(session, runtime().keys, actor(), entry_id)
    return _edit_page(seen)


@blueprint.post("/entries/<uuid:entry_id>/edit")
@policy(Policy.SIGNED_IN)
def change(entry_id: UUID) -> Response | tuple[str, int]:
    """Keep the changed text as a new revision that follows the ones the author was shown."""
    acting, keys = actor(), runtime().keys
    with reading() as session:
        seen = queries.entry(session, keys, acting, entry_id)
        shown = set(request.form.getlist("parent"))
        every = queries.revisions(session, keys, acting, entry_id)
    followed = [one for one in reversed(every) if str(one.id) in shown] or list(seen.heads)
    try:
        draft = operations.prepared(_changed(followed))
        with writing() as work:
            operations.write(work.session, keys, acting, draft)
    except JournalError as error:
        if error.status == 404:
            raise
        return _edit_page(seen, getattr(error, "fields", {}) or {"text": error.message}), error.status
    flash(gettext("Your changes are kept."), "kept")
    return redirect(url_for("entries.entry", entry_id=entry_id), 303)


@blueprint.post("/entries/<uuid:entry_id>/more")
@policy(Policy.SIGNED_IN)
def more(entry_id: UUID) -> Response:
    """Keep the facets the form names, as a new revision."""
    known = {one.id for one in catalogue.facets()}
    ids = [facet_id for facet_id in request.form.getlist("facet") if facet_id in known]

    def changed(facets: dict[str, Any]) -> dict[str, Any]:
        return read_facets(request.form, ids, facets)

    return _refacet(entry_id, changed)


@blueprint.get("/entries/<uuid:entry_id>/again/<template_id>")
@policy(Policy.SIGNED_IN)
def again(entry_id: UUID, template_id: str) -> str:
    """Show the entry beside a template's boxes, to look at it again."""
    with reading() as session:
        seen = queries.entry(session, runtime().keys, actor(), entry_id)
    template = known_template(template_id)
    before = next((t for t in seen.head.facets.get("looked_again", []) if t["id"] == template_id), None)
    return render_template(
        "entries/again.html", seen=seen, template=template, sections=before["sections"] if before else {}
    )


@blueprint.post("/entries/<uuid:entry_id>/again/<template_id>")
@policy(Policy.SIGNED_IN)
def look_again(entry_id: UUID, template_id: str) -> Response:
    """Keep what was written in a template's boxes on looking again."""
    boxes = read_template(request.form, known_template(template_id).id)

    def changed(facets: dict[str, Any]) -> dict[str, Any]:
        others = [t for t in facets.get("looked_again", []) if t["id"] != template_id]
        return {**facets, "looked_again": [*others, boxes] if boxes else others}

    return _refacet(entry_id, changed)


@blueprint.get("/entries/<uuid:entry_id>/revisions")
@policy(Policy.SIGNED_IN)
def revisions(entry_id: UUID) -> str:
    """Show every revision of the entry, the newest first."""
    with reading() as session:
        seen = queries.entry(session, runtime().keys, actor(), entry_id)
        written = queries.revisions(session, runtime().keys, actor(), entry_id)
    return render_template("entries/revisions.html", seen=seen, revisions=written)


@blueprint.post("/entries/<uuid:entry_id>/erase")
@policy(Policy.CONFIRMED)
def erase(entry_id: UUID) -> Response:
    """Erase the entry for good, and take back what was shared of it."""
    with writing() as work:
        operations.erase(work.session, actor(), entry_id)
        supervision.withdraw_entry(work.session, actor(), entry_id)
    flash(gettext("The entry is erased for good."), "info")
    return redirect(url_for("journal.index"), 303)


def _edit_page(seen: Seen, errors: dict[str, str] | None = None) -> str:
    body = request.form.get("text")
    joined = rules.joined(head.content for head in reversed(seen.heads))
    return render_template(
        "entries/edit.html",
        seen=seen,
        body=joined.body if body is None else body,
        facets=joined.facets,
        parents=request.form.getlist("parent") or list(seen.head_ids),
        revision_id=request.form.get("revision") or new_id(),
        errors=errors or {},
    )


def _changed(followed: list[Written]) -> Draft:
    """Give the revision an edit form makes. It follows the revisions the form showed, not any that came since."""
    joined = rules.joined(one.content for one in followed)
    body = plain_text(request.form.get("text", ""))
    facets = read_facets(request.form, MARKS, dict(joined.facets))
    if not body.strip() and "template" not in facets:
        raise Invalid(
            gettext("There is nothing to keep."), text=gettext("Write a few words, or go back and erase the entry.")
        )
    parents = tuple(one.id for one in followed)
    return _following(followed[0].entry_id, parents, Content(body, joined.answers, facets))


def _refacet(entry_id: UUID, changed: Callable[[dict[str, Any]], dict[str, Any]]) -> Response:
    acting, keys = actor(), runtime().keys
    with writing() as work:
        seen = queries.entry(work.session, keys, acting, entry_id)
        content = Content(seen.head.body, seen.head.content.answers, changed(dict(seen.head.facets)))
        operations.write(work.session, keys, acting, _following(seen.id, seen.alike, content))
    flash(gettext("Kept."), "kept")
    return redirect(url_for("entries.entry", entry_id=entry_id), 303)


def _following(entry_id: UUID, parents: tuple[UUID, ...], content: Content) -> Draft:
    return Draft(
        id=posted_id("revision"),
        entry_id=entry_id,
        parents=parents,
        content=content,
        deleted=False,
        written_at=clock.now(),
        schema=LATEST,
    )
