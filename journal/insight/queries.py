"""Read cohorts, consent and releases. Who may see what is decided here: what a query does not give is 404."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from journal.access import Actor, Role
from journal.accounts.models import Person
from journal.insight.errors import CohortNotFound, ReleaseNotFound
from journal.insight.models import Cohort, CohortMember, CohortTrainer, Consent, Release
from journal.insight.periods import Period, period_of, planned_periods, quarter_of

State = Literal["published", "not_enough", "due"]


@dataclass(frozen=True, slots=True)
class Branch:
    """A cohort in its tree: how deep it lies, and how many people are in it today, those below included."""

    cohort: Cohort
    depth: int
    size: int


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a cohort today, in their own right."""

    person_id: UUID
    name: str
    joined_on: date


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """A period that is over, with the cohorts that go by it and what became of each.

    `waits` tells that it is a quarter with a month still to be published.
    """

    period: Period
    cohorts: tuple[tuple[Cohort, State], ...]
    waits: bool

    @property
    def is_due(self) -> bool:
        """Whether it waits to be published."""
        return any(state == "due" for _, state in self.cohorts)


@dataclass(frozen=True, slots=True)
class Published:
    """A published release and the cohort it is of."""

    release: Release
    cohort: Cohort

    @property
    def period(self) -> Period:
        """Give the period it is for."""
        return period_of(self.release.period)

    @property
    def figures(self) -> str:
        """Give the exact text every viewer gets."""
        return self.release.figures or ""


def cohorts_of(session: Session, organisation_id: UUID | None) -> list[Cohort]:
    """Give the organisation's cohorts as a tree read from the top: each before those inside it, by name."""
    rows = session.scalars(
        select(Cohort).where(Cohort.organisation_id == organisation_id).order_by(Cohort.name, Cohort.id)
    ).all()
    children: dict[UUID | None, list[Cohort]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)
    found: list[Cohort] = []
    waiting = list(reversed(children[None]))
    while waiting:
        found.append(waiting.pop())
        waiting.extend(reversed(children[found[-1].id]))
    return found


def around(cohorts: Sequence[Cohort]) -> dict[UUID, tuple[UUID, ...]]:
    """Give, for each cohort of a tree read from the top, its own id and those of the cohorts around it."""
    found: dict[UUID, tuple[UUID, ...]] = {}
    for cohort in cohorts:
        found[cohort.id] = (cohort.id, *(found[cohort.parent_id] if cohort.parent_id else ()))
    return found


def members_on(session: Session, cohorts: Sequence[Cohort], day: date) -> dict[UUID, frozenset[UUID]]:
    """Give who was in each cohort on a day, those in the cohorts below included; people who left are not counted."""
    rows = session.execute(
        select(CohortMember.cohort_id, CohortMember.person_id)
        .join(Cohort, Cohort.id == CohortMember.cohort_id)
        .join(Person, (Person.id == CohortMember.person_id) & (Person.organisation_id == Cohort.organisation_id))
        .where(
            CohortMember.cohort_id.in_([cohort.id for cohort in cohorts]),
            CohortMember.joined_on <= day,
            or_(CohortMember.left_on.is_(None), CohortMember.left_on > day),
        )
    )
    chain = around(cohorts)
    found: dict[UUID, set[UUID]] = {cohort.id: set() for cohort in cohorts}
    for cohort_id, person_id in rows:
        for one in chain[cohort_id]:
            found[one].add(person_id)
    return {cohort_id: frozenset(people) for cohort_id, people in found.items()}


def tree(session: Session, actor: Actor, today: date) -> list[Branch]:
    """Give the tree of the administrator's organisation with today's sizes."""
    cohorts = cohorts_of(session, actor.organisation_id)
    sizes, chain = members_on(session, cohorts, today), around(cohorts)
    return [Branch(cohort, len(chain[cohort.id]) - 1, len(sizes[cohort.id])) for cohort in cohorts]


def cohort(session: Session, actor: Actor, cohort_id: UUID) -> Cohort:
    """Give a cohort of the administrator's organisation; raise CohortNotFound where there is none."""
    row = session.get(Cohort, cohort_id)
    if row is None or row.organisation_id != actor.organisation_id:
        raise CohortNotFound
    return row


def members(session: Session, cohort_id: UUID, today: date) -> list[Member]:
    """Give who is in the cohort today in their own right, by name."""
    rows = session.execute(
        select(Person.id, Person.name, CohortMember.joined_on)
        .join(CohortMember, CohortMember.person_id == Person.id)
        .where(CohortMember.cohort_id == cohort_id, or_(CohortMember.left_on.is_(None), CohortMember.left_on > today))
        .order_by(Person.name, Person.id)
    )
    return [Member(*row) for row in rows]


def trainers(session: Session, cohort_id: UUID) -> frozenset[UUID]:
    """Give who may read the cohort's releases as a trainer."""
    return frozenset(session.scalars(select(CohortTrainer.person_id).where(CohortTrainer.cohort_id == cohort_id)))


def tree_is_fixed(session: Session, cohorts: Sequence[Cohort], cohort_id: UUID) -> bool:
    """Tell whether anything was decided for a cohort of the tree that holds this one."""
    chain = around(cohorts)
    top = chain[cohort_id][-1]
    same = [one for one, path in chain.items() if path[-1] == top]
    return session.scalar(select(Release.id).where(Release.cohort_id.in_(same)).limit(1)) is not None


def decided(session: Session, organisation_id: UUID | None, period_ids: Collection[str] = ()) -> list[Release]:
    """Give what was decided for the organisation's cohorts, of some periods or of all."""
    query = select(Release).join(Cohort, Cohort.id == Release.cohort_id)
    query = query.where(Cohort.organisation_id == organisation_id)
    if period_ids:
        query = query.where(Release.period.in_(period_ids))
    return list(session.scalars(query))


