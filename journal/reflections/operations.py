"""Take revisions into a journal, erase entries, and note questions. Every function flushes and none commits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from journal import clock
from journal.access import Actor
from journal.accounts.keys import Keys
from journal.analyser import VERSION, Analysis, Asked, Question, analyse, next_question
from journal.analyser.bank import by_id
from journal.crypto import CannotOpen
from journal.database import insert_if_absent, new_id
from journal.language import gettext
from journal.reflections import queries
from journal.reflections.content import Answer, Draft, Written
from journal.reflections.errors import EntryNotFound, EntryTooLarge, NotKept
from journal.reflections.models import (
    AskedQuestion,
    Entry,
    Epoch,
    JournalState,
    Purge,
    Revision,
    StoredAnalysis,
    ThemeChoice,
    ThemeList,
)
from journal.reflections.recurring import Recurring
from journal.reflections.rules import WHY, Refusal, heads, refusal
from journal.reflections.sealing import (
    open_question,
    seal_analysis,
    seal_choice,
    seal_content,
    seal_question,
    seal_themes,
    try_revision,
)
from journal.schemas.revision import LATEST

OPEN, ANSWERED, PASSED_OVER = "open", "answered", "passed"

QUESTIONS_A_SITTING = 3

HISTORY = 60
"""How many earlier entries the coach looks back over: a year of one a week."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the offered revisions: kept (now or before), or refused with a reason."""

    acknowledged: tuple[UUID, ...]
    refused: tuple[tuple[UUID, Refusal], ...]


def prepared(draft: Draft) -> Draft:
    """Give the draft with what the analyser finds in it, for `take`: worked out before anybody waits for the writer."""
    if draft.deleted or refusal(draft) is not None:
        return draft
    return replace(draft, analysis=analyse(draft.content.full_text()))


def take(session: Session, keys: Keys, actor: Actor, drafts: Sequence[Draft]) -> Taken:
    """Add the drafts to the actor's journal where they are not there yet: set union by id, in any order, repeats too.

    One transaction: the caller acknowledges only after it has committed. New heads that are not `prepared` are
    analysed here. However many drafts there are, they are looked up together. A revision whose row is damaged is mended
    by the same one offered again.
    """
    state = lock_journal(session, actor.id)
    there = _standing(session, keys, actor.id, drafts)
    acknowledged: list[UUID] = []
    refused: list[tuple[UUID, Refusal]] = []
    fresh: dict[UUID, Draft] = {}
    for draft in drafts:
        held = fresh.get(draft.id) or there.held.get(draft.id)
        broken = there.damaged.get(draft.id) if held is None else None
        why = refusal(draft) or _clash(there, draft, held, broken)
        if why is not None:
            refused.append((draft.id, why))
            continue
        acknowledged.append(draft.id)
        if held is None:
            state.last_seq += 1
            if broken is not None:
                _mend(session, keys, broken, draft, state.last_seq)
            else:
                _insert(session, keys, actor.id, draft, state.last_seq)
            fresh[draft.id] = draft
    session.flush()
    for head in _settle(session, actor.id, {draft.entry_id for draft in fresh.values()}, state.last_seq):
        if head in fresh and not fresh[head].deleted:
            analysis = fresh[head].analysis or analyse(fresh[head].content.full_text())
            _store_analysis(session, keys, actor.id, head, analysis)
    _note_answered(session, keys, actor.id, fresh.values())
    session.flush()
    return Taken(tuple(acknowledged), tuple(refused))


def write(session: Session, keys: Keys, actor: Actor, draft: Draft) -> None:
    """Add one revision from a page; raise EntryTooLarge or NotKept, with words for the person, where it is refused.

    A page that is sent twice with other words (back, change, save) carries the same id both times: the second becomes
    a change that follows the first.
    """
    why = _refused(take(session, keys, actor, [draft]))
    if why is Refusal.CHANGED and session.get_one(Revision, (actor.id, draft.id)).entry_id == draft.entry_id:
        why = _refused(take(session, keys, actor, [replace(draft, id=new_id(), parents=(draft.id,))]))
    if why is not None:
        raise EntryTooLarge if why is Refusal.TOO_LARGE else NotKept(gettext(WHY[why]), code=why.value)


