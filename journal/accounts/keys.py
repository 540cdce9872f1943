"""The store of people's data keys: make, give, re-wrap and destroy them.

The store is a database of its own. A key is committed there before anything is sealed with it; destroying it is the
last step of closing an account. Opened keys are held in memory for a minute at most, so that another process's
destruction is noticed here too.
"""

from __future__ import annotations

import os
import threading
import time
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from journal import clock
from journal.accounts.errors import KeyGone
from journal.accounts.models import WrappedKey
from journal.crypto import DataKey, KeyRing, Place, open_sealed, seal, unwrap, wrap
from journal.database import Database

_HELD_SECONDS = 60.0
_HELD_AT_MOST = 2_000


class Keys:
    """Seals and opens for any person, by their own key."""

    def __init__(self, store: Database, ring: KeyRing) -> None:
        self.ring = ring
        self._store = store
        self._held: dict[UUID, tuple[float, DataKey]] = {}
        self._lock = threading.Lock()

    def make(self, owner_id: UUID) -> None:
        """Make the person's key and commit it to the store."""
        key = DataKey(1, os.urandom(32))
        with self._store.write() as session:
            session.add(self._row(owner_id, key))

    def seal(self, value: bytes, place: Place) -> bytes:
        """Give `value` sealed for `place` under the key of the place's owner; raise KeyGone if there is none."""
        return seal(self._of(place.owner), value, place)

    def open(self, sealed: bytes, place: Place) -> bytes:
        """Give what was sealed for `place`; raise KeyGone, or CannotOpen if it was sealed for another place."""
        return open_sealed(self._of(place.owner), sealed, place)

    def destroy(self, owner_id: UUID) -> None:
        """Destroy the person's key for good: nothing sealed with it can be read again, here or in a backup."""
        with self._store.write() as session:
            session.execute(delete(WrappedKey).where(WrappedKey.owner_id == owner_id))
        with self._lock:
            self._held.pop(owner_id, None)

    def rewrap(self, *, at_most: int = 500) -> int:
        """Wrap up to `at_most` keys that an older wrapping key holds with the current one; give how many that was."""
        with self._store.write() as session:
            rows = session.scalars(
                select(WrappedKey).where(WrappedKey.wrapping != self.ring.current).limit(at_most)
            ).all()
            for row in rows:
                key = unwrap(self.ring.wrapping[row.wrapping], row.wrapped, row.owner_id, row.version)
                row.wrapped = wrap(self.ring.wrapping[self.ring.current], key, row.owner_id)
                row.wrapping = self.ring.current
            return len(rows)

    def _of(self, owner_id: UUID) -> DataKey:
        with self._lock:
            held = self._held.get(owner_id)
            if held and time.monotonic() - held[0] < _HELD_SECONDS:
                return held[1]
        with self._store.read() as session:
            key = self._read(session, owner_id)
        with self._lock:
            if len(self._held) >= _HELD_AT_MOST:
                self._held.clear()
            self._held[owner_id] = (time.monotonic(), key)
        return key

    def _read(self, session: Session, owner_id: UUID) -> DataKey:
        row = session.scalars(
            select(WrappedKey).where(WrappedKey.owner_id == owner_id).order_by(WrappedKey.version.desc()).limit(1)
        ).first()
        if row is None:
            raise KeyGone
        return unwrap(self.ring.wrapping[row.wrapping], row.wrapped, owner_id, row.version)

    def _row(self, owner_id: UUID, key: DataKey) -> WrappedKey:
        current = self.ring.current
        return WrappedKey(
            owner_id=owner_id,
            version=key.version,
            wrapping=current,
            wrapped=wrap(self.ring.wrapping[current], key, owner_id),
            created_at=clock.now(),
        )
