"""Turn a device's notifications on and off. Every function flushes and none commits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from journal import audit, clock
from journal.access import Actor
from journal.accounts.keys import Keys
from journal.reminders import queries
from journal.reminders.content import Subscription
from journal.reminders.endpoints import allowed, good_keys
from journal.reminders.errors import BadPushKeys, NotAPushService, UnknownDevice
from journal.reminders.models import PushSubscription
from journal.reminders.operations import hold, settle
from journal.reminders.rules import MOST_SUBSCRIPTIONS
from journal.reminders.sealing import endpoint_hash, seal_subscription


def subscribe(
    session: Session,
    keys: Keys,
    actor: Actor,
    subscription: Subscription,
    *,
    more_hosts: Collection[str] = (),
) -> None:
    """Tell the device the actor's session is on from now on; said again, it changes nothing but what is new.

    A browser belongs to whoever turned it on last: nobody else is told there any more. Where a person has as many
    devices as there is room for, the one not seen for longest makes room. Raises UnknownDevice, NotAPushService,
    BadPushKeys.
    """
    if not allowed(subscription.endpoint, more_hosts):
        raise NotAPushService
    if not good_keys(subscription.p256dh, subscription.auth):
        raise BadPushKeys
    held = hold(session, keys, actor.id)
    device_id = queries.device_of(session, actor)
    if device_id is None:
        raise UnknownDevice
    told, now = endpoint_hash(subscription.endpoint), clock.now()
    row = session.get(PushSubscription, (actor.id, device_id))
    fresh = row is None or row.endpoint_hash != told
    session.execute(
        delete(PushSubscription).where(
            PushSubscription.endpoint_hash == told,
            (PushSubscription.owner_id != actor.id) | (PushSubscription.device_id != device_id),
        )
    )
    if row is None:
        _make_room(session, actor)
        row = PushSubscription(owner_id=actor.id, device_id=device_id, made_at=now)
        session.add(row)
    row.endpoint_hash, row.seen_at = told, now
    row.sealed = seal_subscription(keys, actor.id, device_id, subscription)
    if fresh:
        row.quiet_until = None
    session.flush()
    if fresh:
        audit.record(session, actor.realm_id, actor.id, "push.on", device=device_id)
    settle(session, keys, held)


def note_seen(session: Session, actor: Actor) -> None:
    """Note that the device here, where it is told, was in use."""
    row = queries.subscription_of(session, actor)
    if row is not None:
        row.seen_at = clock.now()


def unsubscribe(session: Session, actor: Actor) -> None:
    """Tell the device the actor's session is on nothing more; one that was told nothing stays so."""
    row = queries.subscription_of(session, actor)
    if row is not None:
        session.delete(row)
        audit.record(session, actor.realm_id, actor.id, "push.off", device=row.device_id)


def forget_dead(session: Session, owner_id: UUID, device_id: UUID, told: bytes) -> None:
    """Forget a subscription its push service says is gone, unless another has taken its place meanwhile."""
    session.execute(delete(PushSubscription).where(*_that(owner_id, device_id, told)))


def keep_quiet(session: Session, owner_id: UUID, device_id: UUID, told: bytes, until: datetime) -> None:
    """Send nothing to a subscription before this moment."""
    row = session.scalar(select(PushSubscription).where(*_that(owner_id, device_id, told)))
    if row is not None:
        row.quiet_until = until
        session.flush()


def _that(owner_id: UUID, device_id: UUID, told: bytes) -> tuple[ColumnElement[bool], ...]:
    return (
        PushSubscription.owner_id == owner_id,
        PushSubscription.device_id == device_id,
        PushSubscription.endpoint_hash == told,
    )


def _make_room(session: Session, actor: Actor) -> None:
    rows = session.scalars(
        select(PushSubscription)
        .where(PushSubscription.owner_id == actor.id)
        .order_by(PushSubscription.seen_at.desc(), PushSubscription.device_id)
    ).all()
    for row in rows[MOST_SUBSCRIPTIONS - 1 :]:
        session.delete(row)
    session.flush()
