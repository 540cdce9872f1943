import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from journal import clock
from journal.access import Role
from journal.accounts import queries
from journal.accounts.models import OneTimeLink
from journal.app import create_app

NEW = {"name": "Sol", "password": "four small boats out"}


@pytest.fixture
def app(settings, mailbox):
    application = create_app(replace(settings, open_sign_up=True), mailer=mailbox)
    yield application
    application.extensions["journal"].close()


def link_in(text):
    return re.search(r"http://localhost:8080(/sign-up/\S+)", text).group(1)


def test_somebody_starts_a_journal_alone(cast, parts, mailbox):
    browser = cast.stranger()
    assert "/sign-up" in browser.get("/sign-in").text
    assert browser.post("/sign-up", data={"email": " Sol@Example.org "}).status_code == 200
    to, _, text = mailbox.sent[-1]
    assert to == "sol@example.org"
    link = link_in(text)
    assert "sol@example.org" in browser.get(link).text
    assert browser.post(link, data={**NEW, "password": "short"}).status_code == 422
    assert browser.post(link, data=NEW).location == "/write"
    with parts.database.read() as session:
        acting = queries.actor_of(session, queries.person_by_email(session, "sol@example.org"))
    assert acting.roles == {Role.PRACTITIONER}
    assert acting.organisation_id is None
    assert browser.get("/people").status_code == 403
    assert cast.stranger().get(link).status_code == 404
    assert cast.stranger().post(link, data=NEW).status_code == 404


def test_the_page_says_the_same_whether_or_not_there_is_an_account(cast, parts, mailbox):
    cast.actor("author")
    answers = []
    for email in ("author@example.org", "nobody@example.org"):
        answer = cast.stranger().post("/sign-up", data={"email": email})
        answers.append((answer.status_code, answer.text.replace(email, "EMAIL")))
    assert answers[0] == answers[1]
    assert "You have one already" in mailbox.sent[0][2]
    assert "/sign-up/" not in mailbox.sent[0][2]
    assert "/sign-up/" in mailbox.sent[1][2]
    with parts.database.read() as session:
        assert len(session.scalars(select(OneTimeLink)).all()) == 2, "as much is written in either case"
        assert session.scalars(select(OneTimeLink.email).where(OneTimeLink.email != "")).all() == ["nobody@example.org"]


def test_a_link_ends_after_a_day(cast, mailbox):
    cast.stranger().post("/sign-up", data={"email": "sol@example.org"})
    link = link_in(mailbox.sent[-1][2])
    with clock.hold(clock.now() + timedelta(hours=24)):
        answer = cast.stranger().get(link)
    assert answer.status_code == 404
    assert "Ask for a new link" in answer.text


def test_two_links_for_one_address_make_one_account(cast, mailbox):
    for _ in range(2):
        cast.stranger().post("/sign-up", data={"email": "sol@example.org"})
    first, second = (link_in(text) for _, _, text in mailbox.sent)
    assert cast.stranger().post(first, data=NEW).status_code == 303
    assert cast.stranger().post(second, data=NEW).status_code == 409


def test_nobodys_mailbox_is_flooded(cast, mailbox):
    answers = [cast.stranger().post("/sign-up", data={"email": "sol@example.org"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert len(mailbox.sent) == 5


def test_a_reset_link_does_not_open_the_sign_up_page_nor_the_other_way_round(cast, mailbox):
    cast.actor("author")
    cast.stranger().post("/reset", data={"email": "author@example.org"})
    token = mailbox.sent[-1][2].split("/reset/")[1].split()[0]
    assert cast.stranger().get(f"/sign-up/{token}").status_code == 404
    cast.stranger().post("/sign-up", data={"email": "sol@example.org"})
    assert cast.stranger().get(link_in(mailbox.sent[-1][2]).replace("sign-up", "reset")).status_code == 404


class TestClosed:
    """The default: the organisation invites."""

    @pytest.fixture
    def app(self, settings, mailbox):
        application = create_app(settings, mailer=mailbox)
        yield application
        application.extensions["journal"].close()

    def test_there_is_no_such_page(self, cast, mailbox):
        browser = cast.stranger()
        assert "/sign-up" not in browser.get("/sign-in").text
        for answer in (
            browser.get("/sign-up"),
            browser.post("/sign-up", data={"email": "sol@example.org"}),
            browser.get("/sign-up/some-token"),
            browser.post("/sign-up/some-token", data=NEW),
        ):
            assert answer.status_code == 404
            assert "Not found" in answer.text
        assert mailbox.sent == []
