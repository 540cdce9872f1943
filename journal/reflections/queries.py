"""Read a journal. Every query is scoped to the actor, who is the author; nobody else reads through here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from journal.access import Actor
from journal.accounts.keys import Keys
from journal.analyser import VERSION, Analysis, analyse
from journal.analyser import Entry as AnalysedEntry
from journal.crypto import CannotOpen
from journal.reflections.content import Written
from journal.reflections.errors import EntryDamaged, EntryNotFound
from journal.reflections.models import (
    AskedQuestion,
    Entry,
    JournalState,
    Purge,
    Revision,
    StoredAnalysis,
    ThemeChoice,
    ThemeList,
)
from journal.reflections.recurring import Recurring, found_in
from journal.reflections.sealing import open_analysis, open_choice, open_question, open_themes, try_revision
from journal.schemas import limits


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry as its author sees it.

    `heads` are its living heads, the last written first: two where phones differ. Heads that say the same are one (the
    same change made twice is no conflict); `alike` are the ids of those that say what the first one says, and
    `head_ids` those of all, so that whatever follows them leaves none behind. `damaged` counts living heads that cannot
    be opened: they are in none of these, so nothing ever follows and hides them.
    """

    id: UUID
    started_at: datetime
    deleted: bool
    heads: tuple[Written, ...]
    alike: tuple[UUID, ...]
    head_ids: tuple[UUID, ...]
    damaged: int = 0

    @property
    def head(self) -> Written:
        """Give the head to show first."""
        return self.heads[0]


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as it was shown: its id, words, reason, evidence and the line that reflects back."""

    id: UUID
    entry_id: UUID
    question_id: str
    text: str
    family: str
    why: str
    evidence: tuple[tuple[int, int], ...]
    reflecting: str
    state: str
    number: int


@dataclass(frozen=True, slots=True)
class Asked:
    """That a question of the bank was shown under an entry, and when."""

    question_id: str
    entry_id: UUID
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """What the author decided about a theme: a name of their own (or ""), that it is none, or what it belongs to."""

    label: str = ""
    hidden: bool = False
    into: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a phone that stands at a cursor has not seen."""

    revisions: tuple[Written, ...]
    purged: tuple[UUID, ...]
    cursor: int
    more: bool


def entry(session: Session, keys: Keys, actor: Actor, entry_id: UUID) -> Seen:
    """Give one entry with its heads; raise EntryNotFound where it is erased, deleted or not the actor's, EntryDamaged
    where none of its heads opens."""
    row = session.get(Entry, (actor.id, entry_id))
    if row is None or row.deleted:
        raise EntryNotFound
    seen = _seen(session, keys, [row])[0]
    if not seen.heads:
        raise EntryDamaged
    return seen


def revisions(session: Session, keys: Keys, actor: Actor, entry_id: UUID) -> list[Written]:
    """Give every revision of one entry that opens, the newest first by arrival; raise EntryNotFound where there is no
    such entry."""
    rows = session.scalars(
        select(Revision)
        .where(Revision.owner_id == actor.id, Revision.entry_id == entry_id)
        .order_by(Revision.seq.desc())
    ).all()
    if not rows:
        raise EntryNotFound
    return [written for row in rows if (written := try_revision(keys, row)) is not None]


def newest(
    session: Session, keys: Keys, actor: Actor, *, limit: int, before: tuple[datetime, UUID] | None = None
) -> list[Seen]:
    """Give the actor's entries that open, as `page` does."""
    return [seen for seen in page(session, keys, actor, limit=limit, before=before) if seen.heads]


def page(
    session: Session, keys: Keys, actor: Actor, *, limit: int, before: tuple[datetime, UUID] | None = None
) -> list[Seen]:
    """Give the actor's entries by time written, the newest first. `before` is the last one of the page before.

    Fewer than `limit` means there are no more, so an entry of which nothing opens is among them, with no heads.
    """
    query = select(Entry).where(Entry.owner_id == actor.id, Entry.deleted.is_(False))
    if before is not None:
        moment, last = before
        query = query.where(or_(Entry.started_at < moment, and_(Entry.started_at == moment, Entry.id < last)))
    rows = session.scalars(query.order_by(Entry.started_at.desc(), Entry.id.desc()).limit(limit)).all()
    return _seen(session, keys, rows)


def count(session: Session, actor: Actor) -> int:
    """Count the actor's entries."""
    return (
        session.scalar(
            select(func.count()).select_from(Entry).where(Entry.owner_id == actor.id, Entry.deleted.is_(False))
        )
        or 0
    )


