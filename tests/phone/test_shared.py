"""Shared things: text from another app, and a device that more than one person uses."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from journal.cli.demo import PASSWORD
from tests.browser.writing import MARK
from tests.phone.test_closed import closed
from tests.phone.test_screens import box, save, sign_in, whole, write
from tests.phone.test_strangers import locked
from tests.phone.test_worker import _SHARE, kept, start, wait_for

pytestmark = pytest.mark.browser

WORDS = f"Read on the way home, {MARK}note. <b>& more</b>"
# Everything in every database of ours, as text: sealed bytes stay bytes.
STORED = """async () => {
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
    });
    for (const store of database.objectStoreNames) {
      const asked = database.transaction(store).objectStore(store).getAll();
      found.push(await new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result))));
    }
    database.close();
  }
  return JSON.stringify([found, { ...localStorage }, { ...sessionStorage }, history.state]);
}"""

KEYS = """async () => {
  let found = 0;
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
    });
    if (database.objectStoreNames.contains("keys")) {
      const asked = database.transaction("keys").objectStore("keys").getKey("device");
      found += (await new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)))) ? 1 : 0;
    }
    database.close();
  }
  return found;
}"""


def share(page: Page) -> None:
    with page.expect_navigation(url="**/write/shared"):
        page.evaluate(_SHARE, ["", WORDS])


def test_text_shared_while_nobody_is_signed_in_is_shown_to_be_copied_and_kept_nowhere(pocket, between):
    holder = pocket()
    page = holder.page
    start(page)
    wait_for(page, "active")
    for signal in (True, False):
        if not signal:
            between.down()
        page.goto("/write")
        expect(page.get_by_role("heading", name="Nobody is signed in here")).to_be_visible()
        share(page)
        expect(page.get_by_role("main")).to_contain_text(WORDS)
        expect(page.get_by_role("main")).to_contain_text("Sign in, then share it again.")
    page.reload()
    holder.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=between.address)
    page.get_by_role("button", name="Copy").tap()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == WORDS
    assert MARK not in page.evaluate(STORED)
    assert not any(MARK in content for _, _, content in kept(page).values())
    assert not any(MARK in address for address in holder.addresses)


def test_text_shared_while_the_journal_is_locked_waits_for_the_pin_and_is_seen_before_a_sign_in(pocket):
    page = pocket("hv-community").keep_the_journal()
    locked(page)
    page.goto("/write")
    closed(page)
    share(page)
    closed(page)
    page.get_by_text("I forgot the PIN").tap()
    page.get_by_role("button", name="Sign in").tap()
    expect(page.get_by_role("main")).to_contain_text(WORDS)
    page.get_by_label("PIN", exact=True).fill("40 herons")
    page.get_by_role("button", name="Unlock").tap()
    expect(box(page)).to_have_value(WORDS)


def test_a_page_of_another_site_can_put_no_words_in_the_box(pocket, between):
    """The worker answers before the server can refuse it."""
    holder = pocket("sw-mental")
    page = holder.keep_the_journal()
    form = f"""<!doctype html><form method=post action={between.address}/write/shared>
      <textarea name=text>Not hers, {MARK}planted.</textarea></form><script>document.forms[0].submit()</script>"""
    holder.context.route("http://elsewhere.example/*", lambda route: route.fulfill(body=form, content_type="text/html"))
    page.goto("http://elsewhere.example/")
    expect(page.get_by_text("This request came from another site")).to_be_visible()
    page.goto("/write")
    expect(box(page)).to_have_value("")
    expect(page.get_by_role("main")).not_to_contain_text("planted")


def test_a_sign_in_on_a_shared_device_leaves_nobodys_key_behind(pocket, place):
    holder = pocket("sw-mental")
    page = holder.keep_the_journal()
    whole(page)
    place.end_sessions("sw-mental")
    write(page, f"Not sent, and mine, {MARK}behind.")
    save(page)
    page.goto("/sign-in")
    page.get_by_label("This is a shared device").check()
    page.get_by_label("Email").fill("nurse-ed@wharfside.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").tap()
    page.wait_for_url("**/write")
    assert page.evaluate(KEYS) == 0
    assert MARK not in page.content()
    page.goto("/me")
    page.get_by_role("button", name="Sign out", exact=True).tap()
    page.wait_for_url("**/sign-in")
    page.get_by_label("This is a shared device").uncheck()
    sign_in(page, "sw-mental")
    whole(page)
    for _ in range(300):
        if place.holding("sw-mental", f"{MARK}behind"):
            break
        page.wait_for_timeout(100)
    assert len(place.holding("sw-mental", f"{MARK}behind")) == 1
    assert place.holding("nurse-ed", f"{MARK}behind") == []
