"""The service worker in a real browser: what it keeps, what it refuses to keep, and when it gives way to the next."""

from __future__ import annotations

import hashlib
import json
import re
import threading

from playwright.sync_api import Page

from journal.app import create_app
from journal.config import Settings
from tests.phone.pocket import PORTAL, Answer, Between, eventually
from tests.server.processes import ROOT

# The worker as a page puts it in place, its offers counted, its questions answered by the test.
_START = """async () => {
  globalThis.offers = [];
  globalThis.settled = true;
  const {startWorker} = await import("/static/js/phone/update.js");
  await startWorker({settled: async () => globalThis.settled, offer: accept => globalThis.offers.push(accept)});
}"""
_KEPT = """async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      const kind = answer.headers.get("Content-Type");
      kept[`${name} ${new URL(request.url).pathname}`] = [answer.status, kind, await answer.text()];
    }
  }
  return kept;
}"""


def start(page: Page) -> None:
    page.goto("/shell")
    page.evaluate(_START)


def wait_for(page: Page, state: str) -> None:
    """Wait until the registration has a worker in this state."""
    eventually(page, f"(await navigator.serviceWorker.getRegistration())?.{state}")


def finish(page: Page) -> None:
    """Let the worker fetch all that may come later."""
    page.evaluate("() => import('/static/js/phone/update.js').then(update => update.finishLoading())")
    eventually(page, "await caches.match('/support')")


def kept(page: Page) -> dict[str, tuple[int, str, str]]:
    """Give everything in Cache Storage: status, type and content by cache and path."""
    return {name: tuple(what) for name, what in page.evaluate(_KEPT).items()}


def another_version(between: Between, mark: str = "next") -> None:
    """Let the server give out a new version: another document, and a worker that names it."""
    shell: list[bytes] = []

    def change(path: str, body: bytes) -> bytes:
        if path == "/shell":
            shell[:] = [body.replace(b"</body>", f"<!-- {mark} --></body>".encode())]
            return shell[0]
        if path == "/sw.js":
            told = json.loads(re.match(rb"const SHELL = (.*);", body)[1])
            shown = between.ask_plainly("/shell").replace(b"</body>", f"<!-- {mark} --></body>".encode())
            told |= {"version": mark, "document": hashlib.sha256(shown).hexdigest()[:12]}
            return re.sub(rb"^const SHELL = .*;", b"const SHELL = " + json.dumps(told).encode() + b";", body, count=1)
        return body

    between.change = change


def test_it_keeps_the_files_of_ours_whole_and_nothing_else(pocket, between):
    page = pocket().page
    start(page)
    wait_for(page, "active")
    finish(page)
    assert page.evaluate("async () => (await (await import('/static/js/phone/update.js')).wholeOffline()).missing") == 0
    for name, (status, kind, content) in kept(page).items():
        path = name.split(" ")[1]
        assert status == 200, path
        if path in ("/shell", "/support"):
            assert kind.startswith("text/html"), path
        else:
            digest = re.fullmatch(r"/static/.+-([0-9a-f]{12})\.\w+", path)[1]
            if not path.endswith(".png"):  # read as text above
                assert hashlib.sha256(content.encode()).hexdigest().startswith(digest), path
    assert {"/shell", "/support"} <= {name.split(" ")[1] for name in kept(page)}


def test_a_portal_in_the_way_is_neither_kept_nor_believed(pocket, between):
    page = pocket().page
    page.goto("/shell")
    between.forge = lambda method, path: PORTAL if path == "/shell" or path.endswith(".css") else None
    page.evaluate(_START)
    eventually(page, "!(await navigator.serviceWorker.getRegistration())")
    assert page.evaluate("() => caches.keys()") == []
    between.forge = lambda method, path: None
    start(page)
    wait_for(page, "active")
    assert not any("wifi" in content for _, _, content in kept(page).values())


def test_a_portal_is_shown_where_a_page_needs_a_signal_but_never_as_our_support_list(pocket, between):
    """It must be seen to be dealt with; it must not be seen where somebody looks for help."""
    holder = pocket()
    page = holder.page
    start(page)
    wait_for(page, "active")
    finish(page)
    between.forge = lambda method, path: PORTAL
    page.goto("/write")
    assert "wifi" not in page.content()
    page.goto("/privacy")
    assert "wifi" in page.content()
    page.goto("/support")
    assert "wifi" not in page.content()
    assert "Who you can turn to" in page.content()