def every(
    session: Session, keys: Keys, actor: Actor, *, before: tuple[datetime, UUID] | None = None, batch: int = 500
) -> Iterator[Seen]:
    """Walk the actor's entries that open, newest first, a batch at a time; with `before`, those after that place."""
    while True:
        walked = page(session, keys, actor, limit=batch, before=before)
        yield from (seen for seen in walked if seen.heads)
        if len(walked) < batch:
            return
        before = (walked[-1].started_at, walked[-1].id)


def search(session: Session, keys: Keys, actor: Actor, words: str, *, limit: int = 200) -> list[Seen]:
    """Give the actor's entries that hold all the words, in any case, the newest first.

    Entries are opened and scanned: there is no index on what somebody wrote.
    """
    wanted = [word.casefold() for word in words.split()]
    found: list[Seen] = []
    if not wanted:
        return found
    for seen in every(session, keys, actor):
        text = "\n".join(head.content.full_text() for head in seen.heads).casefold()
        if all(word in text for word in wanted):
            found.append(seen)
            if len(found) == limit:
                break
    return found


def analysis(session: Session, keys: Keys, actor: Actor, written: Written) -> Analysis:
    """Give this version's analysis of a revision: the stored one, or a fresh one where an upgrade has not got to it."""
    return _analysis(keys, session.get(StoredAnalysis, (actor.id, written.id, VERSION)), written)


def analysed(
    session: Session, keys: Keys, actor: Actor, *, before: Seen | None = None, limit: int | None = None
) -> list[AnalysedEntry]:
    """Give the actor's entries as the themes and the coach see them, the oldest first.

    With `before`, only those written before that entry; with `limit`, only the newest so many.
    """
    start = (before.started_at, before.id) if before is not None else None
    if limit is not None:
        entries = newest(session, keys, actor, limit=limit, before=start)
    else:
        entries = list(every(session, keys, actor))
    query = select(StoredAnalysis).where(StoredAnalysis.owner_id == actor.id, StoredAnalysis.version == VERSION)
    if limit is not None:
        query = query.where(StoredAnalysis.revision_id.in_([seen.head.id for seen in entries]))
    stored = {row.revision_id: row for row in session.scalars(query)}
    found = []
    for seen in reversed(entries):
        found.append(as_analysed(seen, _analysis(keys, stored.get(seen.head.id), seen.head)))
    return found


def kept_themes(session: Session, keys: Keys, actor: Actor) -> Recurring | None:
    """Give what was found for the journal as it stands, or None where it must be found again."""
    row = session.get(ThemeList, (actor.id, VERSION))
    if row is None or row.through_seq != last_seq(session, actor.id):
        return None
    try:
        return open_themes(keys, row)
    except CannotOpen:
        return None  # it is found again


def find_themes(session: Session, keys: Keys, actor: Actor) -> tuple[int, Recurring]:
    """Find what keeps coming up in the actor's journal, and the sequence number it is true for."""
    through = last_seq(session, actor.id)
    choices = theme_choices(session, keys, actor)
    into = {key: choice.into for key, choice in choices.items() if choice.into}
    return through, found_in(analysed(session, keys, actor), into)


def theme_choices(session: Session, keys: Keys, actor: Actor) -> dict[str, Choice]:
    """Give what the author decided about themes, by the theme's key; the newest choice counts."""
    rows = session.scalars(
        select(ThemeChoice).where(ThemeChoice.owner_id == actor.id).order_by(ThemeChoice.chosen_at, ThemeChoice.id)
    )
    found: dict[str, Choice] = {}
    for row in rows:
        with suppress(CannotOpen):
            plain = open_choice(keys, row)
            found[plain["key"]] = Choice(plain["label"], plain["hidden"], plain.get("into", ""))
    return found


def as_analysed(seen: Seen, found: Analysis) -> AnalysedEntry:
    """Give an entry as the themes and the coach see it: the author's own marks win over what was found."""
    facets = seen.head.facets
    return AnalysedEntry(
        id=str(seen.id),
        written_at=seen.started_at,
        analysis=found,
        text=seen.head.content.full_text(),
        elements=dict(facets.get("elements", {})),
        valence=facets.get("valence"),
    )


def questions(session: Session, keys: Keys, actor: Actor, entry_id: UUID | None = None) -> list[Shown]:
    """Give the questions shown to the actor, of one entry or of all, in the order they were asked."""
    query = select(AskedQuestion).where(AskedQuestion.owner_id == actor.id)
    if entry_id is not None:
        query = query.where(AskedQuestion.entry_id == entry_id)
    found: list[Shown] = []
    for row in session.scalars(query.order_by(AskedQuestion.asked_at, AskedQuestion.number, AskedQuestion.id)):
        with suppress(CannotOpen):
            found.append(shown(keys, row))
    return found


