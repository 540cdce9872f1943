"""A person's own account: name, password, the devices that keep their journal, and the browsers that are signed in."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal import clock
from journal.access import Policy
from journal.accounts import devices, operations, queries
from journal.accounts.models import Person
from journal.errors import Invalid
from journal.http import (
    actor,
    begin_browser_session,
    browser_keeps,
    end_browser_session,
    policy,
    reading,
    runtime,
    writing,
)
from journal.language import gettext, marked
from journal.web import forms, letters
from journal.web.keeping import departure

blueprint = Blueprint("me", __name__)


class Name(forms.Form):
    name = forms.Line(required=True, needed=marked("Please write your name."))


@blueprint.get("/me")
@policy(Policy.SIGNED_IN)
def index() -> ResponseReturnValue:
    """The account page."""
    return render_template("me/index.html", errors={}, **_mine())


@blueprint.post("/me/name")
@policy(Policy.SIGNED_IN)
def rename() -> ResponseReturnValue:
    """Change the name that colleagues see."""
    try:
        name = forms.read(Name())["name"]
        with writing() as work:
            operations.rename(work.session, actor(), name)
    except Invalid as error:
        return forms.again("me/index.html", error, Name(), **_mine())
    flash(gettext("Your name is changed."), "kept")
    return _back()


@blueprint.get("/me/password")
@policy(Policy.CONFIRMED)
def password_form() -> ResponseReturnValue:
    """The page for a new password."""
    return render_template("me/password.html", errors={})


@blueprint.post("/me/password")
@policy(Policy.CONFIRMED)
def change_password() -> ResponseReturnValue:
    """Set a new password, sign every other browser out, and go on here with a fresh session.

    No device loses its key: what is written on a phone without a signal must open after the next sign-in. Somebody
    whose phone is lost takes its key away on the account page.
    """
    acting = actor()
    try:
        hashed = runtime().passwords.hash(forms.read(forms.NewPassword())["password"])
    except Invalid as error:
        return forms.again("me/password.html", error, forms.NewPassword())
    with writing() as work:
        person = work.session.get_one(Person, acting.id)
        operations.change_password(work.session, person, hashed)
        begin_browser_session(work, person)
    letters.password_changed(acting.email)
    flash(gettext("Your password is changed. Every other browser is signed out."), "kept")
    return _back()


@blueprint.post("/me/sessions/<uuid:session_id>/end")
@policy(Policy.SIGNED_IN)
def end_session(session_id: UUID) -> ResponseReturnValue:
    """Sign one browser of mine out."""
    with writing() as work:
        operations.end_session_by_id(work.session, actor(), session_id)
    flash(gettext("That browser is signed out."), "info")
    return _back()


@blueprint.post("/me/sessions/end-all")
@policy(Policy.SIGNED_IN)
def end_all_sessions() -> ResponseReturnValue:
    """Sign me out everywhere, here too."""
    acting, onward = actor(), departure()
    with writing() as work:
        operations.end_all_sessions(work.session, acting.id)
        end_browser_session(work)
    flash(gettext("You are signed out everywhere."), "info")
    return redirect(onward, 303)


@blueprint.post("/me/devices/<uuid:device_id>/take-key")
@policy(Policy.SIGNED_IN)
def take_key(device_id: UUID) -> ResponseReturnValue:
    """Take the key of one device of mine away, and sign it out."""
    with writing() as work:
        devices.revoke(work.session, actor(), device_id)
    said = gettext("Its key is taken away. With its next signal that device can no longer open or send your journal.")
    flash(said, "info")
    return _back()


@blueprint.post("/me/devices/<uuid:device_id>/give-back")
@policy(Policy.CONFIRMED)
def give_back(device_id: UUID) -> ResponseReturnValue:
    """Let a device of mine have its key again. Asked for with the password: whoever holds that phone may not be me."""
    with writing() as work:
        devices.give_back(work.session, actor(), device_id)
    flash(gettext("That device can keep your journal again. Sign in on it."), "kept")
    return _back()


@blueprint.post("/me/devices/<uuid:device_id>/forget")
@policy(Policy.CONFIRMED)
def forget(device_id: UUID) -> ResponseReturnValue:
    """Destroy the key of a device it was taken from."""
    with writing() as work:
        devices.forget(work.session, actor(), device_id)
    flash(gettext("That device is forgotten."), "info")
    return _back()


def _mine() -> dict[str, object]:
    acting, now = actor(), clock.now()
    with reading() as session:
        organisation = queries.organisation_of(session, acting)
        return {
            "organisation": organisation.name if organisation else "",
            "teams": queries.team_names_of(session, acting.id),
            "links": queries.reset_links_of(session, acting),
            "sessions": queries.sessions_of(session, acting, runtime().session_limits, now),
            "keeps": browser_keeps(),
            "devices": devices.devices_of(session, acting),
            "now": now,
        }


def _back() -> ResponseReturnValue:
    return redirect(url_for("me.index"), 303)
