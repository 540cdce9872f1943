"""Which addresses a push message may be sent to. Pure.

The address comes from a browser, so whoever holds an account could name any: the list is what keeps this server from
being sent to fetch from machines inside its own network. An address is read by one strict pattern, and not by a parser
whose idea of it might differ from that of the program that sends.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection

from cryptography.hazmat.primitives.asymmetric import ec

HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "*.push.services.mozilla.com",
    "*.notify.windows.com",
    "web.push.apple.com",
)
"""The push services of Chrome and its kin, Firefox, Edge and Safari. `*.` stands for any name below, never none."""

LONGEST = 2048

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = rf"(?:{_LABEL}\.)+[a-z]{{2,63}}"
_ENDPOINT = re.compile(rf"https://(?P<host>{_NAME})(?::443)?/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")


def host_of(endpoint: str) -> str | None:
    """Give the host of an https address of the plainest shape, or None for anything else.

    None for other schemes, names before an @, ports but 443, addresses made of numbers, a dot at the end, letters that
    are not ASCII, capitals, spaces and backslashes: no push service has them, and each has fooled some reader.
    """
    found = _ENDPOINT.fullmatch(endpoint) if len(endpoint) <= LONGEST else None
    return found["host"] if found else None


def allowed(endpoint: str, more_hosts: Collection[str] = ()) -> bool:
    """Tell whether a message may be sent to this address: one of the push services, or of the operator's own hosts."""
    host = host_of(endpoint)
    return host is not None and any(_fits(host, pattern) for pattern in (*HOSTS, *more_hosts))


def good_keys(p256dh: str, auth: str) -> bool:
    """Tell whether these are a browser's keys: a point of the curve P-256, and 16 bytes."""
    try:
        point, secret = _decoded(p256dh), _decoded(auth)
        if len(point) != 65 or len(secret) != 16:
            return False
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (ValueError, binascii.Error):
        return False
    return True


def origin_of(endpoint: str) -> str:
    """Give the origin of an allowed address: what a token for it is made out to."""
    return f"https://{host_of(endpoint)}"


def _fits(host: str, pattern: str) -> bool:
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


def _decoded(text: str) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,120}={0,2}", text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
