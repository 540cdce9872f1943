"""Check an address and a password: throttled first, the same work and the same answer whoever it is about."""

from __future__ import annotations

from journal.accounts import operations, queries
from journal.accounts.errors import WrongPassword
from journal.accounts.models import Person
from journal.http import limit_account, limit_address, reading, runtime, writing


def prove(email: str, password: str) -> Person:
    """Give the person, detached; raise WrongPassword or TooMany.

    The tries are committed before the check, and the check stands outside every transaction: it takes a while, and
    nobody else's writing waits for it.
    """
    limit_address()
    limit_account(email)
    with reading() as session:
        person = queries.person_by_email(session, email)
    passwords = runtime().passwords
    fits = passwords.fits(person.password_hash if person else None, password)
    if person is None or not fits or person.suspended_at is not None:
        raise WrongPassword
    renewed = passwords.renewed(person.password_hash, password)
    if renewed is not None:
        with writing() as work:
            operations.keep_hash(work.session, person.id, person.password_hash, renewed)
    return person
