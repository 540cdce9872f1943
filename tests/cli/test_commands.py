"""Commands as an operator types them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from journal.accounts import queries as accounts
from journal.accounts.models import Person, WrappedKey
from journal.cli import group
from journal.cli.demo import PASSWORD, WRITERS
from journal.cli.imports import read_journal
from journal.cli.running import reporting
from journal.config import read_settings
from journal.config.places import JOURNALS
from journal.http import open_runtime, transaction
from journal.insight.models import Release
from journal.reflections import operations, queries
from journal.reflections.models import Entry, StoredAnalysis
from journal.supervision.models import SharedCopy


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("JOURNAL_DATA_DIR", str(tmp_path / "data"))

    def command(*words: str):
        def call():
            with reporting():
                group.main(list(words), standalone_mode=False)

        runner = CliRunner()
        with runner.isolation() as streams:
            try:
                call()
                status = 0
            except SystemExit as stopped:
                status = stopped.code
            return status, streams[0].getvalue().decode(), streams[1].getvalue().decode()

    return command


@pytest.fixture
def parts(tmp_path, monkeypatch):
    monkeypatch.setenv("JOURNAL_DATA_DIR", str(tmp_path / "data"))
    import os

    opened = open_runtime(read_settings(os.environ))
    opened.migrate()
    yield opened
    opened.close()


def test_a_folder_of_journals_is_loaded_and_analysed_once(run, parts, tmp_path):
    for _ in range(2):
        status, out, _ = run("import", "--journal", str(JOURNALS))
        assert status == 0
        assert out.count("30 entries, analysed") == 4
    with parts.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Entry)) == 120
        assert session.scalar(select(func.count()).select_from(StoredAnalysis)) == 120
        assert session.scalar(select(func.count()).select_from(Person)) == 4


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"persona": {}}', '{"persona": {"id": "a", "role": "b"}, "entries": [{}]}']
)
def test_a_file_that_is_no_journal_is_one_plain_line(run, tmp_path, text):
    (tmp_path / "bad.json").write_text(text)
    status, _, error = run("import", "--journal", str(tmp_path))
    assert status == 1
    assert error.startswith("journal: bad.json is not a journal")
    assert "Traceback" not in error


def test_every_entry_of_a_journal_is_there_word_for_word(run, parts):
    run("import", "--journal", str(JOURNALS))
    plain = json.loads((JOURNALS / "sw-mental.json").read_text())
    with parts.database.read() as session:
        person = accounts.person_by_email(session, "sw-mental-01@journals.example")
        actor = accounts.actor_of(session, person)
        bodies = [seen.head.body for seen in queries.every(session, parts.keys, actor)]
    assert sorted(bodies) == sorted(entry["text"] for entry in plain["entries"])


def test_the_demo_is_the_main_job_on_real_input(run, parts):
    status, out, _ = run("demo", "--fill-only")
    assert status == 0
    for name in (*WRITERS, "supervisor", "trainer", "administrator"):
        assert f"{name}@wharfside.example" in out
    assert PASSWORD in out
    with parts.database.read() as session:
        for name in WRITERS:
            actor = accounts.actor_of(session, accounts.person_by_email(session, f"{name}@wharfside.example"))
            assert queries.count(session, actor) == len(read_journal(JOURNALS / f"{name}.json").entries)
            themes = queries.find_themes(session, parts.keys, actor)[1].themes
            assert 3 <= len(themes) <= 12
            assert all(theme.evidence for theme in themes)
        assert session.scalar(select(func.count()).select_from(SharedCopy)) == 1
        release = session.scalars(select(Release)).one()
        assert release.figures is not None
    for name in WRITERS:
        with transaction(parts) as work:
            actor = accounts.actor_of(work.session, accounts.person_by_email(work.session, f"{name}@wharfside.example"))
            for seen in queries.newest(work.session, parts.keys, actor, limit=40):
                operations.ask(work.session, parts.keys, actor, seen.id)
            asked = queries.questions(work.session, parts.keys, actor)
            assert len(asked) >= 25
            assert len({question.question_id for question in asked}) == len(asked)
    assert run("demo", "--fill-only")[0] == 0


def test_rotating_wraps_every_key_again_and_text_stays_readable(run, parts):
    run("import", "--journal", str(JOURNALS))
    assert run("keys", "rotate")[1].startswith("4 keys wrapped with wrapping key 2")
    with parts.key_store.read() as session:
        assert set(session.scalars(select(WrappedKey.wrapping))) == {"2"}
    import os

    again = open_runtime(read_settings(os.environ))
    with again.database.read() as session:
        actor = accounts.actor_of(
            session,
            accounts.person_by_email(session, "nurse-ed-01@journals.example")
            or session.scalars(select(Person)).first(),
        )
        assert queries.newest(session, again.keys, actor, limit=1)[0].head.body
    again.close()


def test_analysing_again_after_an_upgrade_does_what_is_missing_and_stops(run, parts):
    run("import", "--journal", str(JOURNALS))
    with transaction(parts) as work:
        for row in work.session.scalars(select(StoredAnalysis).limit(50)):
            work.session.delete(row)
    assert "50 entries analysed" in run("reanalyse")[1]
    assert "0 entries analysed" in run("reanalyse")[1]


def test_a_key_file_others_can_read_stops_the_start(run, parts, tmp_path):
    (tmp_path / "data" / "keys" / "ring.json").chmod(0o644)
    status, _, error = run("migrate")
    assert status == 1
    assert "0600" in error


def test_a_database_without_its_keys_is_never_given_new_ones(run, parts, tmp_path):
    ring = tmp_path / "data" / "keys" / "ring.json"
    ring.rename(tmp_path / "away.json")
    status, _, error = run("migrate")
    assert status == 1
    assert "backup" in error
    assert not ring.exists()


def test_the_demo_is_never_served_to_others(run, monkeypatch):
    monkeypatch.setenv("JOURNAL_HOST", "0.0.0.0")  # noqa: S104
    status, _, error = run("demo", "--fill-only")
    assert status == 1
    assert "this machine alone" in error