def erase(session: Session, actor: Actor, entry_id: UUID) -> None:
    """Erase an entry for good: every revision, analysis and question of it. Only its id stays, to keep it erased."""
    state = lock_journal(session, actor.id)
    if session.get(Entry, (actor.id, entry_id)) is None:
        raise EntryNotFound
    ids = select(Revision.id).where(Revision.owner_id == actor.id, Revision.entry_id == entry_id)
    session.execute(
        delete(StoredAnalysis).where(StoredAnalysis.owner_id == actor.id, StoredAnalysis.revision_id.in_(ids))
    )
    for table in (Revision, AskedQuestion):
        session.execute(delete(table).where(table.owner_id == actor.id, table.entry_id == entry_id))
    session.execute(delete(Entry).where(Entry.owner_id == actor.id, Entry.id == entry_id))
    session.execute(delete(ThemeList).where(ThemeList.owner_id == actor.id))
    state.last_seq += 1
    session.add(Purge(owner_id=actor.id, entry_id=entry_id, seq=state.last_seq, purged_at=clock.now()))
    session.flush()


def reanalyse(session: Session, keys: Keys, owner_id: UUID, *, at_most: int = 200) -> int:
    """Analyse up to `at_most` heads that this version has not analysed yet; give how many that was.

    Analyses of older versions of those revisions go: two versions never meet in one list of themes.
    """
    done = 0
    for revision_id in _without_analysis(session, owner_id):
        if done == at_most:
            break
        row = session.get(Revision, (owner_id, revision_id))
        written = try_revision(keys, row) if row is not None and not row.deleted else None
        if written is None:  # passed over each time, or a damaged journal would never get past its first ones
            continue
        text = written.content.full_text()
        session.execute(
            delete(StoredAnalysis).where(StoredAnalysis.owner_id == owner_id, StoredAnalysis.revision_id == revision_id)
        )
        _store_analysis(session, keys, owner_id, revision_id, analyse(text))
        done += 1
    session.flush()
    return done


def ask(session: Session, keys: Keys, actor: Actor, entry_id: UUID) -> queries.Shown | None:
    """Give the question that stands open under the entry, or choose and note the next one.

    None where this entry has had its three, or where the coach asks nothing (a signpost to support shows instead).
    """
    lock_journal(session, actor.id)  # the page opened twice at once asks one question, not two
    seen = queries.entry(session, keys, actor, entry_id)
    shown = queries.questions(session, keys, actor)
    here = [question for question in shown if question.entry_id == entry_id]
    if here and here[-1].state == OPEN:
        return here[-1]
    if len(here) >= QUESTIONS_A_SITTING:
        return None
    found = queries.as_analysed(seen, queries.analysis(session, keys, actor, seen.head))
    history = queries.analysed(session, keys, actor, before=seen, limit=HISTORY)
    chosen = next_question(found, history, [Asked(q.question_id, str(q.entry_id)) for q in shown])
    if chosen is None:
        return None
    asked = {"owner_id": actor.id, "id": new_id(), "entry_id": entry_id, "number": len(here) + 1}
    row = _keep_question(session, keys, AskedQuestion(**asked, asked_at=clock.now(), state=OPEN), chosen)
    session.flush()
    return queries.shown(keys, row)


def pass_over(session: Session, actor: Actor, entry_id: UUID, question_id: UUID) -> None:
    """Note that the author asked for something else; raise EntryNotFound where the question is not theirs."""
    _own_question(session, actor, entry_id, question_id).state = PASSED_OVER
    session.flush()


def answer(
    session: Session, keys: Keys, actor: Actor, entry_id: UUID, question_id: UUID, draft_id: UUID, text: str
) -> None:
    """Join the answer to the entry as a new revision `draft_id`, and close the question.

    Sending the same answer under the same id again changes nothing; an empty answer is refused by the page.
    """
    row = _own_question(session, actor, entry_id, question_id)
    seen = queries.entry(session, keys, actor, entry_id)
    if draft_id in seen.head_ids:
        return
    asked = open_question(keys, row)
    given = Answer(asked["question_id"], asked["text"], text)
    content = replace(seen.head.content, answers=(*seen.head.content.answers, given))
    draft = Draft(
        id=draft_id,
        entry_id=entry_id,
        parents=seen.alike,
        content=content,
        deleted=False,
        written_at=clock.now(),
        schema=LATEST,
    )
    write(session, keys, actor, draft)
    row.state = ANSWERED
    session.flush()


def keep_themes(session: Session, keys: Keys, actor: Actor, through_seq: int, found: Recurring) -> None:
    """Keep what was found up to a sequence number, in place of what was kept earlier."""
    session.execute(delete(ThemeList).where(ThemeList.owner_id == actor.id))
    sealed = seal_themes(keys, actor.id, found)
    session.add(ThemeList(owner_id=actor.id, version=VERSION, through_seq=through_seq, sealed=sealed))
    session.flush()


