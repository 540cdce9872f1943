"""Share, withdraw and open. Every function flushes and none commits.

A share is two rows in one transaction: the author's record, and the recipient's copy under the recipient's key. Where
both are changed, the copy comes first, so that two transactions never wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from journal import audit, clock
from journal.access import Actor
from journal.accounts.keys import Keys
from journal.reflections.models import Entry
from journal.supervision import queries
from journal.supervision.content import FrozenCopy
from journal.supervision.errors import LookAgain, NotDecided, NotYourSupervisor, ShareNotFound
from journal.supervision.looking import Look, Wish, look
from journal.supervision.models import Agreement, Share, SharedCopy
from journal.supervision.rules import State, may_leave, state
from journal.supervision.sealing import EMPTY, Record, open_copy, seal_copy, seal_record


def share(
    session: Session, keys: Keys, actor: Actor, wish: Wish, *, once: UUID, seen: str, thought_of: bool = False
) -> UUID:
    """Share what the author saw and give the share's id.

    `once` is the form's own: sent again, it changes nothing. `seen` is the fingerprint of the look the author was
    shown; raises LookAgain where something else would leave now. Raises NotDecided while the gate is shut, and what
    `look` raises. A live share of the same entry with the same person ends: they have each entry once.
    """
    # The name of a share is made from its author's too, so that nobody can choose one that somebody else has.
    share_id = uuid5(actor.id, str(once))
    recipient_id = wish.supervisor_id
    if recipient_id is None:
        raise NotYourSupervisor
    _lock_agreement(session, actor, recipient_id)
    if session.get(Share, (actor.id, share_id)) is not None:
        return share_id
    found = _passed(look(session, keys, actor, wish), seen=seen, thought_of=thought_of)
    if found.reader is None:
        raise NotYourSupervisor
    before = (Share.owner_id == actor.id, Share.entry_id == wish.entry_id, Share.recipient_id == recipient_id)
    _end(session, session.scalars(select(Share).where(*before, Share.withdrawn_at.is_(None))))
    now = clock.now()
    session.add(
        Share(
            owner_id=actor.id,
            id=share_id,
            recipient_id=recipient_id,
            entry_id=wish.entry_id,
            shared_at=now,
            expires_at=found.reader.until,
            checked_at=now,
            sealed=seal_record(keys, actor.id, share_id, Record(found.reader.supervisor.other, found.copy)),
        )
    )
    session.add(
        SharedCopy(
            recipient_id=recipient_id,
            id=share_id,
            author_id=actor.id,
            shared_at=now,
            expires_at=found.reader.until,
            sealed=seal_copy(keys, recipient_id, share_id, found.copy),
        )
    )
    session.flush()
    audit.record(session, actor.realm_id, actor.id, "share.made", share=share_id)
    return share_id


def take_away(
    session: Session, keys: Keys, actor: Actor, wish: Wish, *, seen: str, thought_of: bool = False
) -> FrozenCopy:
    """Give the copy that the author looked at, to take away: for a portfolio, or for somebody who is not here.

    It passes the same gate as a share; raises what `share` raises. Nothing of it is kept but that a copy was taken.
    """
    found = _passed(look(session, keys, actor, wish), seen=seen, thought_of=thought_of)
    audit.record(session, actor.realm_id, actor.id, "copy.taken", entry=wish.entry_id)
    return found.copy


def _passed(found: Look, *, seen: str, thought_of: bool) -> Look:
    if not may_leave(undecided=found.undecided, asks=found.asks_who_would_know, thought_of=thought_of):
        raise NotDecided
    if found.fingerprint != seen:
        raise LookAgain
    return found


def withdraw(session: Session, actor: Actor, share_id: UUID) -> None:
    """Take a share back: its copy is emptied at once. One that has ended stays as it is; raise ShareNotFound."""
    row = session.get(Share, (actor.id, share_id))
    if row is None:
        raise ShareNotFound
    if state(row.expires_at, row.withdrawn_at, clock.now()) is State.LIVE:
        _end(session, [row])
        audit.record(session, actor.realm_id, actor.id, "share.withdrawn", share=share_id)


def open_shared(session: Session, keys: Keys, actor: Actor, share_id: UUID) -> tuple[SharedCopy, FrozenCopy]:
    """Give a copy to its recipient to read, and note that it was opened: the first time on both rows.

    Raises ShareNotFound where no share of this id is live with the actor. Every opening is in the audit record.
    """
    row = queries.live_copy(session, actor, share_id, to_open=True)
    if row.opened_at is None:
        row.opened_at = clock.now()
        session.flush()
        session.execute(
            update(Share).where(Share.owner_id == row.author_id, Share.id == share_id).values(opened_at=row.opened_at)
        )
    audit.record(session, actor.realm_id, actor.id, "share.opened", share=share_id, author=row.author_id)
    return row, open_copy(keys, row)


def withdraw_entry(session: Session, actor: Actor, entry_id: UUID) -> None:
    """Take back every share of an entry that is erased, and forget what the author's own records hold of it."""
    rows = session.scalars(select(Share).where(Share.owner_id == actor.id, Share.entry_id == entry_id)).all()
    _end(session, rows)
    for row in rows:
        session.delete(row)
        audit.record(session, actor.realm_id, actor.id, "share.withdrawn", share=row.id)
    session.flush()


