"""Read what counts in a release: one author at a time, straight into cells, keeping nothing else.

An author's entries are opened with their own key, turned into the cells they belong to and forgotten before the next
author's are opened. Nothing of it is written anywhere: what leaves this module is a set of cells for each author, in
memory, for as long as the release is being made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.accounts.keys import Keys
from journal.accounts.models import Person
from journal.analyser import VERSION, analyse
from journal.insight.cells import cells_of_entry, counts
from journal.insight.models import Consent
from journal.insight.periods import Period, month_of
from journal.insight.rules import author_cells
from journal.insight.themes import themes_of
from journal.reflections.content import Content
from journal.reflections.models import Entry, Revision, StoredAnalysis
from journal.reflections.sealing import open_analysis, open_revision

_AT_ONCE = 500


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
    rows = session.execute(
        select(Entry.started_at, Entry.heads).where(
            Entry.owner_id == owner_id,
            Entry.deleted.is_(False),
            Entry.started_at >= starts_at(period.starts_on),
            Entry.started_at < starts_at(period.ends_on + timedelta(days=1)),
        )
    ).all()
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for place in range(0, len(rows), _AT_ONCE):
        some = rows[place : place + _AT_ONCE]
        opened = dict(_opened(session, keys, owner_id, [UUID(head) for row in some for head in row.heads]))
        for row in some:
            heads = [opened[head] for head in map(UUID, row.heads) if head in opened]
            # Where two phones disagree, one that leaves the entry out is enough.
            if heads and all(counts(content.facets) for content, _ in heads):
                month = month_of(row.started_at.date()).id
                found[month] |= frozenset().union(*(cells_of_entry(content.facets, them) for content, them in heads))
    return found


def _opened(
    session: Session, keys: Keys, owner_id: UUID, heads: list[UUID]
) -> Iterator[tuple[UUID, tuple[Content, frozenset[str]]]]:
    """Walk the living revisions among `heads`, each with what was written and the themes it is about."""
    stored = {
        row.revision_id: row
        for row in session.scalars(
            select(StoredAnalysis).where(
                StoredAnalysis.owner_id == owner_id,
                StoredAnalysis.version == VERSION,
                StoredAnalysis.revision_id.in_(heads),
            )
        )
    }
    living = select(Revision).where(Revision.owner_id == owner_id, Revision.id.in_(heads), Revision.deleted.is_(False))
    for row in session.scalars(living):
        content = open_revision(keys, row).content
        kept = stored.get(row.id)
        analysis = open_analysis(keys, kept) if kept is not None else analyse(content.full_text())
        yield row.id, (content, themes_of(hit.concept for hit in analysis.concepts))
