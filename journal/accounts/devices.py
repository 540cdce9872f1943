"""Devices that keep their person's journal: the key each seals its text under, and taking it away.

The key is the server's to give because a phone may lose it: a forgotten PIN then costs a sign-in and no text. A key
that is taken away is not destroyed, so that a phone that turns up again can still give up what it had not sent.
Changing the password takes no key away: text sealed on a phone that waits for a signal must open again after the next
sign-in.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import audit, clock
from journal.access import Actor
from journal.accounts.errors import DeviceRevoked, TooManyDevices
from journal.accounts.keys import Keys
from journal.accounts.models import Device, LiveSession, Person
from journal.crypto import Place, opens
from journal.database import insert_if_absent
from journal.errors import NotFound

MOST = 20

# When a device was last seen is told by the day; written this often, it costs a sync nothing.
_SEEN_EVERY = timedelta(hours=1)


def device_key(session: Session, keys: Keys, actor: Actor, device_id: UUID, name: str) -> bytes:
    """Give the 32 bytes this device of the actor's seals with: made at its first call, the same ever after.

    Raises DeviceRevoked where the key was taken away, TooManyDevices where there is no room for a new device. The
    session in use is tied to the device, so that both can be ended together.
    """
    row = session.get(Device, (actor.id, device_id)) or _add(session, keys, actor, device_id, name)
    if row.revoked_at is not None:
        raise DeviceRevoked
    row.name, row.seen_at = name[:80], clock.now()
    mine = select(LiveSession).where(LiveSession.owner_id == actor.id, LiveSession.id == actor.session_id)
    live = session.scalar(mine)
    if live is not None and live.device_id != device_id:
        # A browser that has lost what it kept makes itself a new id: taking the old one's key still ends the session.
        live.earlier_devices = [*(live.earlier_devices or []), *([str(live.device_id)] if live.device_id else [])]
        live.device_id = device_id
    session.flush()
    return keys.open(row.sealed, _place(actor.id, device_id))


def holds_key(session: Session, keys: Keys, actor: Actor, device_id: UUID, proof: bytes) -> bool:
    """Tell whether whoever made `proof` holds the open key of this device of the actor's: it is sealed under it, as a
    phone seals, for `<person>|wake|<device>|1`. Never where the key was taken away."""
    row = session.get(Device, (actor.id, device_id))
    if row is None or row.revoked_at is not None:
        return False
    key = keys.open(row.sealed, _place(actor.id, device_id))
    return opens(key, proof, f"{actor.id}|wake|{device_id}|1".encode())


def note_device(session: Session, actor: Actor, device_id: UUID) -> None:
    """Note that the device is in use; raise DeviceRevoked where its key was taken away. Others are not our business:
    a device we do not know may have synced before devices had keys."""
    row = session.get(Device, (actor.id, device_id))
    if row is None:
        return
    if row.revoked_at is not None:
        raise DeviceRevoked
    now = clock.now()
    if now - row.seen_at >= _SEEN_EVERY:
        row.seen_at = now


def was_revoked(session: Session, owner_id: UUID, device_id: UUID) -> bool:
    """Tell whether this device's key was taken away by its person. For a phone whose session ended with that."""
    row = session.get(Device, (owner_id, device_id))
    return row is not None and row.revoked_at is not None


def devices_of(session: Session, actor: Actor) -> Sequence[Device]:
    """Give the actor's own devices, those in use first, the last seen first."""
    rows = select(Device).where(Device.owner_id == actor.id)
    return session.scalars(rows.order_by(Device.revoked_at.is_not(None), Device.seen_at.desc(), Device.id)).all()


def revoke(session: Session, actor: Actor, device_id: UUID) -> None:
    """Take one of the actor's devices its key away and end its sessions; raise NotFound where it is not theirs."""
    row = _own(session, actor, device_id)
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        audit.record(session, actor.realm_id, actor.id, "device.revoked", device=device_id)
    for live in session.scalars(select(LiveSession).where(LiveSession.owner_id == actor.id)).all():
        if live.device_id == device_id or str(device_id) in (live.earlier_devices or []):
            session.delete(live)
    session.flush()


def give_back(session: Session, actor: Actor, device_id: UUID) -> None:
    """Let one of the actor's devices have its key again; raise NotFound where it is not theirs."""
    row = _own(session, actor, device_id)
    if row.revoked_at is not None:
        row.revoked_at = None
        audit.record(session, actor.realm_id, actor.id, "device.given_back", device=device_id)


def forget(session: Session, actor: Actor, device_id: UUID) -> None:
    """Destroy the key of a device it was taken from; raise NotFound where there is none such of the actor's."""
    row = _own(session, actor, device_id)
    if row.revoked_at is None:
        raise NotFound
    session.delete(row)
    audit.record(session, actor.realm_id, actor.id, "device.forgotten", device=device_id)


def _add(session: Session, keys: Keys, actor: Actor, device_id: UUID, name: str) -> Device:
    # Locked on PostgreSQL, so that two new devices in the same instant are both counted.
    session.get(Person, actor.id, with_for_update=True)
    held = session.scalars(select(Device).where(Device.owner_id == actor.id).order_by(Device.revoked_at)).all()
    if len(held) >= MOST:
        _make_room(session, actor, held)
    now = clock.now()
    insert_if_absent(
        session,
        Device,
        owner_id=actor.id,
        id=device_id,
        sealed=keys.seal(os.urandom(32), _place(actor.id, device_id)),
        name=name[:80],
        made_at=now,
        seen_at=now,
    )
    audit.record(session, actor.realm_id, actor.id, "device.added", device=device_id)
    return session.get_one(Device, (actor.id, device_id), populate_existing=True)


def _make_room(session: Session, actor: Actor, held: Sequence[Device]) -> None:
    """Forget the device whose key was taken first. One in use never goes by itself: its text could not be opened."""
    gone = next((row for row in held if row.revoked_at is not None), None)
    if gone is None:
        raise TooManyDevices
    forget(session, actor, gone.id)
    session.flush()


def _own(session: Session, actor: Actor, device_id: UUID) -> Device:
    row = session.get(Device, (actor.id, device_id))
    if row is None:
        raise NotFound
    return row


def _place(owner_id: UUID, device_id: UUID) -> Place:
    return Place(Device.__tablename__, "sealed", owner_id, device_id)
