"""What would leave an author: worked out from the entry as it stands, never from what a form sends back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from journal import clock
from journal.access import Actor
from journal.accounts.keys import Keys
from journal.analyser import analyse
from journal.reflections import queries as reflections
from journal.reflections.content import Written
from journal.reflections.word_choices import word_choices
from journal.supervision import queries
from journal.supervision.checking import Checked, Hint, Word, apply, check_pieces, clues_in, undecided
from journal.supervision.content import MARKS, FrozenCopy, Piece, marks_of, parts_here, pieces_of, text_of
from journal.supervision.errors import NothingChosen, NotYourSupervisor
from journal.supervision.queries import Relation
from journal.supervision.rules import asks_who_would_know, expiry


@dataclass(frozen=True, slots=True)
class Wish:
    """What an author asks for. `sections` are keys of pieces, or "marks"; `replaced` is decided by a word's key.

    Without a supervisor it is a copy that the author takes away, to give to anybody; `days` say nothing then.
    """

    entry_id: UUID
    supervisor_id: UUID | None
    sections: frozenset[str]
    days: int
    replaced: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who could read it, and until when."""

    supervisor: Relation
    until: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """What would leave, with everything the author still has to decide. `reader` is None for a copy taken away."""

    reader: Reader | None
    checked: Checked
    undecided: tuple[Word, ...]
    clues: tuple[Hint, ...]
    asks_who_would_know: bool
    copy: FrozenCopy
    fingerprint: str


def sections(written: Written) -> tuple[tuple[Piece, ...], bool]:
    """Give what can be chosen of an entry: its pieces, and whether anything is marked."""
    elements, valence = marks_of(written.content)
    return pieces_of(written.content), bool(elements or valence)


def look(session: Session, keys: Keys, actor: Actor, wish: Wish) -> Look:
    """Give what would leave by this wish.

    Raises EntryNotFound, and NotYourSupervisor, NothingChosen or Invalid where the wish itself cannot be met.
    `fingerprint` stays the same as long as exactly this would leave, to this person, for as long.
    """
    head = reflections.entry(session, keys, actor, wish.entry_id)
    reader = _reader(session, actor, wish)
    pieces, marked = sections(head.head)
    chosen = tuple(piece for piece in pieces if piece.key in wish.sections)
    if not chosen and not (marked and MARKS in wish.sections):
        raise NothingChosen
    remembered = word_choices(session, keys, actor)
    checked = check_pieces(
        chosen,
        known=[one.words for one in remembered if one.choice == "changed"],
        dismissed=[one.words for one in remembered if one.choice == "left"],
    )
    leaving = apply(checked, wish.replaced)
    elements, valence = marks_of(head.head.content) if MARKS in wish.sections else ({}, None)
    text = text_of(leaving)
    hints = clues_in(leaving)
    copy = FrozenCopy(
        author=actor.name,
        written_at=head.started_at,
        revision_id=head.head.id,
        pieces=leaving,
        elements=elements,
        valence=valence,
        here=parts_here(text, analyse(text)),
    )
    return Look(
        reader=reader,
        checked=checked,
        undecided=undecided(checked, wish.replaced),
        clues=hints,
        asks_who_would_know=asks_who_would_know(frozenset(hint.kind for hint in hints)),
        copy=copy,
        fingerprint=_fingerprint(wish, copy),
    )


def _reader(session: Session, actor: Actor, wish: Wish) -> Reader | None:
    if wish.supervisor_id is None:
        return None
    supervisor = next((s for s in queries.my_supervisors(session, actor) if s.other_id == wish.supervisor_id), None)
    if supervisor is None:
        raise NotYourSupervisor
    return Reader(supervisor, expiry(clock.now(), wish.days))


def _fingerprint(wish: Wish, copy: FrozenCopy) -> str:
    to = b"%s %d " % (wish.supervisor_id.bytes, wish.days) if wish.supervisor_id else b"taken away "
    return hashlib.sha256(to + copy.pack()).hexdigest()
