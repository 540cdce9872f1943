"""Writers that share a commit: none goes on before it is durable, and one that fails takes nobody with it."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import event, text

from journal.database import Database, make_engine
from journal.database.writers import MOST, NotCommitted
from journal.http import transaction
from journal.reflections import operations
from tests.reflections.writing import draft


@pytest.fixture
def database(tmp_path):
    made = Database(make_engine(tmp_path / "shared.db", bytes(32)))
    with made.write() as session:
        session.execute(text("CREATE TABLE note (words TEXT UNIQUE)"))
    yield made
    made.close()


@pytest.fixture
def commits(database):
    """Every commit from now on."""
    seen = []
    event.listen(database.engine, "commit", lambda _: seen.append(1))
    return seen


def add(session, words):
    session.execute(text("INSERT INTO note VALUES (:words)"), {"words": words})


def notes(database):
    with database.read() as session:
        return set(session.scalars(text("SELECT words FROM note")))


class Crowd:
    """Writers in threads that all wait while one holds the turn, so that how they share is not left to chance."""

    def __init__(self, database):
        self.database = database
        self.threads, self.ended, self.seen_at_end = [], {}, {}

    def add(self, words, *, sharing=True, fails=None):
        def write():
            try:
                with self.database.write(sharing=sharing) as session:
                    add(session, words)
                    if fails is not None:
                        fails(session)
                self.ended[words] = None
                # Read through another connection: only what was committed is there.
                self.seen_at_end[words] = words in notes(self.database)
            except Exception as error:
                self.ended[words] = error

        thread = threading.Thread(target=write)
        before = self.database._writers.waiting()
        thread.start()
        self.threads.append(thread)
        while self.database._writers.waiting() <= before:
            time.sleep(0.001)

    def wait(self):
        for thread in self.threads:
            thread.join(20)
            assert not thread.is_alive()


def zero(_):
    raise ZeroDivisionError


def test_those_who_wait_are_made_durable_by_one_commit_and_none_goes_on_before_it(database, commits):
    crowd = Crowd(database)
    with database.write(sharing=True) as session:
        add(session, "first")
        for number in range(8):
            crowd.add(str(number))
    crowd.wait()
    assert notes(database) == {"first", *map(str, range(8))}
    assert len(commits) == 1
    assert crowd.ended == dict.fromkeys(map(str, range(8)))
    assert all(crowd.seen_at_end.values())


def test_one_that_fails_takes_back_its_own_and_nothing_else(database, commits):
    crowd = Crowd(database)
    with database.write(sharing=True) as session:
        add(session, "first")
        crowd.add("good")
        crowd.add("bad", fails=zero)
        crowd.add("twice", fails=lambda session: add(session, "good"))
        crowd.add("last")
    crowd.wait()
    assert notes(database) == {"first", "good", "last"}
    assert isinstance(crowd.ended["bad"], ZeroDivisionError)
    assert "UNIQUE" in str(crowd.ended["twice"])
    assert len(commits) == 1


def test_where_the_last_one_fails_the_others_are_still_committed(database):
    crowd = Crowd(database)
    with database.write(sharing=True) as session:
        add(session, "first")
        crowd.add("bad", fails=zero)
    crowd.wait()
    assert notes(database) == {"first"}


def test_where_the_first_one_fails_the_others_go_on(database):
    crowd = Crowd(database)
    with pytest.raises(ZeroDivisionError), database.write(sharing=True) as session:
        add(session, "first")
        crowd.add("good")
        zero(None)
    crowd.wait()
    assert notes(database) == {"good"}


def test_who_does_not_share_has_a_commit_of_their_own_in_order_of_arrival(database, commits):
    crowd = Crowd(database)
    with database.write(sharing=True) as session:
        add(session, "first")
        crowd.add("a")
        crowd.add("alone", sharing=False)
        crowd.add("b")
        crowd.add("c")
    crowd.wait()
    assert notes(database) == {"first", "a", "alone", "b", "c"}
    assert len(commits) == 3


def test_nobody_waits_for_more_than_so_many(database, commits):
    crowd = Crowd(database)
    with database.write(sharing=True) as session:
        add(session, "first")
        for number in range(MOST + 3):
            crowd.add(str(number))
    crowd.wait()
    assert len(notes(database)) == MOST + 4
    assert len(commits) == 2


def test_a_commit_that_fails_is_told_to_everyone_and_keeps_nothing(database):
    broken = database.engine.dialect
    real = broken.do_commit

    def fail(connection):
        raise OSError("the disk is gone")

    crowd = Crowd(database)
    try:
        with pytest.raises(NotCommitted), database.write(sharing=True) as session:
            add(session, "first")
            crowd.add("second")
            broken.do_commit = fail
        crowd.wait()
    finally:
        broken.do_commit = real
    assert isinstance(crowd.ended["second"], NotCommitted)
    assert notes(database) == set()
    with database.write(sharing=True) as session:
        add(session, "after")
    assert notes(database) == {"after"}


@pytest.mark.parametrize("sharing", [False, True])
def test_after_a_commit_that_failed_the_next_writer_and_reader_find_the_database_open(database, sharing):
    broken = database.engine.dialect
    real = broken.do_commit

    def fail(connection):
        raise OSError("the disk is gone")

    broken.do_commit = fail
    try:
        with pytest.raises((OSError, NotCommitted)), database.write(sharing=sharing) as session:
            add(session, "first")
    finally:
        broken.do_commit = real
    assert notes(database) == set()
    with database.write() as session:
        add(session, "after")
    assert notes(database) == {"after"}


def test_a_transaction_that_the_database_took_back_is_not_taken_for_kept(database):
    """As SQLite does on a full disk: everything of the transaction is gone in the middle of somebody's turn."""
    crowd = Crowd(database)
    with pytest.raises(NotCommitted), database.write(sharing=True) as session:
        add(session, "first")
        crowd.add("second", fails=lambda session: session.connection().exec_driver_sql("ROLLBACK"))
        crowd.add("third")
    crowd.wait()
    assert crowd.ended["second"] is not None
    assert crowd.ended["third"] is None
    assert notes(database) == {"third"}


def test_what_is_done_after_the_commit_is_done_after_it_for_each(cast, parts):
    """Through the transaction block itself, as requests use it."""
    people, seen = [cast.author, cast.other_author, cast.supervisor], []

    def write(person):
        one = draft(f"Of {person.name}.")
        with transaction(parts, sharing=True) as work:
            operations.take(work.session, parts.keys, person, [one])
            work.after_commit(lambda: seen.append(_is_there(parts, one.id)))

    threads = [threading.Thread(target=write, args=(person,)) for person in people * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert seen == [True] * 12


def _is_there(parts, revision_id):
    with parts.database.read() as session:
        return session.scalar(text("SELECT count(*) FROM revision WHERE id = :id"), {"id": revision_id.hex}) == 1


def test_many_threads_lose_nothing(database):
    def write(number):
        for part in range(20):
            with database.write(sharing=part % 4 != 0) as session:
                add(session, f"{number}.{part}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(notes(database)) == 240