def choose_theme(
    session: Session, keys: Keys, actor: Actor, key: str, *, label: str = "", hidden: bool = False, into: str = ""
) -> None:
    """Remember the author's own name for a theme, that it is none, or the key of the theme it belongs to.

    The newest choice about a key counts. What is kept of the themes is forgotten where a merging changes, since the
    counts of a merged theme are found with its entries at hand.
    """
    if queries.theme_choices(session, keys, actor).get(key, queries.Choice()).into != into:
        session.execute(delete(ThemeList).where(ThemeList.owner_id == actor.id))
    row_id = new_id()
    sealed = seal_choice(keys, actor.id, row_id, {"key": key, "label": label, "hidden": hidden, "into": into})
    session.add(ThemeChoice(owner_id=actor.id, id=row_id, chosen_at=clock.now(), sealed=sealed))
    session.flush()


def lock_journal(session: Session, owner_id: UUID) -> JournalState:
    """Give the journal's state with its row locked, so that sequence numbers follow the order of commits."""
    wanted = select(JournalState).where(JournalState.owner_id == owner_id)
    wanted = wanted.with_for_update().execution_options(populate_existing=True)
    state = session.scalar(wanted)
    if state is None:
        insert_if_absent(session, JournalState, owner_id=owner_id, last_seq=0)
        state = session.scalars(wanted).one()
    return state


def epoch(session: Session) -> UUID:
    """Give the name of this database's life, made on first need."""
    row = session.get(Epoch, 1)
    if row is None:
        insert_if_absent(session, Epoch, number=1, epoch=new_id())
        row = session.get_one(Epoch, 1)
    return row.epoch


def begin_epoch(session: Session) -> UUID:
    """Give a new life its name, after a backup was restored: every phone then offers all it has again."""
    epoch(session)
    row = session.get_one(Epoch, 1)
    row.epoch = new_id()
    session.flush()
    return row.epoch


def _refused(taken: Taken) -> Refusal | None:
    return taken.refused[0][1] if taken.refused else None


@dataclass(frozen=True, slots=True)
class _Standing:
    """What drafts meet in the database: the owner's revisions of those ids, those of them that do not open, entries
    erased, ids of other people."""

    held: dict[UUID, Written]
    damaged: dict[UUID, Revision]
    erased: frozenset[UUID]
    elsewhere: frozenset[UUID]


def _standing(session: Session, keys: Keys, owner_id: UUID, drafts: Sequence[Draft]) -> _Standing:
    ids, entry_ids = {draft.id for draft in drafts}, {draft.entry_id for draft in drafts}
    known = session.execute(select(Revision.id, Revision.owner_id).where(Revision.id.in_(ids))).all()
    mine = [i for i, owner in known if owner == owner_id]
    query = select(Revision).where(Revision.owner_id == owner_id, Revision.id.in_(mine))
    rows = session.scalars(query).all() if mine else []
    held = {row.id: written for row in rows if (written := try_revision(keys, row)) is not None}
    damaged = {row.id: row for row in rows if row.id not in held}
    erased = session.scalars(select(Purge.entry_id).where(Purge.owner_id == owner_id, Purge.entry_id.in_(entry_ids)))
    others = [
        *(i for i, owner in known if owner != owner_id),
        *session.scalars(select(Entry.id).where(Entry.id.in_(entry_ids), Entry.owner_id != owner_id)),
    ]
    return _Standing(held, damaged, frozenset(erased), frozenset(others))


def _clash(there: _Standing, draft: Draft, held: Draft | Written | None, broken: Revision | None) -> Refusal | None:
    """Give why the draft cannot stand beside what is there, or None."""
    if held is not None:
        return None if _same(draft, held) else Refusal.CHANGED
    if broken is not None:
        # What can still be read of the row must be what is offered.
        parents = {str(parent) for parent in draft.parents}
        alike = (broken.entry_id, set(broken.parents), broken.deleted) == (draft.entry_id, parents, draft.deleted)
        return None if alike else Refusal.CHANGED
    if draft.entry_id in there.erased:
        return Refusal.ERASED
    # Another person's id, of a revision or of an entry: refused with the reason that says nothing.
    return Refusal.NOT_POSSIBLE if {draft.id, draft.entry_id} & there.elsewhere else None


def _same(one: Draft, other: Draft | Written) -> bool:
    return (one.entry_id, set(one.parents), one.deleted, one.content.pack()) == (
        other.entry_id,
        set(other.parents),
        other.deleted,
        other.content.pack(),
    )


def _insert(session: Session, keys: Keys, owner_id: UUID, draft: Draft, seq: int) -> None:
    session.add(
        Revision(
            owner_id=owner_id,
            id=draft.id,
            entry_id=draft.entry_id,
            seq=seq,
            device_id=draft.device_id,
            parents=[str(parent) for parent in draft.parents],
            deleted=draft.deleted,
            written_at=draft.written_at,
            received_at=clock.now(),
            schema=draft.schema,
            sealed=seal_content(keys, owner_id, draft.id, draft.schema, draft.content),
        )
    )


