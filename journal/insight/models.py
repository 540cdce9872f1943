"""Tables of cohorts, consent and published releases. No row here holds a reflection or anything derived from one."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from journal.database import Base, UtcTime, new_id


class Cohort(Base):
    """A node of the organisation's fixed tree of cohorts. Its members are its own and those of all below it."""

    __tablename__ = "cohort"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("cohort.id"))
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class CohortMember(Base):
    """A person's time in a cohort, in whole days. Who counts in a period is who was in on its first day."""

    __tablename__ = "cohort_member"
    __table_args__ = (Index(None, "person_id"),)

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    joined_on: Mapped[date] = mapped_column(Date, primary_key=True)
    left_on: Mapped[date | None] = mapped_column(Date)


class CohortTrainer(Base):
    """A trainer who may read a cohort's releases."""

    __tablename__ = "cohort_trainer"
    __table_args__ = (Index(None, "person_id"),)

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)


class Consent(Base):
    """A person's agreement that their entries count towards releases, from a moment until it is withdrawn."""

    __tablename__ = "consent"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    given_at: Mapped[datetime] = mapped_column(UtcTime, primary_key=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Release(Base):
    """What was decided for one cohort and one period, once and for all.

    `figures` is the exact text every viewer gets, or None where there were not enough people. The database itself
    refuses to change or remove a row (the trigger is in the migration).
    """

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("cohort_id", "period"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    period: Mapped[str] = mapped_column(String(10))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    published_at: Mapped[datetime] = mapped_column(UtcTime)
    published_by: Mapped[UUID | None]
    figures: Mapped[str | None] = mapped_column(Text)
