"""Analysing again after an upgrade: cut short anywhere, it goes on where it was, and no two versions ever meet."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from journal.access import Role
from journal.analyser import VERSION
from journal.cli.imports import find_or_add, load, read_journal
from journal.config import read_settings
from journal.config.places import JOURNALS
from journal.database import new_id
from journal.http import open_runtime, transaction
from journal.reflections import operations, queries
from journal.reflections.models import StoredAnalysis
from tests.reflections.writing import WHEN, draft

COUNT = 260
TEXTS = [one.content.body for one in read_journal(JOURNALS / "nurse-ed.json").entries if one.content.body]


@pytest.fixture
def parts(tmp_path, monkeypatch):
    monkeypatch.setenv("JOURNAL_DATA_DIR", str(tmp_path / "data"))
    opened = open_runtime(read_settings(os.environ))
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def author(parts):
    """Somebody with 260 entries, all analysed by a version that is no more."""
    actor, _ = find_or_add(parts, "anna@example.org", "Anna", "three quiet herons", None, [Role.PRACTITIONER])
    texts = (TEXTS[n % len(TEXTS)] for n in range(COUNT))
    load(parts, actor, tuple(draft(text, written_at=WHEN + timedelta(days=n)) for n, text in enumerate(texts)))
    with transaction(parts) as work:
        work.session.execute(update(StoredAnalysis).values(version="0.1"))
    return actor


def counts(parts):
    with parts.database.read() as session:
        return dict(
            session.execute(select(StoredAnalysis.version, func.count()).group_by(StoredAnalysis.version)).all()
        )


def versions_read(parts, author):
    with parts.database.read() as session:
        return {entry.analysis.version for entry in queries.analysed(session, parts.keys, author)}


def reanalyse():
    return subprocess.Popen([sys.executable, "-m", "journal", "reanalyse"], stdout=subprocess.PIPE, text=True)


def test_killed_in_the_middle_it_keeps_what_was_done_and_does_the_rest_next_time(parts, author):
    with reanalyse() as process:
        deadline = time.monotonic() + 60
        while not counts(parts).get(VERSION) and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    done = counts(parts)
    assert 0 < done[VERSION] <= COUNT
    assert sum(done.values()) == COUNT
    assert versions_read(parts, author) == {VERSION}
    with reanalyse() as again:
        said, _ = again.communicate(timeout=120)
    assert f"{COUNT - done[VERSION]} entries analysed" in said
    assert "People" in said, "it tells how far it is"
    assert counts(parts) == {VERSION: COUNT}


def test_half_way_through_no_old_analysis_reaches_a_list_of_themes(parts, author):
    with transaction(parts) as work:
        assert operations.reanalyse(work.session, parts.keys, author.id, at_most=100) == 100
    assert counts(parts) == {VERSION: 100, "0.1": COUNT - 100}
    assert versions_read(parts, author) == {VERSION}
    with parts.database.read() as session:
        _, half = queries.find_themes(session, parts.keys, author)
    with transaction(parts) as work:
        operations.reanalyse(work.session, parts.keys, author.id, at_most=COUNT)
    with parts.database.read() as session:
        _, whole = queries.find_themes(session, parts.keys, author)
    assert half == whole


def test_what_an_older_version_kept_of_the_themes_is_not_shown(parts, author, monkeypatch):
    with parts.database.read() as session:
        through, found = queries.find_themes(session, parts.keys, author)
    with transaction(parts) as work:
        operations.keep_themes(work.session, parts.keys, author, through, found)
    with parts.database.read() as session:
        assert queries.kept_themes(session, parts.keys, author) == found
        monkeypatch.setattr(queries, "VERSION", "9.9")
        assert queries.kept_themes(session, parts.keys, author) is None


def test_entries_that_cannot_be_read_do_not_keep_the_others_waiting(parts, author, monkeypatch):
    damaged = {new_id()}
    real = operations.try_revision

    def some_damaged(keys, row):
        damaged.update([row.id] if len(damaged) <= 60 else [])
        return None if row.id in damaged else real(keys, row)

    monkeypatch.setattr(operations, "try_revision", some_damaged)
    total, done = 0, 1
    while done:
        with transaction(parts) as work:
            done = operations.reanalyse(work.session, parts.keys, author.id, at_most=50)
        total += done
    assert total == COUNT - 60
