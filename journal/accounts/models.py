"""Tables of people and how they sign in. Nothing here holds what anybody wrote in a reflection."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from journal.database import Base, KeysBase, UtcTime, new_id


class Organisation(Base):
    """An employer or a training body. A person alone has none."""

    __tablename__ = "organisation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Team(Base):
    """A team within an organisation."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200))


class Person(Base):
    """A person who can sign in. `id` is the `owner_id` of everything that is theirs."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("email"), Index(None, "organisation_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class PersonRole(Base):
    """A role a person holds; one person may hold several. The names are those of `journal.access.Role`."""

    __tablename__ = "person_role"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class TeamMember(Base):
    """A person's place in a team."""

    __tablename__ = "team_member"
    __table_args__ = (Index(None, "person_id"),)

    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)


class LiveSession(Base):
    """A signed-in browser. The cookie holds a random token; only its SHA-256 is here.

    `device_id` names the device that asked for its key in this session, so that the two can end together; the browser
    may have had other ids before (`earlier_devices`). While `asleep_at` is set the journal on the phone is locked, and
    the session opens nothing.
    """

    __tablename__ = "session"
    __table_args__ = (Index(None, "created_at"),)

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    id: Mapped[UUID] = mapped_column(default=new_id)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    confirmed_at: Mapped[datetime] = mapped_column(UtcTime)
    browser: Mapped[str] = mapped_column(String(80), default="")
    device_id: Mapped[UUID | None]
    earlier_devices: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    asleep_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Device(Base):
    """A browser that keeps its person's journal. `sealed` is the key its text is sealed under there, 32 bytes."""

    __tablename__ = "device"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    name: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class LinkPurpose(StrEnum):
    """What a one-time link lets its holder do."""

    RESET = "reset"
    SIGN_UP = "sign_up"


class Invitation(Base):
    """A one-time link that lets one address join an organisation. Only the token's SHA-256 is kept."""

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "organisation_id"), Index(None, "expires_at"))

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    id: Mapped[UUID] = mapped_column(default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    email: Mapped[str] = mapped_column(String(254))
    roles: Mapped[list[str]] = mapped_column(JSON)
    invited_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcTime)


class OneTimeLink(Base):
    """A one-time link sent to an address: to set a new password, or to finish signing up alone."""

    __tablename__ = "one_time_link"
    __table_args__ = (Index(None, "expires_at"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(254))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class WrappedKey(KeysBase):
    """A person's data key, wrapped. Destroying the row makes everything of theirs unreadable, backups included."""

    __tablename__ = "wrapped_key"

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    wrapping: Mapped[str] = mapped_column(String(20))
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
