"""Start a journal alone, where the organisation that runs the server lets anybody do so."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal import clock
from journal.access import Policy
from journal.accounts import operations, queries
from journal.accounts.models import LinkPurpose
from journal.accounts.rules import clean_email, clean_name
from journal.errors import Conflict, Invalid, NotFound, TooMany
from journal.http import begin_browser_session, limit_address, limit_subject, policy, reading, runtime, writing
from journal.http.throttling import MAIL
from journal.language import marked
from journal.web import forms, letters
from journal.web.keeping import arrival, may_keep
from journal.web.newcomers import new_person

blueprint = Blueprint("sign_up", __name__)


class Ask(forms.Form):
    email = forms.Line(required=True, needed=marked("Please write your email address."))


class Finish(forms.Form):
    name = forms.Line(required=True, needed=marked("Please write your name."))
    password = forms.Secret()
    keep = forms.Line()


@blueprint.get("/sign-up")
@policy(Policy.PUBLIC)
def form() -> ResponseReturnValue:
    """The page that asks for an address."""
    _only_if_open()
    return render_template("sign_up/form.html", form={}, errors={})


@blueprint.post("/sign-up")
@policy(Policy.PUBLIC)
def ask() -> ResponseReturnValue:
    """Send a mail to the address. The page says the same whether or not it has an account; the mail itself tells."""
    _only_if_open()
    try:
        limit_address()
        email = clean_email(forms.read(Ask())["email"])
        limit_subject(MAIL, email)
        with writing() as work:
            token = operations.ask_to_sign_up(work.session, email)
    except (Invalid, TooMany) as error:
        return forms.again("sign_up/form.html", error, Ask())
    if token is None:
        letters.sign_up_known(email, letters.address_of(url_for("sign_in.form")))
    else:
        letters.sign_up(email, letters.address_of(url_for("sign_up.open_link", token=token)))
    return render_template("sign_up/sent.html", email=email)


@blueprint.get("/sign-up/<token>")
@policy(Policy.PUBLIC)
def open_link(token: str) -> ResponseReturnValue:
    """The page behind the link: a name and a password."""
    email = _email_of(token)
    return render_template("sign_up/finish.html", token=token, email=email, form={}, errors={})


@blueprint.post("/sign-up/<token>")
@policy(Policy.PUBLIC)
def finish(token: str) -> ResponseReturnValue:
    """Make the account and sign its person in."""
    email = _email_of(token)
    try:
        limit_address()
        asked = forms.read(Finish())
        name, hashed = clean_name(asked["name"]), runtime().passwords.hash(asked["password"])
        with new_person(email) as person_id, writing() as work:
            person = operations.finish_sign_up(
                work.session, token, person_id=person_id, name=name, password_hash=hashed
            )
            begin_browser_session(work, person, keeps=may_keep(asked))
    except (Invalid, Conflict, TooMany) as error:
        return forms.again("sign_up/finish.html", error, Finish(), token=token, email=email)
    return redirect(arrival(asked), 303)


def _email_of(token: str) -> str:
    _only_if_open()
    with reading() as session:
        return queries.open_link(session, token, LinkPurpose.SIGN_UP, clock.now()).email


def _only_if_open() -> None:
    if not runtime().settings.open_sign_up:
        raise NotFound
