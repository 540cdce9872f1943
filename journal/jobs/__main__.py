"""`python -m journal.jobs`: timed work as a process of its own, beside several servers on PostgreSQL."""

from __future__ import annotations

import os
import signal
import threading

from journal.config import read_settings
from journal.http import open_runtime
from journal.jobs.rounds import run_until


def main() -> None:
    """Work until SIGTERM or SIGINT, then stop cleanly."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    parts = open_runtime(read_settings(os.environ))
    parts.migrate()
    run_until(parts, stop)
    parts.close()


if __name__ == "__main__":
    main()
