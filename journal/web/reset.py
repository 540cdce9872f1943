"""Set a new password by a one-time link."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal import clock
from journal.access import Policy
from journal.accounts import operations, queries
from journal.accounts.models import LinkPurpose
from journal.accounts.rules import clean_email
from journal.errors import Invalid, TooMany
from journal.http import end_browser_session, limit_address, limit_subject, policy, reading, runtime, writing
from journal.http.throttling import MAIL
from journal.language import gettext, marked
from journal.web import forms, letters

blueprint = Blueprint("reset", __name__)


class Ask(forms.Form):
    email = forms.Line(required=True, needed=marked("Please write your email address."))


@blueprint.get("/reset")
@policy(Policy.PUBLIC)
def form() -> ResponseReturnValue:
    """The page that asks for an address."""
    return render_template("reset/form.html", form={}, errors={})


@blueprint.post("/reset")
@policy(Policy.PUBLIC)
def ask() -> ResponseReturnValue:
    """Send a link to the address if somebody signs in with it. The page says the same in either case."""
    try:
        limit_address()
        email = clean_email(forms.read(Ask())["email"])
        limit_subject(MAIL, email)
        with writing() as work:
            token = operations.ask_for_reset(work.session, email)
    except (Invalid, TooMany) as error:
        return forms.again("reset/form.html", error, Ask())
    if token is not None:
        letters.reset(email, letters.address_of(url_for("reset.open_link", token=token)))
    return render_template("reset/sent.html", email=email)


@blueprint.get("/reset/<token>")
@policy(Policy.PUBLIC)
def open_link(token: str) -> ResponseReturnValue:
    """The page behind the link. Opening it uses nothing up: mail scanners open links too."""
    _check(token)
    return render_template("reset/new_password.html", token=token, errors={})


@blueprint.post("/reset/<token>")
@policy(Policy.PUBLIC)
def set_password(token: str) -> ResponseReturnValue:
    """Set the password and end every session of the person; they sign in with the new one."""
    _check(token)
    try:
        limit_address()
        hashed = runtime().passwords.hash(forms.read(forms.NewPassword())["password"])
    except (Invalid, TooMany) as error:
        return forms.again("reset/new_password.html", error, forms.NewPassword(), token=token)
    with writing() as work:
        email = operations.reset_password(work.session, token, hashed).email
        end_browser_session(work)
    letters.password_changed(email)
    flash(gettext("Your new password is set. Sign in with it."), "kept")
    return redirect(url_for("sign_in.form"), 303)


def _check(token: str) -> None:
    with reading() as session:
        queries.open_link(session, token, LinkPurpose.RESET, clock.now())