def test_the_support_list_comes_as_it_was_last_seen_where_the_signal_hangs(pocket, between):
    """Bars, and nothing behind them: nobody who looks for help waits until the browser gives up."""
    page = pocket().page
    start(page)
    wait_for(page, "active")
    finish(page)
    moved = threading.Event()
    between.forge = lambda method, path: moved.wait(60) and None if path == "/support" else None
    page.goto("/support")
    moved.set()
    assert "Who you can turn to" in page.content()


FAILING = (PORTAL, Answer(503), Answer(404), Answer(302, headers={"Location": "/sign-in"}), None)


def test_an_update_that_fails_leaves_the_version_before_in_charge(pocket, between):
    page = pocket().page
    start(page)
    wait_for(page, "active")
    before = kept(page)
    for turn, answer in enumerate(FAILING):
        another_version(between, f"next-{turn}")
        if answer is None:
            between.change = _cut_short(between.change)
        between.forge = lambda method, path, answer=answer: answer if path == "/shell" else None
        assert page.evaluate(_UPDATE) == "redundant"
        assert kept(page) == before
    between.down()
    page.goto("/write")
    assert page.locator("textarea, template#write").count()


_UPDATE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  const coming = new Promise(resolve => registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker.addEventListener("statechange", () => resolve(worker.state));
  }, {once: true}));
  await registration.update();
  return coming;
}"""


def _cut_short(change):
    """The document arrives, a little of it missing."""
    return lambda path, body: change(path, body)[:-20] if path == "/shell" else change(path, body)


def versions(page: Page) -> list[str]:
    return [name.removeprefix("afterword-shell-") for name in page.evaluate("() => caches.keys()")]


def test_a_new_version_is_offered_and_waits_while_something_typed_is_not_kept(pocket, between):
    page = pocket().page
    start(page)
    wait_for(page, "active")
    first = versions(page)
    page.evaluate("() => { globalThis.here = true; globalThis.settled = false; }")
    another_version(between)
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    eventually(page, "offers.length === 1")
    wait_for(page, "waiting")
    assert versions(page) == [*first, "next"]
    assert page.evaluate("() => offers[0]()") is False
    page.wait_for_timeout(300)
    assert page.evaluate("() => globalThis.here") is True
    wait_for(page, "waiting")
    page.evaluate("() => { globalThis.settled = true; }")
    with page.expect_navigation():
        page.evaluate("() => { offers[0](); }")
    assert page.evaluate("() => globalThis.here") is None
    eventually(page, "!(await navigator.serviceWorker.getRegistration()).waiting")


# What a page may do as the next worker takes over: Chromium starts the old one again for a fetch that comes as it ends.
BUSY = """() => {
  const busy = setInterval(() => fetch("/manifest.webmanifest").catch(() => {}), 20);
  setTimeout(() => clearInterval(busy), 2000);
}"""


def test_a_new_version_takes_over_however_busy_the_page_is(pocket, between):
    page = pocket().page
    start(page)
    wait_for(page, "active")
    another_version(between)
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    eventually(page, "offers.length === 1")
    with page.expect_navigation():
        page.evaluate(BUSY)
        page.evaluate("() => { offers[0](); }")
    eventually(page, "!(await navigator.serviceWorker.getRegistration()).waiting")


def test_an_old_page_still_finds_its_files_beside_a_new_worker_and_they_go_when_it_is_closed(pocket, between):
    holder = pocket()
    page = holder.page
    start(page)
    wait_for(page, "active")
    [first] = versions(page)
    other = holder.context.new_page()
    other.goto("/journal")
    other.evaluate(_START)
    other.evaluate("() => { globalThis.here = true; }")
    another_version(between)
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    eventually(page, "offers.length")
    with page.expect_navigation():
        page.evaluate("() => { offers.at(-1)(); }")
    eventually(other, "offers.length")  # the other tab is asked for its own yes
    assert other.evaluate("() => globalThis.here") is True
    assert set(versions(page)) == {first, "next"}
    between.down()
    assert not holder.reaches_the_server()
    assert "textarea" in other.evaluate("() => document.getElementById('write').innerHTML")
    assert other.evaluate("() => import('/static/js/phone/install.js').then(Object.keys)")
    holder.close()
    holder.start().goto("/write")
    eventually(holder.page, "(await caches.keys()).length === 1")
    assert versions(holder.page) == ["next"]


def test_the_way_back_takes_the_worker_off_and_leaves_the_words(pocket, between):
    """The rehearsal of what the operator does with JOURNAL_WORKER=rollback."""
    holder = pocket("nurse-ed")
    page = holder.page
    start(page)
    wait_for(page, "active")
    page.evaluate(_PUT)
    rollback = (ROOT / "static" / "sw-rollback.js").read_bytes()
    between.change = lambda path, body: b"const SHELL = {};\n" + rollback if path == "/sw.js" else body
    page.evaluate(BUSY)
    page.evaluate("async () => { await (await navigator.serviceWorker.getRegistration()).update(); }")
    eventually(page, "!(await navigator.serviceWorker.getRegistrations()).length")
    eventually(page, "!(await caches.keys()).length")
    between.asked.clear()
    page.goto("/write")
    assert ("GET", "/write") in between.asked
    assert page.evaluate(_GET) == "still here"


_PUT = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("afterword-test");
  opening.onupgradeneeded = () => opening.result.createObjectStore("words").put("still here", "key");
  opening.onsuccess = resolve;
  opening.onerror = reject;
})"""
_GET = """() => new Promise(resolve => {
  const opening = indexedDB.open("afterword-test");
  opening.onsuccess = () => {
    opening.result.transaction("words").objectStore("words").get("key").onsuccess = e => resolve(e.target.result);
  };
})"""


