"""Take tokens from buckets."""

from __future__ import annotations

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from journal import clock
from journal.errors import TooMany
from journal.throttle.models import Bucket


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `burst` at once, refilled evenly over `seconds`."""

    kind: str
    burst: int
    seconds: int


def take(session: Session, secret: bytes, limit: Limit, subject: str) -> None:
    """Take one token for the subject and flush; raise TooMany, with the seconds to wait, where none is left.

    On PostgreSQL two tries in the same instant may both see the last token: one try too many is tolerated, since a
    lock held across a password check would let anybody stall somebody else's sign-in.
    """
    key = hmac.digest(secret, f"{limit.kind}\x1f{subject}".encode(), hashlib.sha256)
    now = clock.now()
    bucket = session.get(Bucket, key)
    if bucket is None:
        bucket = Bucket(key_hash=key, tokens=float(limit.burst), filled_at=now)
        session.add(bucket)
    rate = limit.burst / limit.seconds
    passed = max(0.0, (now - bucket.filled_at).total_seconds())
    tokens = min(float(limit.burst), bucket.tokens + passed * rate)
    if tokens < 1.0:
        raise TooMany(math.ceil((1.0 - tokens) / rate))
    bucket.tokens, bucket.filled_at = tokens - 1.0, now
    session.flush()


def tidy(session: Session) -> None:
    """Forget buckets nobody has touched for a day: they are full again whatever their limit."""
    session.execute(delete(Bucket).where(Bucket.filled_at < clock.now() - timedelta(days=1)))
