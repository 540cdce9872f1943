"""Tables of supervision. A shared copy lives with its recipient, sealed under the recipient's key."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from journal.database import Base, UtcTime, new_id


class Agreement(Base):
    """One person supervises another: proposed by either, real once the other agrees, ended by either."""

    __tablename__ = "supervision_agreement"
    __table_args__ = (
        Index(None, "supervisor_id"),
        Index(None, "supervisee_id"),
        # One that has not ended for each pair, whoever of the two proposes and however often they tap.
        Index(
            "ix_supervision_agreement_open",
            "supervisee_id",
            "supervisor_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    supervisee_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    supervisor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    proposed_by: Mapped[UUID]
    proposed_at: Mapped[datetime] = mapped_column(UtcTime)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Share(Base):
    """The author's side of a share: what left, to whom, until when, and whether it was opened."""

    __tablename__ = "share"
    __table_args__ = (Index(None, "owner_id", "entry_id"),)

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    recipient_id: Mapped[UUID]
    entry_id: Mapped[UUID]
    shared_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    checked_at: Mapped[datetime] = mapped_column(UtcTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class SharedCopy(Base):
    """The recipient's side: the frozen copy. `sealed` is emptied when the share is withdrawn or expires."""

    __tablename__ = "shared_copy"
    __table_args__ = (
        Index(None, "recipient_id", "author_id"),
        # What has ended stays as a record; tidying looks through the rest.
        Index(
            "ix_shared_copy_open",
            "expires_at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    author_id: Mapped[UUID]
    shared_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
