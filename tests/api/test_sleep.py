"""The session of a phone whose journal is locked: it opens nothing, until the lock is opened or somebody signs in."""

from __future__ import annotations

import base64
import os
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from journal.access import Policy
from journal.accounts import devices
from journal.http import transaction
from journal.http.policy import policy_of
from tests.api.test_device import asked, keeping
from tests.api.test_sync import revision
from tests.people import PASSWORD
from tests.reflections.writing import draft, take

WORDS = "Only I may read about the kettle."


def proof(key: bytes, owner, device, what: str = "wake") -> str:
    nonce = os.urandom(12)
    sealed = nonce + AESGCM(key).encrypt(nonce, b"true", f"{owner}|{what}|{device}|1".encode())
    return base64.b64encode(sealed).decode()


@pytest.fixture
def asleep(cast, parts):
    """A phone of the author's that keeps the journal, its session put to sleep; the device, its key, an entry."""
    one = draft(WORDS)
    take(parts, cast.author, one)
    browser, device = keeping(cast), uuid4()
    key = base64.b64decode(asked(browser, device).json["key"])
    assert browser.post("/api/device/sleep").json == {"user": str(cast.author.id)}
    return browser, device, key, one


def wake(browser, device, sent):
    return browser.post("/api/device/wake", json={"device": str(device), "proof": sent})


def test_no_page_and_no_answer_shows_a_word_while_the_session_sleeps(cast, app, asleep):
    """Every address there is, asked for as a person would and as a program would."""
    browser, _, _, one = asleep
    shell, seen = browser.get("/shell").data, 0
    for rule in app.url_map.iter_rules():
        if policy_of(app, rule.endpoint) in (Policy.PUBLIC, Policy.SIGNED_OUT):
            continue
        given = {name: "x" if name in ("template_id", "period_id") else one.entry_id for name in rule.arguments}
        with app.test_request_context():
            path = app.url_map.bind("localhost").build(
                rule.endpoint, given, method=min(rule.methods - {"HEAD", "OPTIONS"})
            )
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = browser.open(path, method=method, json={} if method == "POST" and "/api/" in path else None)
            seen += 1
            assert WORDS not in answer.text, path
            if path.startswith("/api/"):
                assert (answer.status_code, answer.json["error"]["code"]) == (401, "asleep"), path
            elif method == "GET":
                assert answer.data == shell, path
            else:
                assert answer.status_code == 401, path
    assert seen > 80
    assert cast.author.name not in browser.get("/privacy").text


def test_a_browser_that_keeps_nothing_is_asked_to_sign_in(cast):
    browser = cast.browser("author")
    browser.post("/api/device/sleep")
    assert browser.get("/bring").location == "/sign-in?next=/bring"
    page = browser.get("/sign-in").text
    assert "You were signed out" not in page, "nobody was"
    assert 'name="password"' in page


def test_whoever_opens_the_lock_wakes_the_session(cast, asleep):
    browser, device, key, _ = asleep
    answer = wake(browser, device, proof(key, cast.author.id, device))
    assert (answer.status_code, answer.json) == (200, {"user": str(cast.author.id)})
    assert "Bring" in browser.get("/bring").text
    assert browser.get("/api/phone").status_code == 200


def test_nothing_else_wakes_it(cast, parts, asleep):
    browser, device, key, _ = asleep
    other = uuid4()
    other_key = base64.b64decode(asked(keeping(cast, "other_author"), device).json["key"])
    me = cast.author.id
    for id_, sent in (
        (device, proof(os.urandom(32), me, device)),
        (device, proof(other_key, me, device)),
        (device, proof(key, cast.other_author.id, device)),
        (device, proof(key, me, device, "drafts")),
        (device, proof(key, me, other)),
        (other, proof(key, me, other)),
        (device, proof(key, me, device)[:20]),
        (device, ""),
        (device, "no base64 é"),
    ):
        answer = wake(browser, id_, sent)
        assert (answer.status_code, answer.json["error"]["code"]) == (403, "not_proved")
    assert wake(browser, device, "x" * 201).status_code == 422
    with transaction(parts) as work:
        work.session.get_one(devices.Device, (me, device)).revoked_at = devices.clock.now()
    assert wake(browser, device, proof(key, me, device)).status_code == 403
    assert browser.get("/api/phone").json["error"]["code"] == "asleep"
    # Two stranger things: nobody signed in, and somebody who was never asleep.
    assert wake(cast.stranger(), device, proof(key, me, device)).status_code == 401
    assert browser.post("/api/device/wake", json={}).status_code == 422


def test_a_password_wakes_it_too_and_a_sign_out_still_ends_it(cast, asleep):
    browser, device, key, _ = asleep
    browser.post("/sign-in", data={"email": "author@example.org", "password": PASSWORD, "keep": "yes"})
    assert browser.get("/api/phone").status_code == 200
    browser.post("/api/device/sleep")
    browser.post("/sign-out")
    assert browser.get("/api/phone").json["error"]["code"] == "sign_in_needed"
    assert wake(browser, device, proof(key, cast.author.id, device)).status_code == 401


def test_other_browsers_of_the_same_person_stay_awake(cast, asleep):
    assert cast.browser("author").get("/bring").status_code == 200


def test_what_was_being_sent_when_the_lock_closed_is_not_lost(cast, asleep):
    """A form of a page that was open still: its words come back on the page that asks to sign in."""
    browser, _, _, one = asleep
    answer = browser.post(f"/entries/{one.entry_id}/edit", data={"text": "A change of mine, typed meanwhile."})
    assert answer.status_code == 401
    assert "A change of mine, typed meanwhile." in answer.text
    assert browser.post("/api/sync", json={"revisions": [revision()]}).status_code == 401
