"""Reading and writing sessions, and the one queue that writers of the embedded database stand in."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import DeclarativeBase, Session

from journal.database.engine import WRITES


class Database:
    """Gives sessions on one engine. Only `journal.http`'s transaction block asks for a writing one."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(**{WRITES: True})
        self._queue = _Queue() if engine.dialect.name == "sqlite" else None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that only reads; whatever it changed is forgotten."""
        with Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session that commits when the block ends well and rolls back when it does not."""
        if self._queue is None:
            with self._session() as session, session.begin():
                yield session
            return
        with self._queue.turn(), self._session() as session, session.begin():
            yield session

    def _session(self) -> Session:
        # Rows stay readable after the commit: answers are built from them then, without another transaction.
        return Session(self._writing, expire_on_commit=False)

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def insert_if_absent(session: Session, table: type[DeclarativeBase], **values: Any) -> None:
    """Insert the row unless one with its key or a unique value is there: two at the same moment cannot both fail."""
    insert = insert_sqlite if session.get_bind().dialect.name == "sqlite" else insert_postgresql
    session.execute(insert(table).values(**values).on_conflict_do_nothing())


class _Queue:
    """One at a time, in order of arrival: SQLite's own busy handler polls, and under load some writers never win."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._busy = False
        self._writer: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        me = threading.get_ident()
        with self._lock:
            if self._writer == me:
                # Waiting for oneself would stop every writer of the server for ever.
                raise RuntimeError("a write transaction inside another one")
            mine = threading.Event() if self._busy else None
            if mine is None:
                self._busy = True
            else:
                self._waiting.append(mine)
        if mine is not None:
            mine.wait()
        self._writer = me
        try:
            yield
        finally:
            with self._lock:
                self._writer = None
                if self._waiting:
                    self._waiting.popleft().set()
                else:
                    self._busy = False
