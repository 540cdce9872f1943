"""The one place where plans, actions and subscriptions are sealed and opened, each bound to its row."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from journal.accounts.keys import Keys
from journal.crypto import Place
from journal.reminders.content import Action, Kind, Plan, Subscription
from journal.reminders.models import AgreedAction, PushSubscription, ReminderPlan


def seal_plan(keys: Keys, owner_id: UUID, plan: Plan) -> bytes:
    """Give a plan, sealed. One row a person: the owner is the row."""
    return keys.seal(plan.pack(), _of_plan(owner_id))


def open_plan(keys: Keys, row: ReminderPlan) -> Plan:
    """Give a plan, opened."""
    return Plan.unpack(keys.open(row.sealed, _of_plan(row.owner_id)))


def seal_action(keys: Keys, owner_id: UUID, action_id: UUID, action: Action) -> bytes:
    """Give an action, sealed for its row."""
    return keys.seal(action.pack(), _of_action(owner_id, action_id))


def open_action(keys: Keys, row: AgreedAction) -> Action:
    """Give an action, opened."""
    return Action.unpack(keys.open(row.sealed, _of_action(row.owner_id, row.id)))


def seal_subscription(keys: Keys, owner_id: UUID, device_id: UUID, subscription: Subscription) -> bytes:
    """Give a subscription, sealed for its row."""
    return keys.seal(subscription.pack(), _of_subscription(owner_id, device_id))


def open_subscription(keys: Keys, row: PushSubscription) -> Subscription:
    """Give a subscription, opened."""
    return Subscription.unpack(keys.open(row.sealed, _of_subscription(row.owner_id, row.device_id)))


def endpoint_hash(endpoint: str) -> bytes:
    """Give what finds an endpoint again. Endpoints are long and random, so their hash gives none of them away."""
    return hashlib.sha256(endpoint.encode("utf-8", "surrogatepass")).digest()


def slot_of(keys: Keys, owner_id: UUID, kind: Kind, at: datetime) -> bytes:
    """Give the 32 bytes that stand for one reminder: a person, a kind and a moment."""
    told = b"\x1f".join((owner_id.bytes, kind.encode(), at.isoformat().encode()))
    return hmac.new(keys.ring.derive("reminders"), told, hashlib.sha256).digest()


def _of_plan(owner_id: UUID) -> Place:
    return Place(ReminderPlan.__tablename__, "sealed", owner_id, owner_id)


def _of_action(owner_id: UUID, action_id: UUID) -> Place:
    return Place(AgreedAction.__tablename__, "sealed", owner_id, action_id)


def _of_subscription(owner_id: UUID, device_id: UUID) -> Place:
    return Place(PushSubscription.__tablename__, "sealed", owner_id, device_id)