def test_the_operators_switch_serves_the_way_back(tmp_path):
    for worker, words in (("rollback", "unregister"), ("on", "skip-waiting")):
        app = create_app(Settings(data_dir=tmp_path / worker, worker=worker))
        answer = app.test_client().get("/sw.js")
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.mimetype == "text/javascript"
        assert words in answer.text
        app.extensions["journal"].close()


SHARED = 'A line from another app. </template><script>x</script> & "quotes" $& Zoë 🙂'
_SHARE = """([title, text]) => {
  const form = Object.assign(document.createElement("form"), {method: "post", action: "/write/shared"});
  for (const [name, value] of Object.entries({title, text, url: ""})) {
    form.append(Object.assign(document.createElement("textarea"), {name, value}));
  }
  document.body.append(form);
  form.submit();
}"""


def test_text_shared_from_another_app_arrives_with_no_signal_and_again_after_a_reload(pocket, between):
    holder = pocket()
    page = holder.page
    start(page)
    wait_for(page, "active")
    page.goto("/write")
    between.down()
    assert not holder.reaches_the_server()
    with page.expect_navigation(url="**/write/shared"):
        page.evaluate(_SHARE, ["Note", SHARED])
    read = "() => document.querySelector('template#shared').content.textContent"
    assert page.evaluate(read) == f"Note\n\n{SHARED}"
    page.reload()
    assert page.evaluate(read) == f"Note\n\n{SHARED}"
    assert not any("line from another app" in content for _, _, content in kept(page).values())
    assert not any("another" in address for address in holder.addresses)


def test_every_push_shows_a_reminder_that_says_nothing(pocket, between):
    holder = pocket()
    page = holder.page
    holder.context.grant_permissions(["notifications"], origin=between.address)
    start(page)
    wait_for(page, "active")
    browser = holder.context.new_cdp_session(page)
    known: list[dict[str, object]] = []
    browser.on("ServiceWorker.workerRegistrationUpdated", lambda event: known.extend(event["registrations"]))
    browser.send("ServiceWorker.enable")
    for _ in range(150):
        if known:
            break
        page.wait_for_timeout(100)
    for data, title, path in (
        ('{"kind": "write"}', "A few minutes to write?", "/write"),
        ('{"kind": "action", "text": "Ask Mrs K"}', "Something you planned has come round", "/reminders"),
        ('{"kind": "still"}', "Is it still happening?", "/reminders"),
        ('{"kind": "constructor"}', "A few minutes to write?", "/write"),
        ("null", "A few minutes to write?", "/write"),
        ("Mrs K", "A few minutes to write?", "/write"),
        ("", "A few minutes to write?", "/write"),
    ):
        page.evaluate(_CLEAR)
        eventually(page, "!(await (await navigator.serviceWorker.ready).getNotifications()).length")
        where = {"origin": between.address, "registrationId": known[-1]["registrationId"]}
        browser.send("ServiceWorker.deliverPushMessage", {**where, "data": data})
        eventually(page, "(await (await navigator.serviceWorker.ready).getNotifications()).length")
        assert page.evaluate(_SHOWN) == [[title, "", path]]


_SHOWN = """async () => {
  const shown = await (await navigator.serviceWorker.ready).getNotifications();
  return shown.map(one => [one.title, one.body, one.data]);
}"""
_CLEAR = """async () => {
  for (const one of await (await navigator.serviceWorker.ready).getNotifications()) one.close();
}"""
