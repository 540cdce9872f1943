"""Seal and open values with AES-256-GCM (NIST SP 800-38D) under a person's data key.

A sealed value is: format (1 byte), key version (2 bytes), nonce (12 bytes), ciphertext with its 16-byte tag. The place
it belongs to (table, column, owner, row, schema) is bound in as associated data, so a value moved to another row,
column or person does not open. Nonces are random: at 96 bits one key may seal 2**32 values, and a person writes fewer.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = 1
_HEADER = struct.Struct(">BH12s")


class CannotOpen(Exception):
    """The value was not sealed with this key for this place, or it was changed."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """One version of a person's key; `secret` is 32 bytes and is never shown."""

    version: int
    secret: bytes

    def __repr__(self) -> str:
        return f"DataKey(version={self.version})"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value belongs. `schema` is the version of what is inside."""

    table: str
    column: str
    owner: UUID
    row: UUID
    schema: int = 1

    def bound(self) -> bytes:
        """Give the bytes bound into the seal; names hold no separator, so two places never read alike."""
        return b"\x1f".join(
            (self.table.encode(), self.column.encode(), self.owner.bytes, self.row.bytes, str(self.schema).encode())
        )


def seal(key: DataKey, value: bytes, place: Place) -> bytes:
    """Give `value` sealed for `place`."""
    header = _HEADER.pack(FORMAT, key.version, os.urandom(12))
    return header + AESGCM(key.secret).encrypt(header[3:], value, header[:3] + place.bound())


def open_sealed(key: DataKey, sealed: bytes, place: Place) -> bytes:
    """Give back what was sealed for `place`; raise CannotOpen for anything else."""
    if len(sealed) < _HEADER.size + 16:
        raise CannotOpen("too short")
    form, version, nonce = _HEADER.unpack_from(sealed)
    if form != FORMAT or version != key.version:
        raise CannotOpen("another format or key version")
    try:
        return AESGCM(key.secret).decrypt(nonce, sealed[_HEADER.size :], sealed[:3] + place.bound())
    except InvalidTag:
        raise CannotOpen("not sealed for this place with this key") from None


def opens(secret: bytes, sealed: bytes, bound: bytes) -> bool:
    """Tell whether a phone sealed this (nonce first, as phones do) for `bound`, under these 32 bytes."""
    try:
        AESGCM(secret).decrypt(sealed[:12], sealed[12:], bound)
    except (InvalidTag, ValueError):
        return False
    return True
