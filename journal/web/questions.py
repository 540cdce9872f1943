"""The question after an entry: one at a time, at most three, always to be passed over."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from journal.access import Policy
from journal.database import new_id
from journal.errors import JournalError
from journal.http import actor, policy, reading, runtime, writing
from journal.language import gettext
from journal.reflections import operations, queries
from journal.web.facet_forms import plain_text
from journal.web.reading import quoted
from journal.web.write import posted_id

blueprint = Blueprint("questions", __name__)


@blueprint.get("/entries/<uuid:entry_id>/question")
@policy(Policy.SIGNED_IN)
def ask(entry_id: UUID) -> str | Response:
    """Show the entry's open question, or choose the next; go on to the entry where there is none to ask."""
    return _page(entry_id)


@blueprint.post("/entries/<uuid:entry_id>/question")
@policy(Policy.SIGNED_IN)
def answer(entry_id: UUID) -> Response | tuple[str | Response, int]:
    """Join the answer to the entry. An empty one is shown the question again, kindly."""
    text = plain_text(request.form.get("text", ""))
    if not text.strip():
        return _page(entry_id, {"text": gettext("Write a few words, or leave the question: both are fine.")}), 422
    question_id = posted_id("question")
    try:
        with writing() as work:
            operations.answer(work.session, runtime().keys, actor(), entry_id, question_id, posted_id("revision"), text)
    except JournalError as error:
        if error.status == 404:
            raise
        return _page(entry_id, {"text": error.message}), error.status
    flash(gettext("Your answer is kept with the entry."), "kept")
    return redirect(url_for("entries.entry", entry_id=entry_id), 303)


@blueprint.post("/entries/<uuid:entry_id>/question/another")
@policy(Policy.SIGNED_IN)
def another(entry_id: UUID) -> Response:
    """Pass the question over and ask something else."""
    with writing() as work:
        operations.pass_over(work.session, actor(), entry_id, posted_id("question"))
    return redirect(url_for("questions.ask", entry_id=entry_id), 303)


def _page(entry_id: UUID, errors: dict[str, str] | None = None) -> str | Response:
    keys, acting = runtime().keys, actor()
    with reading() as session:
        seen = queries.entry(session, keys, acting, entry_id)
        analysis = queries.analysis(session, keys, acting, seen.head)
        asked = queries.questions(session, keys, acting, entry_id)
    shown = asked[-1] if asked and asked[-1].state == operations.OPEN else None
    if shown is None and len(asked) < operations.QUESTIONS_A_SITTING:
        with writing() as work:
            shown = operations.ask(work.session, keys, acting, entry_id)
    if shown is None and not analysis.signposts:
        return redirect(url_for("entries.entry", entry_id=entry_id), 303)
    text = seen.head.content.full_text()
    return render_template(
        "questions/question.html",
        seen=seen,
        shown=shown,
        signposts_found=analysis.signposts,
        evidence=[quoted(text, (span,)) for span in shown.evidence] if shown else [],
        last=shown is not None and shown.number >= operations.QUESTIONS_A_SITTING,
        revision_id=request.form.get("revision") or new_id(),
        text=request.form.get("text", ""),
        errors=errors or {},
    )
