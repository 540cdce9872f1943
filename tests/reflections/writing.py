"""Short ways to write entries in tests, through the real operations."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from journal.access import Actor
from journal.database import new_id
from journal.http import Runtime, transaction
from journal.reflections import operations, queries
from journal.reflections.content import Content, Draft
from journal.reflections.operations import Taken

WHEN = datetime(2026, 3, 4, 18, 20, tzinfo=UTC)


def draft(body: str = "A word at the door.", **given: object) -> Draft:
    """Give a draft with everything that is not given made up."""
    content = Content(body, given.pop("answers", ()), given.pop("facets", {}))
    values = {
        "id": new_id(),
        "entry_id": new_id(),
        "parents": (),
        "content": content,
        "deleted": False,
        "written_at": WHEN,
        "schema": 1,
    }
    return Draft(**{**values, **given})


def take(parts: Runtime, actor: Actor, *drafts: Draft) -> Taken:
    """Take drafts into the actor's journal and commit."""
    with transaction(parts) as work:
        return operations.take(work.session, parts.keys, actor, drafts)


def entry(parts: Runtime, actor: Actor, entry_id: UUID) -> queries.Seen:
    with parts.database.read() as session:
        return queries.entry(session, parts.keys, actor, entry_id)


def changes(parts: Runtime, actor: Actor, cursor: int = 0) -> queries.Changes:
    with parts.database.read() as session:
        return queries.changes(session, parts.keys, actor, cursor)
