"""Join by an invitation link, as somebody new or with the account one has."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal import clock
from journal.access import Policy, Role
from journal.accounts import operations, queries
from journal.accounts.models import Organisation, Team
from journal.accounts.rules import clean_email, clean_name
from journal.errors import Conflict, Invalid, TooMany
from journal.http import actor, begin_browser_session, limit_address, policy, reading, runtime, writing
from journal.language import gettext, marked
from journal.web import forms
from journal.web.keeping import arrival, may_keep
from journal.web.newcomers import new_person

blueprint = Blueprint("join", __name__)


class Join(forms.Form):
    email = forms.Line()
    name = forms.Line(required=True, needed=marked("Please write your name."))
    password = forms.Secret()
    keep = forms.Line()


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation says: to where, as what, and for which address (empty where the holder says their own)."""

    organisation: str
    team: str
    roles: tuple[Role, ...]
    email: str


@blueprint.get("/join/<token>")
@policy(Policy.PUBLIC)
def form(token: str) -> ResponseReturnValue:
    """The page that tells what the invitation is for and lets its holder join."""
    return render_template("join/form.html", token=token, invited=_read(token), form={}, errors={})


@blueprint.post("/join/<token>")
@policy(Policy.PUBLIC)
def join(token: str) -> ResponseReturnValue:
    """Make the account and sign its person in."""
    invited = _read(token)
    try:
        limit_address()
        asked = forms.read(Join())
        email, name = clean_email(invited.email or asked["email"]), clean_name(asked["name"])
        hashed = runtime().passwords.hash(asked["password"])
        with new_person(email) as person_id, writing() as work:
            person = operations.accept_as_new(
                work.session,
                queries.open_invitation(work.session, token, clock.now(), to_use=True),
                person_id=person_id,
                email=email,
                name=name,
                password_hash=hashed,
            )
            begin_browser_session(work, person, keeps=may_keep(asked))
    except (Invalid, Conflict, TooMany) as error:
        return forms.again("join/form.html", error, Join(), token=token, invited=invited)
    return redirect(arrival(asked), 303)


@blueprint.post("/join/<token>/with-my-account")
@policy(Policy.SIGNED_IN)
def join_with_account(token: str) -> ResponseReturnValue:
    """Let somebody who is signed in take up an invitation to their own address; new rights come with a new session."""
    acting, invited = actor(), _read(token)
    try:
        with writing() as work:
            invitation = queries.open_invitation(work.session, token, clock.now(), to_use=True)
            person = operations.accept_as(work.session, acting, invitation)
            begin_browser_session(work, person)
    except Conflict as error:
        return forms.again("join/form.html", error, Join(), token=token, invited=invited)
    flash(gettext("You have joined %(organisation)s.", organisation=invited.organisation), "kept")
    return redirect(url_for("me.index"), 303)


def _read(token: str) -> Invited:
    with reading() as session:
        invitation = queries.open_invitation(session, token, clock.now())
        team = session.get(Team, invitation.team_id) if invitation.team_id else None
        return Invited(
            organisation=session.get_one(Organisation, invitation.organisation_id).name,
            team=team.name if team else "",
            roles=tuple(Role(role) for role in invitation.roles),
            email=invitation.email,
        )
