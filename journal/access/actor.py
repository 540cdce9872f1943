"""The acting person, detached from the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What somebody is in an organisation. Everybody keeps a journal, whatever their roles."""

    PRACTITIONER = "practitioner"
    SUPERVISOR = "supervisor"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting in this request, command or job.

    `confirmed_at` is when they last proved who they are; `session_id` names the session in use.
    """

    id: UUID
    name: str
    email: str
    roles: frozenset[Role]
    organisation_id: UUID | None
    session_id: UUID | None = None
    confirmed_at: datetime | None = None

    @property
    def realm_id(self) -> UUID:
        """Give the id of the audit chain this person's acts belong to."""
        return self.organisation_id or self.id
