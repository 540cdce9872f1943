"""Teams of the organisation and who is in them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from journal.access import Policy
from journal.accounts import operations, queries
from journal.accounts.models import Person, Team
from journal.errors import Conflict, Invalid, NotFound
from journal.http import actor, policy, reading, writing
from journal.language import gettext, marked
from journal.web import forms

blueprint = Blueprint("teams", __name__)


class NewTeam(forms.Form):
    name = forms.Line(required=True, needed=marked("Please write a name for the team."))


class Members(forms.Form):
    members = fields.List(fields.UUID(), load_default=list)


@blueprint.get("/people/teams")
@policy(Policy.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """All teams, and the form for a new one."""
    return render_template("people/teams.html", form={}, errors={}, teams=_teams())


@blueprint.post("/people/teams")
@policy(Policy.ADMINISTRATOR)
def add() -> ResponseReturnValue:
    """Add a team."""
    try:
        with writing() as work:
            team = operations.add_team(work.session, actor(), forms.read(NewTeam())["name"])
            team_id = team.id
    except (Invalid, Conflict) as error:
        return forms.again("people/teams.html", error, NewTeam(), teams=_teams())
    return redirect(url_for("teams.team", team_id=team_id), 303)


@blueprint.get("/people/teams/<uuid:team_id>")
@policy(Policy.ADMINISTRATOR)
def team(team_id: UUID) -> ResponseReturnValue:
    """One team: who is in it."""
    found, members = next(((t, m) for t, m in _teams() if t.id == team_id), (None, []))
    if found is None:
        raise NotFound
    with reading() as session:
        people = [(str(person.id), person.name, person.email) for person, _ in queries.people_of(session, actor())]
    chosen = [str(person.id) for person in members]
    return render_template("people/team.html", team=found, people=people, chosen=chosen)


@blueprint.post("/people/teams/<uuid:team_id>")
@policy(Policy.ADMINISTRATOR)
def set_members(team_id: UUID) -> ResponseReturnValue:
    """Set who is in a team."""
    with writing() as work:
        operations.set_team_members(work.session, actor(), team_id, forms.read(Members())["members"])
    flash(gettext("The team is changed."), "kept")
    return redirect(url_for("teams.index"), 303)


def _teams() -> list[tuple[Team, list[Person]]]:
    with reading() as session:
        return queries.teams_of(session, actor())
