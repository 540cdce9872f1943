"""Timed work: what is over goes, what is not stays, however often it runs."""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy import func, select

from journal import clock
from journal.accounts import operations as accounts
from journal.accounts.models import LiveSession, OneTimeLink
from journal.http import transaction
from journal.jobs.rounds import run_until
from journal.jobs.tidying import run_once


def counts(parts) -> tuple[int, int]:
    with parts.database.read() as session:
        return (
            session.scalar(select(func.count()).select_from(LiveSession)),
            session.scalar(select(func.count()).select_from(OneTimeLink)),
        )


def test_what_is_over_goes_and_what_is_not_stays(cast, parts):
    cast.browser("author")
    with transaction(parts) as work:
        accounts.ask_to_sign_up(work.session, "new@example.org")
    run_once(parts)
    assert counts(parts) == (1, 1)
    with clock.hold(clock.now() + timedelta(days=40)):
        cast.browser("author")
        run_once(parts)
        run_once(parts)
        assert counts(parts) == (1, 0)


def test_it_stops_when_told(parts):
    stop = threading.Event()
    stop.set()
    run_until(parts, stop)


def test_a_failure_is_noted_by_its_kind_alone(parts, caplog, monkeypatch):
    stop = threading.Event()

    def fail(*_):
        stop.set()
        raise ValueError("somebody's words")

    monkeypatch.setattr("journal.jobs.tidying.run_once", fail)
    run_until(parts, stop)
    assert "ValueError" in caplog.text
    assert "words" not in caplog.text
