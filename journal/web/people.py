"""People of the organisation, for its administrators: roles, suspension, links for a new password.

Nothing here tells what anybody wrote, how much, when, or whether they wrote at all.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from journal.access import Policy, Role
from journal.accounts import operations, queries
from journal.accounts.models import Person
from journal.errors import Conflict, Invalid, NotFound
from journal.http import actor, policy, reading, writing
from journal.language import gettext
from journal.web import forms, letters

blueprint = Blueprint("people", __name__)


class Roles(forms.Form):
    roles = fields.List(fields.Enum(Role, by_value=True), load_default=list)


@blueprint.get("/people")
@policy(Policy.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """Everybody in the organisation."""
    with reading() as session:
        organisation = queries.organisation_of(session, actor())
        people = queries.people_of(session, actor())
    return render_template("people/index.html", organisation=organisation, people=people)


@blueprint.get("/people/<uuid:person_id>")
@policy(Policy.ADMINISTRATOR)
def person(person_id: UUID) -> ResponseReturnValue:
    """One person's account."""
    return render_template("people/person.html", errors={}, **_about(person_id))


@blueprint.post("/people/<uuid:person_id>/roles")
@policy(Policy.ADMINISTRATOR_CONFIRMED)
def set_roles(person_id: UUID) -> ResponseReturnValue:
    """Set what somebody is in the organisation."""
    about = _about(person_id)
    try:
        with writing() as work:
            operations.set_roles(work.session, actor(), person_id, forms.read(Roles())["roles"])
    except (Invalid, Conflict) as error:
        return forms.again("people/person.html", error, Roles(), **about)
    flash(gettext("The roles are changed."), "kept")
    return _back_to(person_id)


@blueprint.post("/people/<uuid:person_id>/suspend")
@policy(Policy.ADMINISTRATOR_CONFIRMED)
def suspend(person_id: UUID) -> ResponseReturnValue:
    """Stop somebody from signing in."""
    about = _about(person_id)
    try:
        with writing() as work:
            operations.suspend(work.session, actor(), person_id)
    except Conflict as error:
        return forms.again("people/person.html", error, Roles(), **about)
    flash(gettext("They cannot sign in now. What they wrote stays theirs."), "info")
    return _back_to(person_id)


@blueprint.post("/people/<uuid:person_id>/restore")
@policy(Policy.ADMINISTRATOR_CONFIRMED)
def restore(person_id: UUID) -> ResponseReturnValue:
    """Let somebody sign in again."""
    with writing() as work:
        operations.restore(work.session, actor(), person_id)
    flash(gettext("They can sign in again."), "kept")
    return _back_to(person_id)


@blueprint.post("/people/<uuid:person_id>/reset-link")
@policy(Policy.ADMINISTRATOR_CONFIRMED)
def make_reset_link(person_id: UUID) -> ResponseReturnValue:
    """Make a link for a new password and show it once. The person is told by mail that it was made, and by whom."""
    acting, about = actor(), _about(person_id)
    try:
        with writing() as work:
            token = operations.make_reset_link(work.session, acting, person_id)
    except Conflict as error:
        return forms.again("people/person.html", error, Roles(), **about)
    letters.reset_link_made(_person(person_id).email, acting.name)
    link = letters.address_of(url_for("reset.open_link", token=token))
    return render_template("people/reset_link.html", link=link, **about)


def _person(person_id: UUID) -> Person:
    with reading() as session:
        found = queries.colleague(session, actor(), person_id)
    if found is None:
        raise NotFound
    return found


def _about(person_id: UUID) -> dict[str, object]:
    found = _person(person_id)
    with reading() as session:
        return {
            "one": found,
            "roles": queries.roles_of(session, person_id),
            "teams": queries.team_names_of(session, person_id),
            "is_me": person_id == actor().id,
        }


def _back_to(person_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("people.person", person_id=person_id), 303)
