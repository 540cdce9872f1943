"""Bring: who supervises me, what I share with them, and the way a share takes: choose, decide about words, look, share.

A copy to take away goes the same way, and ends in a page to print or keep.

Every step but the first is a POST, so no address says more than an entry's id. What a form sends back is decisions
only; the text is worked out anew at each step, and only what the author looked at leaves.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from journal.access import Policy
from journal.database import new_id
from journal.errors import Invalid
from journal.http import actor, policy, reading, runtime, writing
from journal.language import gettext, long_date
from journal.reflections import queries as reflections
from journal.supervision import agreements, looking, operations, queries, rules
from journal.supervision.content import MARKS
from journal.supervision.errors import LookAgain, NotDecided
from journal.supervision.looking import Look, Wish
from journal.web import forms
from journal.web.words import printable

blueprint = Blueprint("sharing", __name__)

RECENT = 5
_DECISION = "word-"
_NOBODY = UUID(int=0)
_COPY = "copy"
"""Chosen in the place of a supervisor: a copy to take away."""


class ShareForm(forms.Form):
    """What every step of sharing carries onward. Decisions about words come beside it, one field a word."""

    supervisor = fields.UUID(load_default=_NOBODY)
    section = fields.List(fields.String(), load_default=list)
    days = fields.Integer(load_default=0)
    once = fields.UUID(required=True)
    step = fields.String(load_default="", validate=validate.OneOf(["", "choose", "words"]))
    seen = fields.String(load_default="")
    known = fields.String(load_default="")


class SupervisorForm(forms.Form):
    """Who is asked."""

    supervisor = fields.UUID(required=True)


@blueprint.get("/bring")
@policy(Policy.SIGNED_IN)
def index() -> str:
    """Show who supervises the author, what is shared now and was before, and the newest entries to choose from."""
    return _index()


@blueprint.post("/bring/supervisors")
@policy(Policy.SIGNED_IN)
def propose() -> ResponseReturnValue:
    """Ask somebody to be the author's supervisor."""
    try:
        asked = forms.read(SupervisorForm())["supervisor"]
        with writing() as work:
            agreements.propose_supervisor(work.session, actor(), asked)
    except Invalid as error:
        return _index({"supervisor": gettext("Choose who to ask.")}), error.status
    flash(gettext("They are asked. You can share with them once they agree."), "info")
    return redirect(url_for("sharing.index"), 303)


@blueprint.post("/bring/agreements/<uuid:agreement_id>/agree")
@policy(Policy.SIGNED_IN)
def agree(agreement_id: UUID) -> ResponseReturnValue:
    """Agree to be supervised by somebody who asked."""
    with writing() as work:
        agreements.agree(work.session, actor(), agreement_id)
    flash(gettext("You both agree now. They still see nothing but what you choose to share."), "kept")
    return redirect(url_for("sharing.index"), 303)


@blueprint.post("/bring/agreements/<uuid:agreement_id>/end")
@policy(Policy.SIGNED_IN)
def end(agreement_id: UUID) -> ResponseReturnValue:
    """End it, decline it or take it back."""
    with writing() as work:
        agreements.end(work.session, actor(), agreement_id)
    flash(gettext("That is ended. Nothing of yours is shared with them now."), "info")
    return redirect(url_for("sharing.index"), 303)


@blueprint.get("/bring/<uuid:entry_id>")
@policy(Policy.SIGNED_IN)
def form(entry_id: UUID) -> str:
    """Ask with whom, which parts and for how long."""
    return _form_page(entry_id, chosen=None, errors={})


@blueprint.post("/bring/<uuid:entry_id>/look")
@policy(Policy.SIGNED_IN)
def look(entry_id: UUID) -> ResponseReturnValue:
    """Show what would leave: first the words to decide about, then exactly the text as it would be read."""
    try:
        sent = _sent()
        if sent["step"] == "choose":
            return _form_page(entry_id, chosen=sent, errors={})
        wish = _wish(entry_id, sent)
        with reading() as session:
            found = looking.look(session, runtime().keys, actor(), wish)
    except Invalid as error:
        return _form_page(entry_id, chosen=_typed(), errors=error.fields), error.status
    again = sent["step"] == "words"
    if again or found.undecided:
        # Only somebody who was on the page of words and left one open is told so.
        left_open = {
            _DECISION + w.key: gettext("Decide about “%(words)s”.", words=printable(w.surface)) for w in found.undecided
        }
        errors = left_open if wish.replaced and not again else {}
        return _words_page(wish, sent, found, errors), 422 if errors else 200
    return _look_page(wish, sent, found)


@blueprint.post("/bring/<uuid:entry_id>/share")
@policy(Policy.SIGNED_IN)
def share(entry_id: UUID) -> ResponseReturnValue:
    """Share what the author looked at. Anything that does not fit it any more is shown again instead."""
    keys, acting = runtime().keys, actor()
    try:
        sent = _sent()
        wish = _wish(entry_id, sent)
        with writing() as work:
            share_id = operations.share(
                work.session, keys, acting, wish, once=sent["once"], seen=sent["seen"], thought_of=bool(sent["known"])
            )
            made = queries.my_share(work.session, keys, acting, share_id)
    except (LookAgain, NotDecided) as error:
        return _look_again(wish, sent, error)
    except Invalid as error:
        return _form_page(entry_id, chosen=_typed(), errors=error.fields), error.status
    flash(
        gettext(
            "%(name)s can read it until %(day)s. You can take it back before then.",
            name=made.recipient,
            day=long_date(made.expires_at),
        ),
        "kept",
    )
    return redirect(url_for("sharing.index"), 303)


