"""Scenes of supervision on real rows: an entry written, two people agreed, a copy shared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from journal import clock
from journal.access import Actor
from journal.database import new_id
from journal.http import Runtime, transaction
from journal.reflections import operations as reflections
from journal.reflections.content import Answer, Content, Draft
from journal.schemas.revision import LATEST
from journal.supervision import agreements, looking, operations, queries
from journal.supervision.looking import Look, Wish

PLAIN = "I was late and she was waiting. I felt ashamed. I let her finish. Next time I will ring first."
BOXES = {
    "elements": {"time": "strained", "communication": "present"},
    "valence": "mixed",
    "template": {"id": "driscoll", "sections": {"so_what": "It meant more to her than to me."}},
}


def write(
    parts: Runtime,
    author: Actor,
    body: str = PLAIN,
    facets: Mapping[str, Any] | None = None,
    answers: tuple[Answer, ...] = (),
    entry_id: UUID | None = None,
    parents: tuple[UUID, ...] = (),
) -> tuple[UUID, UUID]:
    """Write an entry, or a later revision of one; give the entry's id and the revision's."""
    entry_id, revision_id = entry_id or new_id(), new_id()
    content = Content(body, answers, dict(facets or {}))
    draft = Draft(revision_id, entry_id, parents, content, False, clock.now(), LATEST)
    with transaction(parts) as work:
        reflections.write(work.session, parts.keys, author, draft)
    return entry_id, revision_id


def agreed(parts: Runtime, author: Actor, supervisor: Actor) -> UUID:
    """Let both agree and give the agreement's id."""
    with transaction(parts) as work:
        agreements.propose_supervisor(work.session, author, supervisor.id)
        found = next(r for r in queries.relations(work.session, supervisor) if r.other_id == author.id)
        if found.agreed_at is None:
            agreements.agree(work.session, supervisor, found.id)
        return found.id


def wish_for(
    entry_id: UUID,
    supervisor: Actor,
    sections: tuple[str, ...] = ("body",),
    days: int = 14,
    replaced: Mapping[str, bool] | None = None,
) -> Wish:
    return Wish(entry_id, supervisor.id, frozenset(sections), days, dict(replaced or {}))


def look(parts: Runtime, author: Actor, wish: Wish) -> Look:
    with parts.database.read() as session:
        return looking.look(session, parts.keys, author, wish)


def share(parts: Runtime, author: Actor, wish: Wish, once: UUID | None = None) -> UUID:
    """Look and share what was seen, as an author does who has thought of who would know."""
    seen = look(parts, author, wish).fingerprint
    with transaction(parts) as work:
        return operations.share(
            work.session, parts.keys, author, wish, once=once or new_id(), seen=seen, thought_of=True
        )


def shared_entry(parts: Runtime, author: Actor, supervisor: Actor, body: str = PLAIN) -> UUID:
    """Write, agree and share the body; give the share's id."""
    agreed(parts, author, supervisor)
    entry_id, _ = write(parts, author, body)
    return share(parts, author, wish_for(entry_id, supervisor))
