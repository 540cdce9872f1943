import re
from uuid import uuid4

import pytest

from journal import audit
from journal.access import Role
from journal.accounts import operations, queries
from journal.accounts.models import Person
from journal.http import transaction
from tests.people import PASSWORD


def roles_of(parts, actor):
    with parts.database.read() as session:
        return queries.roles_of(session, actor.id)


def actions(parts, actor):
    with parts.database.read() as session:
        return [entry.action for entry in audit.recent(session, actor.realm_id)]


def words_of(page):
    return re.sub(r"<[^>]*>", " ", page)


def test_an_administrator_sees_their_own_people_alone(cast):
    for kind in ("author", "supervisor", "far_supervisor", "alone"):
        cast.actor(kind)
    page = cast.browser("administrator").get("/people").text
    assert "author@example.org" in page
    assert "far_supervisor@example.org" not in page
    assert "alone@example.org" not in page


def test_roles_are_set_and_recorded(cast, parts):
    author = cast.author
    browser = cast.browser("administrator")
    answer = browser.post(f"/people/{author.id}/roles", data={"roles": ["practitioner", "trainer"]})
    assert answer.status_code == 303
    assert roles_of(parts, author) == {Role.PRACTITIONER, Role.TRAINER}
    assert actions(parts, cast.administrator)[0] == "roles.set"


@pytest.mark.parametrize("roles", [[], ["monarch"], ["practitioner", "monarch"]])
def test_roles_we_do_not_know_and_none_at_all_are_refused(cast, parts, roles):
    author = cast.author
    answer = cast.browser("administrator").post(f"/people/{author.id}/roles", data={"roles": roles})
    assert answer.status_code == 422
    assert roles_of(parts, author) == {Role.PRACTITIONER}
    assert "monarch" not in words_of(answer.text)


def test_the_last_administrator_stays_one(cast, parts):
    me = cast.administrator
    browser = cast.browser("administrator")
    answer = browser.post(f"/people/{me.id}/roles", data={"roles": ["practitioner"]})
    assert answer.status_code == 409
    assert "only administrator" in answer.text
    assert roles_of(parts, me) == {Role.ADMINISTRATOR}
    second = cast.add("second@example.org", "Second", "ward", {Role.ADMINISTRATOR})
    assert browser.post(f"/people/{me.id}/roles", data={"roles": ["practitioner"]}).status_code == 303
    assert browser.get("/people").status_code == 403, "the right ends at once"
    assert cast.browser(second).get("/people").status_code == 200


def test_suspending_ends_sessions_and_restoring_lets_them_back(cast):
    author, theirs = cast.author, cast.browser("author")
    browser = cast.browser("administrator")
    assert browser.post(f"/people/{author.id}/suspend").status_code == 303
    assert theirs.get("/me").status_code == 303

    def sign_in():
        return cast.stranger().post("/sign-in", data={"email": author.email, "password": PASSWORD}).status_code

    assert sign_in() == 401
    assert browser.post(f"/people/{author.id}/restore").status_code == 303
    assert sign_in() == 303


def test_nobody_suspends_themselves(cast):
    cast.add("second@example.org", "Second", "ward", {Role.ADMINISTRATOR})
    me = cast.administrator
    browser = cast.browser("administrator")
    answer = browser.post(f"/people/{me.id}/suspend")
    assert answer.status_code == 409
    assert browser.get("/people").status_code == 200


def test_a_link_for_a_colleague_is_shown_once_recorded_and_told_to_them(cast, parts, mailbox):
    author = cast.author
    browser = cast.browser("administrator")
    page = browser.post(f"/people/{author.id}/reset-link")
    assert page.headers["Cache-Control"] == "no-store"
    link = re.search(r"http://localhost:8080(/reset/[\w-]+)", page.text).group(1)
    assert link not in browser.get(f"/people/{author.id}").text
    to, _, text = mailbox.sent[-1]
    assert to == author.email
    assert "Administrator made a link" in text
    assert link not in text, "the mail tells of the link, the administrator hands it over"
    assert actions(parts, cast.administrator)[0] == "reset_link.made"
    assert cast.stranger().post(link, data={"password": "four small boats out"}).status_code == 303


def test_who_was_given_a_link_sees_it_under_me_whoever_used_it(cast, parts):
    """Whoever holds the link can read what its person wrote: it must not pass unseen, nor look like their own act."""
    author = cast.author
    assert "Links for a new password" not in cast.browser("author").get("/me").text
    page = cast.browser("administrator").post(f"/people/{author.id}/reset-link")
    assert "Links for a new password" in cast.browser("author").get("/me").text
    link = re.search(r"http://localhost:8080(/reset/[\w-]+)", page.text).group(1)
    assert cast.stranger().post(link, data={"password": "four small boats out"}).status_code == 303
    assert "Links for a new password" in cast.browser("author").get("/me").text
    assert "Links for a new password" not in cast.browser("other_author").get("/me").text
    with parts.database.read() as session:
        used = next(e for e in audit.recent(session, author.realm_id) if e.action == "password.set_by_link")
        assert used.actor_id is None
        assert used.facts == {"person": str(author.id)}


