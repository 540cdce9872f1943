"""While the journal is locked, or its person has signed out, no page of the server's shows a word either."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.phone.pocket import Between, Pocket, eventually
from tests.phone.test_screens import PIN, sign_in, whole
from tests.phone.test_strangers import locked

pytestmark = pytest.mark.browser

# Pages with somebody's words or their name on them, and an answer of the API as an address bar would show it.
PAGES = ("/bring", "/reminders", "/me", "/me/counting", "/confirm", "/api/phone")
CODE = "(await fetch('/api/phone').then(async (answer) => (await answer.json()).error?.code ?? 'open'))"
UNLOAD = """async () => {
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}"""
# Whoever was here has been away for longer than the lock waits.
AWAY = """(ms) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("afterword");
  opening.onsuccess = () => {
    const writing = opening.result.transaction("state", "readwrite");
    writing.objectStore("state").put({ at: Date.now() - ms, lasts: 300_000 }, "open");
    writing.oncomplete = () => resolve(opening.result.close());
    writing.onabort = reject;
  };
})"""


def closed(page: Page) -> None:
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert "Anna" not in page.content()


def unlock(page: Page) -> None:
    page.get_by_label("PIN", exact=True).fill(PIN)
    page.get_by_role("button", name="Unlock").tap()


def lock_now(page: Page) -> None:
    page.goto("/phone")
    unlock(page)
    page.get_by_role("button", name="Lock now").tap()
    closed(page)


def test_a_locked_journal_closes_the_pages_of_the_server_and_the_pin_opens_them(pocket):
    page = pocket("nurse-hospice").keep_the_journal()
    whole(page)
    locked(page)
    lock_now(page)
    for path in PAGES:
        page.goto(path)
        closed(page)
    eventually(page, f"{CODE} === 'asleep'")
    page.goto("/bring")
    unlock(page)
    expect(page.get_by_role("heading", name="Bring", exact=True)).to_be_visible()
    # Going about, nobody is asked again; what waits is sent.
    page.goto("/reminders")
    expect(page.get_by_role("heading", name="Reminders", exact=True)).to_be_visible()
    page.goto("/write")
    unlock(page)
    whole(page)
    eventually(page, f"{CODE} === 'open'")


def test_a_lock_that_closed_with_no_signal_closes_them_too(pocket, between):
    page = pocket("nurse-hospice").keep_the_journal()
    whole(page)
    locked(page)
    between.down()
    lock_now(page)
    between.up()
    between.asked.clear()
    for path in PAGES:
        page.goto(path)
        closed(page)
    assert not [path for _, path in between.asked if path in PAGES], "nobody even asked"


def test_whoever_was_away_is_asked_for_the_pin_on_a_page_of_the_server(pocket):
    page = pocket("nurse-hospice").keep_the_journal()
    whole(page)
    locked(page)
    page.goto("/me")
    expect(page.get_by_role("heading", name="Locked")).to_have_count(0)
    page.goto("/privacy")
    for away in (400_000, -400_000):  # a clock that was put back says nothing
        page.evaluate(AWAY, away)
        page.goto("/me")
        closed(page)
        unlock(page)
        expect(page.get_by_text("nurse-hospice@wharfside.example").first).to_be_visible()


def test_the_server_holds_the_lock_by_itself_where_no_worker_does(pocket):
    page = pocket("nurse-hospice").keep_the_journal()
    whole(page)
    locked(page)
    page.goto("/write")
    closed(page)
    eventually(page, f"{CODE} === 'asleep'")
    page.evaluate(UNLOAD)
    for path in PAGES[:-1]:
        page.goto(path)
        closed(page)
    page.goto("/api/phone")
    assert "asleep" in page.content()
    page.goto("/reminders")
    unlock(page)
    expect(page.get_by_role("heading", name="Reminders", exact=True)).to_be_visible()


def test_what_is_open_to_anybody_stays_open(pocket):
    page = pocket("nurse-hospice").keep_the_journal()
    locked(page)
    page.goto("/journal")
    closed(page)
    for path in ("/privacy", "/support"):
        page.goto(path)
        expect(page.get_by_role("heading", name="Locked")).to_have_count(0)
    page.goto("/sign-in")
    expect(page.get_by_label("Password")).to_be_visible()


def test_a_key_that_went_after_ten_wrong_tries_costs_one_sign_in(pocket):
    page = pocket("nurse-hospice").keep_the_journal()
    whole(page)
    locked(page)
    page.evaluate(
        """async () => {
          const { current } = await import("/static/js/phone/people.js");
          const { openStore } = await import("/static/js/phone/store.js");
          await (await openStore((await current()).id)).put("keys", "device", undefined);
        }"""
    )
    page.goto("/bring")
    expect(page.get_by_role("heading", name="Nobody is signed in here")).to_be_visible()
    page.get_by_role("link", name="Sign in").first.tap()
    page.wait_for_url("**/sign-in**")
    sign_in(page, "nurse-hospice")
    whole(page)


def signed_out_with_no_signal(holder: Pocket, between: Between) -> Page:
    """Give the page of a phone whose sign-out the server has not heard of, with the signal back."""
    page = holder.keep_the_journal()
    whole(page)
    between.down()
    page.goto("/phone")
    page.get_by_role("button", name="Sign out").tap()
    expect(page.get_by_role("heading", name="Nobody is signed in here")).to_be_visible()
    between.up()
    return page


def test_a_sign_out_with_no_signal_closes_every_page_until_the_server_has_heard_of_it(pocket, between):
    page = signed_out_with_no_signal(pocket("nurse-hospice"), between)
    between.asked.clear()
    page.goto("/bring")
    expect(page.get_by_label("Password")).to_be_visible()
    asked = [path for _, path in between.asked]
    assert asked.index("/sign-out") < asked.index("/bring"), "the sign-out came first"
    assert "Anna" not in page.content()


def test_after_a_sign_out_with_no_signal_the_sign_in_page_asks_for_a_password_at_once(pocket, between):
    page = signed_out_with_no_signal(pocket("nurse-hospice"), between)
    page.goto("/sign-in")
    expect(page.get_by_label("Password")).to_be_visible()
    assert page.url.endswith("/sign-in")
