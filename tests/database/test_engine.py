import sqlite3
import threading
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from hypothesis import HealthCheck, given
from hypothesis import settings as slowly
from hypothesis import strategies as st
from sqlalchemy import bindparam, text
from sqlalchemy.exc import DBAPIError, StatementError

from journal.database import Database, UnsafeSQLite, UtcTime, make_engine, new_id
from journal.database.engine import check_sqlite

KEY = bytes(range(32))
SENTENCE = "She held my hand and said nothing for a long while"


@pytest.fixture
def database(tmp_path):
    given = Database(make_engine(tmp_path / "data" / "journal.db", KEY))
    with given.write() as session:
        session.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT NOT NULL, at TIMESTAMP)"))
    yield given
    given.close()


def add(session, words):
    session.execute(text("INSERT INTO note (words) VALUES (:words)"), {"words": words})


def notes(database):
    with database.read() as session:
        return list(session.scalars(text("SELECT words FROM note ORDER BY id")))


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 46, 9), (3, 50, 6), (3, 51, 0), (3, 51, 2)])
def test_a_sqlite_that_can_corrupt_its_file_is_refused(version):
    with pytest.raises(UnsafeSQLite, match=r"3\.51\.3"):
        check_sqlite(version)


@pytest.mark.parametrize("version", [(3, 44, 6), (3, 44, 9), (3, 50, 7), (3, 51, 3), (3, 53, 0), (4, 0, 0)])
def test_a_mended_sqlite_is_taken(version):
    check_sqlite(version)


def test_the_one_that_is_installed_is_taken():
    check_sqlite(sqlcipher.sqlite_version_info)


def test_the_engine_asks_before_it_opens_anything(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlcipher, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(UnsafeSQLite):
        make_engine(tmp_path / "data" / "journal.db", KEY)
    assert not (tmp_path / "data").exists()


def test_the_files_hold_no_plain_text(database, tmp_path):
    with database.write() as session:
        for _ in range(200):
            add(session, SENTENCE)
    files = list((tmp_path / "data").iterdir())
    assert {"journal.db", "journal.db-wal"} <= {file.name for file in files}
    for file in files:
        held = file.read_bytes()
        assert SENTENCE.encode() not in held
        assert b"SQLite format" not in held
        assert b"CREATE TABLE" not in held
    database.close()
    assert SENTENCE.encode() not in (tmp_path / "data" / "journal.db").read_bytes()


def test_without_the_key_the_file_does_not_open(database, tmp_path):
    path = tmp_path / "data" / "journal.db"
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("SELECT * FROM note")
    other = Database(make_engine(path, bytes(32)))
    with pytest.raises(DBAPIError), other.read() as session:
        session.execute(text("SELECT * FROM note"))
    other.close()


def test_what_must_hold_on_every_connection_holds(database):
    with database.read() as session:
        for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)):
            assert session.scalar(text(f"PRAGMA {pragma}")) == value


def test_the_folder_is_for_its_owner_alone(database, tmp_path):
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_a_block_that_fails_leaves_nothing(database):
    with pytest.raises(ZeroDivisionError), database.write() as session:
        add(session, "never")
        raise ZeroDivisionError
    with database.write() as session:
        add(session, "kept")
    assert notes(database) == ["kept"]


def test_what_a_reader_changes_is_forgotten(database):
    with database.read() as session:
        add(session, "never")
    assert notes(database) == []


def test_a_reader_sees_one_moment_while_others_write(database):
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM note")) == 0
        with database.write() as writing:
            add(writing, "meanwhile")
        assert session.scalar(text("SELECT count(*) FROM note")) == 0
    assert notes(database) == ["meanwhile"]


def test_writers_are_served_in_the_order_they_came(database):
    order, threads = [], []

    def write(number):
        with database.write() as session:
            order.append(number)
            add(session, str(number))

    with database.write():
        for number in range(12):
            thread = threading.Thread(target=write, args=(number,))
            thread.start()
            threads.append(thread)
            while database._writers.waiting() <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(12))
    assert notes(database) == [str(number) for number in range(12)]


def test_a_writer_that_fails_lets_the_next_one_in(database):
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), database.write():
            raise ZeroDivisionError
    done = threading.Event()

    def write():
        with database.write() as session:
            add(session, "after")
        done.set()

    threading.Thread(target=write).start()
    assert done.wait(10)


def test_a_write_inside_a_write_is_refused_rather_than_waiting_for_ever(database):
    with pytest.raises(RuntimeError, match="inside another"), database.write(), database.write():
        pass
    with database.write() as session:
        add(session, "still open")
    assert notes(database) == ["still open"]


def test_many_threads_lose_nothing(database):
    def write(number):
        for part in range(10):
            with database.write() as session:
                add(session, f"{number}.{part}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(notes(database))) == 80


@slowly(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(
    moment=st.datetimes(
        datetime(1990, 1, 1),  # noqa: DTZ001
        datetime(2200, 1, 1),  # noqa: DTZ001
        timezones=st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    )
)
def test_a_moment_comes_back_as_the_same_moment_in_utc(database, moment):
    kind = UtcTime()
    with database.write() as session:
        session.execute(text("DELETE FROM note"))
        session.execute(
            text("INSERT INTO note (words, at) VALUES ('x', :at)").bindparams(
                # The type decides how it is kept.
                bindparam("at", moment, type_=kind)
            )
        )
    with database.read() as session:
        back = session.scalar(text("SELECT at FROM note").columns(at=kind))
    assert back == moment
    assert back.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database):
    kind = UtcTime()
    with pytest.raises(StatementError, match="without a zone"), database.write() as session:
        session.execute(
            text("INSERT INTO note (words, at) VALUES ('x', :at)").bindparams(
                bindparam("at", datetime(2026, 1, 1), type_=kind)  # noqa: DTZ001
            )
        )


def test_ids_are_random():
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert {one.version for one in ids} == {4}
