import re

import pytest

from journal.accounts import operations
from journal.errors import TooMany
from journal.http import transaction
from tests.people import PASSWORD

WRONG = "That email address and password do not match."


def sign_in(browser, email="author@example.org", password=PASSWORD, **more):
    return browser.post("/sign-in", data={"email": email, "password": password, **more})


def cookie_of(browser):
    return browser.get_cookie("journal").value


def test_signing_in_opens_the_journal(cast):
    cast.actor("author")
    browser = cast.stranger()
    answer = sign_in(browser)
    assert answer.status_code == 303
    assert answer.location == "/write"
    assert "author@example.org" in browser.get("/me").text


def test_the_address_may_be_typed_with_capitals_and_spaces(cast):
    cast.actor("author")
    assert sign_in(cast.stranger(), email="  Author@Example.ORG ").status_code == 303


def test_the_first_page_leads_to_the_write_page_or_to_signing_in(cast):
    assert cast.stranger().get("/").location == "/sign-in"
    assert cast.browser("author").get("/").location == "/write"


def test_nobody_learns_whether_an_address_has_an_account(cast, parts, monkeypatch):
    cast.actor("author")
    administrator, other = cast.administrator, cast.other_author
    with transaction(parts) as work:
        operations.suspend(work.session, administrator, other.id)
    checks = []
    real = parts.passwords.fits
    monkeypatch.setattr(
        type(parts.passwords), "fits", lambda _, hashed, password: checks.append(1) or real(hashed, password)
    )

    def tried(email, password):
        checks.clear()
        answer = sign_in(cast.stranger(), email, password)
        return answer.status_code, answer.text.replace(email, "EMAIL"), len(checks)

    wrong = tried("author@example.org", "three quiet herrings")
    unknown = tried("nobody@example.org", "three quiet herrings")
    suspended = tried("other_author@example.org", PASSWORD)
    assert wrong == unknown == suspended
    assert wrong[0] == 401
    assert WRONG in wrong[1]
    assert wrong[2] == 1, "one password check, whoever it is about"


def test_the_password_never_comes_back_into_a_page_and_the_address_does(cast):
    answer = sign_in(cast.stranger(), "author@example.org", "a wrong secret of mine")
    assert "a wrong secret of mine" not in answer.text
    assert 'value="author@example.org"' in answer.text


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "author@example.org"},
        {"email": "", "password": "x"},
        {"email": "no address", "password": "x"},
        {"email": "nul\x00@example.org", "password": "x\x00"},
        {"email": "a@example.org", "password": "x", "remember": "me-who-was-typed"},
    ],
)
def test_a_form_that_cannot_be_used_comes_back_kindly(cast, data):
    answer = cast.stranger().post("/sign-in", data=data)
    assert answer.status_code == 422
    assert "needs another look" in answer.text
    assert "me-who-was-typed" not in answer.text
    assert "remember" not in answer.text


def test_signing_in_gives_a_new_session_and_the_one_before_is_worth_nothing(cast):
    cast.actor("author")
    browser = cast.stranger()
    sign_in(browser)
    first = cookie_of(browser)
    sign_in(browser)
    assert cookie_of(browser) != first
    thief = cast.stranger()
    thief.set_cookie("journal", first)
    assert thief.get("/me").status_code == 303
    assert browser.get("/me").status_code == 200


def test_after_signing_out_the_old_cookie_is_refused(cast):
    cast.actor("author")
    browser = cast.stranger()
    sign_in(browser)
    old = cookie_of(browser)
    assert browser.post("/sign-out").location == "/sign-in"
    assert browser.get("/me").status_code == 303
    thief = cast.stranger()
    thief.set_cookie("journal", old)
    assert thief.get("/me").status_code == 303
    assert thief.post("/me/name", data={"name": "Thief"}).status_code == 401


def test_a_cookie_made_up_or_changed_opens_nothing(cast):
    cast.actor("author")
    browser = cast.stranger()
    sign_in(browser)
    whole = cookie_of(browser)
    for cookie in (whole[:-3] + "abc", whole.split(".")[0], "x", ""):
        stranger = cast.stranger()
        stranger.set_cookie("journal", cookie)
        assert stranger.get("/me").status_code == 303, cookie


