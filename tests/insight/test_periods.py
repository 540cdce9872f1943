"""Whole months and quarters, closed, and never two over the same cell and day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.insight.cells import ThemeLabel
from journal.insight.periods import due_periods, month_of, months_of, period_length, period_of, planned_periods
from journal.insight.periods import quarter_of as quarter
from journal.insight.rules import Cohort, sections_for

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
THEMES = (ThemeLabel("waiting", "Waiting"), ThemeLabel("speaking_up", "Speaking up", sensitive=True))


@pytest.mark.parametrize(
    ("members", "length"), [(0, None), (29, None), (30, "quarter"), (79, "quarter"), (80, "month"), (5000, "month")]
)
def test_how_often(members: int, length: str | None) -> None:
    assert period_length(members) == length


@given(days)
def test_every_day_is_in_one_month_and_one_quarter(day: date) -> None:
    for period in (month_of(day), quarter(day)):
        assert period.starts_on <= day <= period.ends_on
        assert period_of(period.id) == period
        assert not period.overlaps(type(period)("next", period.length, period.ends_on + timedelta(1), date.max))
    assert [m.starts_on for m in months_of(quarter(day))][0] == quarter(day).starts_on
    assert months_of(quarter(day))[-1].ends_on == quarter(day).ends_on


def test_vectors() -> None:
    assert (month_of(date(2024, 2, 9)).id, month_of(date(2024, 2, 9)).ends_on) == ("2024-02", date(2024, 2, 29))
    assert (quarter(date(2025, 12, 31)).id, quarter(date(2025, 12, 31)).starts_on) == ("2025-Q4", date(2025, 10, 1))
    assert period_of("2025-Q4").ends_on == date(2025, 12, 31)
    assert not period_of("2025-12").is_closed(date(2025, 12, 31))
    assert period_of("2025-12").is_closed(date(2026, 1, 1))


@pytest.mark.parametrize("wrong", ["2025", "2025-13", "2025-00", "2025-Q5", "2025-Q1-Q2", "2025-03-04", "", "ytd"])
def test_nothing_but_a_month_or_a_quarter_is_a_period(wrong: str) -> None:
    with pytest.raises(ValueError):
        period_of(wrong)


sizes = st.dictionaries(days.map(lambda day: quarter(day).id), st.integers(0, 200), max_size=12)


@given(sizes, st.booleans())
def test_no_cell_is_released_twice_for_any_day_however_the_cohort_grows(members: dict[str, int], top: bool) -> None:
    planned = planned_periods(members, top=top)
    seen: list[tuple[object, set[str]]] = []
    for period in planned:
        size = members[quarter(period.starts_on).id]
        sections = sections_for(Cohort("c", size, top, "c"), period, THEMES)
        assert sections
        cells = {one for section in sections for row in section.rows for one in row.cells}
        for other, others_cells in seen:
            assert not (period.overlaps(other) and cells & others_cells)  # type: ignore[arg-type]
        seen.append((period, cells))


@given(sizes, st.booleans(), days, st.data())
def test_what_is_due_is_over_and_new(members: dict[str, int], top: bool, today: date, data: st.DataObject) -> None:
    planned = planned_periods(members, top=top)
    published = data.draw(st.sets(st.sampled_from([p.id for p in planned]))) if planned else set()
    due = due_periods(planned, published=published, today=today)
    assert all(period.ends_on < today and period.id not in published for period in due)
    assert [p.ends_on for p in due] == sorted(p.ends_on for p in due)
    assert not due_periods(planned, published=published | {p.id for p in due}, today=today)


def test_the_plan_of_a_year() -> None:
    members = {"2026-Q1": 20, "2026-Q2": 79, "2026-Q3": 80, "2026-Q4": 30}
    assert [p.id for p in planned_periods(members, top=False)] == [
        "2026-Q2",
        "2026-07",
        "2026-08",
        "2026-09",
        "2026-Q4",
    ]
    assert [p.id for p in planned_periods(members, top=True)][4] == "2026-Q3"
