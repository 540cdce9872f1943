"""Encrypt a reminder for one browser, sign it, and hand it to the browser's push service.

The one module that loads pywebpush, which brings two HTTP clients with it (16 MB and a sixth of a second): jobs import
it when the first reminder is to leave, and a server that never sends one never does.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02
from pywebpush import WebPusher

from journal.reminders.answers import Answer
from journal.reminders.content import Kind, Subscription
from journal.reminders.endpoints import allowed, origin_of

KEPT_SECONDS = 4 * 60 * 60
"""How long a push service keeps a message for a phone that is off. Much later it would only puzzle."""

TOKEN_SECONDS = 12 * 60 * 60

PAYLOAD_BYTES = 32

WAIT_SECONDS = (5.0, 10.0)
"""To connect, and for each silence after that."""

Transport = Callable[[str, bytes, Mapping[str, str]], Answer]
"""Takes a message to an address and gives the answer; status 0 where there is none."""


def send(
    subscription: Subscription,
    kind: Kind,
    key: ec.EllipticCurvePrivateKey,
    *,
    contact: str,
    transport: Transport,
    more_hosts: Collection[str] = (),
) -> Answer:
    """Send one reminder and give the push service's answer.

    An address that is not allowed any more (the operator took a host off) counts as gone: nothing is sent there.
    """
    if not allowed(subscription.endpoint, more_hosts):
        return Answer(410)
    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    body = WebPusher({"endpoint": subscription.endpoint, "keys": keys}).encode(payload(kind), "aes128gcm")["body"]
    claims = {"aud": origin_of(subscription.endpoint), "exp": int(time.time()) + TOKEN_SECONDS, "sub": contact}
    # py_vapid's own test of `sub` refuses addresses with a port; settings check ours.
    signed = Vapid02(key, conf={"no-strict": True}).sign(claims)
    headers = {
        **signed,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_SECONDS),
        "Urgency": "normal",
    }
    return transport(subscription.endpoint, body, headers)


def payload(kind: Kind) -> bytes:
    """Give what is encrypted: the kind and nothing else, always as long, so that its size does not tell the kind."""
    return json.dumps({"kind": kind.value}).encode("ascii").ljust(PAYLOAD_BYTES)


def post(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Post over the network: no redirect is followed, and nothing of the answer but its head is read."""
    try:
        with _Straight() as session:
            session.auth = _as_it_is  # else requests would look for a password in .netrc and put it over our token
            with session.post(
                address, data=body, headers=dict(headers), timeout=WAIT_SECONDS, allow_redirects=False, stream=True
            ) as answer:
                return Answer(answer.status_code, answer.headers.get("Retry-After", ""))
    except requests.RequestException:
        return Answer(0)


class _Straight(requests.Session):
    """A session that knows no redirects. Told only not to follow one, requests still reads a whole answer to see where
    it would have led, and an answer may have no end."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Give nowhere."""


def _as_it_is(request: Any) -> Any:
    return request
