"""What one author has decided about words that could tell who somebody is. Nobody else's check ever knows of it.

Choices are joined as sets, the newest about a word counting, so that phones may send them in any order and again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from journal import clock
from journal.access import Actor
from journal.accounts.keys import Keys
from journal.identifiers.tokens import fold
from journal.reflections.models import WordChoice
from journal.reflections.operations import lock_journal
from journal.reflections.sealing import open_word_choice, seal_word_choice

Kind = Literal["left", "changed", "marked"]

MOST = 2000
"""How many words are remembered for one person; the oldest are forgotten beyond it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`left` alone, `changed` (to the author's own words `to`, or the ones offered where it is empty), or `marked`
    again after all."""

    id: UUID
    words: str
    choice: Kind
    to: str
    at: datetime


def word_choices(session: Session, keys: Keys, actor: Actor) -> list[Choice]:
    """Give the actor's choices, one for each word, the oldest first."""
    rows = session.scalars(select(WordChoice).where(WordChoice.owner_id == actor.id))
    return _newest(_opened(keys, row) for row in rows)


def keep_word_choices(session: Session, keys: Keys, actor: Actor, offered: Sequence[Choice]) -> list[Choice]:
    """Join these choices with those that are kept, and give them all; one made in the future was made now. Flushes."""
    lock_journal(session, actor.id)
    held = word_choices(session, keys, actor)
    now = clock.now()
    kept = _newest([*held, *(replace(choice, at=min(choice.at, now)) for choice in offered)])[-MOST:]
    there, wanted = {choice.id for choice in held}, {choice.id for choice in kept}
    session.execute(delete(WordChoice).where(WordChoice.owner_id == actor.id, WordChoice.id.not_in(wanted)))
    for choice in kept:
        if choice.id not in there:
            plain = {"words": choice.words, "choice": choice.choice, "to": choice.to}
            sealed = seal_word_choice(keys, actor.id, choice.id, plain)
            session.add(WordChoice(owner_id=actor.id, id=choice.id, chosen_at=choice.at, sealed=sealed))
    session.flush()
    return kept


def _newest(choices: Iterable[Choice]) -> list[Choice]:
    """Give the newest choice about each word, however it is written; an id counts once, as it was first kept."""
    by_word: dict[str, Choice] = {}
    seen: set[UUID] = set()
    for choice in choices:
        if choice.id in seen:
            continue
        seen.add(choice.id)
        word = fold(choice.words)
        if word not in by_word or (by_word[word].at, by_word[word].id) < (choice.at, choice.id):
            by_word[word] = choice
    return sorted(by_word.values(), key=lambda choice: (choice.at, choice.id))


def _opened(keys: Keys, row: WordChoice) -> Choice:
    plain = open_word_choice(keys, row)
    return Choice(row.id, plain["words"], plain["choice"], plain["to"], row.chosen_at)
