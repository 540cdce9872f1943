"""Plans, actions and small changes on real rows: what is kept, what is due next, and whose it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from journal import clock
from journal.database import Base, new_id
from journal.errors import Invalid, NotFound
from journal.http import transaction
from journal.reflections import operations as reflections
from journal.reflections import queries as journals
from journal.reminders import following, operations, queries
from journal.reminders.models import AgreedAction, ReminderPlan
from journal.reminders.rules import MOST_ACTIONS, MOST_TIMES
from tests.reflections.writing import draft, entry, take

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)  # a Monday


@pytest.fixture(autouse=True)
def held():
    with clock.hold(NOW):
        yield


def do(parts, verb, actor, *given, **more):
    with transaction(parts) as work:
        return verb(work.session, parts.keys, actor, *given, **more)


def plan_of(parts, actor):
    with parts.database.read() as session:
        return queries.plan_of(session, parts.keys, actor)


def next_at(parts, actor) -> datetime | None:
    with parts.database.read() as session:
        row = session.get(ReminderPlan, actor.id)
        return row.next_at if row else None


def asked(parts, actor, day: date):
    with parts.database.read() as session:
        plan = queries.plan_of(session, parts.keys, actor)
        return queries.changes(session, parts.keys, actor, plan, day)


def note(parts, actor, text="Ring her back", due_on=date(2026, 6, 10), agreed_with="", once=None):
    once = once or new_id()
    do(parts, operations.note_action, actor, once, text=text, agreed_with=agreed_with, due_on=due_on)
    return once


def look(parts, actor) -> None:
    """Look for small changes, as the job does."""
    with parts.database.read() as session:
        found = following.look(session, parts.keys, actor.id)
    do(parts, operations.keep_found, actor.id, found)


def tried(parts, actor, started="2026-05-01", what="I knock and wait", **more):
    """Write an entry with a small change and give its id."""
    one = draft(facets={"small_change": {"what": what, "started": started, **more}})
    take(parts, actor, one)
    return one.entry_id


def test_the_next_time_follows_whatever_is_chosen(cast, parts):
    author = cast.author
    do(parts, operations.add_time, author, days=[2], minute=18 * 60, zone="Europe/London")
    assert next_at(parts, author) == datetime(2026, 6, 3, 17, 0, tzinfo=UTC)
    do(parts, operations.add_time, author, days=[0], minute=18 * 60, zone=None)
    assert next_at(parts, author) == datetime(2026, 6, 1, 17, 0, tzinfo=UTC)
    do(parts, operations.set_clock, author, zone="Asia/Kathmandu", minute=720)
    assert next_at(parts, author) == datetime(2026, 6, 1, 12, 15, tzinfo=UTC)
    first, second = plan_of(parts, author).times
    do(parts, operations.remove_time, author, second.id)
    assert next_at(parts, author) == datetime(2026, 6, 3, 12, 15, tzinfo=UTC)
    do(parts, operations.pause, author, days=7)
    assert next_at(parts, author) == datetime(2026, 6, 10, 12, 15, tzinfo=UTC)
    do(parts, operations.pause, author, days=None)
    assert next_at(parts, author) is None
    do(parts, operations.go_on, author)
    assert next_at(parts, author) == datetime(2026, 6, 3, 12, 15, tzinfo=UTC)
    do(parts, operations.remove_time, author, first.id)
    assert next_at(parts, author) is None


def test_a_moment_that_has_come_and_waits_for_the_job_is_not_lost_by_a_change(cast, parts):
    author = cast.author
    do(parts, operations.add_time, author, days=[0], minute=18 * 60, zone="Europe/London")
    due = next_at(parts, author)
    with clock.hold(due + timedelta(seconds=20)):
        note(parts, author)
        assert next_at(parts, author) == due


def test_a_form_sent_twice_changes_nothing_more(cast, parts):
    author, once = cast.author, new_id()
    for _ in range(2):
        do(parts, operations.add_time, author, days=[2], minute=60, zone="Europe/London")
        note(parts, author, once=once)
    assert len(plan_of(parts, author).times) == 1
    with parts.database.read() as session:
        assert len(queries.actions(session, parts.keys, author, NOW.date())) == 1


def test_there_is_room_for_so_much_and_no_more(cast, parts):
    author = cast.author
    for minute in range(MOST_TIMES):
        do(parts, operations.add_time, author, days=[0], minute=minute, zone=None)
    with pytest.raises(Invalid):
        do(parts, operations.add_time, author, days=[0], minute=1000, zone=None)
    with transaction(parts) as work:
        for _ in range(MOST_ACTIONS):
            last, given = new_id(), {"text": "ring", "agreed_with": "", "due_on": date(2026, 6, 10)}
            operations.note_action(work.session, parts.keys, author, last, **given)
    with pytest.raises(Invalid):
        note(parts, author)
    do(parts, operations.tick_action, author, last)
    note(parts, author)


def test_an_action_needs_words_and_a_day_that_can_come(cast, parts):
    for bad in (
        {"text": ""},
        {"text": "x" * 1001},
        {"agreed_with": "x" * 1001},
        {"due_on": date(2026, 5, 31)},
        {"due_on": date(2030, 1, 1)},
    ):
        with pytest.raises(Invalid):
            note(parts, cast.author, **bad)


def test_an_action_is_told_until_it_is_done_and_again_if_it_was_not(cast, parts):
    author = cast.author
    action = note(parts, author, agreed_with="Sam")
    assert next_at(parts, author) == datetime(2026, 6, 9, 11, 0, tzinfo=UTC)
    do(parts, operations.tick_action, author, action)
    assert next_at(parts, author) is None
    with parts.database.read() as session:
        assert queries.actions(session, parts.keys, author, NOW.date()) == []
        assert [one.action.agreed_with for one in queries.done_lately(session, parts.keys, author)] == ["Sam"]
    do(parts, operations.tick_action, author, action, done=False)
    assert next_at(parts, author) is not None
    do(parts, operations.remove_action, author, action)
    assert next_at(parts, author) is None


def test_what_is_somebody_elses_is_not_found(cast, parts):
    author, other = cast.author, cast.other_author
    action, change = note(parts, author), tried(parts, author)
    do(parts, operations.add_time, author, days=[0], minute=0, zone=None)
    time = plan_of(parts, author).times[0]
    for verb, given in [
        (operations.tick_action, (action,)),
        (operations.remove_action, (action,)),
        (operations.remove_time, (time.id,)),
        (operations.ask_later, (change,)),
        (operations.answer_change, (change, new_id(), "yes")),
    ]:
        with pytest.raises(NotFound):
            do(parts, verb, other, *given)
    with parts.database.read() as session:
        assert queries.actions(session, parts.keys, other, NOW.date()) == []
        assert queries.plan_of(session, parts.keys, other).times == ()
    assert len(plan_of(parts, author).times) == 1


def test_a_small_change_comes_back_after_four_and_twelve_weeks_and_its_answer_joins_the_entry(cast, parts):
    author = cast.author
    entry_id = tried(parts, author, size="tiny")
    before = entry(parts, author, entry_id)
    look(parts, author)
    assert next_at(parts, author) == datetime(2026, 7, 24, 11, 0, tzinfo=UTC)  # four weeks are over already
    assert [(one.what, one.weeks) for one in asked(parts, author, NOW.date())] == [("I knock and wait", 4)]
    once = new_id()
    for _ in range(2):
        do(parts, operations.answer_change, author, entry_id, once, "partly")
    after = entry(parts, author, entry_id)
    assert after.head_ids == (once,)
    assert after.head.parents == (before.head.id,)
    assert after.head.body == before.head.body
    assert after.head.facets["small_change"] == {
        "what": "I knock and wait",
        "started": "2026-05-01",
        "size": "tiny",
        "still_happening": "partly",
        "checked": "2026-06-01",
    }
    assert asked(parts, author, NOW.date()) == []
    assert [one.weeks for one in asked(parts, author, date(2026, 7, 24))] == [12]
    with clock.hold(datetime(2026, 7, 24, 10, tzinfo=UTC)):
        do(parts, operations.answer_change, author, entry_id, new_id(), "no")
    assert asked(parts, author, date(2026, 9, 1)) == []
    assert next_at(parts, author) is None


def test_not_now_is_a_week_of_peace_whatever_else_is_written(cast, parts):
    author = cast.author
    entry_id = tried(parts, author)
    do(parts, operations.ask_later, author, entry_id)
    assert asked(parts, author, NOW.date()) == []
    seen = entry(parts, author, entry_id)
    take(parts, author, draft("another word", entry_id=entry_id, parents=seen.alike, facets=seen.head.facets))
    look(parts, author)
    assert asked(parts, author, NOW.date() + timedelta(days=6)) == []
    assert len(asked(parts, author, NOW.date() + timedelta(days=7))) == 1


def test_a_change_that_is_taken_out_deleted_or_erased_is_asked_about_no_more(cast, parts):
    author = cast.author
    taken_out, deleted, erased, stays = (tried(parts, author, what=what) for what in ("one", "two", "three", "four"))
    look(parts, author)
    assert len(asked(parts, author, NOW.date())) == 4
    take(parts, author, draft(entry_id=taken_out, parents=entry(parts, author, taken_out).head_ids))
    take(parts, author, draft(entry_id=deleted, parents=entry(parts, author, deleted).head_ids, deleted=True))
    with transaction(parts) as work:
        reflections.erase(work.session, author, erased)
    assert [one.entry_id for one in asked(parts, author, NOW.date())] == [stays]  # before the job has looked
    look(parts, author)
    assert [one.entry_id for one in plan_of(parts, author).changes] == [stays]
    with pytest.raises(NotFound):
        do(parts, operations.answer_change, author, erased, new_id(), "yes")
    with pytest.raises(NotFound):
        do(parts, operations.ask_later, author, taken_out)


def test_every_change_is_found_however_many_entries_came_at_once(cast, parts, monkeypatch):
    monkeypatch.setattr("journal.reminders.following.BATCH", 3)
    author = cast.author
    many = [draft(facets={"small_change": {"what": str(n), "started": "2026-05-01"}}) for n in range(10)]
    take(parts, author, *many[:8])
    look(parts, author)
    assert {one.entry_id for one in plan_of(parts, author).changes} == {one.entry_id for one in many[:8]}
    take(parts, author, *many[8:])
    look(parts, author)
    assert {one.entry_id for one in plan_of(parts, author).changes} == {one.entry_id for one in many}
    with parts.database.read() as session:
        assert not queries.is_behind(session, author)
        assert session.get(ReminderPlan, author.id).through_seq == journals.last_seq(session, author.id)


def test_two_who_look_at_once_lose_nothing_and_undo_nothing(cast, parts):
    author = cast.author
    first = tried(parts, author, what="one")
    with parts.database.read() as session:
        slow = following.look(session, parts.keys, author.id)
    second = tried(parts, author, what="two")
    look(parts, author)
    do(parts, operations.ask_later, author, first)
    do(parts, operations.keep_found, author.id, slow)
    assert [one.entry_id for one in asked(parts, author, NOW.date())] == [second]


def test_an_absurd_date_counts_from_the_day_of_the_entry(cast, parts):
    author = cast.author
    one = draft(
        written_at=datetime(2026, 5, 1, 8, tzinfo=UTC), facets={"small_change": {"what": "x", "started": "0001-01-01"}}
    )
    take(parts, author, one)
    look(parts, author)
    assert plan_of(parts, author).changes[0].since == date(2026, 5, 1)


def test_no_row_of_reminders_holds_a_word_or_says_what_it_is_about(cast, parts):
    author = cast.author
    note(parts, author, text="Zebra crossing", agreed_with="Quartz Person")
    tried(parts, author, what="Walrus whispering")
    do(parts, operations.add_time, author, days=[0], minute=0, zone="Asia/Kathmandu")
    look(parts, author)
    with parts.database.read() as session:
        for table in (ReminderPlan, AgreedAction):
            for row in session.execute(select(Base.metadata.tables[table.__tablename__])).all():
                told = repr(tuple(row)).encode() + b"".join(v for v in row if isinstance(v, bytes))
                for word in (b"Zebra", b"Quartz", b"Walrus", b"Kathmandu", b"small_change", b"still", b"action"):
                    assert word not in told