def test_no_link_for_somebody_suspended(cast, parts):
    author, administrator = cast.author, cast.administrator
    with transaction(parts) as work:
        operations.suspend(work.session, administrator, author.id)
    assert cast.browser("administrator").post(f"/people/{author.id}/reset-link").status_code == 409


@pytest.mark.parametrize("act", ["", "/roles", "/suspend", "/restore", "/reset-link"])
def test_people_of_others_are_not_there_and_nothing_happens_to_them(cast, parts, mailbox, act):
    author = cast.author
    for kind, status in (("far_administrator", 404), ("author", 403), ("trainer", 403), ("supervisor", 403)):
        browser = cast.browser(kind)
        path = f"/people/{author.id}{act}"
        answer = browser.post(path, data={"roles": ["administrator"]}) if act else browser.get(path)
        assert answer.status_code == status, kind
        assert author.email not in answer.text
    assert roles_of(parts, author) == {Role.PRACTITIONER}
    assert mailbox.sent == []
    with parts.database.read() as session:
        assert session.get_one(Person, author.id).suspended_at is None


def test_an_invitation_is_shown_once_mailed_and_can_be_cancelled(cast, mailbox):
    browser = cast.browser("administrator")
    page = browser.post(
        "/people/invitations", data={"email": "New@Example.org", "roles": ["practitioner", "supervisor"], "team": ""}
    )
    assert page.status_code == 200
    link = re.search(r"http://localhost:8080(/join/[\w-]+)", page.text).group(1)
    to, _, text = mailbox.sent[-1]
    assert (to, link in text, "Ward" in text) == ("new@example.org", True, True)
    waiting = browser.get("/people/invitations").text
    assert "new@example.org" in waiting
    assert link not in waiting
    (cancel,) = re.findall(r'action="(/people/invitations/[0-9a-f-]+/cancel)"', waiting)
    assert cast.browser("far_administrator").post(cancel).status_code == 404
    assert cast.stranger().get(link).status_code == 200
    assert browser.post(cancel).status_code == 303
    assert cast.stranger().get(link).status_code == 404
    assert "new@example.org" not in browser.get("/people/invitations").text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"email": "", "roles": ["practitioner"]}, 422),
        ({"email": "nobody", "roles": ["practitioner"]}, 422),
        ({"email": "a@example.org"}, 422),
        ({"email": "a@example.org", "roles": ["monarch"]}, 422),
        ({"email": "a@example.org", "roles": ["practitioner"], "team": str(uuid4())}, 404),
        ({"email": "a@example.org", "roles": ["practitioner"], "team": "north"}, 404),
        ({"email": "a@example.org", "roles": ["practitioner"], "organisation": str(uuid4())}, 422),
    ],
)
def test_an_invitation_that_cannot_be_made_is_told_and_nothing_is_mailed(cast, mailbox, data, status):
    assert cast.browser("administrator").post("/people/invitations", data=data).status_code == status
    assert mailbox.sent == []


def test_inviting_into_a_team_of_another_organisation_is_refused(cast, parts, mailbox):
    far = cast.far_administrator
    with transaction(parts) as work:
        team_id = operations.add_team(work.session, far, "Far").id
    answer = cast.browser("administrator").post(
        "/people/invitations", data={"email": "a@example.org", "roles": ["practitioner"], "team": str(team_id)}
    )
    assert answer.status_code == 404
    assert mailbox.sent == []


def test_teams_are_made_and_filled_by_their_own_administrator(cast):
    author, far = cast.author, cast.far_supervisor
    browser = cast.browser("administrator")
    made = browser.post("/people/teams", data={"name": " North  Community "})
    assert made.status_code == 303
    path = made.location
    assert "North Community" in browser.get(path).text
    assert browser.post("/people/teams", data={"name": "North Community"}).status_code == 409
    assert browser.post(path, data={"members": [str(author.id)]}).status_code == 303
    assert "Author" in browser.get("/people/teams").text
    assert "North Community" in cast.browser("author").get("/me").text
    assert browser.post(path, data={"members": [str(author.id), str(far.id)]}).status_code == 404
    assert browser.post(path, data={"members": ["me"]}).status_code == 422
    assert "Author" in browser.get("/people/teams").text, "a refused change changes nothing"
    elsewhere = cast.browser("far_administrator")
    assert elsewhere.get(path).status_code == 404
    assert elsewhere.post(path, data={"members": []}).status_code == 404
    assert browser.post(path, data={}).status_code == 303
    assert "Nobody yet" in browser.get("/people/teams").text


def test_an_administrator_meets_no_word_and_no_count_of_what_people_wrote(cast):
    """A person who wrote a hundred entries and one who wrote none look the same on every page."""
    author, other = cast.author, cast.other_author
    pages = {}
    browser = cast.browser("administrator")
    for number in range(3):
        cast.browser("author").post("/write", data={"text": f"A hard visit, number {number}."})
    for who in (author, other):
        text = words_of(browser.get(f"/people/{who.id}").text)
        pages[who.id] = text.replace(who.email, "EMAIL").replace(who.name, "NAME")
    assert pages[author.id] == pages[other.id]
    people = words_of(browser.get("/people").text)
    assert "hard visit" not in people
    row = people.split("author@example.org")[1].split("other_author@example.org")[0]
    assert "3" not in row
