"""Take tokens from buckets."""

from __future__ import annotations

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
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

    The bucket's row stays locked until the caller commits, so that tries in the same instant are each counted: commit
    before a password is checked, or anybody could stall somebody else's sign-in.
    """
    now, key = clock.now(), _key(secret, limit, subject)
    bucket = session.get(Bucket, key, with_for_update=True) or _add(session, key, limit, now)
    left = _left(bucket, limit, now)
    if left < 1.0:
        raise TooMany(_wait(limit, left))
    bucket.tokens, bucket.filled_at = left - 1.0, now
    session.flush()


def check(session: Session, secret: bytes, limit: Limit, subject: str) -> None:
    """Raise TooMany where `take` would; takes and writes nothing, so that a refusal costs nobody a write."""
    bucket = session.get(Bucket, _key(secret, limit, subject))
    left = _left(bucket, limit, clock.now()) if bucket is not None else limit.burst
    if left < 1.0:
        raise TooMany(_wait(limit, left))


def tidy(session: Session) -> None:
    """Forget buckets nobody has touched for a day: they are full again whatever their limit."""
    session.execute(delete(Bucket).where(Bucket.filled_at < clock.now() - timedelta(days=1)))


def _key(secret: bytes, limit: Limit, subject: str) -> bytes:
    return hmac.digest(secret, f"{limit.kind}\x1f{subject}".encode(), hashlib.sha256)


def _add(session: Session, key: bytes, limit: Limit, now: datetime) -> Bucket:
    """Give a full bucket, or the one that somebody else added in the same instant."""
    insert = insert_sqlite if session.get_bind().dialect.name == "sqlite" else insert_postgresql
    full = insert(Bucket).values(key_hash=key, tokens=float(limit.burst), filled_at=now)
    session.execute(full.on_conflict_do_nothing())
    return session.get_one(Bucket, key, with_for_update=True)


def _left(bucket: Bucket, limit: Limit, now: datetime) -> float:
    """Give the tokens in the bucket by now."""
    passed = max(0.0, (now - bucket.filled_at).total_seconds())
    return min(float(limit.burst), bucket.tokens + passed * limit.burst / limit.seconds)


def _wait(limit: Limit, left: float) -> int:
    return math.ceil((1.0 - left) * limit.seconds / limit.burst)
