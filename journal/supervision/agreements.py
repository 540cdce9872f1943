"""Agree to supervise and to be supervised, and end it. Every function flushes and none commits."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from journal import audit, clock
from journal.access import Actor, Role
from journal.accounts import queries as accounts
from journal.accounts.models import Person
from journal.accounts.rules import clean_email
from journal.database import insert_if_absent, new_id
from journal.supervision.errors import AgreementNotFound, NotYourSupervisor
from journal.supervision.models import Agreement
from journal.supervision.operations import end_between


def propose_supervisor(session: Session, actor: Actor, supervisor_id: UUID) -> None:
    """Ask a supervisor of the actor's organisation; raise NotYourSupervisor for anybody else, themselves included.

    Where that supervisor has asked the actor already, both now agree. Asking twice changes nothing.
    """
    able = {person.id for person in accounts.colleagues_with(session, actor, Role.SUPERVISOR)} - {actor.id}
    if supervisor_id not in able:
        raise NotYourSupervisor
    _propose(session, actor, supervisee_id=actor.id, supervisor_id=supervisor_id)


def propose_supervisee(session: Session, actor: Actor, email: str) -> None:
    """Ask the colleague with this address, if there is one. The caller says the same whether there was or not.

    Raises Invalid only for what cannot be an address.
    """
    person = accounts.person_by_email(session, clean_email(email))
    if person is None or person.id == actor.id or Role.SUPERVISOR not in actor.roles or not _reachable(actor, person):
        return
    _propose(session, actor, supervisee_id=person.id, supervisor_id=actor.id)


def agree(session: Session, actor: Actor, agreement_id: UUID) -> None:
    """Agree to what the other proposed; raise AgreementNotFound where there is nothing of theirs to agree to."""
    row = _open_agreement(session, actor, agreement_id)
    able = {person.id for person in accounts.colleagues_with(session, actor, Role.SUPERVISOR)}
    if row.proposed_by == actor.id or row.supervisor_id not in able:
        raise AgreementNotFound
    _settle(session, actor, row)


def end(session: Session, actor: Actor, agreement_id: UUID) -> None:
    """End an agreement, decline a proposal or take one back. What is shared between the two ends with it."""
    row = _open_agreement(session, actor, agreement_id)
    row.ended_at = clock.now()
    end_between(session, author_id=row.supervisee_id, recipient_id=row.supervisor_id)
    session.flush()
    audit.record(session, actor.realm_id, actor.id, "agreement.ended", agreement=row.id)


def _propose(session: Session, actor: Actor, *, supervisee_id: UUID, supervisor_id: UUID) -> None:
    row_id = new_id()
    insert_if_absent(
        session,
        Agreement,
        id=row_id,
        supervisee_id=supervisee_id,
        supervisor_id=supervisor_id,
        proposed_by=actor.id,
        proposed_at=clock.now(),
    )
    row = session.scalars(
        select(Agreement)
        .where(
            Agreement.supervisee_id == supervisee_id,
            Agreement.supervisor_id == supervisor_id,
            Agreement.ended_at.is_(None),
        )
        .with_for_update()
    ).one()
    if row.id == row_id:
        audit.record(session, actor.realm_id, actor.id, "agreement.proposed", agreement=row.id)
    elif row.proposed_by != actor.id:
        _settle(session, actor, row)


def _settle(session: Session, actor: Actor, row: Agreement) -> None:
    if row.agreed_at is not None:
        return
    row.agreed_at = clock.now()
    session.flush()
    audit.record(session, actor.realm_id, actor.id, "agreement.agreed", agreement=row.id)


def _open_agreement(session: Session, actor: Actor, agreement_id: UUID) -> Agreement:
    row = session.scalar(
        select(Agreement)
        .where(
            Agreement.id == agreement_id,
            or_(Agreement.supervisee_id == actor.id, Agreement.supervisor_id == actor.id),
            Agreement.ended_at.is_(None),
        )
        .with_for_update()
    )
    if row is None:
        raise AgreementNotFound
    return row


def _reachable(actor: Actor, person: Person) -> bool:
    same = actor.organisation_id is not None and person.organisation_id == actor.organisation_id
    return same and person.suspended_at is None
