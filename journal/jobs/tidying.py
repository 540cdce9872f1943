"""What is done now and then: end shares that have expired, forget sessions, links, limits and sent reminders."""

from __future__ import annotations

from journal import clock
from journal.accounts import operations as accounts
from journal.http import Runtime, transaction
from journal.reminders import claiming
from journal.supervision import operations as supervision
from journal.throttle import tidy


def run_once(parts: Runtime) -> None:
    """Do everything that is due, each in a transaction of its own."""
    with transaction(parts) as work:
        supervision.end_expired(work.session, clock.now())
    with transaction(parts) as work:
        accounts.tidy_sessions(work.session, parts.session_limits)
        accounts.tidy_links(work.session)
    with transaction(parts) as work:
        tidy(work.session)
        claiming.tidy_sent(work.session, clock.now())
