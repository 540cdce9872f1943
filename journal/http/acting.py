"""Who is acting: Flask-Login over our own session table.

The cookie holds the owner and a random token; the table holds the token's hash. A session that was ended in the table
is ended everywhere at once, whatever cookie a browser still has.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import flask
from flask import request
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from journal import clock
from journal.access import Actor
from journal.accounts import operations, queries
from journal.accounts.models import LiveSession, Person
from journal.accounts.tokens import read_session_cookie, session_cookie
from journal.errors import Asleep, SignInNeeded
from journal.http.browser_names import browser_name
from journal.http.transaction import Work, reading, runtime, writing

# A session's last use is written at most this often: exact to a minute is enough for a limit of thirty.
_TOUCH_EVERY = timedelta(seconds=60)

_KEEPS = "keeps"


class _SignedIn(UserMixin):  # type: ignore[misc]
    """Flask-Login's view of a session: its id is the cookie's text, never a person's id alone."""

    def __init__(self, cookie: str, acting: Actor, *, asleep: bool = False) -> None:
        self.id = cookie
        self.actor = acting
        self.asleep = asleep


def init_acting(app: flask.Flask) -> None:
    """Set Flask-Login up. Its own session protection is off: a phone's address changes with every mast."""
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(_load)
    # Its context processor would look the person up for every page, the error page without a database included.
    manager.init_app(app, add_context_processor=False)


def maybe_actor() -> Actor | None:
    """Give who is acting, or None where nobody is signed in, or their session sleeps."""
    return current_user.actor if current_user.is_authenticated and not current_user.asleep else None


def sleeper() -> Actor | None:
    """Give whose session sleeps here: their journal is locked on this phone. None where nobody's does."""
    return current_user.actor if current_user.is_authenticated and current_user.asleep else None


def actor() -> Actor:
    """Give who is acting; raise SignInNeeded where nobody is, Asleep where their session sleeps."""
    acting = maybe_actor()
    if acting is None:
        raise Asleep if sleeper() else SignInNeeded
    return acting


def browser_owner() -> UUID | None:
    """Give whose session this browser holds or last held, live or ended; None where it never had one."""
    held = read_session_cookie(str(flask.session.get("_user_id", "")))
    return held[0] if held else None


def session_has_ended() -> bool:
    """Tell whether this browser still holds the cookie of a session that is over."""
    return not current_user.is_authenticated and browser_owner() is not None


def browser_keeps() -> bool:
    """Tell whether the last person who signed in here let this browser keep their journal, whether or not they still
    are signed in."""
    return flask.session.get(_KEEPS) is True


def begin_browser_session(work: Work, person: Person, *, keeps: bool | None = None) -> None:
    """Start a fresh session for the person and give this browser its cookie; an older one of this browser ends.

    Used at sign-in and when somebody proves again who they are, so that a token seen before is worth nothing after.
    `keeps` tells whether this browser keeps the journal from now on; None leaves that as it is.
    """
    _end_row(work)
    if keeps is None:
        keeps = browser_keeps()
    token = operations.start_session(work.session, person, browser=browser_name(request.user_agent.string))
    acting = queries.actor_of(work.session, person)
    cookie = session_cookie(person.id, token)

    def give_cookie() -> None:
        flask.session.clear()
        if keeps:
            flask.session[_KEEPS] = True
        login_user(_SignedIn(cookie, acting))

    work.after_commit(give_cookie)


def end_browser_session(work: Work) -> None:
    """End this browser's session and take its cookie away."""
    _end_row(work)

    def forget() -> None:
        logout_user()
        flask.session.clear()

    work.after_commit(forget)


def _end_row(work: Work) -> None:
    held = read_session_cookie(str(flask.session.get("_user_id", "")))
    if held is not None:
        operations.end_session(work.session, *held)


def _load(cookie: str) -> _SignedIn | None:
    held = read_session_cookie(cookie)
    if held is None:
        return None
    now, limits = clock.now(), runtime().session_limits
    with reading() as session:
        found = queries.live_session(session, *held, limits, now)
        if found is None:
            return None
        live, person = found
        acting = queries.actor_of(session, person, live)
    if now - live.seen_at >= _TOUCH_EVERY:
        _touch(live)
    return _SignedIn(cookie, acting, asleep=live.asleep_at is not None)


def _touch(live: LiveSession) -> None:
    with writing() as work:
        operations.touch_session(work.session, live)
