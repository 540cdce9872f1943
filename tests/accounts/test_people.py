from journal.accounts import queries


def test_a_person_is_known_by_address_and_roles(cast, parts):
    author = cast.author
    with parts.database.read() as session:
        person = queries.person_by_email(session, "author@example.org")
        assert person is not None
        assert queries.actor_of(session, person) == author
