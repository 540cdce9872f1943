"""The end of an account."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from journal import audit
from journal.access import Actor, Role
from journal.accounts import queries as accounts
from journal.accounts.errors import LastAdministrator
from journal.accounts.models import Person
from journal.supervision import operations as supervision


def close_account(session: Session, actor: Actor) -> UUID:
    """Erase the person and everything of theirs, and give their id; raise LastAdministrator where nobody is left.

    The rows go with the person's own row. The caller destroys their key once this has committed: from then on what
    older backups hold of them can be read by nobody. Published releases stay: they hold nobody's words or name.
    """
    if Role.ADMINISTRATOR in actor.roles and actor.organisation_id:
        others = len(accounts.people_of(session, actor)) > 1
        if others and not accounts.administrators_left(session, actor.organisation_id, without=actor.id):
            raise LastAdministrator
    supervision.forget_person(session, actor.id)
    audit.record(session, actor.realm_id, actor.id, "account.closed")
    session.execute(delete(Person).where(Person.id == actor.id))
    session.flush()
    return actor.id
