"""The audit table."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from journal.database import Base, UtcTime


class AuditEntry(Base):
    """One thing that was done. `realm_id` is the organisation, or the person where there is none."""

    __tablename__ = "audit_entry"

    realm_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    actor_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, str]] = mapped_column(JSON)
    link: Mapped[bytes] = mapped_column(LargeBinary(32))
