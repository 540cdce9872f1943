import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from journal import audit, clock
from journal.access import Role
from journal.accounts import operations, queries
from journal.accounts.errors import AddressTaken, LastAdministrator, LinkEnded
from journal.accounts.models import Invitation, OneTimeLink, Person, WrappedKey
from journal.database import new_id
from journal.errors import Conflict, Invalid, NotFound
from journal.http import transaction


def at_once(*acts):
    """Run these in threads that start together; give what each returned or raised."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(at, act):
        gate.wait()
        try:
            results[at] = act()
        except Exception as error:
            results[at] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def count(parts, model):
    with parts.database.read() as session:
        return session.scalar(select(func.count()).select_from(model))


def join(parts, token, email="ada@example.org"):
    with transaction(parts) as work:
        invitation = queries.open_invitation(work.session, token, clock.now(), to_use=True)
        return operations.accept_as_new(
            work.session, invitation, person_id=new_id(), email=email, name="Ada", password_hash="x"
        ).id


def test_one_address_is_one_person(cast, parts):
    author = cast.author
    with pytest.raises(AddressTaken), transaction(parts) as work:
        operations.add_person(
            work.session,
            person_id=new_id(),
            email=" AUTHOR@example.org",
            name="Second",
            password_hash="x",
            organisation_id=None,
            roles=[],
        )
    with parts.database.read() as session:
        assert queries.person_by_email(session, "author@example.org").id == author.id


def test_one_address_is_one_person_also_in_the_same_instant(cast, parts):
    def sign_up():
        with transaction(parts) as work:
            return operations.add_person(
                work.session,
                person_id=new_id(),
                email="ada@example.org",
                name="Ada",
                password_hash="x",
                organisation_id=None,
                roles=[Role.PRACTITIONER],
            ).id

    results = at_once(*[sign_up] * 5)
    assert sum(isinstance(one, AddressTaken) for one in results) == 4
    assert count(parts, Person) == 1


def test_an_invitation_is_used_once_also_in_the_same_instant(cast, parts):
    administrator = cast.administrator
    with transaction(parts) as work:
        token = operations.add_invitation(
            work.session, administrator.organisation_id, "", [Role.ADMINISTRATOR], administrator.id
        )
    results = at_once(*[lambda n=n: join(parts, token, f"ada{n}@example.org") for n in range(5)])
    assert sum(isinstance(one, LinkEnded) for one in results) == 4
    assert count(parts, Person) == 2


def test_a_reset_link_is_used_once_also_in_the_same_instant(cast, parts):
    author = cast.author
    with transaction(parts) as work:
        token = operations.ask_for_reset(work.session, author.email)

    def use(hashed):
        with transaction(parts) as work:
            return operations.reset_password(work.session, token, hashed).id

    results = at_once(*[lambda n=n: use(str(n)) for n in range(4)])
    assert sum(isinstance(one, LinkEnded) for one in results) == 3
    assert results.count(author.id) == 1


def test_an_organisation_never_loses_its_last_administrator_even_in_the_same_instant(cast, parts):
    first = cast.administrator
    second = cast.add("second@example.org", "Second", "ward", {Role.ADMINISTRATOR})

    def step_down(actor, other):
        with transaction(parts) as work:
            operations.set_roles(work.session, actor, other.id, [Role.PRACTITIONER])

    results = at_once(lambda: step_down(first, second), lambda: step_down(second, first))
    assert sum(isinstance(one, LastAdministrator) for one in results) == 1
    with parts.database.read() as session:
        assert queries.administrators_left(session, first.organisation_id, without=uuid4()) == 1


def test_a_suspended_administrator_does_not_count(cast, parts):
    first = cast.administrator
    second = cast.add("second@example.org", "Second", "ward", {Role.ADMINISTRATOR})
    with transaction(parts) as work:
        operations.suspend(work.session, first, second.id)
    with pytest.raises(LastAdministrator), transaction(parts) as work:
        operations.set_roles(work.session, first, first.id, [Role.PRACTITIONER])


def test_teams_of_one_name_are_one_also_in_the_same_instant(cast, parts):
    administrator, far = cast.administrator, cast.far_administrator

    def add(actor):
        with transaction(parts) as work:
            return operations.add_team(work.session, actor, "North").id

    results = at_once(*[lambda: add(administrator)] * 4)
    assert sum(isinstance(one, Conflict) for one in results) == 3
    assert add(far), "another organisation has its own names"


@pytest.mark.parametrize(
    "act",
    [
        lambda s, a, who: operations.set_roles(s, a, who, [Role.ADMINISTRATOR]),
        lambda s, a, who: operations.suspend(s, a, who),
        lambda s, a, who: operations.restore(s, a, who),
        lambda s, a, who: operations.make_reset_link(s, a, who),
    ],
)
def test_an_administrator_reaches_their_own_organisation_alone(cast, parts, act):
    administrator = cast.administrator
    for who in (cast.far_supervisor.id, cast.alone.id, uuid4()):
        with pytest.raises(NotFound), transaction(parts) as work:
            act(work.session, administrator, who)
    alone, another = cast.alone, cast.add("other@example.org", "Other", "", {Role.PRACTITIONER})
    with pytest.raises(NotFound), transaction(parts) as work:
        act(work.session, alone, another.id)


def test_everything_an_administrator_does_is_on_the_record_without_content(cast, parts):
    administrator, author = cast.administrator, cast.author
    with transaction(parts) as work:
        operations.set_roles(work.session, administrator, author.id, [Role.PRACTITIONER, Role.TRAINER])
        operations.suspend(work.session, administrator, author.id)
        operations.restore(work.session, administrator, author.id)
        operations.make_reset_link(work.session, administrator, author.id)
        operations.invite(work.session, administrator, email="ada@example.org", roles=[Role.PRACTITIONER])
        team = operations.add_team(work.session, administrator, "The night shift")
        operations.set_team_members(work.session, administrator, team.id, [author.id])
    with parts.database.read() as session:
        entries = audit.recent(session, administrator.realm_id)
        assert audit.broken_link(session, administrator.realm_id) is None
    done = [entry.action for entry in reversed(entries) if entry.actor_id == administrator.id]
    assert done[-7:] == [
        "roles.set",
        "person.suspended",
        "person.restored",
        "reset_link.made",
        "person.invited",
        "team.added",
        "team.set",
    ]
    told = " ".join(f"{entry.action} {entry.facts}" for entry in entries)
    assert "ada@example.org" not in told
    assert "night shift" not in told


def test_an_invitation_needs_a_role_and_an_organisation(cast, parts):
    administrator, alone = cast.administrator, cast.alone
    with pytest.raises(Invalid), transaction(parts) as work:
        operations.invite(work.session, administrator, email="ada@example.org", roles=[])
    with pytest.raises(NotFound), transaction(parts) as work:
        operations.invite(work.session, alone, email="ada@example.org", roles=[Role.PRACTITIONER])


def test_ended_links_are_forgotten_after_a_month_and_live_ones_kept(cast, parts):
    author, administrator = cast.author, cast.administrator
    now = clock.now()
    with transaction(parts) as work:
        operations.ask_for_reset(work.session, author.email)
        operations.ask_for_reset(work.session, "nobody@example.org")
        operations.invite(work.session, administrator, email="ada@example.org", roles=[Role.PRACTITIONER])
    with clock.hold(now + timedelta(days=29)), transaction(parts) as work:
        operations.tidy_links(work.session)
    assert (count(parts, OneTimeLink), count(parts, Invitation)) == (2, 1)
    with clock.hold(now + timedelta(days=31)), transaction(parts) as work:
        operations.tidy_links(work.session)
    assert (count(parts, OneTimeLink), count(parts, Invitation)) == (0, 1)


def test_tokens_are_kept_as_hashes_alone(cast, parts):
    author, administrator = cast.author, cast.administrator
    with transaction(parts) as work:
        tokens = [
            operations.ask_for_reset(work.session, author.email),
            operations.invite(work.session, administrator, email="ada@example.org", roles=[Role.PRACTITIONER]),
        ]
    with parts.database.read() as session:
        for model in (OneTimeLink, Invitation):
            row = session.scalars(select(model)).one()
            values = str([getattr(row, column.name) for column in model.__table__.columns])
            assert not any(token in values for token in tokens)


def test_everybody_has_a_key_and_a_destroyed_one_opens_nothing(cast, parts):
    from journal.accounts.errors import KeyGone
    from journal.crypto import CannotOpen, Place

    author, other = cast.author, cast.other_author
    place = Place("revision", "content", author.id, uuid4())
    sealed = parts.keys.seal(b"She held my hand", place)
    assert parts.keys.open(sealed, place) == b"She held my hand"
    with pytest.raises(CannotOpen):
        parts.keys.open(sealed, Place("revision", "content", other.id, place.row))
    parts.keys.destroy(author.id)
    with pytest.raises(KeyGone):
        parts.keys.open(sealed, place)
    with parts.key_store.read() as session:
        assert set(session.scalars(select(WrappedKey.owner_id))) == {other.id}


def test_rewrapping_leaves_every_word_readable(cast, parts):
    from journal.accounts.keys import Keys
    from journal.crypto import Place

    author = cast.author
    cast.actor("other_author")
    place = Place("revision", "content", author.id, uuid4())
    sealed = parts.keys.seal(b"She held my hand", place)
    rotated = Keys(parts.key_store, parts.ring.with_new_wrapping_key())
    assert rotated.rewrap(at_most=1) == 1
    assert rotated.rewrap() == 1
    assert rotated.rewrap() == 0
    assert rotated.open(sealed, place) == b"She held my hand"
