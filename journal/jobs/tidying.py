"""What is done now and then: end shares that have expired, forget sessions, links and limits that are over."""

from __future__ import annotations

import logging
import threading

from journal import clock
from journal.accounts import operations as accounts
from journal.http import Runtime, transaction
from journal.supervision import operations as supervision
from journal.throttle import tidy

EVERY_SECONDS = 600.0

_log = logging.getLogger("journal.jobs")


def run_once(parts: Runtime) -> None:
    """Do everything that is due, each in a transaction of its own."""
    with transaction(parts) as work:
        supervision.end_expired(work.session, clock.now())
    with transaction(parts) as work:
        accounts.tidy_sessions(work.session, parts.session_limits)
        accounts.tidy_links(work.session)
    with transaction(parts) as work:
        tidy(work.session)


def run_until(parts: Runtime, stop: threading.Event) -> None:
    """Do what is due every ten minutes until `stop` is set. A failure is noted by its kind and tried again."""
    while True:
        try:
            run_once(parts)
        except Exception as error:  # the thread must outlive a database that is away for a while
            _log.error("tidying failed: %s", type(error).__name__)
        if stop.wait(EVERY_SECONDS):
            return
