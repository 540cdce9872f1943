"""The permission table. Every route names one policy of it; a route without one stops the server from starting.

A policy opens a page; it never opens a reflection. Rows are reached only through queries scoped to the actor, and
what the query does not give is 404.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from journal.access.actor import Actor, Role


class Policy(StrEnum):
    """What a route asks of whoever calls it."""

    PUBLIC = "public"
    SIGNED_OUT = "signed_out"
    SIGNED_IN = "signed_in"
    CONFIRMED = "confirmed"
    SUPERVISOR = "supervisor"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"
    ADMINISTRATOR_CONFIRMED = "administrator_confirmed"


def may(policy: Policy, actor: Actor | None) -> bool:
    """Tell whether the actor may call a route of this policy."""
    return _TABLE[policy](actor)


def requires_confirmation(policy: Policy) -> bool:
    """Tell whether the person must have entered their password a short while ago."""
    return policy in (Policy.CONFIRMED, Policy.ADMINISTRATOR_CONFIRMED)


def _anybody(actor: Actor | None) -> bool:
    return True


def _signed_in(actor: Actor | None) -> bool:
    return actor is not None


def _holds(role: Role) -> Callable[[Actor | None], bool]:
    def held(actor: Actor | None) -> bool:
        return actor is not None and actor.organisation_id is not None and role in actor.roles

    return held


_TABLE: dict[Policy, Callable[[Actor | None], bool]] = {
    Policy.PUBLIC: _anybody,
    Policy.SIGNED_OUT: _anybody,
    Policy.SIGNED_IN: _signed_in,
    Policy.CONFIRMED: _signed_in,
    Policy.SUPERVISOR: _holds(Role.SUPERVISOR),
    Policy.TRAINER: _holds(Role.TRAINER),
    Policy.ADMINISTRATOR: _holds(Role.ADMINISTRATOR),
    Policy.ADMINISTRATOR_CONFIRMED: _holds(Role.ADMINISTRATOR),
}
