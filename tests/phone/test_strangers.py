"""Somebody else picks the phone up: no address, no second tab and no half-done sign-out opens what was closed."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from journal.accounts import devices
from journal.http import transaction
from tests.phone.pocket import eventually
from tests.phone.test_screens import PIN, sign_in, whole

pytestmark = pytest.mark.browser

HAS_KEY = """async () => {
  const { current } = await import("/static/js/phone/people.js");
  const { openStore } = await import("/static/js/phone/store.js");
  const me = await current();
  return Boolean(me && (await (await openStore(me.id)).get("keys", "device")));
}"""

LEAVING = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("afterword");
  opening.onerror = reject;
  opening.onsuccess = () => {
    const asked = opening.result.transaction("state").objectStore("state").get("leaving");
    asked.onsuccess = () => {
      opening.result.close();
      resolve(asked.result);
    };
  };
})"""


def locked(page: Page) -> None:
    page.goto("/phone/lock")
    page.get_by_label("New PIN").fill(PIN)
    page.get_by_role("button", name="Turn the lock on").tap()
    expect(page.get_by_text("The lock is on.", exact=True)).to_be_visible()


def test_no_address_opens_a_locked_journal_while_the_session_lives(pocket):
    """`#in` is where a sign-in leads: typed by a stranger it must ask for the PIN, and forgive no wrong try."""
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    locked(page)
    page.goto("/journal")
    page.get_by_label("PIN", exact=True).fill("not this one")
    page.get_by_role("button", name="Unlock").tap()
    expect(page.get_by_role("alert")).to_contain_text("That is not your PIN.")
    page.goto("/support")
    page.goto("/journal#in")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    state = """async () => {
      const { current } = await import("/static/js/phone/people.js");
      const { openStore } = await import("/static/js/phone/store.js");
      const { lockState } = await import("/static/js/phone/lock.js");
      return (await lockState(await openStore((await current()).id))).left;
    }"""
    assert page.evaluate(state) == 9


def test_a_sign_out_on_a_page_of_the_server_takes_the_key_too(pocket, place):
    holder = pocket()
    page = holder.page
    sign_in(page, "nurse-hospice")
    holder.keep_the_journal()
    whole(page)
    seen = place.entries("nurse-hospice")[0]
    page.goto("/me")
    page.get_by_role("button", name="Sign out", exact=True).tap()
    page.wait_for_url("**/sign-in")
    page.goto(f"/entries/{seen.id}")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert seen.head.body[:20] not in page.content()


def test_a_sign_out_that_was_cut_off_is_finished_at_the_next_opening(pocket, between):
    holder = pocket("sw-mental")
    page = holder.keep_the_journal()
    whole(page)
    page.goto("/phone")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    # The server answers nothing and the page is closed meanwhile.
    page.route("**/api/sync", lambda route: None)
    page.route("**/api/reminders/*", lambda route: None)
    page.get_by_role("button", name="Sign out").tap()
    eventually(page, f"(await ({LEAVING})())")
    between.down()
    holder.kill()
    page = holder.start()
    page.goto("/journal")
    expect(page.get_by_text("Nobody is signed in here")).to_be_visible()
    assert not page.evaluate(HAS_KEY)


def test_signing_out_in_one_tab_closes_the_others(pocket):
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    whole(page)
    page.goto("/journal")
    expect(page.locator("main .entry").first).to_be_visible()
    other = holder.context.new_page()
    other.goto("/phone")
    other.get_by_role("button", name="Sign out").tap()
    other.wait_for_url("**/sign-in")
    page.bring_to_front()
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("Nobody is signed in here")).to_be_visible()
    expect(page.locator("main .entry")).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "sent"),
    [("/api/words", {"choices": []}), ("/api/themes", {"key": "none", "label": "My own name for it"})],
)
def test_what_one_person_decided_is_never_taken_for_another(phone, path, sent):
    """Between two requests of an open journal somebody else may sign in beside it."""
    one = phone()
    me = one.open()
    one.sign_in("other_author")
    ask = """([path, sent]) => fetch(path, {method: "POST", headers: {"Content-Type": "application/json"},
      body: JSON.stringify(sent)}).then(async (answer) => [answer.status, (await answer.json()).error?.code])"""
    assert one.page.evaluate(ask, [path, {**sent, "user": me}]) == [409, "other_person"]


def test_a_phone_whose_key_was_taken_gives_it_up_though_its_session_is_over(phone, live):
    """Taking the key ends the session: the phone of a thief is signed out, and must hear the reason all the same."""
    one = phone()
    one.do("write", "On a phone that was lost.")
    device = one.do("people", "current")["ok"]["device"]
    with transaction(live.parts) as work:
        devices.revoke(work.session, live.actor("author"), UUID(device))
    assert one.do("sync")["kind"] == "revoked"
