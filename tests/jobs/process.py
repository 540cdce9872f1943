"""A job in a process of its own, which posts to a push service on this machine: `python -m tests.jobs.process`.

    MODE SERVICE MOMENT    MODE: race (begins when it is told to), before-commit or after-commit (stops there for ever)

Everything is the real thing but the network: push services' hosts are answered by SERVICE.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime
from urllib.request import Request, urlopen

from journal import clock
from journal.config import read_settings
from journal.http import open_runtime
from journal.jobs import reminding
from journal.reminders import claiming, delivery, vapid
from journal.reminders.answers import Answer
from journal.reminders.claiming import Given


def main(mode: str, service: str, moment: str) -> None:
    parts = open_runtime(read_settings(os.environ, password_memory_mib=1, testing=True))
    key = vapid.private_key(parts.ring)

    def over_there(address: str, body: bytes, headers: object) -> Answer:
        return Answer(tell(f"{service}/push/{address.rsplit('/', 1)[1]}", body))

    def sender(given: Given) -> Answer:
        if mode == "after-commit":
            stop_here()
        return delivery.send(
            given.subscription, given.kind, key, contact="https://journal.example", transport=over_there
        )

    def stop_here() -> None:
        tell(f"{service}/reached", b"")
        time.sleep(600)

    if mode == "before-commit":
        real = claiming.claim

        def claim(*given, **more):
            real(*given, **more)
            stop_here()

        claiming.claim = claim
    if mode == "race":
        tell(f"{service}/ready", b"")  # answered when everybody is
    with clock.hold(datetime.fromisoformat(moment)):
        reminding.run_once(parts, sender=sender)
    parts.close()


def tell(address: str, body: bytes) -> int:
    with urlopen(Request(address, data=body, method="POST"), timeout=60) as answer:  # noqa: S310 - this machine
        return answer.status


if __name__ == "__main__":
    main(*sys.argv[1:])
