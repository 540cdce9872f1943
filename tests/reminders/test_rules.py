"""When reminders are due, on any clock on Earth: once a day that is chosen, never twice, never before its time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.database import new_id
from journal.reminders.answers import LONGEST, SHORTEST, Answer
from journal.reminders.content import Action, Change, Kind, Plan, Time
from journal.reminders.rules import (
    LATE,
    due_between,
    known_zone,
    look_weeks,
    moment,
    next_due,
    sensible_day,
    sensible_since,
    to_send,
    zone_of,
)

ZONES = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
LONDON = ZoneInfo("Europe/London")

zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(2011, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - UTC is given
times = st.builds(
    Time,
    id=st.builds(new_id),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    minute=st.integers(0, 24 * 60 - 1),
)
plans = st.builds(Plan, zone=zones, minute=st.integers(0, 1439), times=st.lists(times, max_size=4).map(tuple))


def plan_at(minute: int, days: range = range(7), zone: str = "Europe/London") -> Plan:
    return Plan(zone, 720, (Time(UUID(int=1), frozenset(days), minute),))


def walk(plan: Plan, start: datetime, end: datetime) -> list[datetime]:
    """Every moment, one after the other, as a job comes upon them."""
    found, at = [], next_due(plan, (), start)
    while at is not None and at <= end:
        found.append(at)
        at = next_due(plan, (), at)
    return found


def test_a_time_the_clocks_skip_comes_after_the_gap_and_one_that_comes_twice_comes_once():
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert moment(spring, 90, LONDON).astimezone(LONDON) == datetime(2026, 3, 29, 2, 30, tzinfo=LONDON)
    start = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert walk(plan_at(90), start, start + timedelta(days=1)) == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]
    assert moment(autumn, 90, LONDON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert walk(plan_at(90), start, start + timedelta(days=1)) == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]


def test_six_in_the_evening_stays_six_in_the_evening_over_a_change_of_the_clocks():
    found = walk(plan_at(18 * 60), datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))
    assert [at.hour for at in found] == [18, 18, 17, 17]
    assert {at.astimezone(LONDON).hour for at in found} == {18}


@settings(max_examples=400, deadline=None)
@given(day=st.dates(date(2011, 1, 1), date(2030, 1, 1)), minute=st.integers(0, 1439), zone=zones)
def test_a_moment_is_the_first_at_which_the_clock_shows_that_time_or_later_that_day(day, minute, zone):
    there = ZoneInfo(zone)
    at = moment(day, minute, there)
    shown = at.astimezone(there)
    asked = datetime(day.year, day.month, day.day, minute // 60, minute % 60)  # noqa: DTZ001 - what a clock shows
    assert shown.replace(tzinfo=None) >= asked
    if shown.replace(tzinfo=None) == asked:
        assert shown.fold == 0  # the first of two
    else:
        # Only where the clock never showed the time asked for; then by no more than it moved.
        before = (at - timedelta(days=1)).astimezone(there).utcoffset()
        assert shown.replace(tzinfo=None) - asked == shown.utcoffset() - before


@settings(max_examples=200, deadline=None)
@given(plan=plans, start=moments, days=st.integers(1, 20))
def test_walking_from_one_to_the_next_meets_every_moment_once_in_order(plan, start, days):
    end = start + timedelta(days=days)
    found = walk(plan, start, end)
    assert found == sorted(set(found))
    assert found == sorted({due.at for due in due_between(plan, (), start, end) if due.at > start})
    there = zone_of(plan.zone)
    chosen = {day for one in plan.times for day in one.days}
    for at in found:
        local = at.astimezone(there)
        assert {local.weekday(), (local - timedelta(days=1)).weekday()} & chosen


@settings(max_examples=100, deadline=None)
@given(plan=plans.filter(lambda one: one.times), start=moments)
def test_there_is_always_a_next_one_within_a_week(plan, start):
    at = next_due(plan, (), start)
    assert at is not None
    # A week, and the hour or day by which the clocks may move meanwhile.
    assert start < at <= start + timedelta(days=9)


@settings(max_examples=200, deadline=None)
@given(plan=plans, start=moments, down=st.timedeltas(timedelta(0), timedelta(days=30)))
def test_after_a_time_away_at_most_the_newest_of_a_kind_is_sent_and_only_if_it_is_fresh(plan, start, down):
    now = start + down
    sent = to_send(due_between(plan, (), max(start, now - LATE), now), now)
    every = due_between(plan, (), start, now)
    assert len(sent) == len({one.kind for one in sent})
    for one in sent:
        assert one in every
        assert now - LATE <= one.at <= now
        assert not [other for other in every if other.kind == one.kind and other.at > one.at]
    fresh = {one.kind for one in every if one.at >= now - LATE}
    assert {one.kind for one in sent} == fresh


@settings(max_examples=200, deadline=None)
@given(plan=plans, start=moments, lasts=st.timedeltas(timedelta(minutes=1), timedelta(days=60)))
def test_nothing_is_due_in_a_pause_and_all_goes_on_after_it(plan, start, lasts):
    until = start + lasts
    paused = Plan(plan.zone, plan.minute, plan.times, paused=True, until=until)
    at = next_due(paused, (), start)
    assert (at is None) == (not plan.times)
    assert at is None or at >= until
    assert [due for due in due_between(paused, (), start, until) if due.at < until] == []
    assert next_due(Plan(plan.zone, plan.minute, plan.times, paused=True), (), start) is None


def test_an_action_is_told_the_day_before_at_the_chosen_time_of_day():
    plan = Plan("Europe/London", 7 * 60 + 30)
    action = Action("ring her back", "", date(2026, 7, 10))
    at = next_due(plan, [action], datetime(2026, 7, 1, tzinfo=UTC))
    assert at == datetime(2026, 7, 9, 6, 30, tzinfo=UTC)
    assert [due.kind for due in due_between(plan, [action], at, at)] == [Kind.ACTION]
    assert next_due(plan, [action], at) is None


def test_a_small_change_is_looked_at_after_four_and_twelve_weeks():
    since = date(2026, 1, 5)
    plan = Plan("Europe/London", 720, changes=(Change(UUID(int=1), since),))
    found = walk(plan, datetime(2026, 1, 5, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert [at.astimezone(LONDON).date() - since for at in found] == [timedelta(weeks=4), timedelta(weeks=12)]
    assert [at.astimezone(LONDON).hour for at in found] == [12, 12]


@pytest.mark.parametrize(
    ("still", "checked", "later", "week", "asked"),
    [
        ("", None, None, 3, None),
        ("", None, None, 4, 4),
        ("", None, None, 11, 4),
        ("", None, None, 12, 12),
        ("", None, None, 25, 12),
        ("", None, None, 26, None),
        ("yes", 1, None, 4, 4),
        ("yes", 4, None, 5, None),
        ("yes", 5, None, 12, 12),
        ("partly", 5, None, 12, 12),
        ("not_yet", 5, None, 12, 12),
        ("no", 5, None, 12, None),
        ("no", None, None, 4, None),
        ("yes", 13, None, 14, None),
        ("", None, 5, 4, None),
        ("", None, 5, 5, 4),
    ],
)
def test_when_a_small_change_is_asked_about(still, checked, later, week, asked):
    since = date(2026, 1, 5)
    on = lambda weeks: since + timedelta(weeks=weeks) if weeks is not None else None  # noqa: E731
    assert look_weeks(Change(UUID(int=1), since, still, on(checked), on(later)), on(week)) == asked


@given(text=st.one_of(st.text(max_size=12), st.dates().map(date.isoformat), st.none(), st.integers()))
def test_whatever_date_was_written_can_be_counted_from(text):
    day = sensible_since(text, date(2026, 1, 5))
    assert look_weeks(Change(UUID(int=1), day, "", sensible_day(text)), date(2026, 6, 1)) in (None, 4, 12)
    next_due(Plan(changes=(Change(UUID(int=1), day),)), (), datetime(2026, 1, 1, tzinfo=UTC))


def test_zones_are_places_and_nothing_else():
    for name in ("Europe/London", "Asia/Kathmandu", "America/Argentina/Ushuaia"):
        assert known_zone(name)
    for name in (
        "",
        "Nowhere/Land",
        "../../etc/passwd",
        "/etc/localtime",
        "Europe",
        "x" * 500,
        "\0",
        "Europe/London\n",
    ):
        assert not known_zone(name), name
    assert zone_of("Nowhere/Land").key == "UTC"


@given(status=st.integers(0, 599), text=st.one_of(st.text(max_size=40), st.integers(-5, 10**30).map(str)), now=moments)
def test_a_service_may_ask_for_quiet_but_only_within_bounds(status, text, now):
    answer = Answer(status, text)
    until = answer.quiet_until(now)
    assert (until is None) == (answer.taken or answer.dead)
    assert until is None or now + SHORTEST <= until <= now + LONGEST


def test_what_a_service_asks_for_is_kept():
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert Answer(429, "3600").quiet_until(now) == now + timedelta(hours=1)
    assert Answer(503, "Thu, 01 Jan 2026 13:00:00 GMT").quiet_until(now) == now + timedelta(hours=1)
    assert Answer(503, "soon").quiet_until(now) == now + timedelta(minutes=15)
    assert (Answer(404).dead, Answer(410).dead, Answer(403).dead, Answer(201).taken) == (True, True, False, True)