@blueprint.post("/bring/<uuid:entry_id>/copy")
@policy(Policy.SIGNED_IN)
def copy(entry_id: UUID) -> ResponseReturnValue:
    """Give what the author looked at as a page to print or keep. It is made for this answer and kept nowhere."""
    try:
        sent = _sent()
        wish = replace(_wish(entry_id, sent), supervisor_id=None)
        with writing() as work:
            made = operations.take_away(
                work.session, runtime().keys, actor(), wish, seen=sent["seen"], thought_of=bool(sent["known"])
            )
    except (LookAgain, NotDecided) as error:
        return _look_again(wish, sent, error)
    except Invalid as error:
        return _form_page(entry_id, chosen=_typed(), errors=error.fields), error.status
    return render_template("sharing/copy.html", copy=made, entry_id=entry_id)


@blueprint.get("/bring/shares/<uuid:share_id>")
@policy(Policy.SIGNED_IN)
def shared(share_id: UUID) -> str:
    """Show exactly what left, to its author."""
    with reading() as session:
        mine = queries.my_share(session, runtime().keys, actor(), share_id)
    return render_template("sharing/shared.html", mine=mine)


@blueprint.post("/bring/shares/<uuid:share_id>/withdraw")
@policy(Policy.SIGNED_IN)
def withdraw(share_id: UUID) -> ResponseReturnValue:
    """Take a share back."""
    with writing() as work:
        operations.withdraw(work.session, actor(), share_id)
    flash(gettext("Taken back. They cannot open it any more."), "kept")
    return redirect(url_for("sharing.index"), 303)


def _index(errors: dict[str, str] | None = None) -> str:
    keys, acting = runtime().keys, actor()
    with reading() as session:
        relations = [one for one in queries.relations(session, acting) if not one.as_supervisor]
        shares = queries.my_shares(session, keys, acting)
        return render_template(
            "sharing/index.html",
            relations=relations,
            able={one.id for one in queries.my_supervisors(session, acting)},
            possible=queries.possible_supervisors(session, acting),
            live=[one for one in shares if one.state is rules.State.LIVE],
            shared_now={one.entry_id for one in shares if one.state is rules.State.LIVE},
            ended=[one for one in shares if one.state is not rules.State.LIVE],
            recent=reflections.newest(session, keys, acting, limit=RECENT),
            errors=errors or {},
        )


def _form_page(entry_id: UUID, *, chosen: dict[str, Any] | None, errors: dict[str, str]) -> str:
    keys, acting = runtime().keys, actor()
    with reading() as session:
        seen = reflections.entry(session, keys, acting, entry_id)
        supervisors = queries.my_supervisors(session, acting)
        live = [s for s in queries.my_shares(session, keys, acting, entry_id=entry_id) if s.state is rules.State.LIVE]
    pieces, marked = looking.sections(seen.head)
    every = [*(piece.key for piece in pieces), *([MARKS] if marked else [])]
    usual = {
        "supervisor": supervisors[0].other_id if len(supervisors) == 1 else None if supervisors else _COPY,
        "section": every,
        "days": rules.USUAL_DAYS,
        "once": new_id(),
    }
    return render_template(
        "sharing/form.html",
        seen=seen,
        supervisors=supervisors,
        pieces=pieces,
        marked=marked,
        live=live,
        lives=rules.LIVES_DAYS,
        form=chosen or usual,
        decisions=_decisions(),
        errors=errors,
    )


def _look_again(wish: Wish, sent: dict[str, Any], error: LookAgain | NotDecided) -> tuple[str, int]:
    with reading() as session:
        found = looking.look(session, runtime().keys, actor(), wish)
    if found.undecided:
        return _words_page(wish, sent, found, {"form": error.message}), error.status
    open_question = isinstance(error, NotDecided)
    errors = {"known": gettext("Choose one of the two.")} if open_question else {"main": error.message}
    return _look_page(wish, sent, found, errors), error.status


def _words_page(wish: Wish, sent: dict[str, Any], found: Look, errors: dict[str, str]) -> str:
    return render_template("sharing/words.html", wish=wish, sent=sent, look=found, errors=errors)


def _look_page(wish: Wish, sent: dict[str, Any], found: Look, errors: dict[str, str] | None = None) -> str:
    return render_template("sharing/look.html", wish=wish, sent=sent, look=found, errors=errors or {})


def _sent() -> dict[str, Any]:
    plain = request.form.copy()
    for name in _decisions():
        plain.pop(_DECISION + name)
    if plain.get("supervisor") != _COPY:
        return forms.read(ShareForm(), plain)
    plain.pop("supervisor")
    return {**forms.read(ShareForm(), plain), "supervisor": _COPY}


def _typed() -> dict[str, Any]:
    return forms.typed(ShareForm())


def _decisions() -> dict[str, str]:
    names = (name for name in request.form if name.startswith(_DECISION))
    return {name.removeprefix(_DECISION): request.form[name] for name in names}


def _wish(entry_id: UUID, sent: dict[str, Any]) -> Wish:
    return Wish(
        entry_id=entry_id,
        supervisor_id=None if sent["supervisor"] == _COPY else sent["supervisor"],
        sections=frozenset(sent["section"]),
        days=sent["days"],
        replaced={key: what == "replace" for key, what in _decisions().items() if what in ("replace", "leave")},
    )
