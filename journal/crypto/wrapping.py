"""Wrap data keys with the organisation's wrapping key, bound to the person and key version they belong to."""

from __future__ import annotations

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from journal.crypto.sealing import CannotOpen, DataKey


def wrap(wrapping_key: bytes, key: DataKey, owner: UUID) -> bytes:
    """Give the data key wrapped: nonce (12 bytes), ciphertext and tag."""
    nonce = os.urandom(12)
    return nonce + AESGCM(wrapping_key).encrypt(nonce, key.secret, _bound(owner, key.version))


def unwrap(wrapping_key: bytes, wrapped: bytes, owner: UUID, version: int) -> DataKey:
    """Give the data key back; raise CannotOpen if it was wrapped for somebody else or with another wrapping key."""
    try:
        secret = AESGCM(wrapping_key).decrypt(wrapped[:12], wrapped[12:], _bound(owner, version))
    except InvalidTag:
        raise CannotOpen("not wrapped with this key for this person") from None
    return DataKey(version, secret)


def _bound(owner: UUID, version: int) -> bytes:
    return b"data-key\x1f" + owner.bytes + version.to_bytes(2, "big")
