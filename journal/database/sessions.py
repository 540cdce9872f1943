"""Reading and writing sessions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import DeclarativeBase, Session

from journal.database.engine import WRITES
from journal.database.writers import Writers


class Database:
    """Gives sessions on one engine. Only `journal.http`'s transaction block asks for a writing one."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(**{WRITES: True})
        self._writers = Writers(self._writing) if engine.dialect.name == "sqlite" else None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that only reads; whatever it changed is forgotten."""
        with Session(self.engine, autoflush=False) as session:
            yield session

    def write(self, *, sharing: bool = False) -> AbstractContextManager[Session]:
        """Give a session that commits when the block ends well and rolls back when it does not.

        On the embedded database writers that are `sharing` may be made durable by one commit: for short work of which
        there is much at a time. PostgreSQL does that by itself.
        """
        if self._writers is None:
            return self._begun()
        return self._writers.sharing() if sharing else self._writers.alone()

    @contextmanager
    def _begun(self) -> Iterator[Session]:
        # Rows stay readable after the commit: answers are built from them then, without another transaction.
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def insert_if_absent(session: Session, table: type[DeclarativeBase], **values: Any) -> None:
    """Insert the row unless one with its key or a unique value is there: two at the same moment cannot both fail."""
    insert = insert_sqlite if session.get_bind().dialect.name == "sqlite" else insert_postgresql
    session.execute(insert(table).values(**values).on_conflict_do_nothing())
