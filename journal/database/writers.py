"""The one queue that writers of the embedded database stand in, and the commits some of them share.

SQLite has one writer at a time, and making a commit durable takes longer than the work of a small one. Writers who say
that they may share are therefore given one transaction, each behind a savepoint of its own, for as long as another such
writer is waiting; then one commit makes all of them durable, and only then does any of them go on.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

MOST = 32
"""Writers who share one commit at most: the first of them waits for the last."""


class NotCommitted(RuntimeError):
    """The commit that was shared with other writers failed: nothing of any of them was kept."""


@dataclass(slots=True)
class _Shared:
    """A transaction that several writers use, one after the other."""

    connection: Connection
    members: int = 0
    ended: threading.Event = field(default_factory=threading.Event)
    failure: BaseException | None = None

    @property
    def alive(self) -> bool:
        """Tell whether SQLite still has the transaction open: on a full disk it may take all of it back by itself."""
        return bool(self.connection.connection.driver_connection.in_transaction)  # type: ignore[union-attr]

    def end(self) -> None:
        """Commit, or note why that was not possible; either way nobody uses the connection any more."""
        try:
            if not self.alive:
                raise NotCommitted
            self.connection.commit()
        except BaseException as error:  # whatever it is, those who wait must be told and never left waiting
            self.failure = error
            # Closed for good, which takes back whatever is open in it: the next writer is given another one.
            self.connection.invalidate(error)
        finally:
            self.connection.close()
            self.ended.set()


class Writers:
    """Gives write transactions one at a time, in order of arrival: SQLite's own busy handler polls, and under load some
    writers never win."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._waiting: deque[tuple[threading.Event, bool]] = deque()
        self._busy = False
        self._writer: int | None = None
        self._shared: _Shared | None = None

    @contextmanager
    def alone(self) -> Iterator[Session]:
        """Give a session that commits by itself when the block ends well and rolls back when it does not."""
        self._take_turn(sharing=False)
        try:
            with Session(self._engine, expire_on_commit=False) as session, session.begin():
                yield session
        finally:
            self._pass_on()

    @contextmanager
    def sharing(self) -> Iterator[Session]:
        """Give a session whose commit may be shared. The block ends when that commit is durable.

        Where the block raises, only what it did itself is rolled back. Raises NotCommitted where the commit failed.
        """
        self._take_turn(sharing=True)
        group = None
        try:
            group = self._join()
            # Its own transaction is a savepoint within the group's.
            mode = {"join_transaction_mode": "create_savepoint"}
            with Session(group.connection, expire_on_commit=False, **mode) as session, session.begin():  # type: ignore[arg-type]
                yield session
        finally:
            self._leave(group)
        group.ended.wait()
        if group.failure is not None:
            raise NotCommitted from group.failure

    def waiting(self) -> int:
        """Give how many writers wait for their turn."""
        with self._lock:
            return len(self._waiting)

    def _take_turn(self, *, sharing: bool) -> None:
        me = threading.get_ident()
        with self._lock:
            if self._writer == me:
                # Waiting for oneself would stop every writer of the server for ever.
                raise RuntimeError("a write transaction inside another one")
            mine = threading.Event() if self._busy else None
            if mine is None:
                self._busy = True
            else:
                self._waiting.append((mine, sharing))
        if mine is not None:
            mine.wait()
        self._writer = me

    def _join(self) -> _Shared:
        if self._shared is None:
            connection = self._engine.connect()
            try:
                connection.begin()
            except BaseException:
                connection.close()
                raise
            self._shared = _Shared(connection)
        self._shared.members += 1
        return self._shared

    def _leave(self, group: _Shared | None) -> None:
        """Hand the transaction to the next writer who shares, or end it where there is none."""
        if group is not None:
            with self._lock:
                more = bool(self._waiting) and self._waiting[0][1] and group.members < MOST
            if not more or not group.alive:
                self._shared = None
                group.end()
        self._pass_on()

    def _pass_on(self) -> None:
        with self._lock:
            self._writer = None
            if self._waiting:
                self._waiting.popleft()[0].set()
            else:
                self._busy = False