def planned(session: Session, cohorts: Sequence[Cohort], quarter: Period) -> dict[UUID, list[Period]]:
    """Give the periods each cohort goes by within a quarter; none for one that is too small on its first day."""
    sizes = members_on(session, cohorts, quarter.starts_on)
    return {one.id: planned_periods({quarter.id: len(sizes[one.id])}, top=one.parent_id is None) for one in cohorts}


def closed_periods(session: Session, actor: Actor, today: date, *, quarters: int = 8) -> list[ClosedPeriod]:
    """Give the newest periods that are over, the newest first, with the state of each of their cohorts.

    For administrators: it says that something was published, never what.
    """
    cohorts = cohorts_of(session, actor.organisation_id)
    rows = {(row.cohort_id, row.period): row for row in decided(session, actor.organisation_id)}
    found: dict[Period, list[tuple[Cohort, State]]] = defaultdict(list)
    quarter = quarter_of(today)
    for _ in range(quarters):
        going = planned(session, cohorts, quarter)
        for one in cohorts:
            for period in going[one.id]:
                if period.is_closed(today):
                    found[period].append((one, _state(rows.get((one.id, period.id)))))
        quarter = quarter_of(quarter.starts_on - timedelta(days=1))
    due = [period for period, states in found.items() if any(state == "due" for _, state in states)]
    order = sorted(found, key=lambda period: (period.ends_on, period.length), reverse=True)
    return [
        ClosedPeriod(one, tuple(found[one]), any(one is not other and one.overlaps(other) for other in due))
        for one in order
    ]


def trained_cohorts(session: Session, actor: Actor, today: date) -> list[Branch]:
    """Give the cohorts whose releases the actor may read as a trainer, with their sizes."""
    if Role.TRAINER not in actor.roles:
        return []
    own = set(session.scalars(select(CohortTrainer.cohort_id).where(CohortTrainer.person_id == actor.id)))
    return [branch for branch in tree(session, actor, today) if branch.cohort.id in own]


def releases_of(session: Session, cohort_ids: Collection[UUID]) -> list[Release]:
    """Give what was decided for some cohorts, the newest first; those with no figures had not enough people."""
    return list(
        session.scalars(
            select(Release)
            .where(Release.cohort_id.in_(cohort_ids))
            .order_by(Release.ends_on.desc(), Release.starts_on.desc(), Release.id)
        )
    )


def release(session: Session, actor: Actor, release_id: UUID) -> Published:
    """Give a published release to a trainer of its cohort or to somebody of the cohort itself.

    Raise ReleaseNotFound for everybody else, administrators included. Everybody who gets it gets the same (R10).
    """
    row = session.get(Release, release_id)
    if row is None or row.figures is None:
        raise ReleaseNotFound
    one = session.get_one(Cohort, row.cohort_id)
    trains = Role.TRAINER in actor.roles and session.get(CohortTrainer, (one.id, actor.id)) is not None
    if one.organisation_id != actor.organisation_id or not (trains or _was_in(session, actor, row)):
        raise ReleaseNotFound
    return Published(row, one)


def releases_about(session: Session, actor: Actor) -> list[Published]:
    """Give the published releases of the cohorts the actor was in when their period began, the newest first."""
    cohorts = {one.id: one for one in cohorts_of(session, actor.organisation_id)}
    chain = around(list(cohorts.values()))
    own = _times(session, actor)
    near = {one for cohort_id, _, _ in own if cohort_id in chain for one in chain[cohort_id]}
    rows = [row for row in releases_of(session, near) if row.figures is not None]
    return [Published(row, cohorts[row.cohort_id]) for row in rows if _covers(own, chain, row)]


def consent_of(session: Session, actor: Actor) -> Consent | None:
    """Give the actor's consent that stands, or None."""
    return session.scalar(select(Consent).where(Consent.owner_id == actor.id, Consent.withdrawn_at.is_(None)))


def cohort_names_of(session: Session, actor: Actor, today: date) -> list[str]:
    """Give the names of the cohorts the actor is in today, the larger ones around them included."""
    cohorts = cohorts_of(session, actor.organisation_id)
    inside = members_on(session, cohorts, today)
    return [one.name for one in cohorts if actor.id in inside[one.id]]


def has_had_members(session: Session, cohort_id: UUID) -> bool:
    """Tell whether anybody is or was in the cohort."""
    return bool(session.scalar(select(func.count()).where(CohortMember.cohort_id == cohort_id)))


_Time = tuple[UUID, date, date | None]


def _times(session: Session, actor: Actor) -> Sequence[_Time]:
    rows = session.execute(
        select(CohortMember.cohort_id, CohortMember.joined_on, CohortMember.left_on).where(
            CohortMember.person_id == actor.id
        )
    )
    return [(row.cohort_id, row.joined_on, row.left_on) for row in rows]


def _was_in(session: Session, actor: Actor, row: Release) -> bool:
    chain = around(cohorts_of(session, actor.organisation_id))
    return _covers(_times(session, actor), chain, row)


def _covers(own: Sequence[_Time], chain: Mapping[UUID, tuple[UUID, ...]], row: Release) -> bool:
    return any(
        row.cohort_id in chain.get(cohort_id, ()) and joined <= row.starts_on and (left is None or left > row.starts_on)
        for cohort_id, joined, left in own
    )


def _state(row: Release | None) -> State:
    if row is None:
        return "due"
    return "not_enough" if row.figures is None else "published"
