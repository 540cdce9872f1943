"""The end of an account."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from journal import audit
from journal.access import Actor
from journal.accounts import queries as accounts
from journal.accounts.models import Person
from journal.accounts.operations import keep_an_administrator
from journal.supervision import operations as supervision


def close_account(session: Session, actor: Actor) -> UUID:
    """Erase the person and everything of theirs, and give their id; raise LastAdministrator where nobody is left.

    The rows go with the person's own row. The caller destroys their key once this has committed: from then on what
    older backups hold of them can be read by nobody. Published releases stay: they hold nobody's words or name.
    """
    if actor.organisation_id is not None and len(accounts.people_of(session, actor)) > 1:
        keep_an_administrator(session, session.get_one(Person, actor.id))
    # Locked before the audit record: what they write elsewhere at this moment then waits here, not each for the other.
    session.get(Person, actor.id, with_for_update=True, populate_existing=True)
    supervision.forget_person(session, actor.id)
    audit.record(session, actor.realm_id, actor.id, "account.closed")
    session.execute(delete(Person).where(Person.id == actor.id))
    session.flush()
    return actor.id
