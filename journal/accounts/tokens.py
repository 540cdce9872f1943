"""Random tokens for sessions and one-time links. Only their SHA-256 is ever kept."""

from __future__ import annotations

import hashlib
import secrets
from uuid import UUID


def make_token() -> str:
    """Give a new token: 32 random bytes as URL-safe text."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """Give what is kept of a token. No salt or stretching: the token itself is random."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def session_cookie(owner_id: UUID, token: str) -> str:
    """Give the cookie's text. It names the owner so that the look-up starts at their shard."""
    return f"{owner_id.hex}.{token}"


def read_session_cookie(text: str) -> tuple[UUID, str] | None:
    """Give owner and token from a cookie's text, or None where it is not one of ours."""
    owner, dot, token = text.partition(".")
    if not dot or not token:
        return None
    try:
        return UUID(hex=owner), token
    except ValueError:
        return None
