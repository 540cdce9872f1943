"""Tables of reminders. When something is due is in the clear, so that jobs can find it; what it is about is sealed.

Even the kind is sealed: that a small change was tried is something its author marked in an entry.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from journal.database import Base, UtcTime, new_id


class ReminderPlan(Base):
    """One row a person: when they are next reminded of anything, and their whole plan, sealed.

    `through_seq` is how far into the journal small changes were looked for.
    """

    __tablename__ = "reminder_plan"
    __table_args__ = (Index(None, "next_at"),)

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    next_at: Mapped[datetime | None] = mapped_column(UtcTime)
    through_seq: Mapped[int] = mapped_column(default=0)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ReminderSent(Base):
    """A reminder that was given out to be sent, once for each person, kind and moment. Written before it leaves.

    `slot` stands for the three together, keyed, so that the row tells nothing about the kind.
    """

    __tablename__ = "reminder_sent"
    __table_args__ = (Index(None, "sent_at"),)

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    slot: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(UtcTime)


class PushSubscription(Base):
    """Where one device of a person's takes its notifications; the address and keys are sealed.

    `endpoint_hash` finds the same browser again: it belongs to whoever turned its notifications on last. Nothing is
    sent before `quiet_until`, where the push service asked for that.
    """

    __tablename__ = "push_subscription"
    __table_args__ = (Index(None, "endpoint_hash"),)

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    device_id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    quiet_until: Mapped[datetime | None] = mapped_column(UtcTime)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class AgreedAction(Base):
    """Something a person means to do by a day: noted by them, seen by them alone."""

    __tablename__ = "agreed_action"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
