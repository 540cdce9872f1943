"""Sign in and out, the first page, and what a page answers when nobody is signed in."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.access import Policy
from journal.accounts.devices import was_revoked
from journal.accounts.errors import DeviceRevoked, LinkEnded, WrongPassword
from journal.accounts.models import Person
from journal.accounts.rules import clean_email
from journal.errors import Invalid, SignInNeeded, TooLarge, TooMany
from journal.http import (
    begin_browser_session,
    browser_keeps,
    browser_owner,
    end_browser_session,
    maybe_actor,
    policy,
    reading,
    runtime,
    session_has_ended,
    sleeper,
    writing,
)
from journal.http.errors import respond, wants_json
from journal.language import gettext, marked
from journal.reminders import subscribing
from journal.web import forms, kept
from journal.web.keeping import arrival, as_before, departure, may_keep
from journal.web.proving import prove

blueprint = Blueprint("sign_in", __name__)


class SignIn(forms.Form):
    email = forms.Line(required=True, needed=marked("Please write your email address."))
    password = forms.Secret()
    next = forms.Line()
    keep = forms.Line()


@blueprint.get("/")
@policy(Policy.PUBLIC)
def home() -> ResponseReturnValue:
    """The write page for somebody who is signed in or whose journal this browser keeps, else the sign-in page."""
    return redirect(url_for("write.form" if maybe_actor() or browser_keeps() else "sign_in.form"), 303)


@blueprint.get("/sign-in")
@policy(Policy.SIGNED_OUT)
def form() -> ResponseReturnValue:
    """The sign-in page; somebody who is signed in goes on.

    Not as one who has just signed in: a phone whose sign-out was not told yet would take that for a new session.
    """
    onward = kept.own_path(request.args.get("next", ""))
    if maybe_actor():
        return redirect(onward or url_for("write.form"), 303)
    return _page(form={"next": onward, **as_before()}, ended=session_has_ended())


@blueprint.post("/sign-in")
@policy(Policy.SIGNED_OUT)
def enter() -> ResponseReturnValue:
    """Sign in. What an earlier page carried here waits on the next one, for whoever it is that signs in."""
    carried = kept.carried()
    try:
        asked = forms.read(SignIn(), kept.own_fields())
        person = prove(clean_email(asked["email"]), asked["password"])
    except (Invalid, WrongPassword, TooMany) as error:
        return forms.again("sign_in/form.html", error, SignIn(), kept=carried, ended=False, open_sign_up=_is_open())
    before = browser_owner()
    with writing() as work:
        begin_browser_session(work, work.session.get_one(Person, person.id), keeps=may_keep(asked))
    if carried is not None and (carried.written or carried.path):
        return render_template(
            "sign_in/kept.html", kept=carried, somebody_else=before not in (None, person.id), onward=arrival(asked)
        )
    return redirect(arrival(asked, kept.own_path(asked["next"])), 303)


@blueprint.post("/sign-out")
@policy(Policy.PUBLIC)
def leave() -> ResponseReturnValue:
    """Sign out, and tell this device nothing more; nothing happens where nobody is signed in."""
    acting, onward = maybe_actor() or sleeper(), departure()
    with writing() as work:
        if acting is not None:
            subscribing.unsubscribe(work.session, acting)
        end_browser_session(work)
    flash(gettext("You are signed out."), "info")
    return redirect(onward, 303)


@blueprint.app_errorhandler(SignInNeeded)
def ask_to_sign_in(error: SignInNeeded) -> ResponseReturnValue:
    """Send readers to the sign-in page; give writers a sign-in page that holds everything they sent."""
    if wants_json():
        return respond(DeviceRevoked() if _key_was_taken() else error)
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("sign_in.form", next=kept.own_path(request.path) or None), 303)
    try:
        sent = kept.from_request()
    except TooLarge as too_large:
        return respond(too_large)
    return make_response(_page(form=as_before(), kept=sent, ended=session_has_ended()), error.status)


@blueprint.app_errorhandler(LinkEnded)
def link_has_ended(error: LinkEnded) -> ResponseReturnValue:
    """A kind page for a link that can no longer be used, with the way to a new one."""
    if wants_json():
        return respond(error)
    kind = request.blueprint if request.blueprint in ("join", "reset", "sign_up") else "reset"
    return make_response(render_template("sign_in/link_ended.html", kind=kind), error.status)


def _key_was_taken() -> bool:
    """Tell whether the phone that asks lost its session together with its key: only then may it, signed out, hear why,
    and give the key up. Whose it is stands in the cookie we signed."""
    owner_id = browser_owner()
    sent = request.get_json(silent=True) if owner_id is not None else None
    if owner_id is None or not isinstance(sent, dict):
        return False
    try:
        device_id = UUID(str(sent.get("device")))
    except ValueError:
        return False
    with reading() as session:
        return was_revoked(session, owner_id, device_id)


def _page(**context: object) -> str:
    return render_template("sign_in/form.html", errors={}, open_sign_up=_is_open(), **context)


def _is_open() -> bool:
    return runtime().settings.open_sign_up
