import base64
import hashlib
import re
from dataclasses import replace

import pytest

from journal.app import create_app
from tests.people import Cast

SIGN_IN = {"email": "author@example.org", "password": "three quiet herons"}

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def answers(app, cast):
    """One of every sort of response there is."""
    stranger, author = cast.stranger(), cast.browser("author")
    name = app.jinja_env.globals["static_url"]("icons/sprite.svg")
    yield "page", stranger.get("/sign-in")
    yield "picture", stranger.get(name)
    yield "redirect", stranger.get("/me")
    yield "not found", stranger.get("/nowhere")
    yield "method", stranger.get("/sign-out")
    yield "cross-site", stranger.post("/sign-in", headers={"Sec-Fetch-Site": "cross-site"})
    yield "form", stranger.post("/sign-in", data={})
    yield "ended", stranger.post("/me/name", data={"name": "a"})
    yield "another role", author.get("/people")
    yield "too large", author.post("/me/name", data={"name": "a" * 2_000_000})
    yield "json", stranger.post("/api/sync", json={})
    yield "options", stranger.options("/sign-in")
    yield "head", stranger.head("/sign-in")
    yield "odd path", stranger.get("/%00%ff/..;/%2e%2e/etc")


def policy_of(answer):
    pairs = [part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";")]
    return {pair[0]: pair[1].split() if len(pair) > 1 else [] for pair in pairs}


def test_every_sort_of_response_carries_the_headers(app, cast):
    seen = set()
    for what, answer in answers(app, cast):
        seen.add(answer.status_code)
        for name, value in ALWAYS.items():
            assert answer.headers.get(name) == value, (what, name)
        allowed = policy_of(answer)
        assert allowed["default-src"] == ["'none'"], what
        assert allowed["frame-ancestors"] == allowed["base-uri"] == ["'none'"], what
        assert allowed["form-action"] == ["'self'"], what
        assert allowed["require-trusted-types-for"] == ["'script'"], what
        assert "trusted-types" in allowed, what
        assert "unsafe" not in answer.headers["Content-Security-Policy"], what
        assert ("immutable" if what == "picture" else "no-store") in answer.headers["Cache-Control"], what
        assert "Server" not in answer.headers or "Werkzeug" in answer.headers["Server"]
    assert seen >= {200, 303, 401, 403, 404, 405, 413, 422}


@pytest.mark.parametrize("name", ["js/app.js", "css/app.css", "data/schemas/facets.json", "icons/app-192.png"])
def test_a_file_that_cannot_be_a_document_says_what_it_is_and_who_may_read_it(app, cast, name):
    answer = cast.stranger().get(app.jinja_env.globals["static_url"](name))
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "html" not in answer.mimetype
    assert "svg" not in answer.mimetype
    sent = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
    assert sent < 330, "headers count: a first load is two dozen files"


def test_an_unforeseen_failure_carries_them_too(app, cast, monkeypatch):
    def fails():
        raise RuntimeError("a sentence somebody wrote")

    monkeypatch.setitem(app.view_functions, "me.index", fails)
    fails.policy = "signed_in"
    answer = cast.browser("author").get("/me")
    assert answer.status_code == 500
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_only_script_in_a_page_is_the_one_whose_hash_is_allowed(app, cast):
    for page in (cast.stranger().get("/sign-in"), cast.browser("author").get("/me")):
        allowed = policy_of(page)["script-src"]
        assert set(allowed) <= {"'self'"} | {one for one in allowed if one.startswith("'sha256-")}
        for attributes, inside in re.findall(r"<script([^>]*)>(.*?)</script>", page.text, re.S):
            if "src=" not in attributes:
                digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
                assert f"'sha256-{digest}'" in allowed
        assert not re.search(r"\son[a-z]+=|\sstyle=|<style|javascript:", page.text)


def test_on_this_machine_the_cookie_has_a_plain_name_and_is_for_us_alone(app, cast):
    cast.actor("author")
    cookie = cast.stranger().post("/sign-in", data=SIGN_IN).headers["Set-Cookie"]
    assert cookie.startswith("journal=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "Expires" not in cookie, "it ends with the browser"
    assert "Strict-Transport-Security" not in cast.stranger().get("/sign-in").headers


@pytest.fixture
def https(settings, mailbox):
    application = create_app(replace(settings, public_url="https://journal.example.org"), mailer=mailbox)
    yield application
    application.extensions["journal"].close()


def test_over_https_the_cookie_is_bound_to_this_host(https):
    cast = Cast(https)
    cast.actor("author")
    answer = cast.stranger().post("/sign-in", data=SIGN_IN, base_url="https://journal.example.org")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-journal=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie
    assert "max-age=" in answer.headers["Strict-Transport-Security"]


def test_the_cookie_holds_nothing_but_the_session(app, cast):
    cast.actor("author")
    browser = cast.stranger()
    browser.post("/sign-in", data=SIGN_IN)
    with browser.session_transaction() as held:
        assert set(held) <= {"_user_id", "_fresh", "_id", "_flashes"}
        assert str(cast.author.id.hex) in held["_user_id"]
        assert "author@example.org" not in str(dict(held))


def test_static_files_are_served_packed_and_for_ever(app):
    browser = app.test_client()
    name = app.jinja_env.globals["static_url"]("css/app.css")
    plain = browser.get(name, headers={"Accept-Encoding": "identity"})
    packed = browser.get(name, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data)
    assert "Content-Encoding" not in plain.headers
    assert plain.mimetype == "text/css"
    for wrong in ("/static/css/app.css", "/static/../wsgi.py", "/static/%2e%2e/wsgi.py", "/static/", name + "x"):
        assert browser.get(wrong).status_code == 404, wrong


def test_a_file_is_the_same_for_everybody(app, cast):
    """Were it to vary with the cookie, a phone would fetch every file again when somebody signs in."""
    for browser in (cast.stranger(), cast.browser("author")):
        answer = browser.get(app.jinja_env.globals["static_url"]("css/app.css"))
        assert "Cookie" not in answer.headers["Vary"]
        assert "Set-Cookie" not in answer.headers
    assert "Cookie" in cast.browser("author").get("/me").headers["Vary"]
