"""Read supervision. Authors read their own shares; supervisors read only by starting from a live share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from journal import clock
from journal.access import Actor, Role
from journal.accounts import queries as accounts
from journal.accounts.keys import Keys
from journal.supervision.content import FrozenCopy
from journal.supervision.errors import ShareNotFound
from journal.supervision.models import Agreement, Share, SharedCopy
from journal.supervision.rules import State, state
from journal.supervision.sealing import Record, open_record


@dataclass(frozen=True, slots=True)
class Relation:
    """An agreement that has not ended, as one of the two sees it. `agreed_at` is None while it is only proposed."""

    id: UUID
    other_id: UUID
    other: str
    as_supervisor: bool
    proposed_by_me: bool
    proposed_at: datetime
    agreed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Mine:
    """A share as its author sees it. `readable` is false where the supervisor has lost the role in the meantime."""

    id: UUID
    entry_id: UUID
    recipient: str
    shared_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    ended_at: datetime | None
    state: State
    readable: bool
    copy: FrozenCopy


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item of a supervisor's queue: who and when, and nothing of what was written."""

    id: UUID
    author: str
    shared_at: datetime
    expires_at: datetime
    opened_at: datetime | None


def relations(session: Session, actor: Actor) -> list[Relation]:
    """Give the actor's agreements that have not ended, on either side, by the other's name.

    A supervisor is not told of their own proposals: whether an address belongs to anybody shows only once they agree.
    """
    rows = session.scalars(
        select(Agreement).where(
            or_(Agreement.supervisee_id == actor.id, Agreement.supervisor_id == actor.id),
            Agreement.ended_at.is_(None),
        )
    ).all()
    names = accounts.names_of(session, [_other(row, actor.id) for row in rows])
    found = [_relation(row, actor.id, names) for row in rows if _other(row, actor.id) in names]
    told = [one for one in found if one.agreed_at or not (one.as_supervisor and one.proposed_by_me)]
    return sorted(told, key=lambda one: (one.other.casefold(), one.id))


def my_supervisors(session: Session, actor: Actor) -> list[Relation]:
    """Give the people the actor may share with now: agreed with, of the same organisation, and still supervisors."""
    able = _able_supervisors(session, actor)
    mine = (one for one in relations(session, actor) if one.agreed_at and not one.as_supervisor)
    return [one for one in mine if one.other_id in able]


def possible_supervisors(session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """Give the supervisors of the actor's organisation they could ask: not themselves, nor those asked already."""
    taken = {one.other_id for one in relations(session, actor) if not one.as_supervisor} | {actor.id}
    people = accounts.colleagues_with(session, actor, Role.SUPERVISOR)
    return [(person.id, person.name) for person in people if person.id not in taken]


def my_shares(session: Session, keys: Keys, actor: Actor, *, entry_id: UUID | None = None) -> list[Mine]:
    """Give the actor's own shares, the newest first: live ones, and those that have ended."""
    query = select(Share).where(Share.owner_id == actor.id)
    if entry_id is not None:
        query = query.where(Share.entry_id == entry_id)
    rows = session.scalars(query.order_by(Share.shared_at.desc(), Share.id)).all()
    able, now = _able_supervisors(session, actor), clock.now()
    return [_mine(row, open_record(keys, row), able, now) for row in rows]


def my_share(session: Session, keys: Keys, actor: Actor, share_id: UUID) -> Mine:
    """Give one of the actor's own shares with exactly what left; raise ShareNotFound for any other."""
    row = session.get(Share, (actor.id, share_id))
    if row is None:
        raise ShareNotFound
    return _mine(row, open_record(keys, row), _able_supervisors(session, actor), clock.now())


def queue(session: Session, actor: Actor) -> list[Waiting]:
    """Give what is shared with the actor now, each once, the newest first. Nothing is opened by looking here."""
    rows = session.scalars(select(SharedCopy).where(_live(actor)).order_by(SharedCopy.shared_at.desc(), SharedCopy.id))
    found = rows.all()
    # Agreed within one organisation: whoever has left it is no longer read, on either side.
    names = {person.id: person.name for person in accounts.colleagues(session, actor, {row.author_id for row in found})}
    return [
        Waiting(row.id, names[row.author_id], row.shared_at, row.expires_at, row.opened_at)
        for row in found
        if row.author_id in names
    ]


def live_copy(session: Session, actor: Actor, share_id: UUID, *, to_open: bool = False) -> SharedCopy:
    """Give the copy of a live share with the actor; raise ShareNotFound where it is not live or not for them.

    With `to_open` its row is locked, so that it cannot be withdrawn between being read and being marked as opened.
    """
    query = select(SharedCopy).where(_live(actor), SharedCopy.id == share_id)
    row = session.scalar(query.with_for_update() if to_open else query)
    if row is None or accounts.colleague(session, actor, row.author_id) is None:
        raise ShareNotFound
    return row


def _live(actor: Actor) -> ColumnElement[bool]:
    """Give what makes a copy readable: theirs, not ended, in time, agreed with its author. The role must be held."""
    if Role.SUPERVISOR not in actor.roles:
        raise ShareNotFound
    agreed = select(Agreement.id).where(
        Agreement.supervisee_id == SharedCopy.author_id,
        Agreement.supervisor_id == actor.id,
        Agreement.agreed_at.is_not(None),
        Agreement.ended_at.is_(None),
    )
    return and_(
        SharedCopy.recipient_id == actor.id,
        SharedCopy.ended_at.is_(None),
        SharedCopy.expires_at > clock.now(),
        agreed.exists(),
    )


def _able_supervisors(session: Session, actor: Actor) -> set[UUID]:
    return {person.id for person in accounts.colleagues_with(session, actor, Role.SUPERVISOR)}


def _other(row: Agreement, actor_id: UUID) -> UUID:
    return row.supervisee_id if row.supervisor_id == actor_id else row.supervisor_id


def _relation(row: Agreement, actor_id: UUID, names: dict[UUID, str]) -> Relation:
    other_id = _other(row, actor_id)
    return Relation(
        id=row.id,
        other_id=other_id,
        other=names[other_id],
        as_supervisor=row.supervisor_id == actor_id,
        proposed_by_me=row.proposed_by == actor_id,
        proposed_at=row.proposed_at,
        agreed_at=row.agreed_at,
    )


def _mine(row: Share, record: Record, able: set[UUID], now: datetime) -> Mine:
    where = state(row.expires_at, row.withdrawn_at, now)
    return Mine(
        id=row.id,
        entry_id=row.entry_id,
        recipient=record.recipient,
        shared_at=row.shared_at,
        expires_at=row.expires_at,
        opened_at=row.opened_at,
        ended_at=row.withdrawn_at if where is State.WITHDRAWN else (row.expires_at if where is State.EXPIRED else None),
        state=where,
        readable=where is State.LIVE and row.recipient_id in able,
        copy=record.copy,
    )
