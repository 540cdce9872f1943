"""The shell: who is answered with it, that it holds nobody, and what the service worker is told to keep."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from journal import clock
from journal.accounts import operations
from journal.app import create_app
from journal.http import transaction
from journal.web.shell import ADDRESSES
from tests.people import PASSWORD, Cast
from tests.reflections.writing import draft, take
from tests.web.test_kept import WORDS, fields_of, form_data, signed_in_again

SIGN_IN = {"email": "author@example.org", "password": PASSWORD}
ENTRY = uuid4()

OURS = (
    "/write",
    "/write/shared",
    "/write/with/driscoll",
    "/journal",
    "/journal?went=mixed",
    f"/entries/{ENTRY}",
    f"/entries/{ENTRY}/edit",
    f"/entries/{ENTRY}/question",
    f"/entries/{ENTRY}/revisions",
    "/themes",
    "/phone",
    "/phone/lock",
    "/phone/safe",
    "/phone/waiting",
)
PAGES = ("/me", "/support", "/bring", f"/entries/{ENTRY}/again/gibbs", "/privacy", "/reset")


@pytest.fixture
def keeper(cast):
    """A browser that was signed in by the form, as one that keeps."""
    cast.actor("author")
    browser = cast.stranger()
    assert browser.post("/sign-in", data={**SIGN_IN, "keep": "yes"}).location == "/write#in"
    return browser


def shell_of(app):
    return app.test_client().get("/shell").data


def import_map(page):
    return json.loads(re.search(r'<script type="importmap">(.*?)</script>', page).group(1))["imports"]


def told(app):
    """What the first line of the worker says."""
    text = app.test_client().get("/sw.js").text
    first, rest = text.split("\n", 1)
    assert "SHELL" in rest
    return json.loads(re.fullmatch(r"const SHELL = (\{.*\});", first).group(1))


def test_every_address_of_the_shell_answers_with_it_where_the_browser_keeps(app, keeper):
    shell = shell_of(app)
    for path in OURS:
        assert keeper.get(path).data == shell, path
    for path in PAGES:
        assert keeper.get(path).data != shell, path


def test_it_answers_the_same_when_the_session_is_over(app, keeper):
    with clock.hold(clock.now() + timedelta(days=2)):
        for path in OURS:
            assert keeper.get(path).data == shell_of(app), path
        assert keeper.get("/").location == "/write"
        assert keeper.get("/me").status_code == 303
        assert keeper.post("/api/sync", json={}).status_code == 401


def test_nobody_else_is_given_it_at_those_addresses(app, cast):
    shell = shell_of(app)
    cast.actor("author")
    plain = cast.stranger()
    assert plain.post("/sign-in", data=SIGN_IN).location == "/write"
    for browser in (plain, cast.browser("author"), cast.stranger()):
        for path in OURS:
            assert browser.get(path).data != shell, path
    assert "<textarea" in plain.get("/write").text
    assert plain.get("/phone").location == "/me"
    assert plain.get("/write/shared").location == "/write"


def test_only_pages_that_are_opened_are_answered_with_it(app, keeper):
    shell = shell_of(app)
    assert keeper.get("/journal", headers={"Sec-Fetch-Dest": "document"}).data == shell
    for headers in ({"Sec-Fetch-Dest": "empty"}, {"Sec-Fetch-Dest": "image"}):
        assert keeper.get("/journal", headers=headers).data != shell
    assert keeper.post("/journal/search", data={"words": "a"}).data != shell


@pytest.mark.parametrize("way", ["/sign-out", "/me/sessions/end-all"])
def test_signing_out_ends_it(app, keeper, way):
    assert keeper.post(way).status_code == 303
    assert keeper.get("/write").location.startswith("/sign-in")


def test_signing_in_without_keeping_ends_it(app, keeper):
    keeper.post("/sign-in", data=SIGN_IN)
    assert keeper.get("/write").data != shell_of(app)


def test_a_new_session_of_the_same_browser_goes_on_keeping(app, keeper):
    for path, data in (("/confirm", {"password": PASSWORD}), ("/me/password", {"password": "four small boats out"})):
        assert keeper.post(path, data=data).status_code == 303
        assert keeper.get("/write").data == shell_of(app), path


def test_those_who_join_may_keep_too(app, cast, parts):
    administrator = cast.administrator
    with transaction(parts) as work:
        token = operations.invite(work.session, administrator, email="new@example.org", roles=["practitioner"])
    browser = cast.stranger()
    form = {"name": "New", "password": "four small boats out", "keep": "yes"}
    assert browser.post(f"/join/{token}", data=form).location == "/write#in"
    assert browser.get("/write").data == shell_of(app)


def test_the_shell_is_the_same_for_everybody_and_holds_nobody(app, cast, parts, keeper):
    take(parts, cast.author, draft("A word that must stay mine."))
    mine = keeper.get("/shell").data
    assert mine == shell_of(app) == cast.browser("supervisor").get("/write", headers={}).data or mine == shell_of(app)
    for private in (
        b"Author",
        b"author@example.org",
        str(cast.author.id).encode(),
        b"must stay mine",
        b"You are signed",
    ):
        assert private not in mine
    assert "Set-Cookie" not in keeper.get("/shell").headers


def test_it_is_packed_and_asked_for_again_each_time(app):
    browser = app.test_client()
    plain = browser.get("/shell", headers={"Accept-Encoding": "identity"})
    packed = browser.get("/shell", headers={"Accept-Encoding": "gzip"})
    assert len(packed.data) < len(plain.data) / 2
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Cache-Control"] == "no-cache"
    again = browser.get("/shell", headers={"If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = browser.get("/sign-in", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in other.headers, "a page that may hold a secret is never packed"


def test_the_worker_is_told_what_there_is_to_keep(app):
    shell, browser = told(app), app.test_client()
    assert shell["shell"] == "/shell"
    assert shell["document"] == hashlib.sha256(shell_of(app)).hexdigest()[:12]
    assert shell["paths"] == list(ADDRESSES)
    assert browser.get(shell["support"]).status_code == 200
    for url in (*shell["assets"], *shell["later"]):
        answer = browser.get(url, headers={"Accept-Encoding": "identity"})
        assert answer.status_code == 200, url
        assert hashlib.sha256(answer.data).hexdigest()[:12] == re.search(r"-([0-9a-f]{12})\.\w+$", url).group(1)
    assert not set(shell["assets"]) & set(shell["later"])
    names = [re.sub(r"-[0-9a-f]{12}", "", url) for url in shell["assets"]]
    assert {"/static/css/app.css", "/static/js/phone/main.js", "/static/data/schemas/facets.json"} <= set(names)
    assert not any("/identifiers/" in name or "/analyser/" in name for name in names), "those come later"


def test_everything_the_shell_document_asks_for_is_kept(app):
    shell = told(app)
    asked = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', shell_of(app).decode()))
    assert asked
    assert asked <= set(shell["assets"])


def test_what_the_modules_import_at_once_is_kept_at_once(app):
    shell, browser = told(app), app.test_client()
    imports = json.loads(re.search(r'<script type="importmap">(.*?)</script>', shell_of(app).decode()).group(1))[
        "imports"
    ]
    for url in shell["assets"]:
        if url.endswith(".js"):
            text = browser.get(url).text
            for name in re.findall(r'^(?:import|export)\b[^;"]*"(/static/[^"]+)"', text, re.M):
                assert imports[name] in shell["assets"], (url, name)


def test_the_worker_changes_with_what_it_keeps(settings, mailbox):
    seen = set()
    for one in (settings, replace(settings, product_name="Ward notes")):
        app = create_app(one, mailer=mailbox)
        seen.add(told(app)["version"])
        app.extensions["journal"].close()
    assert len(seen) == 2


def test_the_way_back_is_served_in_its_place(settings, mailbox):
    app = create_app(replace(settings, worker="rollback"), mailer=mailbox)
    answer = app.test_client().get("/sw.js")
    app.extensions["journal"].close()
    assert "unregister" in answer.text
    assert "respondWith" not in answer.text
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.mimetype == "text/javascript"


def test_the_workers_are_nowhere_else(app):
    browser = app.test_client()
    for path in ("/static/sw.js", "/static/sw-rollback.js", "/sw-rollback.js"):
        assert browser.get(path).status_code == 404


def test_the_manifest_names_the_product_and_real_files(settings, mailbox):
    app = create_app(replace(settings, product_name='Ward "seven" </script>'), mailer=mailbox)
    browser = app.test_client()
    answer = browser.get("/manifest.webmanifest")
    manifest = json.loads(answer.text)
    assert answer.mimetype == "application/manifest+json"
    assert manifest["name"] == 'Ward "seven" </script>'
    assert (manifest["display"], manifest["start_url"], manifest["scope"]) == ("standalone", "/write", "/")
    assert manifest["share_target"]["action"] == "/write/shared"
    assert {icon["purpose"] for icon in manifest["icons"]} >= {"any", "maskable"}
    for icon in manifest["icons"]:
        assert browser.get(icon["src"]).status_code == 200
    app.extensions["journal"].close()


def test_what_another_app_shares_is_in_the_box(cast):
    browser = cast.browser("author")
    sent = {"title": "A note", "text": WORDS, "url": "https://example.org/a"}
    # The system itself sends it, so no site does.
    answer = browser.post("/write/shared", data=sent, headers={"Sec-Fetch-Site": "none"})
    assert answer.status_code == 200
    box = dict(fields_of(answer.text, "/write"))["text"]
    assert box == f"A note\r\n\r\n{WORDS}\r\n\r\nhttps://example.org/a"
    assert (
        dict(fields_of(browser.post("/write/shared", data={"text": "a", "title": "a"}).text, "/write"))["text"] == "a"
    )
    assert browser.post("/write/shared", data=sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_what_is_shared_while_nobody_is_signed_in_is_carried_through(cast, kind):
    cast.actor("author")
    browser = cast.stranger()
    answer = browser.post("/write/shared", data={"text": WORDS, "title": "", "url": ""}, content_type=kind)
    assert answer.status_code == 401
    page = signed_in_again(cast, browser, answer.text)
    onward = fields_of(page.text, "/write/shared")
    box = browser.post("/write/shared", data=form_data(onward))
    assert dict(fields_of(box.text, "/write"))["text"] == WORDS


def test_what_is_shared_where_the_browser_keeps_but_no_worker_runs_is_in_the_box_too(app, keeper):
    page = keeper.post("/write/shared", data={"text": WORDS})
    assert dict(fields_of(page.text, "/write"))["text"] == WORDS


def test_plain_pages_register_no_worker(app, cast):
    """What runs in a page of the server never imports what registers one."""
    browser = cast.browser("author")
    assets = Cast(app).app.jinja_env.globals["static_url"]
    page = browser.get("/write").text
    scripts = re.findall(r'<script type="module" src="([^"]+)"', page)
    assert assets("js/app.js") in scripts
    imports = import_map(page)
    assert not any(name.startswith("/static/js/phone/") for name in imports)
    for script in {*scripts, *(url for name, url in imports.items() if "/components/" in name)}:
        assert "serviceWorker.register" not in browser.get(script).text


def test_a_shared_device_is_asked_about_where_somebody_signs_in(app, cast):
    page = cast.stranger().get("/sign-in").text
    assert 'name="keep" value="yes" disabled' in page
    assert "keep nothing here" in page
    assert not re.search(r'id="shared"[^>]*checked', page)
    wrong = cast.stranger().post("/sign-in", data={"email": "a@example.org", "password": "not that at all"})
    assert re.search(r'id="shared"[^>]*checked', wrong.text), "what was ticked stays ticked"
    kept = cast.stranger().post("/sign-in", data={"email": "a@example.org", "password": "not that", "keep": "yes"})
    assert not re.search(r'id="shared"[^>]*checked', kept.text)
    browser = cast.browser("author")
    with clock.hold(clock.now() + timedelta(days=2)):
        assert re.search(r'id="shared"[^>]*checked', browser.get("/sign-in").text), "as this browser was told before"
