"""Browsers and push services as reminders meet them: keys that really decrypt, addresses that look like theirs."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask.testing import FlaskClient
from py_vapid import jwt

from journal.access import Actor
from journal.database import new_id
from journal.http import Runtime
from journal.reminders import delivery, vapid
from journal.reminders.answers import Answer
from journal.reminders.claiming import Given
from journal.reminders.content import Subscription
from tests.people import Cast


def plain64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


@dataclass
class Browser:
    """A browser that has subscribed: what it tells the server, and how it opens what comes."""

    host: str = "updates.push.services.mozilla.com"
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    token: str = field(default_factory=lambda: plain64(os.urandom(40)))

    @property
    def endpoint(self) -> str:
        return f"https://{self.host}/wpush/v2/{self.token}"

    @property
    def subscription(self) -> Subscription:
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return Subscription(self.endpoint, plain64(point), plain64(self.secret))

    def told(self) -> dict[str, object]:
        """What `PushSubscription.toJSON()` gives."""
        held = self.subscription
        return {"endpoint": held.endpoint, "expirationTime": None, "keys": {"p256dh": held.p256dh, "auth": held.auth}}

    def open(self, body: bytes) -> dict[str, str]:
        """Decrypt a message as the browser does (RFC 8291) and read it as the service worker does."""
        return json.loads(http_ece.decrypt(body, private_key=self.private, auth_secret=self.secret))


@dataclass
class Service:
    """A push service in this process: every message it was sent, and what it answers."""

    answer: Answer = field(default_factory=lambda: Answer(201))
    by_endpoint: dict[str, Answer] = field(default_factory=dict)
    taken: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        with self._lock:
            self.taken.append((address, body, headers))
        return self.by_endpoint.get(address, self.answer)

    def sender(self, parts: Runtime):
        """Everything real but the network."""

        def send(given: Given) -> Answer:
            return delivery.send(
                given.subscription,
                given.kind,
                vapid.private_key(parts.ring),
                contact="mailto:somebody@example.org",
                transport=self,
                more_hosts=parts.settings.push_hosts,
            )

        return send

    def kinds(self, browser: Browser) -> list[str]:
        """What this browser was told, in order of the word."""
        return sorted(browser.open(body)["kind"] for address, body, _ in self.taken if address == browser.endpoint)


def claims_of(headers: Mapping[str, str]) -> tuple[dict[str, object], str]:
    """Check the signature of a VAPID header (RFC 8292); give its claims and the key it was made with."""
    scheme, _, rest = headers["Authorization"].partition(" ")
    parts = dict(piece.strip().split("=", 1) for piece in rest.split(","))
    assert scheme == "vapid"
    return jwt.decode(parts["t"], parts["k"]), parts["k"]


def keeping(cast: Cast, who: str | Actor) -> FlaskClient:
    """A browser signed in as this person that keeps their journal, as a phone does after signing in."""
    client = cast.browser(who)
    with client.session_transaction() as session:
        session["keeps"] = True
    assert client.post("/api/device", json={"device": str(new_id())}).status_code == 200
    return client


def subscribed(cast: Cast, who: str | Actor, browser: Browser | None = None) -> Browser:
    """Turn notifications on for this person on a device of its own."""
    browser = browser or Browser()
    answer = keeping(cast, who).post("/api/reminders/subscribe", json=browser.told())
    assert answer.status_code == 200, answer.json
    return browser
