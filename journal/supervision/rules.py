"""Pure decisions about supervision: how long a share lives, what state it is in, what may leave."""

from __future__ import annotations

from collections.abc import Sized
from datetime import datetime, timedelta
from enum import StrEnum

from journal.errors import Invalid
from journal.language import gettext

LIVES_DAYS = (7, 14, 28)
"""The days a share may live. There is no longer one: a supervisor prepares for the next meeting, and keeps no file."""

USUAL_DAYS = 14

KINDS_TO_ASK_ABOUT = 2
"""From so many kinds of indirect clues on, the author is asked who would know: one kind alone rarely tells."""


class State(StrEnum):
    """Where a share stands, as its author sees it."""

    LIVE = "live"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def expiry(now: datetime, days: int) -> datetime:
    """Give when a share made now ends; raise Invalid for a length that is not offered."""
    if days not in LIVES_DAYS:
        raise Invalid(gettext("Please choose for how long."), days=gettext("Choose 7, 14 or 28 days."))
    return now + timedelta(days=days)


def state(expires_at: datetime, ended_at: datetime | None, now: datetime) -> State:
    """Give where a share stands. Time alone ends it: nothing waits for the job that empties the copy."""
    if ended_at is not None and ended_at < expires_at:
        return State.WITHDRAWN
    return State.EXPIRED if now >= expires_at else State.LIVE


def asks_who_would_know(kinds: frozenset[str]) -> bool:
    """Tell whether indirect clues of so many different kinds stand together that somebody may be known by them."""
    return len(kinds) >= KINDS_TO_ASK_ABOUT


def may_leave(*, undecided: Sized, asks: bool, thought_of: bool) -> bool:
    """Tell whether a text may leave its author: every word found is decided, and the question thought about."""
    return not undecided and (thought_of or not asks)
