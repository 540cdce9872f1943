"""Journals for the benchmarks, from the demo's own: real sentences, as many entries as are asked for."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle, islice
from uuid import uuid5

from journal.access import Actor
from journal.cli.imports import load, read_folder
from journal.config.places import JOURNALS
from journal.http import Runtime
from journal.reflections.content import Draft


def texts(*, words: int) -> list[str]:
    """Give texts of so many words, made of whole entries laid end to end."""
    every = " ".join(draft.content.body for journal in read_folder(JOURNALS) for draft in journal.entries).split()
    return [" ".join(every[start : start + words]) for start in range(0, len(every) - words, words)]


def fill(parts: Runtime, actor: Actor, entries: int) -> None:
    """Write so many entries into somebody's journal, through its own door: one a day, the oldest first."""
    drafts = sorted((draft for one in read_folder(JOURNALS) for draft in one.entries), key=lambda one: one.written_at)
    load(parts, actor, tuple(_moved(draft, turn) for turn, draft in enumerate(islice(cycle(drafts), entries))))


def _moved(draft: Draft, turn: int) -> Draft:
    return Draft(
        id=uuid5(draft.id, str(turn)),
        entry_id=uuid5(draft.entry_id, str(turn)),
        parents=(),
        content=draft.content,
        deleted=False,
        written_at=draft.written_at.replace(year=2023, month=1, day=1) + timedelta(days=turn),
        schema=draft.schema,
    )
