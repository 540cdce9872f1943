"""Pure decisions about reminders: when each is due, what was missed, and what is open to be looked at.

Times are of the person's own clock. One that a change of the clocks skips comes after the gap, by as much as the clocks
moved; one that comes twice counts the first time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from journal.reminders.content import Action, Change, Kind, Plan

MOST_TIMES = 10
MOST_ACTIONS = 100
MOST_SUBSCRIPTIONS = 10
ACTION_CHARACTERS = 1000

LATE = timedelta(hours=2)
"""A reminder later than this is not sent: eight in the morning is no help at noon."""

LOOK_WEEKS = (4, 12)
LAPSES_WEEKS = 26
"""A small change nobody has looked at by then is not asked about any more."""

LATER_DAYS = 7

EARLIEST, LATEST = date(1990, 1, 1), date(2200, 1, 1)

# A day may be skipped whole where the date line moved, and a local day may begin up to a day from the UTC one.
_SPARE = timedelta(days=2)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """A moment (UTC) at which something of a kind is to be said."""

    at: datetime
    kind: Kind


def zone_of(name: str) -> ZoneInfo:
    """Give the time zone of this name; UTC where this machine does not know it (any more)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def known_zone(name: str) -> bool:
    """Tell whether this machine has the time zone; a name is a place such as Europe/London, never a path."""
    try:
        return len(name) <= 64 and ZoneInfo(name).key == name
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Give the moment, in UTC, at which the clock on the wall first shows that minute of the day."""
    # fold=0 is the first of two; in a gap it reads the clock as it was before, which comes out after the gap.
    return datetime.combine(day, time(minute // 60, minute % 60), zone).astimezone(UTC)


def is_paused(plan: Plan, now: datetime) -> bool:
    """Tell whether nothing is to be sent at this moment."""
    return plan.paused and (plan.until is None or now < plan.until)


def due_between(plan: Plan, actions: Collection[Action], first: datetime, last: datetime) -> list[Due]:
    """Give everything due from `first` to `last`, both included, in order of time."""
    zone = zone_of(plan.zone)
    written = (Due(at, Kind.WRITE) for at in _chosen(plan, zone, first, last))
    every = {*written, *_once(plan, actions, zone)}
    return sorted(due for due in every if first <= due.at <= last and not is_paused(plan, due.at))


def next_due(plan: Plan, actions: Collection[Action], after: datetime) -> datetime | None:
    """Give the first moment after `after` at which anything is due, or None where nothing will be."""
    if plan.paused and plan.until is None:
        return None
    start = max(after, plan.until) if plan.paused and plan.until else after
    zone = zone_of(plan.zone)
    coming = [*_chosen(plan, zone, start, start + _WEEK + _SPARE), *(due.at for due in _once(plan, actions, zone))]
    # What falls on the very end of a pause is due: the pause is over then.
    return min((at for at in coming if at > after and at >= start), default=None)


def to_send(due: Sequence[Due], now: datetime) -> list[Due]:
    """Give the newest of each kind that is not too late to be of use; the others were missed and stay so."""
    newest = {one.kind: one for one in sorted(due) if now - LATE <= one.at <= now}
    return sorted(newest.values())


def look_weeks(change: Change, today: date) -> int | None:
    """Give after how many weeks the author is asked now whether the change still happens; None where they are not."""
    if today >= _days_on(change.since, LAPSES_WEEKS) or (change.later is not None and today < change.later):
        return None
    reached = [weeks for weeks, day in _milestones(change) if day <= today]
    return reached[-1] if reached else None


def sensible_since(started: str | None, written_on: date) -> date:
    """Give the day a change began: what its author wrote, or the day of the entry where that is missing or absurd."""
    day = sensible_day(started)
    return day if day is not None else written_on


def sensible_day(text: str | None) -> date | None:
    """Give the day that is written, or None where there is none that dates can be counted from."""
    try:
        day = date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return day if day is not None and EARLIEST <= day <= LATEST else None


def _chosen(plan: Plan, zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    day, end = (first - _SPARE).date(), (last + _SPARE).date()
    while day <= end:
        yield from (moment(day, one.minute, zone) for one in plan.times if day.weekday() in one.days)
        day += timedelta(days=1)


def _once(plan: Plan, actions: Collection[Action], zone: ZoneInfo) -> Iterator[Due]:
    for action in actions:
        # The day before, so that there is still time to do it.
        yield Due(moment(action.due_on - timedelta(days=1), plan.minute, zone), Kind.ACTION)
    for change in plan.changes:
        yield from (Due(moment(day, plan.minute, zone), Kind.STILL) for _, day in _milestones(change))


def _milestones(change: Change) -> Iterator[tuple[int, date]]:
    """Give the weeks and days at which the change is still to be looked at. One that has ended is left in peace."""
    if change.still == "no":
        return
    for weeks in LOOK_WEEKS:
        day = _days_on(change.since, weeks)
        if change.checked is None or change.checked < day:
            yield weeks, day


def _days_on(since: date, weeks: int) -> date:
    return since + timedelta(weeks=weeks)
