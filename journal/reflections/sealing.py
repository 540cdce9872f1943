"""The one place where a journal's words are sealed and opened."""

from __future__ import annotations

import json
import logging
from typing import Any
from uuid import UUID

from journal.accounts.keys import Keys
from journal.analyser import Analysis
from journal.analyser.results import from_plain, to_plain
from journal.crypto import CannotOpen, Place
from journal.reflections.content import Content, Written
from journal.reflections.models import AskedQuestion, Revision, StoredAnalysis, ThemeChoice, ThemeList, WordChoice
from journal.reflections.recurring import Recurring

_log = logging.getLogger("journal")


def seal_content(keys: Keys, owner_id: UUID, revision_id: UUID, schema: int, content: Content) -> bytes:
    """Give a revision's content, sealed for its row."""
    return keys.seal(content.pack(), Place(Revision.__tablename__, "sealed", owner_id, revision_id, schema))


def open_content(keys: Keys, owner_id: UUID, revision_id: UUID, schema: int, sealed: bytes) -> Content:
    """Give back what `seal_content` sealed."""
    return Content.unpack(keys.open(sealed, Place(Revision.__tablename__, "sealed", owner_id, revision_id, schema)))


def open_revision(keys: Keys, row: Revision) -> Written:
    """Give a revision, opened."""
    return Written(
        id=row.id,
        entry_id=row.entry_id,
        parents=tuple(UUID(parent) for parent in row.parents),
        content=open_content(keys, row.owner_id, row.id, row.schema, row.sealed),
        deleted=row.deleted,
        written_at=row.written_at,
        received_at=row.received_at,
        schema=row.schema,
        seq=row.seq,
    )


def try_revision(keys: Keys, row: Revision) -> Written | None:
    """Give a revision, opened, or None where its row is damaged: one such row must not hide the rest of a journal."""
    try:
        return open_revision(keys, row)
    except CannotOpen:
        _log.error("a revision could not be opened: its row is damaged, or the key store is not the one that belongs")
        return None


def seal_analysis(keys: Keys, owner_id: UUID, revision_id: UUID, analysis: Analysis) -> bytes:
    """Give an analysis, sealed for its row."""
    return _seal(keys, to_plain(analysis), Place(StoredAnalysis.__tablename__, "sealed", owner_id, revision_id))


def open_analysis(keys: Keys, row: StoredAnalysis) -> Analysis:
    """Give a stored analysis, opened."""
    place = Place(StoredAnalysis.__tablename__, "sealed", row.owner_id, row.revision_id)
    return from_plain(_open(keys, row.sealed, place))


def open_concepts(keys: Keys, owner_id: UUID, revision_id: UUID, sealed: bytes) -> list[str]:
    """Give only the concept of each place a stored analysis found one in: a third of the work of opening it all."""
    plain = _open(keys, sealed, Place(StoredAnalysis.__tablename__, "sealed", owner_id, revision_id))
    return [concept for concept, *_ in plain["k"]]


def seal_question(keys: Keys, owner_id: UUID, row_id: UUID, plain: dict[str, Any]) -> bytes:
    """Give what was asked and why, sealed for its row."""
    return _seal(keys, plain, Place(AskedQuestion.__tablename__, "sealed", owner_id, row_id))


def open_question(keys: Keys, row: AskedQuestion) -> dict[str, Any]:
    """Give what was asked and why, opened."""
    plain: dict[str, Any] = _open(keys, row.sealed, Place(AskedQuestion.__tablename__, "sealed", row.owner_id, row.id))
    return plain


def seal_themes(keys: Keys, owner_id: UUID, found: Recurring) -> bytes:
    """Give what keeps coming up, sealed. One row a person and version: the owner is the row."""
    return _seal(keys, found.pack(), Place(ThemeList.__tablename__, "sealed", owner_id, owner_id))


def open_themes(keys: Keys, row: ThemeList) -> Recurring | None:
    """Give back what `seal_themes` sealed; None for what an earlier version kept, which was the themes alone."""
    plain = _open(keys, row.sealed, Place(ThemeList.__tablename__, "sealed", row.owner_id, row.owner_id))
    return Recurring.unpack(plain) if isinstance(plain, dict) else None


def seal_choice(keys: Keys, owner_id: UUID, row_id: UUID, plain: dict[str, Any]) -> bytes:
    """Give what the author decided about a theme, sealed."""
    return _seal(keys, plain, Place(ThemeChoice.__tablename__, "sealed", owner_id, row_id))


def open_choice(keys: Keys, row: ThemeChoice) -> dict[str, Any]:
    """Give what the author decided about a theme, opened."""
    plain: dict[str, Any] = _open(keys, row.sealed, Place(ThemeChoice.__tablename__, "sealed", row.owner_id, row.id))
    return plain


def seal_word_choice(keys: Keys, owner_id: UUID, row_id: UUID, plain: dict[str, Any]) -> bytes:
    """Give what the author decided about a word, sealed."""
    return _seal(keys, plain, Place(WordChoice.__tablename__, "sealed", owner_id, row_id))


def open_word_choice(keys: Keys, row: WordChoice) -> dict[str, Any]:
    """Give what the author decided about a word, opened."""
    plain: dict[str, Any] = _open(keys, row.sealed, Place(WordChoice.__tablename__, "sealed", row.owner_id, row.id))
    return plain


def _seal(keys: Keys, plain: Any, place: Place) -> bytes:
    return keys.seal(json.dumps(plain, separators=(",", ":")).encode("ascii"), place)


def _open(keys: Keys, sealed: bytes, place: Place) -> Any:
    return json.loads(keys.open(sealed, place))
