"""Find the small changes that somebody marked in their entries, and keep what is needed to ask about them again.

Nothing hooks into writing: whatever the way by which an entry came (page, phone, import), it moved the journal's
sequence, and only what moved since last time is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

BATCH = 500


def catch_up(session: Session, keys: Keys, row: ReminderPlan, plan: Plan) -> Plan:
    """Give the plan with the small changes of everything written since `row.through_seq`, which moves on.

    The row is to be locked. A "not now" outlives changes elsewhere in the entry.
    """
    owner_id, through = row.owner_id, journals.last_seq(session, row.owner_id)
    known = {change.entry_id: change for change in plan.changes}
    for entry_id in session.scalars(
        select(Purge.entry_id).where(Purge.owner_id == owner_id, Purge.seq > row.through_seq)
    ):
        known.pop(entry_id, None)
    for entries in _moved(session, owner_id, row.through_seq):
        heads = _heads(session, keys, owner_id, entries)
        for entry in entries:
            before = known.pop(entry.id, None)
            head = heads.get(entry.id)
            found = _change(head, entry.started_at.astimezone(zone_of(plan.zone)).date()) if head else None
            if found is not None:
                known[entry.id] = found if before is None else _with_later(found, before)
    row.through_seq = through
    return Plan(plan.zone, plan.minute, plan.times, plan.paused, plan.until, tuple(known.values()))


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


def _with_later(found: Change, before: Change) -> Change:
    return Change(found.entry_id, found.since, found.still, found.checked, before.later)
