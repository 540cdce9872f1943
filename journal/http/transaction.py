"""The one transaction block, used by every writing view, command and job."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from flask import current_app
from sqlalchemy.orm import Session

from journal.http.runtime import Runtime


@dataclass(slots=True)
class Work:
    """An open transaction. What must happen in the world waits in `after_commit` until the rows are durable."""

    session: Session
    _after: list[Callable[[], None]] = field(default_factory=list)

    def after_commit(self, effect: Callable[[], None]) -> None:
        """Run `effect` once the transaction has committed; never where it rolls back."""
        self._after.append(effect)


@contextmanager
def transaction(parts: Runtime, *, sharing: bool = False) -> Iterator[Work]:
    """Commit when the block ends well, then run what waits; roll back and run nothing when it raises.

    Short work that comes often is `sharing`: it may be made durable by one commit with that of others. Build responses
    after the block, so that nothing is said to be kept before it is.
    """
    with parts.database.write(sharing=sharing) as session:
        work = Work(session)
        yield work
    for effect in work._after:
        effect()


def runtime() -> Runtime:
    """Give the running parts of the current application."""
    parts: Runtime = current_app.extensions["journal"]
    return parts


def writing(*, sharing: bool = False) -> AbstractContextManager[Work]:
    """Give the transaction block of the current application; `sharing` is as for `transaction`."""
    return transaction(runtime(), sharing=sharing)


def reading() -> AbstractContextManager[Session]:
    """Give a session of the current application that only reads."""
    return runtime().database.read()
