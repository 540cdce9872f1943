"""The round of timed work: reminders every half minute, tidying every ten minutes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from journal.http import Runtime
from journal.jobs import reminding, tidying

EVERY_SECONDS = 30.0
TIDY_EVERY_ROUNDS = 20

_log = logging.getLogger("journal.jobs")


def run_until(parts: Runtime, stop: threading.Event) -> None:
    """Work until `stop` is set. A failure is noted by its kind and tried again in the next round."""
    number = 0
    while True:
        _try("reminding", lambda: reminding.run_once(parts, stop=stop))
        if number % TIDY_EVERY_ROUNDS == 0:
            _try("tidying", lambda: tidying.run_once(parts))
        number += 1
        if stop.wait(EVERY_SECONDS):
            return


def _try(what: str, work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as error:  # the thread must outlive a database that is away for a while
        _log.error("%s failed: %s", what, type(error).__name__)
