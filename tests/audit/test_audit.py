import threading
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from journal import audit
from journal.audit.models import AuditEntry
from journal.http import transaction


@pytest.fixture
def realm(parts):
    """A chain of ten entries, and one beside it."""
    realm_id, actor_id = uuid4(), uuid4()
    for number in range(10):
        with transaction(parts) as work:
            audit.record(work.session, realm_id, actor_id, "team.set", team=uuid4(), round=str(number))
    with transaction(parts) as work:
        audit.record(work.session, uuid4(), None, "team.set")
    return realm_id


def broken(parts, realm_id):
    with parts.database.read() as session:
        return audit.broken_link(session, realm_id)


def test_entries_follow_each_other_without_a_gap(parts, realm):
    with parts.database.read() as session:
        entries = audit.recent(session, realm)
        assert [entry.number for entry in entries] == list(range(10, 0, -1))
        assert len(audit.recent(session, realm, limit=3)) == 3
    assert broken(parts, realm) is None


@pytest.mark.parametrize(
    "change",
    [
        {"action": "team.added"},
        {"facts": {}},
        {"actor_id": None},
        {"actor_id": uuid4()},
        {"link": bytes(32)},
    ],
)
def test_an_entry_that_was_changed_is_found(parts, realm, change):
    with transaction(parts) as work:
        work.session.execute(
            update(AuditEntry).where(AuditEntry.realm_id == realm, AuditEntry.number == 4).values(**change)
        )
    assert broken(parts, realm) == 4


def test_an_entry_that_was_taken_out_is_found(parts, realm):
    with transaction(parts) as work:
        work.session.execute(delete(AuditEntry).where(AuditEntry.realm_id == realm, AuditEntry.number == 4))
    assert broken(parts, realm) == 4


def test_an_entry_moved_to_another_time_is_found(parts, realm):
    with transaction(parts) as work:
        first, last = (work.session.get_one(AuditEntry, (realm, number)) for number in (1, 9))
        first.at, last.at = last.at, first.at
    assert broken(parts, realm) == 1


def test_what_is_recorded_can_be_undone_only_together_with_what_was_done(parts, realm):
    with pytest.raises(ZeroDivisionError), transaction(parts) as work:
        audit.record(work.session, realm, None, "team.set")
        raise ZeroDivisionError
    with parts.database.read() as session:
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.realm_id == realm)).all()) == 10


def test_acts_at_the_same_moment_stand_in_one_line(parts):
    realm_id = uuid4()

    def act():
        for _ in range(5):
            with transaction(parts) as work:
                audit.record(work.session, realm_id, None, "session.started")

    threads = [threading.Thread(target=act) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with parts.database.read() as session:
        assert len(audit.recent(session, realm_id)) == 30
    assert broken(parts, realm_id) is None