def test_a_page_of_somebody_signed_out_leads_to_signing_in_and_back(cast):
    cast.actor("author")
    browser = cast.stranger()
    answer = browser.get("/me/password?query=typed+words")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/me/password"
    page = browser.get(answer.location)
    assert 'name="next" value="/me/password"' in page.text
    assert sign_in(browser, next="/me/password").location == "/me/password"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/me",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/nowhere",
        "/write/with/any#hidden",
        "/sign-out",
        "/sign-in",
        "me",
        "/me\r\nSet-Cookie: a=b",
        "/join/a\r\nSet-Cookie: evil=b",
        "",
        "/" + "a" * 5000,
    ],
)
def test_next_leads_only_to_our_own_pages(cast, elsewhere):
    cast.actor("author")
    browser = cast.stranger()
    assert "evil" not in browser.get("/sign-in", query_string={"next": elsewhere}).text
    assert sign_in(browser, next=elsewhere).location == "/write"
    assert cast.browser("author").get("/sign-in", query_string={"next": elsewhere}).location == "/write"


def test_too_many_tries_at_one_account_wait_even_with_the_right_password(cast):
    cast.actor("author")
    for number in range(100):
        browser = cast.stranger()
        browser.environ_base["REMOTE_ADDR"] = f"10.0.0.{number // 10}"
        assert sign_in(browser, password="wrong and wrong").status_code == 401
    answer = sign_in(cast.stranger())
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert TooMany.message in answer.text
    assert 'value="author@example.org"' in answer.text
    cast.actor("alone")
    assert sign_in(cast.stranger(), "alone@example.org").status_code == 303, "others are not held up"


def test_a_stranger_at_one_address_cannot_keep_somebody_out_of_their_own_journal(cast):
    cast.actor("author")
    stranger = cast.stranger()
    stranger.environ_base["REMOTE_ADDR"] = "10.0.0.1"
    answers = [sign_in(stranger, password="wrong and wrong").status_code for _ in range(30)]
    assert answers == [401] * 10 + [429] * 20
    assert sign_in(cast.stranger()).status_code == 303


def test_too_many_tries_from_one_address_wait_whatever_account_they_name(cast):
    answers = [sign_in(cast.stranger(), f"somebody{n}@example.org").status_code for n in range(61)]
    assert answers[:60] == [401] * 60
    assert answers[60] == 429
    cast.actor("author")
    elsewhere = cast.stranger()
    elsewhere.environ_base["REMOTE_ADDR"] = "10.9.9.9"
    assert sign_in(elsewhere).status_code == 303


def test_a_try_is_counted_before_the_password_is_looked_at(cast, parts, monkeypatch):
    cast.actor("author")

    def dies(*_):
        raise RuntimeError("the process is killed here")

    monkeypatch.setattr(type(parts.passwords), "fits", dies)
    for _ in range(10):
        assert sign_in(cast.stranger()).status_code == 500
    monkeypatch.undo()
    assert sign_in(cast.stranger()).status_code == 429


def test_a_password_is_checked_outside_every_transaction(cast, parts, monkeypatch):
    cast.actor("author")
    real = parts.passwords.fits

    def checks(_, hashed, password):
        with transaction(parts) as work:  # would wait for ever, or be refused, inside another one
            work.session.connection()
        return real(hashed, password)

    monkeypatch.setattr(type(parts.passwords), "fits", checks)
    assert sign_in(cast.stranger()).status_code == 303


def test_a_hash_of_older_costs_is_renewed_at_sign_in(cast, parts):
    from journal.accounts.models import Person
    from journal.accounts.passwords import Passwords

    author = cast.author
    old = Passwords(2).hash(PASSWORD)
    with transaction(parts) as work:
        work.session.get_one(Person, author.id).password_hash = old
    assert sign_in(cast.stranger()).status_code == 303
    with parts.database.read() as session:
        renewed = session.get_one(Person, author.id).password_hash
    assert renewed != old
    assert sign_in(cast.stranger()).status_code == 303


def test_signing_out_twice_is_no_trouble(cast):
    stranger = cast.stranger()
    assert stranger.post("/sign-out").status_code == 303
    assert re.search("You are signed out", stranger.get("/sign-in").text)


def test_a_page_that_is_not_there_tells_nobody_who_is_signed_in_to_sign_in(cast):
    page = cast.browser("author").get("/not-here")
    assert page.status_code == 404
    assert "/sign-in" not in page.text
    assert "Back to writing" in page.text