def asked(session: Session, keys: Keys, actor: Actor) -> list[Asked]:
    """Give which questions were shown to the actor, under which entries and when, in the order they were asked."""
    query = select(AskedQuestion).where(AskedQuestion.owner_id == actor.id)
    found: list[Asked] = []
    for row in session.scalars(query.order_by(AskedQuestion.asked_at, AskedQuestion.id)):
        with suppress(CannotOpen):
            found.append(Asked(open_question(keys, row)["question_id"], row.entry_id, row.asked_at))
    return found


def changes(session: Session, keys: Keys, actor: Actor, cursor: int, *, without: Sequence[UUID] = ()) -> Changes:
    """Give what came after `cursor` in the actor's journal, at most one batch, in the order it was committed.

    `without` are revisions the phone itself has just sent. `more` tells that another request will bring more. A damaged
    row is passed by; it is given once it was mended.
    """
    # Where each stands first: mostly there is nothing but what the phone has just sent, and no row to read for that.
    places = session.execute(
        select(Revision.id, Revision.seq)
        .where(Revision.owner_id == actor.id, Revision.seq > cursor)
        .order_by(Revision.seq)
        .limit(limits.BATCH_REVISIONS + len(without) + 1)
    ).all()
    wanted = [revision_id for revision_id, _ in places if revision_id not in without]
    query = select(Revision).where(Revision.owner_id == actor.id, Revision.id.in_(wanted))
    rows = {row.id: row for row in session.scalars(query)} if wanted else {}
    given: list[Written] = []
    size, reached, more = 0, cursor, False
    for revision_id, seq in places:
        row = rows.get(revision_id)
        if row is not None:
            size += len(row.sealed)
            if given and (len(given) == limits.BATCH_REVISIONS or size > limits.BATCH_BYTES):
                more = True
                break
            written = try_revision(keys, row)
            if written is not None:
                given.append(written)
        reached = seq
    purges = select(Purge.entry_id, Purge.seq).where(Purge.owner_id == actor.id, Purge.seq > cursor)
    if more:
        purges = purges.where(Purge.seq <= reached)
    purged = session.execute(purges.order_by(Purge.seq)).all()
    if not more:
        reached = max([reached, *(seq for _, seq in purged)])
    return Changes(tuple(given), tuple(entry_id for entry_id, _ in purged), reached, more)


def last_seq(session: Session, owner_id: UUID) -> int:
    """Give the newest sequence number of a journal."""
    row = session.get(JournalState, owner_id)
    return row.last_seq if row is not None else 0


def _seen(session: Session, keys: Keys, rows: Sequence[Entry]) -> list[Seen]:
    if not rows:
        return []
    owner_id = rows[0].owner_id
    wanted = [UUID(head) for row in rows for head in row.heads]
    by_id = {
        row.id: row
        for row in session.scalars(
            select(Revision).where(Revision.owner_id == owner_id, Revision.id.in_(wanted), Revision.deleted.is_(False))
        )
    }
    seen = []
    for row in rows:
        living = [by_id[i] for i in map(UUID, row.heads) if i in by_id]
        heads = [head for one in living if (head := try_revision(keys, one)) is not None]
        heads.sort(key=lambda head: (head.written_at, head.seq), reverse=True)
        seen.append(_entry_of(row, heads, len(living) - len(heads)))
    return seen


def _entry_of(row: Entry, heads: Sequence[Written], damaged: int) -> Seen:
    said: dict[bytes, list[Written]] = {}
    for head in heads:
        said.setdefault(head.content.pack() if len(heads) > 1 else b"", []).append(head)
    groups = list(said.values())
    return Seen(
        id=row.id,
        started_at=row.started_at,
        deleted=row.deleted,
        heads=tuple(group[0] for group in groups),
        alike=tuple(head.id for head in groups[0]) if groups else (),
        head_ids=tuple(head.id for head in heads),
        damaged=damaged,
    )


def _analysis(keys: Keys, row: StoredAnalysis | None, written: Written) -> Analysis:
    if row is not None:
        with suppress(CannotOpen):
            return open_analysis(keys, row)
    return analyse(written.content.full_text())


def shown(keys: Keys, row: AskedQuestion) -> Shown:
    """Give a question's row, opened."""
    plain = open_question(keys, row)
    return Shown(
        id=row.id,
        entry_id=row.entry_id,
        question_id=plain["question_id"],
        text=plain["text"],
        family=plain["family"],
        why=plain["why"],
        evidence=tuple((start, end) for start, end in plain["evidence"]),
        reflecting=plain["reflecting"],
        state=row.state,
        number=row.number,
    )
