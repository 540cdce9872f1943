"""Give out what is due to be sent: once for each person, kind and moment, however many jobs ask at the same time.

A claim locks its people's plans, passing over those that another job holds, writes down what it gives out and moves
each plan on to its next moment, all in one transaction. Only after that has committed may anything leave. A job that is
killed in between has sent nothing and nobody sends it later: a reminder lost is better than one that comes twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from journal.accounts.errors import KeyGone
from journal.accounts.keys import Keys
from journal.accounts.models import Person
from journal.reminders import queries
from journal.reminders.content import Kind, Subscription
from journal.reminders.models import PushSubscription, ReminderPlan, ReminderSent
from journal.reminders.operations import Held, actions_of, next_moment
from journal.reminders.rules import LATE, Due, due_between, to_send
from journal.reminders.sealing import open_plan, open_subscription, slot_of

KEEP_SENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Given:
    """One message to send to one device."""

    owner_id: UUID
    device_id: UUID
    endpoint_hash: bytes
    subscription: Subscription
    kind: Kind


def claim(session: Session, keys: Keys, now: datetime, *, people: int = 100) -> tuple[list[Given], int]:
    """Give what is to be sent now, and for how many people plans were moved on: 0 means there is nothing left to do.

    Flushes. The caller commits, and sends only then.
    """
    # The person before the plan, as closing an account takes them, so that neither waits for the other.
    ids = session.scalars(
        queries.due_people(now, people).with_for_update(read=True, key_share=True, skip_locked=True, of=Person)
    ).all()
    rows = session.scalars(
        select(ReminderPlan)
        .where(ReminderPlan.owner_id.in_(ids), ReminderPlan.next_at <= now)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    given: list[Given] = []
    for row in rows:
        given += _claim_one(session, keys, row, now)
    session.flush()
    return given, len(rows)


def let_go(session: Session, now: datetime) -> None:
    """Send nothing that was due before this moment: after a backup is put back nobody knows what was sent since it."""
    session.execute(update(ReminderPlan).where(ReminderPlan.next_at < now).values(next_at=now))


def tidy_sent(session: Session, now: datetime) -> None:
    """Forget what was sent a month ago: nothing as late as that is sent at all."""
    session.execute(delete(ReminderSent).where(ReminderSent.sent_at < now - KEEP_SENT))


def _claim_one(session: Session, keys: Keys, row: ReminderPlan, now: datetime) -> list[Given]:
    try:
        held = Held(row, open_plan(keys, row))
    except KeyGone:  # their account is being closed at this moment
        row.next_at = None
        return []
    first = max(row.next_at or now, now - LATE)
    due = due_between(held.plan, actions_of(session, keys, row.owner_id), first, now)
    fresh = [one for one in to_send(due, now) if _write_down(session, keys, row.owner_id, one, now)]
    row.next_at = next_moment(session, keys, held, now)
    if not fresh or _suspended(session, row.owner_id):
        return []
    told = session.scalars(queries.told(row.owner_id).order_by(PushSubscription.device_id)).all()
    return [_given(keys, one, due.kind) for due in fresh for one in _listening(told, now)]


def _write_down(session: Session, keys: Keys, owner_id: UUID, due: Due, now: datetime) -> bool:
    """Write that this is given out; False where that was written before. The plan's lock makes asking first enough,
    and the key of the table would stop the whole claim where it did not."""
    slot = slot_of(keys, owner_id, due.kind, due.at)
    if session.get(ReminderSent, (owner_id, slot)) is not None:
        return False
    session.add(ReminderSent(owner_id=owner_id, slot=slot, sent_at=now))
    return True


def _suspended(session: Session, owner_id: UUID) -> bool:
    person = session.get(Person, owner_id)
    return person is None or person.suspended_at is not None


def _listening(rows: Sequence[PushSubscription], now: datetime) -> list[PushSubscription]:
    return [row for row in rows if row.quiet_until is None or row.quiet_until <= now]


def _given(keys: Keys, row: PushSubscription, kind: Kind) -> Given:
    return Given(row.owner_id, row.device_id, row.endpoint_hash, open_subscription(keys, row), kind)
