"""Reminders: what is due, actions to tick, small changes to answer, and times somebody chose. Works without push."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session

from journal import clock
from journal.access import Actor, Policy
from journal.accounts.keys import Keys
from journal.errors import Invalid
from journal.http import actor, policy, reading, runtime, writing
from journal.language import gettext, in_a_row, marked, week_day, week_days
from journal.reminders import following, operations, queries
from journal.reminders.content import Plan, Time
from journal.reminders.rules import is_paused, next_due, zone_of
from journal.web import forms

blueprint = Blueprint("reminders", __name__)

ANSWERS = (("yes", marked("Yes")), ("partly", marked("Partly")), ("no", marked("No")), ("later", marked("Not now")))

PAUSES = {"week": 7, "month": 28, "open": None}

_PAGE = "reminders/index.html"


class TimeForm(forms.Form):
    day = fields.List(fields.Integer(validate=validate.Range(0, 6)), load_default=list)
    time = fields.Time(required=True, format="%H:%M")
    zone = forms.Line()


class ClockForm(forms.Form):
    zone = forms.Line(required=True, needed=marked("Write a time zone, like Europe/London."))
    at = fields.Time(required=True, format="%H:%M")


class PauseForm(forms.Form):
    pause = fields.String(required=True, validate=validate.OneOf([*PAUSES, "none"]))


class ActionForm(forms.Form):
    action = forms.Line(required=True, needed=marked("Write what you want to do."))
    agreed_with = forms.Line()
    due_on = fields.Date(required=True)
    once = fields.UUID(required=True)


class ChangeForm(forms.Form):
    answer = fields.String(required=True, validate=validate.OneOf([value for value, _ in ANSWERS]))
    once = fields.UUID(required=True)


@blueprint.get("/reminders")
@policy(Policy.SIGNED_IN)
def index() -> str:
    """Show what is due and what was chosen."""
    return render_template(_PAGE, errors={}, **_mine())


@blueprint.post("/reminders/times")
@policy(Policy.SIGNED_IN)
def add_time() -> ResponseReturnValue:
    """Choose a time to be reminded to write."""

    def change(session: Session, keys: Keys, acting: Actor, sent: dict[str, Any]) -> None:
        minute = sent["time"].hour * 60 + sent["time"].minute
        operations.add_time(session, keys, acting, days=sent["day"], minute=minute, zone=sent["zone"])

    return _changed(TimeForm(), change, gettext("You will be reminded then."))


@blueprint.post("/reminders/times/<uuid:time_id>/remove")
@policy(Policy.SIGNED_IN)
def remove_time(time_id: UUID) -> ResponseReturnValue:
    """Take a time off."""
    with writing() as work:
        operations.remove_time(work.session, runtime().keys, actor(), time_id)
    return _back(gettext("That time is off."))


@blueprint.post("/reminders/clock")
@policy(Policy.SIGNED_IN)
def set_clock() -> ResponseReturnValue:
    """Set the time zone, and the time of day for actions and small changes."""

    def change(session: Session, keys: Keys, acting: Actor, sent: dict[str, Any]) -> None:
        minute = sent["at"].hour * 60 + sent["at"].minute
        operations.set_clock(session, keys, acting, zone=sent["zone"], minute=minute)

    return _changed(ClockForm(), change, gettext("That is changed."))


@blueprint.post("/reminders/pause")
@policy(Policy.SIGNED_IN)
def pause() -> ResponseReturnValue:
    """Send nothing for a while, or go on."""

    def change(session: Session, keys: Keys, acting: Actor, sent: dict[str, Any]) -> None:
        if sent["pause"] == "none":
            operations.go_on(session, keys, acting)
        else:
            operations.pause(session, keys, acting, days=PAUSES[sent["pause"]])

    return _changed(PauseForm(), change, gettext("That is changed."))


@blueprint.post("/reminders/actions")
@policy(Policy.SIGNED_IN)
def note_action() -> ResponseReturnValue:
    """Note something to do by a day."""

    def change(session: Session, keys: Keys, acting: Actor, sent: dict[str, Any]) -> None:
        once = sent.pop("once")
        operations.note_action(
            session, keys, acting, once, text=sent["action"], agreed_with=sent["agreed_with"], due_on=sent["due_on"]
        )

    return _changed(ActionForm(), change, gettext("Noted. Only you can see it."))


@blueprint.post("/reminders/actions/<uuid:action_id>/done")
@policy(Policy.SIGNED_IN)
def tick(action_id: UUID) -> ResponseReturnValue:
    """Note that an action is done."""
    with writing() as work:
        operations.tick_action(work.session, runtime().keys, actor(), action_id)
    return _back(gettext("Done."))


@blueprint.post("/reminders/actions/<uuid:action_id>/open")
@policy(Policy.SIGNED_IN)
def untick(action_id: UUID) -> ResponseReturnValue:
    """Put an action back that was ticked by mistake."""
    with writing() as work:
        operations.tick_action(work.session, runtime().keys, actor(), action_id, done=False)
    return _back(gettext("It is back on the list."))


@blueprint.post("/reminders/actions/<uuid:action_id>/remove")
@policy(Policy.SIGNED_IN)
def remove_action(action_id: UUID) -> ResponseReturnValue:
    """Take an action off for good."""
    with writing() as work:
        operations.remove_action(work.session, runtime().keys, actor(), action_id)
    return _back(gettext("It is gone."))


@blueprint.post("/reminders/changes/<uuid:entry_id>")
@policy(Policy.SIGNED_IN)
def answer(entry_id: UUID) -> ResponseReturnValue:
    """Say whether a small change still happens: written into its entry, as its newest version."""
    keys, acting = runtime().keys, actor()
    with reading() as session:
        queries.change_in(session, keys, acting, entry_id)  # what is not theirs is not found, whatever was sent
    sent = forms.read(ChangeForm())
    with writing() as work:
        if sent["answer"] == "later":
            operations.ask_later(work.session, keys, acting, entry_id)
        else:
            operations.answer_change(work.session, keys, acting, entry_id, sent["once"], sent["answer"])
    return _back(
        gettext("We will ask again in a week.") if sent["answer"] == "later" else gettext("Kept in the entry.")
    )


def _changed(
    schema: Schema, change: Callable[[Session, Keys, Actor, dict[str, Any]], None], words: str
) -> ResponseReturnValue:
    """Do what a form asks, or show the page again with what was typed."""
    try:
        sent = forms.read(schema)
        with writing() as work:
            change(work.session, runtime().keys, actor(), sent)
    except Invalid as error:
        return forms.again(_PAGE, error, schema, **_mine())
    return _back(words)


def _back(words: str) -> ResponseReturnValue:
    flash(words, "kept")
    return redirect(url_for("reminders.index"), 303)


def _mine() -> dict[str, object]:
    keys, acting, now = runtime().keys, actor(), clock.now()
    with reading() as session:
        found = following.look(session, keys, acting.id) if queries.is_behind(session, acting) else None
    if found is not None:
        with writing() as work:
            operations.keep_found(work.session, keys, acting.id, found)
    with reading() as session:
        plan = queries.plan_of(session, keys, acting)
        today = queries.today_of(plan, now)
        return {
            "plan": plan,
            "today": today,
            "times": [(one, in_words(one)) for one in plan.times],
            "next": _next(plan),
            "paused": is_paused(plan, now),
            "actions": queries.actions(session, keys, acting, today),
            "done": queries.done_lately(session, keys, acting),
            "changes": queries.changes(session, keys, acting, plan, today),
            "answers": [(value, gettext(words)) for value, words in ANSWERS],
            "days": [(str(number), day) for number, day in enumerate(week_days())],
            "here": queries.device_of(session, acting) is not None,
            "told": queries.subscriptions(session, acting),
        }


def in_words(one: Time) -> str:
    """Give a chosen time in words: "Monday and Thursday at 18:00"."""
    days = sorted(one.days)
    names = week_days()
    if len(days) == 7:
        said = gettext("Every day")
    elif days == [0, 1, 2, 3, 4]:
        said = gettext("Monday to Friday")
    else:
        said = in_a_row([names[day] for day in days])
    return gettext("%(days)s at %(time)s", days=said, time=f"{one.minute // 60:02}:{one.minute % 60:02}")


def _next(plan: Plan) -> tuple[date, str] | None:
    """Give the day and time on the person's clock at which they are next reminded to write."""
    at = next_due(Plan(plan.zone, plan.minute, plan.times, plan.paused, plan.until), (), clock.now())
    if at is None:
        return None
    local = at.astimezone(zone_of(plan.zone))
    return local.date(), gettext("%(days)s at %(time)s", days=week_day(local), time=f"{local:%H:%M}")
