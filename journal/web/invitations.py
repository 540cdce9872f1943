"""Invite people into the organisation."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from journal import clock
from journal.access import Policy, Role
from journal.accounts import operations, queries
from journal.accounts.models import Organisation
from journal.accounts.rules import clean_email
from journal.errors import Invalid, NotFound, TooMany
from journal.http import actor, limit_subject, policy, reading, writing
from journal.http.throttling import MAIL
from journal.language import gettext, marked
from journal.web import forms, letters

blueprint = Blueprint("invitations", __name__)


class Invite(forms.Form):
    email = forms.Line(required=True, needed=marked("Please write their email address."))
    roles = fields.List(fields.Enum(Role, by_value=True), load_default=list)
    team = forms.Line()


@blueprint.get("/people/invitations")
@policy(Policy.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """Open invitations, and the form for a new one."""
    return render_template("people/invitations.html", form={}, errors={}, **_open())


@blueprint.post("/people/invitations")
@policy(Policy.ADMINISTRATOR_CONFIRMED)
def invite() -> ResponseReturnValue:
    """Invite somebody: the link goes to them by mail, and is shown here once."""
    acting = actor()
    try:
        asked = forms.read(Invite())
        email = clean_email(asked["email"])
        limit_subject(MAIL, email)
        with writing() as work:
            token = operations.invite(
                work.session, acting, email=email, roles=asked["roles"], team_id=_team_id(asked["team"])
            )
            organisation = work.session.get_one(Organisation, acting.organisation_id).name
    except (Invalid, TooMany) as error:
        return forms.again("people/invitations.html", error, Invite(), **_open())
    link = letters.address_of(url_for("join.form", token=token))
    letters.invitation(email, organisation, link)
    return render_template("people/invited.html", email=email, link=link)


@blueprint.post("/people/invitations/<uuid:invitation_id>/cancel")
@policy(Policy.ADMINISTRATOR)
def cancel(invitation_id: UUID) -> ResponseReturnValue:
    """Cancel an invitation, so that its link no longer works."""
    with writing() as work:
        operations.cancel_invitation(work.session, actor(), invitation_id)
    flash(gettext("The invitation is cancelled. Its link no longer works."), "info")
    return redirect(url_for("invitations.index"), 303)


def _open() -> dict[str, object]:
    acting = actor()
    with reading() as session:
        teams = queries.teams_of(session, acting)
        return {
            "invitations": queries.open_invitations(session, acting, clock.now()),
            "teams": [(str(team.id), team.name) for team, _ in teams],
        }


def _team_id(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
