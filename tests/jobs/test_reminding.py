"""Several job processes at once, and processes killed at the worst moment: no reminder goes out twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import func, select

from journal import clock
from journal.access import Role
from journal.config import VARIABLES, Settings
from journal.http import transaction
from journal.jobs import reminding
from journal.reminders import operations
from journal.reminders.models import ReminderPlan, ReminderSent
from tests.people import Cast
from tests.reminders.browsers import Browser, Service, subscribed

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SIX = datetime(2026, 6, 1, 17, 0, tzinfo=UTC)
PEOPLE = 9
JOBS = 3


class LocalService:
    """A push service on this machine. `ready` is answered when as many jobs stand at the line as there are to be."""

    def __init__(self) -> None:
        self.pushed: Counter[str] = Counter()
        self.reached = threading.Event()
        self.line = threading.Barrier(JOBS)
        service, lock = self, threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"] or 0))
                if self.path == "/ready":
                    service.line.wait(60)
                elif self.path == "/reached":
                    service.reached.set()
                else:
                    with lock:
                        service.pushed[self.path.removeprefix("/push/")] += 1
                self.send_response(201)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def service() -> Iterator[LocalService]:
    one = LocalService()
    yield one
    one.close()


@pytest.fixture
def browsers(cast: Cast, parts) -> list[Browser]:
    """People who are all due at six, each with a browser."""
    found = []
    with clock.hold(NOW):
        for number in range(PEOPLE):
            actor = cast.add(f"{number}@example.org", f"Person {number}", "ward", {Role.PRACTITIONER})
            with transaction(parts) as work:
                operations.add_time(
                    work.session, parts.keys, actor, days=range(7), minute=18 * 60, zone="Europe/London"
                )
            found.append(subscribed(cast, actor))
    return found


def job(settings: Settings, mode: str, service: LocalService, at: datetime) -> subprocess.Popen[bytes]:
    ours = {variable.name for variable in VARIABLES}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {"JOURNAL_DATA_DIR": str(settings.data_dir)}
    if settings.on_postgresql:
        environment |= {"DATABASE_URL": settings.database_url, "KEYS_DATABASE_URL": settings.keys_database_url}
    command = [sys.executable, "-m", "tests.jobs.process", mode, service.address, at.isoformat()]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def later(parts, at: datetime) -> Service:
    """What one more round sends at a moment."""
    told = Service()
    with clock.hold(at):
        reminding.run_once(parts, sender=told.sender(parts))
    return told


def sent(parts) -> int:
    with parts.database.read() as session:
        return session.scalar(select(func.count()).select_from(ReminderSent))


@pytest.mark.server
def test_three_jobs_at_once_send_each_reminder_once(settings, parts, browsers, service, monkeypatch):
    jobs = [job(settings, "race", service, SIX) for _ in range(JOBS)]
    assert [one.wait(120) for one in jobs] == [0] * JOBS
    assert service.pushed == Counter({browser.token: 1 for browser in browsers})
    assert sent(parts) == PEOPLE
    assert later(parts, SIX + timedelta(seconds=30)).taken == []


@pytest.mark.server
def test_a_job_killed_between_the_claim_and_the_sending_loses_the_reminder_and_never_sends_it_twice(
    settings, parts, browsers, service
):
    killed = job(settings, "after-commit", service, SIX)
    assert service.reached.wait(60)
    killed.send_signal(signal.SIGKILL)
    killed.wait(30)
    assert sent(parts) == PEOPLE
    assert later(parts, SIX + timedelta(seconds=30)).taken == []
    tomorrow = later(parts, SIX + timedelta(days=1))
    assert [tomorrow.kinds(browser) for browser in browsers] == [["write"]] * PEOPLE


@pytest.mark.server
def test_a_job_killed_before_its_claim_is_written_has_sent_nothing_and_another_sends_it(
    settings, parts, browsers, service
):
    killed = job(settings, "before-commit", service, SIX)
    assert service.reached.wait(60)
    killed.send_signal(signal.SIGKILL)
    killed.wait(30)
    assert sent(parts) == 0
    assert service.pushed == Counter()
    after = later(parts, SIX + timedelta(seconds=30))
    assert [after.kinds(browser) for browser in browsers] == [["write"]] * PEOPLE
    assert sent(parts) == PEOPLE


def test_threads_of_one_server_share_the_people_out(parts, browsers, monkeypatch):
    """Claims of two people at a time, from several threads at once, while everybody's plan is looked at."""
    monkeypatch.setattr(reminding, "PEOPLE_A_CLAIM", 2)
    told, line = Service(), threading.Barrier(4)

    def work() -> None:
        line.wait(30)
        with clock.hold(SIX):
            for _ in range(3):
                reminding.run_once(parts, sender=told.sender(parts))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert [told.kinds(browser) for browser in browsers] == [["write"]] * PEOPLE


def test_a_round_is_bounded_and_the_next_goes_on(parts, browsers, monkeypatch):
    monkeypatch.setattr(reminding, "PEOPLE_A_CLAIM", 2)
    monkeypatch.setattr(reminding, "CLAIMS_A_ROUND", 2)
    seen = []
    for _ in range(4):
        seen.append(len(later(parts, SIX).taken))
    assert seen == [4, 4, 1, 0]


def test_it_stops_between_claims_when_it_is_told_to(parts, browsers, monkeypatch):
    monkeypatch.setattr(reminding, "PEOPLE_A_CLAIM", 2)
    told, stop = Service(), threading.Event()
    send = told.sender(parts)

    def sender(given):
        stop.set()
        return send(given)

    with clock.hold(SIX):
        reminding.run_once(parts, stop=stop, sender=sender)
    assert len(told.taken) == 2
    with parts.database.read() as session:
        waiting = session.scalar(select(func.count()).select_from(ReminderPlan).where(ReminderPlan.next_at <= SIX))
    assert waiting == PEOPLE - 2
