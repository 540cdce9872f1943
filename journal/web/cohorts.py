"""Cohorts of the organisation and the publishing of releases, for its administrators.

These pages know names, sizes and that something was published. Who wrote, who agreed and what a release says are not
here.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from journal import clock
from journal.access import Policy, Role
from journal.accounts import queries as accounts
from journal.errors import Conflict, Invalid, NotFound
from journal.http import actor, policy, reading, runtime, writing
from journal.insight import deciding, operations, queries
from journal.insight.periods import period_length, period_of
from journal.language import gettext, marked, ngettext
from journal.web import forms
from journal.web.releases import named

blueprint = Blueprint("cohorts", __name__)


class NewCohort(forms.Form):
    name = forms.Line(required=True, needed=marked("Please write a name for the cohort."))
    parent = forms.Line()


class Joining(forms.Form):
    teams = fields.List(fields.UUID(), load_default=list)
    people = fields.List(fields.UUID(), load_default=list)


class Chosen(forms.Form):
    people = fields.List(fields.UUID(), load_default=list)


@blueprint.get("/people/cohorts")
@policy(Policy.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """The tree of cohorts, and the form for a new one."""
    return render_template("cohorts/index.html", form={}, errors={}, **_tree())


@blueprint.post("/people/cohorts")
@policy(Policy.ADMINISTRATOR)
def add() -> ResponseReturnValue:
    """Add a cohort."""
    try:
        asked = forms.read(NewCohort())
        with writing() as work:
            row = operations.add_cohort(work.session, actor(), asked["name"], _parent(asked["parent"]))
            cohort_id = row.id
    except (Invalid, Conflict) as error:
        return forms.again("cohorts/index.html", error, NewCohort(), **_tree())
    return redirect(url_for("cohorts.cohort", cohort_id=cohort_id), 303)


@blueprint.get("/people/cohorts/<uuid:cohort_id>")
@policy(Policy.ADMINISTRATOR)
def cohort(cohort_id: UUID) -> ResponseReturnValue:
    """One cohort: who is in it, and who may read its releases."""
    return render_template("cohorts/cohort.html", errors={}, **_about(cohort_id))


@blueprint.post("/people/cohorts/<uuid:cohort_id>/members")
@policy(Policy.ADMINISTRATOR)
def add_members(cohort_id: UUID) -> ResponseReturnValue:
    """Let whole teams or single people join today."""
    about = _about(cohort_id)
    try:
        asked = forms.read(Joining())
        with reading() as session:
            teams = {team.id: members for team, members in accounts.teams_of(session, actor())}
        if not teams.keys() >= set(asked["teams"]):
            raise NotFound
        people = [*asked["people"], *(one.id for team_id in asked["teams"] for one in teams[team_id])]
        with writing() as work:
            joined = operations.add_members(work.session, actor(), cohort_id, people)
    except (Invalid, Conflict) as error:
        return forms.again("cohorts/cohort.html", error, Joining(), **about)
    flash(
        ngettext(
            "%(n)s joined. They count from the next month or quarter that begins.",
            "%(n)s joined. They count from the next month or quarter that begins.",
            joined,
        )
        if joined
        else gettext("Nobody new."),
        "kept",
    )
    return _back_to(cohort_id)


@blueprint.post("/people/cohorts/<uuid:cohort_id>/leave")
@policy(Policy.ADMINISTRATOR)
def end_members(cohort_id: UUID) -> ResponseReturnValue:
    """Let people leave today."""
    people = forms.read(Chosen())["people"]
    with writing() as work:
        left = operations.end_members(work.session, actor(), cohort_id, people)
    flash(ngettext("%(n)s left.", "%(n)s left.", left) if left else gettext("Nobody was chosen."), "info")
    return _back_to(cohort_id)


@blueprint.post("/people/cohorts/<uuid:cohort_id>/trainers")
@policy(Policy.ADMINISTRATOR)
def set_trainers(cohort_id: UUID) -> ResponseReturnValue:
    """Set who may read the cohort's releases."""
    people = forms.read(Chosen())["people"]
    with writing() as work:
        operations.set_trainers(work.session, actor(), cohort_id, people)
    flash(gettext("The trainers are changed."), "kept")
    return _back_to(cohort_id)


@blueprint.post("/people/cohorts/<uuid:cohort_id>/remove")
@policy(Policy.ADMINISTRATOR)
def remove(cohort_id: UUID) -> ResponseReturnValue:
    """Take an empty cohort away."""
    about = _about(cohort_id)
    try:
        with writing() as work:
            operations.remove_cohort(work.session, actor(), cohort_id)
    except Conflict as error:
        return forms.again("cohorts/cohort.html", error, Joining(), **about)
    flash(gettext("The cohort is removed."), "info")
    return redirect(url_for("cohorts.index"), 303)


@blueprint.get("/people/releases")
@policy(Policy.ADMINISTRATOR)
def periods() -> ResponseReturnValue:
    """The months and quarters that are over, and what became of each."""
    return render_template("cohorts/periods.html", errors={}, **_periods())


@blueprint.post("/people/releases/<period_id>")
@policy(Policy.ADMINISTRATOR_CONFIRMED)
def publish(period_id: str) -> ResponseReturnValue:
    """Publish a period for every cohort that goes by it. Counting reads only; the rows are written at the end."""
    acting, parts = actor(), runtime()
    if acting.organisation_id is None:
        raise NotFound
    try:
        period = period_of(period_id)
        with reading() as session:
            secret = parts.ring.derive("release noise")
            decided = deciding.decide(session, parts.keys, secret, acting.organisation_id, period.id)
        with writing() as work:
            operations.publish(work.session, decided, acting.id)
    except ValueError:
        raise NotFound from None
    except Conflict as error:
        return forms.again("cohorts/periods.html", error, forms.Form(), **_periods())
    flash(gettext("%(period)s is published. Trainers can read it now.", period=named(period)), "kept")
    return redirect(url_for("cohorts.periods"), 303)


def _parent(sent: str) -> UUID | None:
    try:
        return UUID(sent) if sent else None
    except ValueError:
        raise NotFound from None


def _tree() -> dict[str, object]:
    with reading() as session:
        branches = queries.tree(session, actor(), clock.now().date())
    return {"branches": branches, "length": period_length}


def _about(cohort_id: UUID) -> dict[str, object]:
    acting, today = actor(), clock.now().date()
    with reading() as session:
        found = queries.cohort(session, acting, cohort_id)
        branches = queries.tree(session, acting, today)
        branch = next(one for one in branches if one.cohort.id == cohort_id)
        inside = queries.members_on(session, [one.cohort for one in branches], today)[cohort_id]
        people = [(str(one.id), one.name, one.email) for one, _ in accounts.people_of(session, acting)]
        return {
            "cohort": found,
            "branch": branch,
            "length": period_length(branch.size),
            "inside": [one for one in branches if one.cohort.parent_id == cohort_id],
            "members": queries.members(session, cohort_id, today),
            "others": [one for one in people if UUID(one[0]) not in inside],
            "teams": [
                (str(team.id), team.name, f"{len(them)} people") for team, them in accounts.teams_of(session, acting)
            ],
            "trainers": [
                (str(one.id), one.name, one.email) for one in accounts.colleagues_with(session, acting, Role.TRAINER)
            ],
            "trains": [str(one) for one in queries.trainers(session, cohort_id)],
        }


def _periods() -> dict[str, object]:
    with reading() as session:
        found = queries.closed_periods(session, actor(), clock.now().date())
    return {"periods": [(one, named(one.period)) for one in found]}


def _back_to(cohort_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("cohorts.cohort", cohort_id=cohort_id), 303)
