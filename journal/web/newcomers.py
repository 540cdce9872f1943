"""Make room for a person who is about to join: a password hash and a key of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from journal.accounts import queries
from journal.accounts.errors import AddressTaken
from journal.database import new_id
from journal.errors import JournalError
from journal.http import reading, runtime


@contextmanager
def new_person(email: str) -> Iterator[UUID]:
    """Give the id of the person to be, whose key is in the store; raise AddressTaken where the address is in use.

    The key is destroyed again where the block is refused. It is left where anything else fails: the person may have
    been committed by then, and a key that belongs to nobody opens nothing.
    """
    with reading() as session:
        if queries.person_by_email(session, email):
            raise AddressTaken
    keys, person_id = runtime().keys, new_id()
    keys.make(person_id)
    try:
        yield person_id
    except JournalError:
        keys.destroy(person_id)
        raise
