import re
from datetime import timedelta
from uuid import uuid4

import pytest

from journal import clock
from journal.accounts import queries
from tests.people import PASSWORD

NEW = "four small boats out"


def sessions_in(page):
    return re.findall(r'action="/me/sessions/([0-9a-f-]{36})/end"', page)


def test_the_page_shows_what_is_mine_and_nothing_of_others(cast):
    cast.actor("other_author")
    page = cast.browser("author").get("/me").text
    assert "author@example.org" in page
    assert "Ward" in page
    assert "other_author" not in page
    assert page.count("This browser.") == 1
    assert "Ward" not in cast.browser("alone").get("/me").text


def test_a_name_is_changed_and_seen_by_colleagues(cast):
    browser = cast.browser("author")
    assert browser.post("/me/name", data={"name": "  Ada   Ó Quill "}).status_code == 303
    assert "Ada Ó Quill" in browser.get("/me").text
    assert "Ada Ó Quill" in cast.browser("administrator").get("/people").text


@pytest.mark.parametrize("name", ["", "   ", "\x00\x07", "a" * 201])
def test_a_name_that_cannot_be_used_is_told_kindly(cast, name):
    browser = cast.browser("author")
    answer = browser.post("/me/name", data={"name": name})
    assert answer.status_code == 422
    assert "needs another look" in answer.text


def test_i_see_my_browsers_and_end_one(cast):
    mine, other = cast.browser("author"), cast.browser("author")
    (session_id,) = sessions_in(mine.get("/me").text)
    assert mine.post(f"/me/sessions/{session_id}/end").status_code == 303
    assert other.get("/me").status_code == 303
    assert sessions_in(mine.get("/me").text) == []


def test_nobody_ends_the_sessions_of_somebody_else(cast):
    mine, _ = cast.browser("author"), cast.browser("author")
    (session_id,) = sessions_in(mine.get("/me").text)
    for kind in ("other_author", "administrator", "far_administrator", "alone"):
        assert cast.browser(kind).post(f"/me/sessions/{session_id}/end").status_code == 404
    assert cast.stranger().post(f"/me/sessions/{session_id}/end").status_code == 401
    assert mine.post(f"/me/sessions/{uuid4()}/end").status_code == 404
    assert len(sessions_in(mine.get("/me").text)) == 1


def test_signing_out_everywhere_ends_every_browser_of_mine_alone(cast):
    mine, other, theirs = cast.browser("author"), cast.browser("author"), cast.browser("other_author")
    assert mine.post("/me/sessions/end-all").location == "/sign-in"
    assert mine.get("/me").status_code == 303
    assert other.get("/me").status_code == 303
    assert theirs.get("/me").status_code == 200


def test_a_new_password_signs_every_other_browser_out_and_tells_me(cast, mailbox):
    mine, other = cast.browser("author"), cast.browser("author")
    before = mine.get_cookie("journal").value
    assert mine.get("/me/password").status_code == 200
    assert mine.post("/me/password", data={"password": "short"}).status_code == 422
    assert mine.post("/me/password", data={"password": NEW}).status_code == 303
    assert mine.get("/me").status_code == 200
    assert mine.get_cookie("journal").value != before
    assert other.get("/me").status_code == 303
    assert mailbox.sent[-1][0] == "author@example.org"

    def sign_in(password):
        return cast.stranger().post("/sign-in", data={"email": "author@example.org", "password": password}).status_code

    assert (sign_in(PASSWORD), sign_in(NEW)) == (401, 303)


class TestConfirming:
    @pytest.fixture(autouse=True)
    def later(self):
        """Eleven minutes after signing in: a password is asked again."""
        self.start = clock.now()
        return self.start + timedelta(minutes=11)

    def browser(self, cast, kind="author"):
        with clock.hold(self.start):
            return cast.browser(kind)

    def test_a_page_asks_for_the_password_and_leads_back(self, cast, later):
        browser = self.browser(cast)
        with clock.hold(later):
            asked = browser.get("/me/password")
            assert asked.location == "/confirm?next=/me/password"
            assert 'value="/me/password"' in browser.get(asked.location).text
            before = browser.get_cookie("journal").value
            done = browser.post("/confirm", data={"password": PASSWORD, "next": "/me/password"})
            assert done.location == "/me/password"
            assert browser.get("/me/password").status_code == 200
            assert browser.get_cookie("journal").value != before, "a fresh session"
            thief = cast.stranger()
            thief.set_cookie("journal", before)
            assert thief.get("/me").status_code == 303

    def test_a_wrong_password_opens_nothing(self, cast, later):
        browser = self.browser(cast)
        with clock.hold(later):
            answer = browser.post("/confirm", data={"password": "wrong", "next": "/me/password"})
            assert answer.status_code == 422
            assert "That is not your password" in answer.text
            assert 'value="/me/password"' in answer.text
            assert browser.get("/me/password").status_code == 303

    def test_tries_are_limited(self, cast, later):
        browser = self.browser(cast)
        with clock.hold(later):
            answers = [browser.post("/confirm", data={"password": "wrong"}).status_code for _ in range(11)]
        assert answers == [422] * 10 + [429]

    def test_next_leads_only_to_our_own_pages(self, cast, later):
        browser = self.browser(cast)
        with clock.hold(later):
            answer = browser.post("/confirm", data={"password": PASSWORD, "next": "https://evil.example/"})
        assert answer.location == "/me"

    def test_what_was_asked_for_waits_for_one_more_tap(self, cast, later):
        browser, author = self.browser(cast, "administrator"), cast.author
        path = f"/people/{author.id}/suspend"
        with clock.hold(later):
            asked = browser.post(path)
            assert asked.status_code == 401
            assert f'name="kept-path" value="{path}"' in asked.text
            page = browser.post("/confirm", data={"password": PASSWORD, "kept-path": path})
            assert page.status_code == 200
            assert f'action="{path}"' in page.text
            assert "has not been done yet" in page.text
            assert "may sign in" in browser.get(f"/people/{author.id}").text
            assert browser.post(path).status_code == 303
            assert "suspended" in browser.get(f"/people/{author.id}").text


def test_times_of_sessions_are_never_shown_to_an_administrator(cast, parts):
    author = cast.author
    with clock.hold(clock.now() - timedelta(days=3)):
        cast.browser("author")
    page = cast.browser("administrator").get(f"/people/{author.id}").text
    with parts.database.read() as session:
        person = queries.colleague(session, cast.administrator, author.id)
    assert f"{person.created_at:%B}" in page
    for words in ("Last", "last", "seen", "Seen", "session", "entries", "wrote on"):
        assert words not in re.sub(r"<[^>]*>", " ", page), words
