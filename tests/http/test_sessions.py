from datetime import timedelta

import pytest
from sqlalchemy import select

from journal import clock
from journal.accounts import operations
from journal.accounts.models import LiveSession, Person
from journal.http import transaction


def test_a_session_ends_when_it_is_left_alone(cast):
    now = clock.now()
    with clock.hold(now):
        browser, left = cast.browser("author"), cast.browser("author")
    with clock.hold(now + timedelta(minutes=29, seconds=59)):
        assert browser.get("/me").status_code == 200
    with clock.hold(now + timedelta(minutes=30)):
        assert left.get("/me").status_code == 303
        assert browser.get("/me").status_code == 200, "use keeps it alive"
    with clock.hold(now + timedelta(minutes=60)):
        assert browser.get("/me").status_code == 303


def test_a_session_ends_in_any_case_after_twelve_hours(cast):
    start = clock.now()
    with clock.hold(start):
        browser = cast.browser("author")
    for minutes in range(20, 12 * 60, 20):
        with clock.hold(start + timedelta(minutes=minutes)):
            assert browser.get("/me").status_code == 200
    with clock.hold(start + timedelta(hours=12)):
        assert browser.get("/me").status_code == 303
        assert browser.post("/me/name", data={"name": "Late"}).status_code == 401


def test_reading_many_pages_in_a_minute_writes_once(cast, parts):
    now = clock.now()
    with clock.hold(now):
        browser = cast.browser("author")

    def seen():
        with parts.database.read() as session:
            return session.scalars(select(LiveSession.seen_at)).one()

    moments = set()
    for second in (1, 20, 40, 59):
        with clock.hold(now + timedelta(seconds=second)):
            browser.get("/me")
        moments.add(seen())
    assert len(moments) == 1
    with clock.hold(now + timedelta(seconds=61)):
        browser.get("/me")
    assert seen() > moments.pop()


def test_a_session_ended_elsewhere_is_over_with_the_next_request(cast, parts):
    author, browser = cast.author, cast.browser("author")
    assert browser.get("/me").status_code == 200
    with transaction(parts) as work:
        operations.end_all_sessions(work.session, author.id)
    assert browser.get("/me").status_code == 303


def test_the_database_holds_no_token_and_no_address(cast, parts):
    browser = cast.browser("author")
    with browser.session_transaction() as held:
        token = held["_user_id"].split(".")[1]
    with parts.database.read() as session:
        row = session.scalars(select(LiveSession)).one()
        values = [getattr(row, column.name) for column in LiveSession.__table__.columns]
    assert token.encode() not in b" ".join(str(value).encode() for value in values)
    assert "127.0.0.1" not in str(values)


def test_a_cookie_of_one_person_never_opens_another(cast, parts):
    author, other = cast.author, cast.other_author
    browser = cast.browser("author")
    with browser.session_transaction() as held:
        held["_user_id"] = held["_user_id"].replace(author.id.hex, other.id.hex)
    assert browser.get("/me").status_code == 303


@pytest.mark.parametrize("text", ["", ".", "x.y", "00.", "\x00.\x00", "a" * 10_000, "é.é"])
def test_cookies_of_any_text_are_nobody(cast, text):
    browser = cast.stranger()
    with browser.session_transaction() as held:
        held["_user_id"] = text
    assert browser.get("/me").status_code == 303
    assert browser.get("/sign-in").status_code == 200


def test_an_effect_waits_for_the_commit_and_never_follows_a_rollback(cast, parts):
    done = []
    author = cast.author
    with transaction(parts) as work:
        work.session.get_one(Person, author.id).name = "New"
        work.after_commit(lambda: done.append("kept"))
        assert done == []
    assert done == ["kept"]
    with pytest.raises(ZeroDivisionError), transaction(parts) as work:
        work.session.get_one(Person, author.id).name = "Never"
        work.after_commit(lambda: done.append("never"))
        raise ZeroDivisionError
    assert done == ["kept"]
    with parts.database.read() as session:
        assert session.get_one(Person, author.id).name == "New"
