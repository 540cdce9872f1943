"""Decide what may be released of one period: for all cohorts of an organisation at one moment, once.

All together, because two cohorts of nearly the same people that were counted on different days would differ by
whoever deleted or withdrew in between, and the difference would be about that person alone. Once, because what was
refused yesterday and shown today would tell of the one more who wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from journal import clock
from journal.accounts.keys import Keys
from journal.insight import overlap, queries, rules
from journal.insight.counting import consenting, count_authors
from journal.insight.errors import AlreadyDecided, MonthsFirst, NothingToRelease, PeriodOpen
from journal.insight.models import Cohort
from journal.insight.periods import (
    MEMBERS_FOR_A_QUARTER,
    Period,
    months_of,
    period_length,
    period_of,
    quarter_of,
)
from journal.insight.themes import released_themes

Cells = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Decision:
    """What one cohort's release says, as the exact text to keep; None where there are not enough people."""

    cohort_id: UUID
    figures: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What is to be published of one period, for all cohorts of an organisation that go by it."""

    organisation_id: UUID
    period: Period
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A cohort as the rules see it, with its consenting authors who wrote in the period."""

    row: Cohort
    members: int
    members_at_start: int
    authors: Cells

    def under(self, noise_id: str) -> rules.Cohort:
        return rules.Cohort(str(self.row.id), self.members, top=self.row.parent_id is None, noise_id=noise_id)


def decide(session: Session, keys: Keys, secret: bytes, organisation_id: UUID, period_id: str) -> Decided:
    """Count and decide one closed period of an organisation; reads only, and takes seconds for large cohorts.

    `secret` is the key ring's "release noise". Raises PeriodOpen, AlreadyDecided, MonthsFirst (a quarter is compared
    with its months), NothingToRelease, and ValueError for what is not the id of a month or a quarter.
    """
    period = period_of(period_id)
    if not period.is_closed(clock.now().date()):
        raise PeriodOpen
    if queries.decided(session, organisation_id, [period.id]):
        raise AlreadyDecided
    cohorts = queries.cohorts_of(session, organisation_id)
    going = queries.planned(session, cohorts, quarter_of(period.starts_on))
    if not any(period in periods for periods in going.values()):
        raise NothingToRelease
    earlier = _months_decided(session, organisation_id, period, going)
    around = _people(session, organisation_id, cohorts, going, period)
    cells = count_authors(session, keys, secret, frozenset().union(*around.values()), period)
    candidates = _candidates(session, organisation_id, cohorts, going, period, cells)
    plan = _plan(candidates, earlier, around, cohorts, cells, period, secret)
    return Decided(
        organisation_id,
        period,
        tuple(Decision(one.row.id, _figures(one, plan, candidates, period, secret)) for one in candidates.values()),
    )


def _months_decided(
    session: Session, organisation_id: UUID, period: Period, going: Mapping[UUID, Sequence[Period]]
) -> frozenset[UUID]:
    """Give the cohorts with a release for a month of this quarter; raise MonthsFirst while one of them waits."""
    if period.length == "month":
        return frozenset()
    months = [month.id for month in months_of(period)]
    rows = queries.decided(session, organisation_id, months)
    waiting = {(one, p.id) for one, periods in going.items() for p in periods if p.length == "month"}
    if waiting - {(row.cohort_id, row.period) for row in rows}:
        raise MonthsFirst
    return frozenset(row.cohort_id for row in rows if row.figures is not None)


def _people(
    session: Session,
    organisation_id: UUID,
    cohorts: Sequence[Cohort],
    going: Mapping[UUID, Sequence[Period]],
    period: Period,
) -> dict[UUID, frozenset[UUID]]:
    """Give whose entries count around this period, by cohort: in its own periods within the quarter, consenting."""
    windows = {period} if period.length == "month" else {period, *months_of(period)}
    found: dict[UUID, frozenset[UUID]] = {}
    for window in windows:
        inside = queries.members_on(session, cohorts, window.starts_on)
        agreed = consenting(session, organisation_id, window)
        for one in cohorts:
            if window in going[one.id]:
                found[one.id] = found.get(one.id, frozenset()) | (inside[one.id] & agreed)
    return found


def _candidates(
    session: Session,
    organisation_id: UUID,
    cohorts: Sequence[Cohort],
    going: Mapping[UUID, Sequence[Period]],
    period: Period,
    cells: Cells,
) -> dict[str, _Candidate]:
    """Give the cohorts that go by this period, from the top down."""
    sizes = queries.members_on(session, cohorts, quarter_of(period.starts_on).starts_on)
    inside = queries.members_on(session, cohorts, period.starts_on)
    agreed = consenting(session, organisation_id, period)
    return {
        str(one.id): _Candidate(
            one,
            len(sizes[one.id]),
            len(inside[one.id]),
            {person: cells[person] for person in map(str, inside[one.id] & agreed) if person in cells},
        )
        for one in cohorts
        if period in going[one.id]
    }


def _plan(
    candidates: Mapping[str, _Candidate],
    earlier: frozenset[UUID],
    around: Mapping[UUID, frozenset[UUID]],
    cohorts: Sequence[Cohort],
    cells: Cells,
    period: Period,
    secret: bytes,
) -> overlap.Plan:
    """Plan over those that may be released on their own, and those with a release for a month of this quarter (R6)."""
    alone = {
        one.row.id
        for name, one in candidates.items()
        if one.members_at_start >= MEMBERS_FOR_A_QUARTER and _release(one, name, period, secret) is not None
    }
    return overlap.releasable(
        [
            overlap.Branch(
                str(one.id),
                str(one.parent_id) if one.parent_id else None,
                frozenset(person for person in map(str, around[one.id]) if person in cells),
            )
            for one in cohorts
            if one.id in alone or one.id in earlier
        ]
    )


def _figures(
    one: _Candidate, plan: overlap.Plan, candidates: Mapping[str, _Candidate], period: Period, secret: bytes
) -> str | None:
    noise_id = plan.noise_ids.get(str(one.row.id))
    if noise_id is None:
        return None
    twin = candidates.get(noise_id)
    # The same people, once by the month and once by the quarter: two tables over the same days (R7).
    if twin is None or period_length(twin.members) != period_length(one.members):
        return None
    made = _release(one, noise_id, period, secret)
    return made.to_text() if made is not None else None


def _release(one: _Candidate, noise_id: str, period: Period, secret: bytes) -> rules.ReleaseFigures | None:
    made = rules.release(one.under(noise_id), period, one.authors, themes=released_themes(), secret=secret)
    return made if isinstance(made, rules.ReleaseFigures) else None
