"""Keep cohorts and consent, and publish what was decided. Every function flushes and none commits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from journal import audit, clock
from journal.access import Actor, Role
from journal.accounts.models import Person, PersonRole
from journal.accounts.rules import clean_name
from journal.database import new_id
from journal.errors import NotFound
from journal.insight import queries
from journal.insight.deciding import Decided
from journal.insight.errors import (
    AlreadyDecided,
    CohortInUse,
    NameTaken,
    TooDeep,
    TooManyCohorts,
    TreeFixed,
)
from journal.insight.models import Cohort, CohortMember, CohortTrainer, Consent, Release
from journal.insight.overlap import COHORTS_A_PERSON


def add_cohort(session: Session, actor: Actor, name: str, parent_id: UUID | None = None) -> Cohort:
    """Give a new cohort, inside `parent_id` where that is given.

    Raise NameTaken, CohortNotFound for a parent elsewhere, TreeFixed once something was published from the tree, and
    TooDeep below three of them.
    """
    if actor.organisation_id is None:
        raise NotFound
    cohorts = queries.cohorts_of(session, actor.organisation_id)
    if parent_id is not None:
        queries.cohort(session, actor, parent_id)
        if queries.tree_is_fixed(session, cohorts, parent_id):
            raise TreeFixed
        if len(queries.around(cohorts)[parent_id]) >= COHORTS_A_PERSON:
            raise TooDeep
    row = Cohort(
        id=new_id(),
        organisation_id=actor.organisation_id,
        parent_id=parent_id,
        name=clean_name(name),
        created_at=clock.now(),
    )
    if any(one.name == row.name for one in cohorts):
        raise NameTaken(name="There is a cohort of this name already.")
    session.add(row)
    session.flush()
    audit.record(session, actor.realm_id, actor.id, "cohort.added", cohort=row.id)
    return row


def remove_cohort(session: Session, actor: Actor, cohort_id: UUID) -> None:
    """Take a cohort away that nobody was ever in; raise CohortInUse or TreeFixed where it must stay."""
    row = queries.cohort(session, actor, cohort_id)
    cohorts = queries.cohorts_of(session, actor.organisation_id)
    if queries.tree_is_fixed(session, cohorts, cohort_id):
        raise TreeFixed
    if any(one.parent_id == cohort_id for one in cohorts) or queries.has_had_members(session, cohort_id):
        raise CohortInUse
    session.execute(delete(CohortTrainer).where(CohortTrainer.cohort_id == cohort_id))
    session.delete(row)
    session.flush()
    audit.record(session, actor.realm_id, actor.id, "cohort.removed", cohort=cohort_id)


def add_members(session: Session, actor: Actor, cohort_id: UUID, people: Collection[UUID]) -> int:
    """Let people of the organisation join the cohort today; give how many that was.

    Those in it already, themselves or by a cohort inside it, are passed over. Raise TooManyCohorts where somebody
    would be in more than three cohorts, counting those around each.
    """
    queries.cohort(session, actor, cohort_id)
    today = clock.now().date()
    cohorts = queries.cohorts_of(session, actor.organisation_id)
    inside, chain = queries.members_on(session, cohorts, today), queries.around(cohorts)
    colleagues = set(session.scalars(select(Person.id).where(Person.organisation_id == actor.organisation_id)))
    joining = [person_id for person_id in dict.fromkeys(people) if person_id not in inside[cohort_id]]
    if not colleagues.issuperset(joining):
        raise NotFound
    for person_id in joining:
        held = {one for one, them in inside.items() if person_id in them}
        if len(held | set(chain[cohort_id])) > COHORTS_A_PERSON:
            raise TooManyCohorts
    _join(session, cohort_id, joining, today)
    session.flush()
    audit.record(session, actor.realm_id, actor.id, "cohort.joined", cohort=cohort_id, people=str(len(joining)))
    return len(joining)


def end_members(session: Session, actor: Actor, cohort_id: UUID, people: Collection[UUID]) -> int:
    """Let people leave the cohort today; give how many that was. Periods that have begun still count them."""
    queries.cohort(session, actor, cohort_id)
    today = clock.now().date()
    rows = session.scalars(
        select(CohortMember).where(
            CohortMember.cohort_id == cohort_id,
            CohortMember.person_id.in_(people),
            CohortMember.left_on.is_(None),
        )
    ).all()
    for row in rows:
        row.left_on = today
    session.flush()
    audit.record(session, actor.realm_id, actor.id, "cohort.left", cohort=cohort_id, people=str(len(rows)))
    return len(rows)


def set_trainers(session: Session, actor: Actor, cohort_id: UUID, people: Collection[UUID]) -> None:
    """Set which trainers of the organisation may read the cohort's releases; raise NotFound for anybody else."""
    queries.cohort(session, actor, cohort_id)
    allowed = session.scalars(
        select(Person.id)
        .join(PersonRole)
        .where(Person.organisation_id == actor.organisation_id, PersonRole.role == Role.TRAINER)
    )
    if not set(allowed).issuperset(people):
        raise NotFound
    session.execute(delete(CohortTrainer).where(CohortTrainer.cohort_id == cohort_id))
    session.add_all(CohortTrainer(cohort_id=cohort_id, person_id=person_id) for person_id in dict.fromkeys(people))
    session.flush()
    audit.record(session, actor.realm_id, actor.id, "cohort.trainers", cohort=cohort_id)


