"""Find the small changes that somebody marked in their entries, and keep what is needed to ask about them again.

Nothing hooks into writing: whatever the way by which an entry came (page, phone, import), it moved the journal's
sequence, and only what moved since last time is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from journal.accounts.keys import Keys
from journal.reflections import queries as journals
from journal.reflections.content import Written
from journal.reflections.models import Entry, Purge, Revision
from journal.reflections.sealing import open_revision
from journal.reminders.content import Change, Plan
from journal.reminders.models import ReminderPlan
from journal.reminders.queries import FACET
from journal.reminders.rules import sensible_day, sensible_since, zone_of
from journal.reminders.sealing import open_plan

BATCH = 500


@dataclass(frozen=True, slots=True)
class Found:
    """What a journal's entries from `since` (left out) to `through` hold: a small change each, or None where there is
    none (any more)."""

    since: int
    through: int
    changes: Mapping[UUID, Change | None]


def look(session: Session, keys: Keys, owner_id: UUID) -> Found:
    """Give what moved in a person's journal since small changes were last looked for. Reads only.

    A whole journal is opened the first time, so nobody should be waiting for the writer meanwhile.
    """
    row = session.get(ReminderPlan, owner_id)
    plan, since = (open_plan(keys, row), row.through_seq) if row is not None else (Plan(), 0)
    # Read first: what is written meanwhile is looked at twice rather than not at all.
    through = journals.last_seq(session, owner_id)
    erased = select(Purge.entry_id).where(Purge.owner_id == owner_id, Purge.seq > since)
    changes: dict[UUID, Change | None] = dict.fromkeys(session.scalars(erased))
    for entries in _moved(session, owner_id, since):
        heads = _heads(session, keys, owner_id, entries)
        for entry in entries:
            head, day = heads.get(entry.id), entry.started_at.astimezone(zone_of(plan.zone)).date()
            changes[entry.id] = _change(head, day) if head else None
    return Found(since, through, changes)


def joined(plan: Plan, found: Found) -> Plan:
    """Give the plan with what was found. A "not now" outlives changes elsewhere in the entry."""
    known = {change.entry_id: change for change in plan.changes}
    for entry_id, change in found.changes.items():
        before = known.pop(entry_id, None)
        if change is not None:
            known[entry_id] = replace(change, later=before.later) if before else change
    return replace(plan, changes=tuple(known.values()))


def _moved(session: Session, owner_id: UUID, after: int) -> Iterator[Sequence[Entry]]:
    moved = Entry.changed_seq > after
    while True:
        rows = session.scalars(
            select(Entry).where(Entry.owner_id == owner_id, moved).order_by(Entry.changed_seq, Entry.id).limit(BATCH)
        ).all()
        if rows:
            yield rows
        if len(rows) < BATCH:
            return
        # Entries that came in one batch carry one number, so the id says which of them were had.
        last = rows[-1]
        tied = and_(Entry.changed_seq == last.changed_seq, Entry.id > last.id)
        moved = or_(Entry.changed_seq > last.changed_seq, tied)


def _heads(session: Session, keys: Keys, owner_id: UUID, entries: Sequence[Entry]) -> dict[UUID, Written]:
    """Give the head that each entry shows first; none for one that is deleted."""
    wanted = [UUID(head) for entry in entries if not entry.deleted for head in entry.heads]
    rows = session.scalars(
        select(Revision).where(Revision.owner_id == owner_id, Revision.id.in_(wanted), Revision.deleted.is_(False))
    )
    opened = sorted((open_revision(keys, row) for row in rows), key=lambda one: (one.written_at, one.seq))
    return {one.entry_id: one for one in opened}


def _change(head: Written, written_on: date) -> Change | None:
    held = head.facets.get(FACET)
    if not held:
        return None
    return Change(
        entry_id=head.entry_id,
        since=sensible_since(held.get("started"), written_on),
        still=held.get("still_happening", ""),
        checked=sensible_day(held.get("checked")),
    )
