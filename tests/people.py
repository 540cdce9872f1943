"""The fixed cast: who they are, and browsers signed in as them."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient

from journal.access import Actor, Role
from journal.accounts import operations, queries
from journal.accounts.models import Person
from journal.accounts.tokens import session_cookie
from journal.database import new_id
from journal.http import Runtime, transaction

PASSWORD = "three quiet herons"

BROWSER = {"Sec-Fetch-Site": "same-origin", "User-Agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140.0"}


@dataclass
class Mailbox:
    """Catches mail: (to, subject, text)."""

    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def __call__(self, to: str, subject: str, text: str) -> None:
        self.sent.append((to, subject, text))


class Cast:
    """People by name, made when first asked for. Two organisations; `alone` belongs to none."""

    _ROLES = {
        "author": ("ward", {Role.PRACTITIONER}),
        "other_author": ("ward", {Role.PRACTITIONER}),
        "supervisor": ("ward", {Role.PRACTITIONER, Role.SUPERVISOR}),
        "other_supervisor": ("ward", {Role.PRACTITIONER, Role.SUPERVISOR}),
        "trainer": ("ward", {Role.TRAINER}),
        "other_trainer": ("ward", {Role.TRAINER}),
        "administrator": ("ward", {Role.ADMINISTRATOR}),
        "far_administrator": ("elsewhere", {Role.ADMINISTRATOR}),
        "far_supervisor": ("elsewhere", {Role.PRACTITIONER, Role.SUPERVISOR}),
        "alone": ("", {Role.PRACTITIONER}),
    }

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.parts: Runtime = app.extensions["journal"]
        self._organisations: dict[str, Actor | None] = {}
        self._people: dict[str, Actor] = {}
        self._hash = self.parts.passwords.hash(PASSWORD)

    @classmethod
    def names(cls) -> list[str]:
        return list(cls._ROLES)

    def __getattr__(self, name: str) -> Actor:
        if name.startswith("_") or name not in self._ROLES:
            raise AttributeError(name)
        return self.actor(name)

    def actor(self, name: str) -> Actor:
        """Give the person as an actor."""
        if name not in self._people:
            organisation, roles = self._ROLES[name]
            self._people[name] = self.add(f"{name}@example.org", name.replace("_", " ").title(), organisation, roles)
        return self._people[name]

    def add(self, email: str, name: str, organisation: str, roles: set[Role]) -> Actor:
        """Add one more person and give them as an actor. `organisation` is a name of this test's own, or empty."""
        person_id = new_id()
        self.parts.keys.make(person_id)
        with transaction(self.parts) as work:
            person = operations.add_person(
                work.session,
                person_id=person_id,
                email=email,
                name=name,
                password_hash=self._hash,
                organisation_id=self._organisation(work.session, organisation),
                roles=roles,
            )
            return queries.actor_of(work.session, person)

    def stranger(self) -> FlaskClient:
        """A browser nobody is signed in with."""
        client = self.app.test_client()
        client.environ_base.update({f"HTTP_{k.upper().replace('-', '_')}": v for k, v in BROWSER.items()})
        return client

    def browser(self, who: str | Actor) -> FlaskClient:
        """A browser signed in as this person, just now."""
        actor = self.actor(who) if isinstance(who, str) else who
        client = self.stranger()
        with transaction(self.parts) as work:
            token = operations.start_session(work.session, work.session.get_one(Person, actor.id), browser="Test")
        with client.session_transaction() as session:
            session["_user_id"] = session_cookie(actor.id, token)
            session["_fresh"] = True
        return client

    def _organisation(self, session, name: str):
        if not name:
            return None
        if name not in self._organisations:
            self._organisations[name] = operations.found_organisation(session, name.title()).id
        return self._organisations[name]
