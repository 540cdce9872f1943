"""The one place where shared words are sealed and opened: the copy for its recipient, the record for its author."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from journal.accounts.errors import KeyGone
from journal.accounts.keys import Keys
from journal.crypto import Place
from journal.supervision.content import FrozenCopy
from journal.supervision.errors import RecipientGone
from journal.supervision.models import Share, SharedCopy

EMPTY = b""
"""What stands in the place of a copy that was withdrawn or has expired."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the author keeps of a share: with whom, and exactly what left."""

    recipient: str
    copy: FrozenCopy


def seal_copy(keys: Keys, recipient_id: UUID, share_id: UUID, copy: FrozenCopy) -> bytes:
    """Give the copy sealed under its recipient's key; raise RecipientGone where there is no such key any more."""
    try:
        return keys.seal(copy.pack(), _of_copy(recipient_id, share_id))
    except KeyGone:
        raise RecipientGone from None


def open_copy(keys: Keys, row: SharedCopy) -> FrozenCopy:
    """Give the recipient's copy, opened."""
    return FrozenCopy.unpack(keys.open(row.sealed, _of_copy(row.recipient_id, row.id)))


def seal_record(keys: Keys, owner_id: UUID, share_id: UUID, record: Record) -> bytes:
    """Give the author's record sealed under the author's own key."""
    plain = {"recipient": record.recipient, "copy": record.copy.pack().decode("ascii")}
    return keys.seal(json.dumps(plain).encode("ascii"), _of_record(owner_id, share_id))


def open_record(keys: Keys, row: Share) -> Record:
    """Give the author's record, opened."""
    plain = json.loads(keys.open(row.sealed, _of_record(row.owner_id, row.id)))
    return Record(plain["recipient"], FrozenCopy.unpack(plain["copy"].encode("ascii")))


def _of_copy(recipient_id: UUID, share_id: UUID) -> Place:
    return Place(SharedCopy.__tablename__, "sealed", recipient_id, share_id)


def _of_record(owner_id: UUID, share_id: UUID) -> Place:
    return Place(Share.__tablename__, "sealed", owner_id, share_id)
