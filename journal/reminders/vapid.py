"""The key that tells push services who is sending (VAPID, RFC 8292), derived from the organisation's key ring.

There is no second secret to keep, back up or lose: the ring's first run makes it, whoever restores the ring has it
again, and every subscription made with it goes on working.
"""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from journal.crypto import KeyRing

# The order of the group of P-256 (FIPS 186-5, SP 800-186).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def private_key(ring: KeyRing) -> ec.EllipticCurvePrivateKey:
    """Give the signing key of this ring, always the same.

    64 derived bytes are brought into range by a division (FIPS 186-5, A.2.1): with twice the bits the order has,
    no key is likelier than another by more than one part in 2**256.
    """
    wide = int.from_bytes(ring.derive("web push 1") + ring.derive("web push 2"))
    return ec.derive_private_key(wide % (_ORDER - 1) + 1, ec.SECP256R1())


def public_key(ring: KeyRing) -> str:
    """Give what browsers subscribe with: the point of the key, uncompressed, in base64url without padding."""
    point = private_key(ring).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode("ascii")
