"""How a chain of audit entries is linked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

START = bytes(32)


def link(
    previous: bytes,
    realm_id: UUID,
    number: int,
    at: datetime,
    actor_id: UUID | None,
    action: str,
    facts: Mapping[str, str],
) -> bytes:
    """Give the 32 bytes that tie an entry to the one before it."""
    plain = [str(realm_id), number, at.isoformat(), str(actor_id), action, dict(facts)]
    return hashlib.sha256(previous + json.dumps(plain, sort_keys=True).encode()).digest()
