"""Read the audit record."""

from __future__ import annotations

from contextlib import closing
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.audit.models import AuditEntry
from journal.audit.rules import START, link


def recent(session: Session, realm_id: UUID, *, limit: int = 100) -> list[AuditEntry]:
    """Give the realm's newest entries, newest first."""
    rows = select(AuditEntry).where(AuditEntry.realm_id == realm_id).order_by(AuditEntry.number.desc()).limit(limit)
    return list(session.scalars(rows))


def broken_link(session: Session, realm_id: UUID) -> int | None:
    """Give the number of the first entry that does not follow from the one before it, or None where all do."""
    previous, expected = START, 1
    wanted = select(AuditEntry).where(AuditEntry.realm_id == realm_id).order_by(AuditEntry.number)
    # Closed whatever is found: on PostgreSQL a long chain is read through a cursor of the server.
    with closing(session.scalars(wanted.execution_options(yield_per=500))) as rows:
        for row in rows:
            made = link(previous, realm_id, row.number, row.at, row.actor_id, row.action, row.facts)
            if row.number != expected or row.link != made:
                return expected
            previous, expected = row.link, expected + 1
    return None
