"""Take tokens from buckets."""

from __future__ import annotations

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

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
    now = clock.now()
    bucket, left = _look(session, secret, limit, subject, now)
    if left < 1.0:
        raise TooMany(_wait(limit, left))
    session.add(bucket)
    bucket.tokens, bucket.filled_at = left - 1.0, now
    session.flush()


def check(session: Session, secret: bytes, limit: Limit, subject: str) -> None:
    """Raise TooMany where `take` would; takes and writes nothing, so that a refusal costs nobody a write."""
    _, left = _look(session, secret, limit, subject, clock.now())
    if left < 1.0:
        raise TooMany(_wait(limit, left))


def tidy(session: Session) -> None:
    """Forget buckets nobody has touched for a day: they are full again whatever their limit."""
    session.execute(delete(Bucket).where(Bucket.filled_at < clock.now() - timedelta(days=1)))


def _look(session: Session, secret: bytes, limit: Limit, subject: str, now: datetime) -> tuple[Bucket, float]:
    """Give the subject's bucket, a new one where there is none yet, and the tokens in it by now."""
    key = hmac.digest(secret, f"{limit.kind}\x1f{subject}".encode(), hashlib.sha256)
    bucket = session.get(Bucket, key) or Bucket(key_hash=key, tokens=float(limit.burst), filled_at=now)
    passed = max(0.0, (now - bucket.filled_at).total_seconds())
    return bucket, min(float(limit.burst), bucket.tokens + passed * limit.burst / limit.seconds)


def _wait(limit: Limit, left: float) -> int:
    return math.ceil((1.0 - left) * limit.seconds / limit.burst)