def _mend(session: Session, keys: Keys, row: Revision, draft: Draft, seq: int) -> None:
    """Put the words back into a damaged row, under a new sequence number, so that every phone is given them."""
    row.sealed = seal_content(keys, row.owner_id, row.id, draft.schema, draft.content)
    row.schema, row.seq = draft.schema, seq
    session.execute(
        delete(StoredAnalysis).where(StoredAnalysis.owner_id == row.owner_id, StoredAnalysis.revision_id == row.id)
    )


def _settle(session: Session, owner_id: UUID, entry_ids: Collection[UUID], seq: int) -> list[UUID]:
    """Bring the entries' rows to what their revisions say, and give all their heads."""
    by_entry: dict[UUID, list[Row[UUID, UUID, list[str], bool, datetime]]] = defaultdict(list)
    for row in session.execute(
        select(Revision.entry_id, Revision.id, Revision.parents, Revision.deleted, Revision.written_at).where(
            Revision.owner_id == owner_id, Revision.entry_id.in_(entry_ids)
        )
    ):
        by_entry[row.entry_id].append(row)
    there = session.scalars(select(Entry).where(Entry.owner_id == owner_id, Entry.id.in_(entry_ids)))
    entries = {entry.id: entry for entry in there}
    settled: list[UUID] = []
    for entry_id, rows in by_entry.items():
        found = heads((row.id, [UUID(parent) for parent in row.parents]) for row in rows)
        gone = {row.id for row in rows if row.deleted}
        entry = entries.get(entry_id) or Entry(owner_id=owner_id, id=entry_id)
        entry.started_at = min(row.written_at for row in rows)
        entry.changed_seq = seq
        entry.heads = [str(head) for head in found]
        entry.deleted = all(head in gone for head in found)
        session.add(entry)
        settled += found
    return settled


def _store_analysis(session: Session, keys: Keys, owner_id: UUID, revision_id: UUID, analysis: Analysis) -> None:
    sealed = seal_analysis(keys, owner_id, revision_id, analysis)
    session.add(StoredAnalysis(owner_id=owner_id, revision_id=revision_id, version=VERSION, sealed=sealed))


def _without_analysis(session: Session, owner_id: UUID) -> list[UUID]:
    live = session.scalars(select(Entry.heads).where(Entry.owner_id == owner_id, Entry.deleted.is_(False)))
    done = set(
        session.scalars(
            select(StoredAnalysis.revision_id).where(
                StoredAnalysis.owner_id == owner_id, StoredAnalysis.version == VERSION
            )
        )
    )
    return [head for heads in live for head in map(UUID, heads) if head not in done]


def _keep_question(session: Session, keys: Keys, row: AskedQuestion, chosen: Question) -> AskedQuestion:
    plain = {
        "question_id": chosen.question_id,
        "text": chosen.text,
        "family": chosen.family,
        "why": chosen.why,
        "evidence": [list(span) for span in chosen.evidence],
        "reflecting": chosen.reflecting,
    }
    row.sealed = seal_question(keys, row.owner_id, row.id, plain)
    session.add(row)
    return row


def _note_answered(session: Session, keys: Keys, owner_id: UUID, drafts: Iterable[Draft]) -> None:
    """Note the questions a phone chose by itself and brings the answers to, so that nobody asks them again.

    One retired since is asked of nobody; where it stands open here, it is closed all the same.
    """
    bank = by_id()
    answered = {
        (draft.entry_id, answer.question_id): (draft, answer) for draft in drafts for answer in draft.content.answers
    }
    if not answered:
        return
    entry_ids = {entry_id for entry_id, _ in answered}
    query = select(AskedQuestion).where(AskedQuestion.owner_id == owner_id, AskedQuestion.entry_id.in_(entry_ids))
    known: dict[UUID, dict[str, AskedQuestion]] = defaultdict(dict)
    for row in session.scalars(query):
        with suppress(CannotOpen):
            known[row.entry_id][open_question(keys, row)["question_id"]] = row
    for (entry_id, question_id), (draft, answer) in answered.items():
        here = known[entry_id]
        if question_id not in here:
            if question_id not in bank:
                continue
            when = min(draft.written_at, clock.now())
            asked = {"owner_id": owner_id, "id": new_id(), "entry_id": entry_id, "number": len(here) + 1}
            chosen = Question(question_id, answer.question, bank[question_id].family, "", ())
            here[question_id] = _keep_question(session, keys, AskedQuestion(**asked, asked_at=when), chosen)
        here[question_id].state = ANSWERED


def _own_question(session: Session, actor: Actor, entry_id: UUID, question_id: UUID) -> AskedQuestion:
    row = session.get(AskedQuestion, (actor.id, question_id))
    if row is None or row.entry_id != entry_id:
        raise EntryNotFound
    return row