def withdraw_deleted(session: Session, actor: Actor) -> None:
    """Do the same for every entry of the actor's that is deleted or gone: for after a sync that brought deletions."""
    there = select(Entry.id).where(
        Entry.owner_id == Share.owner_id, Entry.id == Share.entry_id, Entry.deleted.is_(False)
    )
    gone = select(Share.entry_id).where(Share.owner_id == actor.id, ~there.exists()).distinct()
    for entry_id in session.scalars(gone).all():
        withdraw_entry(session, actor, entry_id)


def end_between(session: Session, *, author_id: UUID, recipient_id: UUID) -> None:
    """End every live share of one person with another."""
    pair = (Share.owner_id == author_id, Share.recipient_id == recipient_id, Share.withdrawn_at.is_(None))
    _end(session, session.scalars(select(Share).where(*pair)))


def end_expired(session: Session, now: datetime) -> int:
    """Empty the copies whose time is over and give how many that was. They were closed already: queries go by time."""
    done = session.scalars(
        update(SharedCopy)
        .where(SharedCopy.expires_at <= now, SharedCopy.ended_at.is_(None))
        .values(sealed=EMPTY, ended_at=SharedCopy.expires_at)
        .returning(SharedCopy.id)
        .execution_options(synchronize_session=False)
    ).all()
    session.flush()
    return len(done)


def forget_person(session: Session, person_id: UUID) -> None:
    """Forget somebody who closes their account: copies they received, copies others hold of theirs, agreements.

    Those who shared with them keep their own records of it, as withdrawn.
    """
    sent = select(Share.recipient_id, Share.id).where(Share.owner_id == person_id)
    for recipient_id, share_id in session.execute(sent).all():
        session.execute(delete(SharedCopy).where(SharedCopy.recipient_id == recipient_id, SharedCopy.id == share_id))
    received = select(SharedCopy.author_id, SharedCopy.id).where(SharedCopy.recipient_id == person_id)
    given = session.execute(received).all()
    session.execute(delete(SharedCopy).where(SharedCopy.recipient_id == person_id))
    for author_id, share_id in given:
        session.execute(
            update(Share)
            .where(Share.owner_id == author_id, Share.id == share_id, Share.withdrawn_at.is_(None))
            .values(withdrawn_at=clock.now())
        )
    session.execute(delete(Share).where(Share.owner_id == person_id))
    session.execute(
        delete(Agreement).where(or_(Agreement.supervisee_id == person_id, Agreement.supervisor_id == person_id))
    )
    session.flush()


def _lock_agreement(session: Session, actor: Actor, supervisor_id: UUID) -> None:
    """Make the same form sent twice at once, or an agreement being ended, wait for one another."""
    session.execute(
        select(Agreement.id)
        .where(Agreement.supervisee_id == actor.id, Agreement.supervisor_id == supervisor_id)
        .with_for_update()
    )


def _end(session: Session, rows: Iterable[Share]) -> None:
    """End the live ones among the shares: their copies are emptied at once."""
    now = clock.now()
    for row in rows:
        if state(row.expires_at, row.withdrawn_at, now) is not State.LIVE:
            continue
        session.execute(
            update(SharedCopy)
            .where(SharedCopy.recipient_id == row.recipient_id, SharedCopy.id == row.id)
            .values(sealed=EMPTY, ended_at=now)
        )
        row.withdrawn_at = now
    session.flush()
