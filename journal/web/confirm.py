"""Ask for the password again before a step that matters."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.access import Policy
from journal.accounts.errors import WrongPassword
from journal.accounts.models import Person
from journal.errors import ConfirmNeeded, Invalid, TooLarge, TooMany
from journal.http import actor, begin_browser_session, policy, writing
from journal.http.errors import respond, wants_json
from journal.language import gettext
from journal.web import forms, kept
from journal.web.proving import prove

blueprint = Blueprint("confirm", __name__)


class Confirm(forms.Form):
    password = forms.Secret()
    next = forms.Line()


@blueprint.get("/confirm")
@policy(Policy.SIGNED_IN)
def form() -> ResponseReturnValue:
    """The page that asks for the password again."""
    onward = kept.own_path(request.args.get("next", ""))
    return render_template("confirm/form.html", form={"next": onward}, errors={})


@blueprint.post("/confirm")
@policy(Policy.SIGNED_IN)
def prove_again() -> ResponseReturnValue:
    """Check the password and go on with a fresh session."""
    acting, carried = actor(), kept.carried()
    try:
        asked = forms.read(Confirm(), kept.own_fields())
        person = prove(acting.email, asked["password"])
    except WrongPassword:
        wrong = Invalid(password=gettext("That is not your password. Please try again."))
        return forms.again("confirm/form.html", wrong, Confirm(), kept=carried)
    except (Invalid, TooMany) as error:
        return forms.again("confirm/form.html", error, Confirm(), kept=carried)
    with writing() as work:
        begin_browser_session(work, work.session.get_one(Person, person.id))
    if carried is not None and carried.path:
        return render_template("confirm/go_on.html", kept=carried)
    return redirect(kept.own_path(asked["next"]) or url_for("me.index"), 303)


@blueprint.app_errorhandler(ConfirmNeeded)
def ask_again(error: ConfirmNeeded) -> ResponseReturnValue:
    """Send readers to the page that asks; give writers one that holds everything they sent."""
    if wants_json():
        return respond(error)
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("confirm.form", next=kept.own_path(request.path) or None), 303)
    try:
        sent = kept.from_request()
    except TooLarge as too_large:
        return respond(too_large)
    return make_response(render_template("confirm/form.html", form={}, errors={}, kept=sent), error.status)