def give_consent(session: Session, actor: Actor) -> None:
    """Let the actor's entries count from the next period on; raise NotFound for a person without an organisation.

    Nothing goes into the organisation's audit record, which administrators read: who agreed is the author's own.
    """
    if actor.organisation_id is None:
        raise NotFound
    if queries.consent_of(session, actor) is None:
        session.add(Consent(owner_id=actor.id, given_at=clock.now(), withdrawn_at=None))
        session.flush()


def withdraw_consent(session: Session, actor: Actor) -> None:
    """Let none of the actor's entries count in anything published from now on."""
    standing = queries.consent_of(session, actor)
    if standing is not None:
        standing.withdrawn_at = clock.now()
        session.flush()


def publish(session: Session, decided: Decided, published_by: UUID | None) -> list[Release]:
    """Keep what `deciding.decide` decided, for ever; give the new rows, those without figures too.

    Raises AlreadyDecided where somebody was faster. `published_by` is None for a command or a job.
    """
    if queries.decided(session, decided.organisation_id, [decided.period.id]):
        raise AlreadyDecided
    now = clock.now()
    rows = [
        Release(
            id=new_id(),
            cohort_id=one.cohort_id,
            period=decided.period.id,
            starts_on=decided.period.starts_on,
            ends_on=decided.period.ends_on,
            published_at=now,
            published_by=published_by,
            figures=one.figures,
        )
        for one in decided.decisions
    ]
    session.add_all(rows)
    try:
        session.flush()
    except IntegrityError:
        # Two administrators in the same instant: the unique cohort and period decide.
        raise AlreadyDecided from None
    for row in rows:
        action = "release.not_enough" if row.figures is None else "release.published"
        audit.record(session, decided.organisation_id, published_by, action, release=row.id, period=row.period)
    return rows


def _join(session: Session, cohort_id: UUID, joining: Collection[UUID], today: date) -> None:
    left_today = session.scalars(
        select(CohortMember).where(
            CohortMember.cohort_id == cohort_id, CohortMember.joined_on == today, CohortMember.person_id.in_(joining)
        )
    ).all()
    for row in left_today:
        row.left_on = None  # in and out and in again on one day
    fresh = set(joining) - {row.person_id for row in left_today}
    session.add_all(
        CohortMember(cohort_id=cohort_id, person_id=one, joined_on=today, left_on=None) for one in sorted(fresh)
    )
