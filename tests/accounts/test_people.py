from journal.access import Role
from journal.accounts import queries


def test_a_person_is_known_by_address_and_roles(cast, parts):
    author = cast.author
    with parts.database.read() as session:
        person = queries.person_by_email(session, "author@example.org")
        assert person is not None
        assert queries.actor_of(session, person) == author


def test_somebody_alone_looks_after_nobody(cast, parts):
    alone, _ = cast.alone, cast.add("second@example.org", "Second", "", {Role.PRACTITIONER})
    with parts.database.read() as session:
        assert queries.people_of(session, alone) == []
