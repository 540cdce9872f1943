"""What somebody wrote is never lost because their session ended, and never done for somebody else unasked."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal import clock
from tests.people import PASSWORD

WORDS = "She said “go away”, then held my hand. <b>Twice</b> & again.\r\nI had twenty minutes."


def fields_of(page, action):
    """Every field of the form that posts to `action`, as a browser would send it."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.S)
    assert form, f"no form to {action}"
    inside = form.group(1)
    sent = []
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', inside):
        sent.append((html.unescape(name), html.unescape(value)))
    for name, value in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', inside, re.S):
        sent.append((html.unescape(name), html.unescape(value).replace("\r\n", "\n").replace("\n", "\r\n")))
    return sent


def form_data(pairs):
    data = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return data


def signed_in_again(cast, browser, page, email="author@example.org"):
    pairs = [*fields_of(page, "/sign-in"), ("email", email), ("password", PASSWORD)]
    return browser.post("/sign-in", data=form_data(pairs))


def test_words_sent_without_a_session_wait_through_signing_in(cast):
    cast.actor("author")
    browser = cast.stranger()
    sent = {"text": WORDS, "entry": str(uuid4()), "element-time": "missing", "facet": ["a", "b"]}
    asked = browser.post("/write", data=sent)
    assert asked.status_code == 401
    assert asked.headers["Cache-Control"] == "no-store"
    assert html.escape("I had twenty minutes.") in asked.text
    assert "<b>Twice" not in asked.text

    waiting = signed_in_again(cast, browser, asked.text)
    assert waiting.status_code == 200
    assert waiting.headers["Cache-Control"] == "no-store"
    assert "You are signed in as Author (author@example.org)" in waiting.text
    assert "Somebody else was signed in" not in waiting.text
    assert form_data(fields_of(waiting.text, "/write")) == form_data(
        [("entry", sent["entry"]), ("element-time", "missing"), ("facet", "a"), ("facet", "b"), ("text", WORDS)]
    )
    for answer in (asked, waiting):
        assert "twenty" not in str(answer.headers), "never in an address or a cookie"


def test_a_wrong_password_and_too_many_tries_keep_the_words_too(cast):
    cast.actor("author")
    browser = cast.stranger()
    page = browser.post("/write", data={"text": WORDS}).text
    for _ in range(11):
        pairs = [*fields_of(page, "/sign-in"), ("email", "author@example.org"), ("password", "wrong wrong wrong")]
        answer = browser.post("/sign-in", data=form_data(pairs))
        page = answer.text
        assert dict(fields_of(page, "/sign-in"))["kept.text"] == WORDS
    assert answer.status_code == 429


@pytest.mark.parametrize("minutes", [31, 60 * 24 * 3])
def test_an_ended_session_keeps_the_words(cast, minutes):
    now = clock.now()
    with clock.hold(now):
        browser = cast.browser("author")
        assert browser.get("/me").status_code == 200
    with clock.hold(now + timedelta(minutes=minutes)):
        page = browser.post("/me/name", data={"name": "A new name of mine"})
        assert page.status_code == 401
        assert "A new name of mine" in page.text
        assert "You were signed out" in page.text
        waiting = signed_in_again(cast, browser, page.text)
        assert "Somebody else" not in waiting.text
        again = browser.post("/me/name", data=form_data(fields_of(waiting.text, "/me/name")))
        assert again.status_code == 303
        assert "A new name of mine" in browser.get("/me").text


def test_somebody_else_who_signs_in_is_told_and_nothing_is_done_for_them(cast):
    now = clock.now()
    with clock.hold(now):
        browser = cast.browser("author")
        browser.get("/me")
    cast.actor("other_author")
    with clock.hold(now + timedelta(hours=13)):
        page = browser.post("/me/name", data={"name": "The author wrote this"}).text
        waiting = signed_in_again(cast, browser, page, "other_author@example.org")
        assert "Somebody else was signed in here before" in waiting.text
        assert "Other Author" in waiting.text
        assert "The author wrote this" not in browser.get("/me").text


def test_only_our_own_pages_can_be_gone_on_to(cast):
    cast.actor("author")
    for path in ("https://evil.example/", "//evil.example/", "/nowhere", "/sign-out", "/sign-in"):
        browser = cast.stranger()
        answer = browser.post(
            "/sign-in",
            data={"email": "author@example.org", "password": PASSWORD, "kept-path": path, "kept.text": WORDS},
        )
        assert answer.status_code == 200
        assert "evil" not in answer.text
        assert f'action="{path}"' not in answer.text.replace('action="/sign-out"', "", 1) or path == "/sign-out"
        assert "twenty minutes" in answer.text, "the words are still shown, to copy"
        assert "no longer there" in answer.text


def test_passwords_are_never_carried(cast):
    now = clock.now()
    with clock.hold(now):
        browser = cast.browser("author")
    with clock.hold(now + timedelta(minutes=11)):
        answer = browser.post("/me/password", data={"password": "a new secret of mine"})
    assert answer.status_code == 401
    assert "a new secret of mine" not in answer.text
    assert "Your password once more" in answer.text


def test_more_than_a_page_can_carry_is_refused_as_too_large(cast):
    answer = cast.stranger().post("/write", data={"text": "word " * 197_000})
    assert answer.status_code == 413
    assert "still on your device" in answer.text


def test_half_a_megabyte_is_carried_whole(cast):
    cast.actor("author")
    browser = cast.stranger()
    words = "word " * 100_000
    waiting = signed_in_again(cast, browser, browser.post("/write", data={"text": words}).text)
    assert dict(fields_of(waiting.text, "/write"))["text"] == words


def test_programs_get_json_and_no_page(cast):
    answer = cast.stranger().post("/api/sync", json={"text": WORDS})
    if answer.status_code != 404:
        assert answer.status_code == 401
        assert answer.json["error"]["code"] == "sign_in_needed"
        assert "twenty" not in answer.text


AWKWARD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), min_size=1, max_size=200)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=AWKWARD)
def test_any_words_come_through_unchanged(app, text):
    sent = text.replace("\n", "\r\n")
    browser = app.test_client()
    answer = browser.post("/write", data={"text": sent}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 401
    assert dict(fields_of(answer.text, "/sign-in"))["kept.text"] == sent
