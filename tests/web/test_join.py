import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from journal import clock
from journal.access import Role
from journal.accounts import operations, queries
from journal.accounts.models import Person, WrappedKey
from journal.http import transaction

NEW = {"name": "Ada Quill", "password": "four small boats out"}


@pytest.fixture
def invited(cast, parts):
    """Gives the link of a new invitation into the ward."""

    def make(email="ada@example.org", roles=(Role.PRACTITIONER, Role.SUPERVISOR), team=False):
        administrator = cast.administrator
        with transaction(parts) as work:
            team_id = operations.add_team(work.session, administrator, "North").id if team else None
            token = operations.invite(work.session, administrator, email=email, roles=roles, team_id=team_id)
        return f"/join/{token}"

    return make


def person(parts, email):
    with parts.database.read() as session:
        return queries.person_by_email(session, email)


def test_a_link_makes_an_account_once(cast, parts, invited):
    link = invited(team=True)
    browser = cast.stranger()
    page = browser.get(link)
    assert page.status_code == 200
    assert "Ward" in page.text
    assert "North" in page.text
    assert "ada@example.org" in page.text
    answer = browser.post(link, data=NEW)
    assert answer.status_code == 303
    assert answer.location == "/write"
    mine = browser.get("/me").text
    assert "ada@example.org" in mine
    assert "North" in mine

    ada = person(parts, "ada@example.org")
    with parts.database.read() as session:
        acting = queries.actor_of(session, ada)
    assert acting.roles == {Role.PRACTITIONER, Role.SUPERVISOR}
    assert acting.organisation_id == cast.administrator.organisation_id

    for again in (cast.stranger().get(link), cast.stranger().post(link, data=NEW)):
        assert again.status_code == 404
        assert "This link has ended" in again.text


def test_the_new_person_has_a_key_of_their_own(cast, parts, invited):
    cast.stranger().post(invited(), data=NEW)
    with parts.key_store.read() as session:
        owners = set(session.scalars(select(WrappedKey.owner_id)))
    assert person(parts, "ada@example.org").id in owners


def test_the_address_is_the_invitations_own_whatever_is_typed(cast, parts, invited):
    cast.stranger().post(invited(), data={**NEW, "email": "mallory@example.org"})
    assert person(parts, "mallory@example.org") is None
    assert person(parts, "ada@example.org") is not None


def test_links_that_are_over_get_a_kind_page(cast, parts, invited):
    link = invited()
    with clock.hold(clock.now() + timedelta(days=14)):
        late = cast.stranger().get(link)
    administrator = cast.administrator
    with transaction(parts) as work:
        row = queries.open_invitations(work.session, administrator, clock.now())[0]
        operations.cancel_invitation(work.session, administrator, row.id)
    cancelled = cast.stranger().get(link)
    for answer in (late, cancelled, cast.stranger().get("/join/torn-off"), cast.stranger().get(link[:-5])):
        assert answer.status_code == 404
        assert "This link has ended" in answer.text
        assert "ask whoever invited you" in answer.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": "", "password": NEW["password"]}, "Please write your name"),
        ({"name": "\x00\u202e", "password": NEW["password"]}, "A name is needed"),
        ({"name": "a" * 201, "password": NEW["password"]}, "At most 200 letters"),
        ({"name": "Ada", "password": "short"}, "at least 12"),
        ({"name": "Ada", "password": "password1234"}, "people try first"),
        ({"name": "Ada", "password": "a" * 201}, "at most 200"),
        ({"name": "Ada", "password": "aaaaaaaaaaaaaaaa"}, "people try first"),
        ({"name": "Ada"}, "Please write a password"),
        ({**NEW, "roles": "administrator"}, "something we do not know"),
    ],
)
def test_a_form_that_cannot_be_used_keeps_the_link_and_what_was_typed(cast, parts, invited, typed, told):
    link = invited()
    answer = cast.stranger().post(link, data=typed)
    assert answer.status_code == 422
    assert told in answer.text
    if typed["name"] == "Ada":
        assert 'value="Ada"' in answer.text
    assert person(parts, "ada@example.org") is None
    assert cast.stranger().post(link, data=NEW).status_code == 303


