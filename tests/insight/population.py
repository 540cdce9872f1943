"""Cohorts of generated authors, on real rows: written through the journal's own door, or in bulk where many."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from journal import clock
from journal.access import Actor, Role
from journal.accounts.models import Organisation, Person, PersonRole
from journal.analyser import VERSION, analyse
from journal.crypto import DataKey
from journal.database import new_id
from journal.http import Runtime, transaction
from journal.insight import deciding, operations
from journal.insight.deciding import Decided
from journal.insight.models import Release
from journal.reflections.content import Content, Draft
from journal.reflections.models import Entry, JournalState, Revision, StoredAnalysis
from journal.reflections.operations import take
from journal.reflections.sealing import seal_analysis, seal_content
from journal.schemas.revision import LATEST

WORDS = (
    "Handover ran late again and nobody told the night team about the family. "
    "I listened to her daughter, who was angry about the discharge, and I said plainly that I did not know. "
    "The ward was short of staff, so I was rushing, and I had no break."
)

BEFORE = datetime(2025, 12, 1, 9, tzinfo=UTC)
QUARTER = "2026-Q1"
INSIDE = datetime(2026, 2, 3, 17, tzinfo=UTC)
AFTER = datetime(2026, 4, 2, 9, tzinfo=UTC)

Facets = Mapping[str, Any]


@dataclass
class Population:
    """An organisation with an administrator, and everything a test needs to fill and release it."""

    parts: Runtime
    administrator: Actor

    @property
    def secret(self) -> bytes:
        return self.parts.ring.derive("release noise")

    def people(self, count: int, name: str = "Author") -> list[Actor]:
        """Add people of the organisation in bulk, keys included."""
        actors = [
            Actor(
                id=new_id(),
                name=f"{name} {number}",
                email=f"{name.lower()}{number}@example.org",
                roles=frozenset({Role.PRACTITIONER}),
                organisation_id=self.administrator.organisation_id,
            )
            for number in range(count)
        ]
        with self.parts.key_store.write() as session:
            session.add_all(self.parts.keys._row(one.id, DataKey(1, os.urandom(32))) for one in actors)
        with transaction(self.parts) as work:
            work.session.add_all(
                Person(
                    id=one.id,
                    organisation_id=one.organisation_id,
                    email=one.email,
                    name=one.name,
                    password_hash="none",
                    created_at=BEFORE,
                )
                for one in actors
            )
            work.session.flush()
            work.session.add_all(PersonRole(person_id=one.id, role=Role.PRACTITIONER) for one in actors)
        return actors

    def cohort(self, name: str, people: Sequence[Actor] = (), inside: UUID | None = None, on=BEFORE) -> UUID:
        """Add a cohort, its people having joined `on`."""
        with clock.hold(on), transaction(self.parts) as work:
            row = operations.add_cohort(work.session, self.administrator, name, inside)
            operations.add_members(work.session, self.administrator, row.id, [one.id for one in people])
            return row.id

    def train(self, cohort_id: UUID, *trainers: Actor) -> None:
        """Let trainers read a cohort's releases."""
        with transaction(self.parts) as work:
            operations.set_trainers(work.session, self.administrator, cohort_id, [one.id for one in trainers])

    def consent(self, people: Sequence[Actor], on: datetime = BEFORE) -> None:
        """Let people agree."""
        with clock.hold(on), transaction(self.parts) as work:
            for one in people:
                operations.give_consent(work.session, one)

    def write(self, author: Actor, facets: Facets | None = None, on: datetime = INSIDE, text: str = WORDS) -> UUID:
        """Write one entry through the journal's own door, and give its id."""
        entry_id = new_id()
        draft = Draft(new_id(), entry_id, (), Content(text, (), dict(facets or {})), False, on, LATEST)
        with clock.hold(on), transaction(self.parts) as work:
            taken = take(work.session, self.parts.keys, author, [draft])
        assert taken.refused == ()
        return entry_id

    def write_many(
        self, people: Sequence[Actor], facets: Callable[[int], Facets], *, days: Sequence[date], text: str = WORDS
    ) -> None:
        """Write an entry a day for each person, sealed as always but in bulk; `facets` is given the person's number."""
        analysis = analyse(text)
        for number, one in enumerate(people):
            content = Content(text, (), dict(facets(number)))
            with transaction(self.parts) as work:
                for seq, day in enumerate(days, 1):
                    moment = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
                    work.session.add_all(_rows(self.parts, one.id, seq, moment, content, analysis))
                work.session.add(JournalState(owner_id=one.id, last_seq=len(days)))

    def decide(self, period: str = QUARTER, on: datetime = AFTER) -> Decided:
        """Decide a period on a day after it."""
        with clock.hold(on), self.parts.database.read() as session:
            organisation = self.administrator.organisation_id
            return deciding.decide(session, self.parts.keys, self.secret, organisation, period)

    def publish(self, period: str = QUARTER, on: datetime = AFTER) -> list[Release]:
        """Decide and publish a period."""
        decided = self.decide(period, on)
        with clock.hold(on), transaction(self.parts) as work:
            rows = operations.publish(work.session, decided, self.administrator.id)
            work.session.expunge_all()
        return rows


def founded(parts: Runtime) -> Population:
    """Give a population of an organisation of its own, without passwords (for the benchmark)."""
    organisation_id, person_id = new_id(), new_id()
    parts.keys.make(person_id)
    with transaction(parts) as work:
        work.session.add(Organisation(id=organisation_id, name="A large trust", created_at=BEFORE))
        work.session.flush()
        work.session.add(
            Person(
                id=person_id,
                organisation_id=organisation_id,
                email="first@example.org",
                name="First",
                password_hash="none",
                created_at=BEFORE,
            )
        )
    roles = frozenset({Role.ADMINISTRATOR})
    return Population(parts, Actor(person_id, "First", "first@example.org", roles, organisation_id))


def _rows(parts: Runtime, owner_id: UUID, seq: int, moment: datetime, content: Content, analysis: Any) -> list[Any]:
    entry_id, revision_id = new_id(), new_id()
    return [
        Entry(owner_id=owner_id, id=entry_id, started_at=moment, changed_seq=seq, heads=[str(revision_id)]),
        Revision(
            owner_id=owner_id,
            id=revision_id,
            entry_id=entry_id,
            seq=seq,
            device_id=None,
            parents=[],
            deleted=False,
            written_at=moment,
            received_at=moment,
            schema=LATEST,
            sealed=seal_content(parts.keys, owner_id, revision_id, LATEST, content),
        ),
        StoredAnalysis(
            owner_id=owner_id,
            revision_id=revision_id,
            version=VERSION,
            sealed=seal_analysis(parts.keys, owner_id, revision_id, analysis),
        ),
    ]
