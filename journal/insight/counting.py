"""Read what counts in a release: one author at a time, straight into cells, keeping nothing else.

An author's entries are opened with their own key, turned into the cells they belong to and forgotten before the next
author's are opened. Nothing of it is written anywhere: what leaves this module is a set of cells for each author, in
memory, for as long as the release is being made.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from journal.accounts.keys import Keys
from journal.accounts.models import Person
from journal.analyser import VERSION, analyse
from journal.crypto import CannotOpen
from journal.insight.cells import cells_of_entry, counts
from journal.insight.models import Consent
from journal.insight.periods import Period, month_of
from journal.insight.rules import author_cells
from journal.insight.themes import themes_of
from journal.reflections.content import Content
from journal.reflections.models import Entry, Revision, StoredAnalysis
from journal.reflections.sealing import open_concepts, open_content

_log = logging.getLogger("journal")


def starts_at(day: date) -> datetime:
    """Give the moment a day of a period begins; periods are in UTC."""
    return datetime.combine(day, time(), UTC)


def consenting(session: Session, organisation_id: UUID, period: Period) -> frozenset[UUID]:
    """Give who lets their entries count in the period: agreed before its first day, and not withdrawn until now.

    Agreeing waits for the next period, so that nobody is asked halfway through one; withdrawing never waits.
    """
    agreed = (
        select(Consent.owner_id)
        .join(Person, Person.id == Consent.owner_id)
        .where(
            Person.organisation_id == organisation_id,
            Consent.given_at < starts_at(period.starts_on),
            Consent.withdrawn_at.is_(None),
        )
    )
    return frozenset(session.scalars(agreed))


def count_authors(
    session: Session, keys: Keys, secret: bytes, people: Iterable[UUID], period: Period
) -> dict[str, frozenset[str]]:
    """Give the cells of each of the people who has an entry that counts in the period, by their id as text.

    An analysis of the current version that is not stored yet is made in passing and not kept.
    """
    found: dict[str, frozenset[str]] = {}
    for owner_id in people:
        by_month = _cells_by_month(session, keys, owner_id, period)
        if by_month:
            found[str(owner_id)] = author_cells(secret, str(owner_id), by_month)
    return found


def _cells_by_month(session: Session, keys: Keys, owner_id: UUID, period: Period) -> dict[str, frozenset[str]]:
    """Give one author's cells by month; a month with an entry that counts is there even where it has no cells."""
    entries: dict[UUID, tuple[str, frozenset[str]]] = {}
    left_out: set[UUID] = set()
    for row in session.execute(_living(owner_id, period)):
        if str(row.id) not in row.heads:
            continue
        content = _content(keys, owner_id, row)
        if content is None or not counts(content.facets):
            left_out.add(row.entry_id)  # where two phones disagree, one that leaves the entry out is enough
            continue
        month, cells = entries.get(row.entry_id, (month_of(row.started_at.date()).id, frozenset()))
        entries[row.entry_id] = month, cells | _cells(keys, owner_id, row.id, content, row.analysis)
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for entry_id, (month, cells) in entries.items():
        if entry_id not in left_out:
            found[month] |= cells
    return found


def _content(keys: Keys, owner_id: UUID, row: Any) -> Content | None:
    """Give what a revision says, or None where its row is damaged: nobody can tell then whether it may count."""
    try:
        return open_content(keys, owner_id, row.id, row.schema, row.sealed)
    except CannotOpen:
        _log.error("a revision did not open, and its entry is not counted: its row is damaged")
        return None


def _living(owner_id: UUID, period: Period) -> Select[datetime, list[str], UUID, UUID, int, bytes, bytes]:
    """Give the query for an author's revisions in the period, heads or not, with this version's analysis if stored.

    Columns, not rows of the models: with tens of thousands of entries the models cost more than the opening.
    """
    return (
        select(
            Entry.started_at,
            Entry.heads,
            Revision.entry_id,
            Revision.id,
            Revision.schema,
            Revision.sealed,
            StoredAnalysis.sealed.label("analysis"),
        )
        .join(Revision, (Revision.owner_id == Entry.owner_id) & (Revision.entry_id == Entry.id))
        .outerjoin(
            StoredAnalysis,
            (StoredAnalysis.owner_id == Revision.owner_id)
            & (StoredAnalysis.revision_id == Revision.id)
            & (StoredAnalysis.version == VERSION),
        )
        .where(
            Entry.owner_id == owner_id,
            Entry.deleted.is_(False),
            Entry.started_at >= starts_at(period.starts_on),
            Entry.started_at < starts_at(period.ends_on + timedelta(days=1)),
            Revision.deleted.is_(False),
        )
    )


def _cells(keys: Keys, owner_id: UUID, revision_id: UUID, content: Content, analysis: bytes | None) -> frozenset[str]:
    concepts = None
    if analysis is not None:
        with suppress(CannotOpen):
            concepts = open_concepts(keys, owner_id, revision_id, analysis)
    if concepts is None:
        concepts = [hit.concept for hit in analyse(content.full_text()).concepts]
    return cells_of_entry(content.facets, themes_of(concepts))