def test_names_come_through_in_every_script(cast, parts, invited):
    cast.stranger().post(invited(), data={**NEW, "name": "  Zoë   Ó Briain 👩🏽‍⚕️ محمد "})
    assert person(parts, "ada@example.org").name.startswith("Zoë Ó Briain")


def test_somebody_with_an_account_joins_with_it_and_gets_a_new_session(cast, parts, invited):
    alone = cast.alone
    link = invited(email="alone@example.org")
    refused = cast.stranger().post(link, data=NEW)
    assert refused.status_code == 409
    assert "sign in first" in refused.text
    browser = cast.browser("alone")
    before = browser.get_cookie("journal").value
    assert "Join with this account" in browser.get(link).text
    assert browser.post(f"{link}/with-my-account").status_code == 303
    assert browser.get_cookie("journal").value != before
    with parts.database.read() as session:
        acting = queries.actor_of(session, session.get_one(Person, alone.id))
    assert acting.organisation_id == cast.administrator.organisation_id
    assert Role.SUPERVISOR in acting.roles
    thief = cast.stranger()
    thief.set_cookie("journal", before)
    assert thief.get("/me").status_code == 303


def test_nobody_joins_by_somebody_elses_link(cast, invited):
    link = invited(email="ada@example.org")
    for kind in ("alone", "author", "far_supervisor"):
        browser = cast.browser(kind)
        assert "This invitation is for ada@example.org" in browser.get(link).text
        answer = browser.post(f"{link}/with-my-account")
        assert answer.status_code == 409
    assert cast.stranger().post(f"{link}/with-my-account").status_code == 401


def test_somebody_of_another_organisation_stays_there(cast, invited):
    link = invited(email="far_supervisor@example.org")
    answer = cast.browser("far_supervisor").post(f"{link}/with-my-account")
    assert answer.status_code == 409
    assert "is part of another organisation" in answer.text


def test_the_first_administrator_writes_their_own_address(cast, parts):
    with transaction(parts) as work:
        organisation = operations.found_organisation(work.session, "A New Trust")
        token = operations.add_invitation(work.session, organisation.id, "", [Role.ADMINISTRATOR], None)
    browser = cast.stranger()
    assert re.search(r'<input[^>]*name="email"', browser.get(f"/join/{token}").text)
    missing = browser.post(f"/join/{token}", data=NEW)
    assert missing.status_code == 422
    assert "does not look like an email address" in missing.text
    assert browser.post(f"/join/{token}", data={**NEW, "email": "First@Example.org"}).status_code == 303
    assert browser.get("/people").status_code == 200
    assert person(parts, "first@example.org") is not None


def test_a_refused_join_leaves_no_key_behind(cast, parts, invited, monkeypatch):
    link = invited()

    def count():
        with parts.key_store.read() as session:
            return len(session.scalars(select(WrappedKey.owner_id)).all())

    before = count()
    real = operations.accept_as_new

    def somebody_was_faster(session, invitation, **more):
        operations.add_person(
            session,
            person_id=more["person_id"],
            email=invitation.email,
            name="x",
            password_hash="x",
            organisation_id=None,
            roles=[],
        )
        return real(session, invitation, **{**more, "person_id": cast.administrator.id})

    monkeypatch.setattr(operations, "accept_as_new", somebody_was_faster)
    assert cast.stranger().post(link, data=NEW).status_code == 409
    assert count() == before
    assert person(parts, "ada@example.org") is None


def test_the_password_works_afterwards(cast, invited):
    cast.stranger().post(invited(), data=NEW)
    answer = cast.stranger().post("/sign-in", data={"email": "ada@example.org", "password": NEW["password"]})
    assert answer.status_code == 303
