"""Routes declare a policy; one place enforces it; a route without one stops the server from starting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, current_app, request

from journal import clock
from journal.access import Actor, Policy, may, requires_confirmation
from journal.errors import Asleep, ConfirmNeeded, Forbidden, SignInNeeded
from journal.http.acting import maybe_actor, sleeper
from journal.http.transaction import runtime

View = TypeVar("View", bound=Callable[..., Any])


class PolicyMissing(RuntimeError):
    """A route declares no policy."""


def policy(asked: Policy) -> Callable[[View], View]:
    """Declare what the route asks of whoever calls it."""

    def declare(view: View) -> View:
        view.policy = asked  # type: ignore[attr-defined]
        return view

    return declare


def policy_of(app: Flask, endpoint: str) -> Policy:
    """Give the policy a route declares; raise PolicyMissing where it declares none."""
    view = app.view_functions[endpoint]
    declared = getattr(view, "policy", None)
    if declared is None:
        raise PolicyMissing(f"{endpoint} declares no policy")
    return Policy(declared)


def init_policies(app: Flask) -> None:
    """Check that every route declares a policy, and enforce it before each request."""
    for rule in app.url_map.iter_rules():
        policy_of(app, rule.endpoint)
    app.before_request(_enforce)


def _enforce() -> None:
    if request.endpoint is None:
        return  # no such route: the 404 that follows opens nothing
    asked = policy_of(current_app, request.endpoint)
    if asked is Policy.PUBLIC:
        return
    acting = maybe_actor()
    if not may(asked, acting):
        raise Forbidden if acting else Asleep if sleeper() else SignInNeeded
    if requires_confirmation(asked) and acting and not _confirmed(acting):
        raise ConfirmNeeded


def _confirmed(acting: Actor) -> bool:
    lasts = timedelta(minutes=runtime().settings.confirm_minutes)
    return acting.confirmed_at is not None and clock.now() - acting.confirmed_at < lasts
