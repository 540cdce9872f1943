"""Write the audit record."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from journal import clock
from journal.audit.models import AuditEntry
from journal.audit.rules import START, link


def record(session: Session, realm_id: UUID, actor_id: UUID | None, action: str, /, **facts: str | UUID) -> None:
    """Add an entry to the realm's chain and flush. `facts` are ids and fixed words, never what somebody wrote."""
    if session.get_bind().dialect.name == "postgresql":
        # Two entries at once would both follow the same one; SQLite's writers already stand in a queue.
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": realm_id.int >> 65})
    number = session.scalar(select(func.max(AuditEntry.number)).where(AuditEntry.realm_id == realm_id)) or 0
    previous = session.get(AuditEntry, (realm_id, number)) if number else None
    at = clock.now()
    plain = {name: str(value) for name, value in facts.items()}
    session.add(
        AuditEntry(
            realm_id=realm_id,
            number=number + 1,
            at=at,
            actor_id=actor_id,
            action=action,
            facts=plain,
            link=link(previous.link if previous else START, realm_id, number + 1, at, actor_id, action, plain),
        )
    )
    session.flush()
