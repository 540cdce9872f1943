"""Tables of one person's journal. What was written is in `sealed` columns only; ids, times and order are in the clear.

Every key begins with the owner, who is the shard key; no constraint crosses owners.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from journal.database import Base, UtcTime, new_id


class Epoch(Base):
    """One row: the name of this database's life. It changes when a backup is restored; phones then offer all again."""

    __tablename__ = "epoch"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epoch: Mapped[UUID]


class JournalState(Base):
    """The last sequence number of a person's journal. Its row is locked to give numbers in commit order."""

    __tablename__ = "journal_state"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    last_seq: Mapped[int] = mapped_column(default=0)


class Entry(Base):
    """An entry as its heads say. `started_at` is the earliest time written on any of its revisions."""

    __tablename__ = "entry"
    __table_args__ = (Index(None, "owner_id", "started_at"), Index(None, "id"))

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_seq: Mapped[int]
    heads: Mapped[list[str]] = mapped_column(JSON)
    deleted: Mapped[bool] = mapped_column(default=False)


class Revision(Base):
    """One immutable revision. `sealed` holds body, answers and facets; `parents` are ids of the same entry."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("owner_id", "seq"),
        Index(None, "owner_id", "entry_id"),
        Index(None, "id"),
    )

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID]
    seq: Mapped[int]
    device_id: Mapped[UUID | None]
    parents: Mapped[list[str]] = mapped_column(JSON)
    deleted: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime] = mapped_column(UtcTime)
    received_at: Mapped[datetime] = mapped_column(UtcTime)
    schema: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Purge(Base):
    """An entry that was erased for good: only its id, so that a phone back from months away resurrects nothing."""

    __tablename__ = "purge"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    purged_at: Mapped[datetime] = mapped_column(UtcTime)


class StoredAnalysis(Base):
    """What one version of the analyser found in one revision."""

    __tablename__ = "analysis"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    revision_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(20), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class AskedQuestion(Base):
    """A question that was shown under an entry: which one, why, and whether it was answered or passed over."""

    __tablename__ = "asked_question"
    __table_args__ = (Index(None, "owner_id", "entry_id"),)

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    entry_id: Mapped[UUID]
    number: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(10), default="open")
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ThemeList(Base):
    """The themes of a journal as one version of the analyser found them, up to a sequence number."""

    __tablename__ = "theme_list"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[str] = mapped_column(String(20), primary_key=True)
    through_seq: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ThemeChoice(Base):
    """What the author decided about a theme: a name of their own, or that it is not a theme."""

    __tablename__ = "theme_choice"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    chosen_at: Mapped[datetime] = mapped_column(UtcTime)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class WordChoice(Base):
    """What the author decided about a word that could tell who somebody is: leave it, put others instead, mark it."""

    __tablename__ = "word_choice"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    chosen_at: Mapped[datetime] = mapped_column(UtcTime)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
