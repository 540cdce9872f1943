"""Calendar months and quarters: the only stretches of time a release may cover.

R7. Two releases whose periods overlap can be subtracted ("year to date" minus "this month" is last month without its
noise; one rolling window minus the next is a single day), so nothing but whole months and whole quarters exists here,
and whether a cohort goes by the month or by the quarter is decided once a quarter, at its start: a cohort that grows
past the limit in May must not get a release for April to June on top of the one for April.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Length = Literal["month", "quarter"]

MEMBERS_FOR_A_QUARTER = 30
MEMBERS_FOR_A_MONTH = 80

_ID = re.compile(r"(?P<year>\d{4})-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2]))")


@dataclass(frozen=True, slots=True)
class Period:
    """A whole month ("2026-03") or quarter ("2026-Q1"); both days are inside it."""

    id: str
    length: Length
    starts_on: date
    ends_on: date

    def overlaps(self, other: Period) -> bool:
        """Whether any day is in both."""
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    def is_closed(self, today: date) -> bool:
        """Whether its last day is over."""
        return today > self.ends_on


def month_of(day: date) -> Period:
    """Give the month that holds a day."""
    return _period(f"{day.year:04d}-{day.month:02d}", "month", day.year, day.month, months=1)


def quarter_of(day: date) -> Period:
    """Give the quarter that holds a day."""
    number = (day.month - 1) // 3
    return _period(f"{day.year:04d}-Q{number + 1}", "quarter", day.year, 3 * number + 1, months=3)


def months_of(quarter: Period) -> tuple[Period, ...]:
    """Give the three months of a quarter."""
    first = quarter.starts_on
    return tuple(month_of(date(first.year, first.month + n, 1)) for n in range(3))


def period_of(period_id: str) -> Period:
    """Give the period an id names; ValueError for anything else (a year, a range of days, a half month)."""
    match = _ID.fullmatch(period_id)
    if not match:
        raise ValueError("not the id of a month or a quarter")
    year = int(match["year"])
    if match["quarter"]:
        return quarter_of(date(year, 3 * int(match["quarter"]), 1))
    return month_of(date(year, int(match["month"]), 1))


def period_length(members: int) -> Length | None:
    """Give how often a cohort of this size is released, None where it is too small to be (R3).

    In a small cohort few cells pass the floor, and the ones that do not are the ones worth reading: by the quarter
    more authors meet in each cell. Below 30 even a quarter would show almost nothing but who is there.
    """
    if members < MEMBERS_FOR_A_QUARTER:
        return None
    return "month" if members >= MEMBERS_FOR_A_MONTH else "quarter"


def planned_periods(members: Mapping[str, int], *, top: bool) -> list[Period]:
    """Give a cohort's periods in order of time, from its number of members on the first day of each quarter.

    `members` is by quarter id. A top cohort that goes by the month has the quarter as well, for the sensitive themes
    that appear in no month (`rules.release` puts no cell into both).
    """
    planned: list[Period] = []
    for quarter in sorted((period_of(quarter_id) for quarter_id in members), key=lambda period: period.starts_on):
        planned.extend(_periods_within(quarter, period_length(members[quarter.id]), top))
    return planned


def due_periods(planned: Collection[Period], *, published: Collection[str], today: date) -> list[Period]:
    """Give the planned periods that are over and not yet published, in order of time.

    One release a period, for ever: an author who deletes or withdraws after publication would otherwise be the
    difference between the two.
    """
    due = [period for period in planned if period.is_closed(today) and period.id not in published]
    return sorted(due, key=lambda period: (period.ends_on, period.starts_on))


def _periods_within(quarter: Period, length: Length | None, top: bool) -> Iterator[Period]:
    if length == "month":
        yield from months_of(quarter)
    if length == "quarter" or (length == "month" and top):
        yield quarter


def _period(period_id: str, length: Length, year: int, month: int, *, months: int) -> Period:
    after = month + months
    next_start = date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1)
    return Period(period_id, length, date(year, month, 1), next_start - timedelta(days=1))
