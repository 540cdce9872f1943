"""Shared with me: a supervisor's queue, the reading of one frozen copy, and who they supervise.

There is no list of people who have shared nothing, and no count of anybody's entries: what is not here was not offered.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.access import Policy
from journal.errors import Invalid
from journal.http import actor, policy, reading, runtime, writing
from journal.language import gettext, marked
from journal.supervision import agreements, operations, queries
from journal.supervision.preparation import prompts_for
from journal.web import forms

blueprint = Blueprint("supervision", __name__)


class SuperviseeForm(forms.Form):
    """Whom a supervisor asks: by address, since nobody browses through colleagues here."""

    email = forms.Line(required=True, needed=marked("Write their email address."))


@blueprint.get("/shared-with-me")
@policy(Policy.SUPERVISOR)
def index() -> str:
    """Show what is shared now, whom the supervisor has agreed with, and who is asking."""
    return render_template("supervision/index.html", errors={}, form={}, **_mine())


# Its address names a share, so whoever has no supervisor's role gets 404 from the query, not 403 from the door.
@blueprint.get("/shared-with-me/<uuid:share_id>")
@policy(Policy.SIGNED_IN)
def copy(share_id: UUID) -> str:
    """Open one copy to read; the author sees that it was opened."""
    with writing() as work:
        row, opened = operations.open_shared(work.session, runtime().keys, actor(), share_id)
        shared_at, expires_at = row.shared_at, row.expires_at
    return render_template(
        "supervision/copy.html",
        copy=opened,
        shared_at=shared_at,
        expires_at=expires_at,
        prompts=prompts_for(opened),
    )


@blueprint.post("/shared-with-me/supervisees")
@policy(Policy.SUPERVISOR)
def propose() -> ResponseReturnValue:
    """Ask a colleague by address. The answer is the same whether there is one with this address or not."""
    try:
        email = forms.read(SuperviseeForm())["email"]
        with writing() as work:
            agreements.propose_supervisee(work.session, actor(), email)
    except Invalid as error:
        return forms.again("supervision/index.html", error, SuperviseeForm(), **_mine())
    said = gettext("If a colleague here has that address, they are asked. You will see them here once they agree.")
    flash(said, "info")
    return redirect(url_for("supervision.index"), 303)


@blueprint.post("/shared-with-me/agreements/<uuid:agreement_id>/agree")
@policy(Policy.SUPERVISOR)
def agree(agreement_id: UUID) -> ResponseReturnValue:
    """Agree to supervise somebody who asked."""
    with writing() as work:
        agreements.agree(work.session, actor(), agreement_id)
    flash(gettext("You both agree now. What they choose to share comes here."), "kept")
    return redirect(url_for("supervision.index"), 303)


@blueprint.post("/shared-with-me/agreements/<uuid:agreement_id>/end")
@policy(Policy.SUPERVISOR)
def end(agreement_id: UUID) -> ResponseReturnValue:
    """End it or decline it."""
    with writing() as work:
        agreements.end(work.session, actor(), agreement_id)
    flash(gettext("That is ended. What they shared with you is closed."), "info")
    return redirect(url_for("supervision.index"), 303)


def _mine() -> dict[str, object]:
    with reading() as session:
        relations = [one for one in queries.relations(session, actor()) if one.as_supervisor]
        return {
            "queue": queries.queue(session, actor()),
            "supervisees": [one for one in relations if one.agreed_at],
            "asking": [one for one in relations if not one.agreed_at],
        }
