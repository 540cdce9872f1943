"""Read reminders. Every query is scoped to one person; those for jobs say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session

from journal import clock
from journal.access import Actor
from journal.accounts.keys import Keys
from journal.accounts.models import Device, LiveSession, Person
from journal.reflections import queries as reflections
from journal.reflections.errors import EntryNotFound
from journal.reflections.models import JournalState
from journal.reminders.content import Action, Plan
from journal.reminders.errors import ChangeNotFound
from journal.reminders.models import AgreedAction, PushSubscription, ReminderPlan
from journal.reminders.rules import look_weeks, zone_of
from journal.reminders.sealing import endpoint_hash, open_action, open_plan

_DAY = timedelta(days=1)

FACET = "small_change"


@dataclass(frozen=True, slots=True)
class Noted:
    """An action as its owner sees it. `overdue` once its day is over."""

    id: UUID
    action: Action
    overdue: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A small change to look at again: what was tried, in its author's words, and how many weeks it has been."""

    entry_id: UUID
    what: str
    since: date
    weeks: int


def plan_of(session: Session, keys: Keys, actor: Actor) -> Plan:
    """Give the actor's plan, or the usual one where they have not made any."""
    row = session.get(ReminderPlan, actor.id)
    return open_plan(keys, row) if row is not None else Plan()


def is_behind(session: Session, actor: Actor) -> bool:
    """Tell whether something was written since small changes were last looked for."""
    row = session.get(ReminderPlan, actor.id)
    return reflections.last_seq(session, actor.id) > (row.through_seq if row is not None else 0)


def today_of(plan: Plan, now: datetime) -> date:
    """Give the day it is where the person lives."""
    return now.astimezone(zone_of(plan.zone)).date()


def actions(session: Session, keys: Keys, actor: Actor, today: date) -> list[Noted]:
    """Give what the actor means to do, the first due first."""
    rows = session.scalars(open_actions(actor.id)).all()
    opened = [(row, open_action(keys, row)) for row in rows]
    found = [Noted(row.id, action, action.due_on < today) for row, action in opened]
    return sorted(found, key=lambda one: (one.action.due_on, one.id))


def done_lately(session: Session, keys: Keys, actor: Actor, limit: int = 5) -> list[Noted]:
    """Give the actions the actor ticked last, the newest first."""
    done = select(AgreedAction).where(AgreedAction.owner_id == actor.id, AgreedAction.done_at.is_not(None))
    rows = session.scalars(done.order_by(AgreedAction.done_at.desc(), AgreedAction.id).limit(limit)).all()
    return [Noted(row.id, open_action(keys, row), overdue=False) for row in rows]


def changes(session: Session, keys: Keys, actor: Actor, plan: Plan, today: date) -> list[Asked]:
    """Give the small changes the actor is asked about today, the longest going first."""
    asked = []
    for change in sorted(plan.changes, key=lambda one: (one.since, one.entry_id)):
        weeks = look_weeks(change, today)
        if weeks is None:
            continue
        try:
            what = change_in(session, keys, actor, change.entry_id)
        except (EntryNotFound, ChangeNotFound):
            continue  # erased or changed on a phone a moment ago
        asked.append(Asked(change.entry_id, what.get("what", ""), change.since, weeks))
    return asked


def change_in(session: Session, keys: Keys, actor: Actor, entry_id: UUID) -> dict[str, str]:
    """Give the small change of one of the actor's entries; raise EntryNotFound or ChangeNotFound."""
    held = reflections.entry(session, keys, actor, entry_id).head.facets.get(FACET)
    if not held:
        raise ChangeNotFound
    return dict(held)


def subscription_of(session: Session, actor: Actor) -> PushSubscription | None:
    """Give the subscription of the device that the actor's session is on, where it is told."""
    device_id = device_of(session, actor)
    return session.get(PushSubscription, (actor.id, device_id)) if device_id is not None else None


def subscription_state(session: Session, actor: Actor, endpoint: str | None) -> str:
    """Give how the subscription a browser holds compares with what is kept for the device it is.

    "on": the same. "lost": another or none in the browser, though this device is to be told. "off": this device is not
    to be told; where the browser holds a subscription all the same, it is not this person's.
    """
    row = subscription_of(session, actor)
    if row is None:
        return "off"
    return "on" if endpoint is not None and row.endpoint_hash == endpoint_hash(endpoint) else "lost"


def seen_lately(session: Session, actor: Actor) -> bool:
    """Tell whether the subscription here was seen within a day: only then is it not written down again."""
    row = subscription_of(session, actor)
    return row is not None and clock.now() - row.seen_at < _DAY


def device_of(session: Session, actor: Actor) -> UUID | None:
    """Give the device the actor's session is on, where it keeps their journal and was not taken off."""
    return session.scalar(
        select(Device.id)
        .join(LiveSession, and_(LiveSession.owner_id == Device.owner_id, LiveSession.device_id == Device.id))
        .where(Device.owner_id == actor.id, LiveSession.id == actor.session_id, Device.revoked_at.is_(None))
    )


def subscriptions(session: Session, actor: Actor) -> int:
    """Count the devices of the actor's that are told."""
    return session.scalar(select(func.count()).select_from(told(actor.id).subquery())) or 0


def open_actions(owner_id: UUID) -> Select[AgreedAction]:
    """Give the statement of a person's actions that are not done."""
    return select(AgreedAction).where(AgreedAction.owner_id == owner_id, AgreedAction.done_at.is_(None))


def told(owner_id: UUID) -> Select[PushSubscription]:
    """Give the statement of the subscriptions a person's reminders go to: those of devices that were not taken off."""
    live = exists().where(
        Device.owner_id == PushSubscription.owner_id,
        Device.id == PushSubscription.device_id,
        Device.revoked_at.is_(None),
    )
    return select(PushSubscription).where(PushSubscription.owner_id == owner_id, live)


def due_people(now: datetime, limit: int) -> Select[UUID]:
    """Give the statement of the people something is due for, the longest due first. For jobs."""
    return (
        select(Person.id)
        .join(ReminderPlan, ReminderPlan.owner_id == Person.id)
        .where(ReminderPlan.next_at <= now)
        .order_by(ReminderPlan.next_at, Person.id)
        .limit(limit)
    )


def people_behind(session: Session, limit: int) -> Sequence[UUID]:
    """Give people who are told, and whose journal went on since small changes were last looked for. For jobs."""
    return session.scalars(
        select(ReminderPlan.owner_id)
        .join(JournalState, JournalState.owner_id == ReminderPlan.owner_id)
        .where(
            JournalState.last_seq > ReminderPlan.through_seq,
            exists().where(PushSubscription.owner_id == ReminderPlan.owner_id),
        )
        .order_by(ReminderPlan.owner_id)
        .limit(limit)
    ).all()
