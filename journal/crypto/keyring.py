"""The organisation's key ring: one root secret and the wrapping keys, as a small JSON text.

    {"root": "<32 bytes, base64>", "current": "1", "wrapping": {"1": "<32 bytes, base64>"}}

The root never changes: the database file's key, the cookie key and the release noise are derived from it, each under
its own label, so none tells anything about another. Wrapping keys wrap people's data keys and can be rotated.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class BadKeyRing(ValueError):
    """The text is not a key ring. The message says what is wrong, never what the text was."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys that everything else hangs from."""

    root: bytes
    current: str
    wrapping: Mapping[str, bytes]

    def __repr__(self) -> str:
        return f"KeyRing(current={self.current!r}, wrapping={sorted(self.wrapping)})"

    @classmethod
    def make(cls) -> KeyRing:
        """Give a new ring from the system's randomness."""
        return cls(os.urandom(32), "1", {"1": os.urandom(32)})

    @classmethod
    def read(cls, text: str) -> KeyRing:
        """Give the ring that `write` wrote; raise BadKeyRing for anything else."""
        try:
            plain = json.loads(text)
            wrapping = {str(name): _secret(value) for name, value in plain["wrapping"].items()}
            ring = cls(_secret(plain["root"]), str(plain["current"]), wrapping)
        except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
            raise BadKeyRing(f"the key ring cannot be read ({type(error).__name__})") from None
        if ring.current not in ring.wrapping:
            raise BadKeyRing("the current wrapping key is not in the ring")
        return ring

    def write(self) -> str:
        """Give the ring as JSON text. Whoever holds it can open everything."""
        wrapping = {name: base64.b64encode(value).decode() for name, value in self.wrapping.items()}
        return json.dumps(
            {"root": base64.b64encode(self.root).decode(), "current": self.current, "wrapping": wrapping}, indent=1
        )

    def with_new_wrapping_key(self) -> KeyRing:
        """Give a ring with one more wrapping key, which is now the current one."""
        name = str(max((int(n) for n in self.wrapping if n.isdigit()), default=0) + 1)
        return replace(self, current=name, wrapping={**self.wrapping, name: os.urandom(32)})

    def derive(self, label: str) -> bytes:
        """Give 32 bytes for the purpose named by `label`, always the same (HKDF, RFC 5869)."""
        return HKDF(SHA256(), 32, salt=None, info=b"afterword/" + label.encode()).derive(self.root)


def _secret(text: str) -> bytes:
    value = base64.b64decode(text, validate=True)
    if len(value) != 32:
        raise BadKeyRing("a key in the ring is not 32 bytes long")
    return value
