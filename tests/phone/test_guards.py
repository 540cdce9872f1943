"""Guards that nobody sees while they hold: each stands between a small accident and somebody's words."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from journal.accounts import devices
from journal.accounts.models import Device
from journal.http import transaction
from tests.browser.writing import MARK
from tests.phone.test_screens import box, whole, write
from tests.phone.test_strangers import HAS_KEY, locked

BEGIN = "(only) => people.begin(fetch.bind(window), only).then(({person}) => person.id, (error) => error.code)"
FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  window.room = () => { IDBObjectStore.prototype.put = put; };
  IDBObjectStore.prototype.put = function (value, key) {
    if (this.name === "drafts") throw new DOMException("", "QuotaExceededError");
    return key === undefined ? put.call(this, value) : put.call(this, value, key);
  };
}"""
SIGHT = """(state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def devices_of(live, who: str) -> list[str]:
    with live.parts.database.read() as session:
        found = session.scalars(select(Device.id).where(Device.owner_id == live.actor(who).id)).all()
    return sorted(map(str, found))


def test_nobody_elses_journal_is_begun_where_one_person_is_asked_for(phone, live):
    one = phone()
    me = one.open()
    one.do("write", "Mine.")
    before = (one.do("people", "current"), one.do("people", "people"), devices_of(live, "other_author"))
    one.sign_in("other_author")
    assert one.page.evaluate(BEGIN, me) == "other_person"
    assert (one.do("people", "current"), one.do("people", "people"), devices_of(live, "other_author")) == before
    assert one.do("entries")[0]["head"]["body"] == "Mine.", "its key is still here"


def test_two_beginnings_in_one_moment_make_one_device(phone, live):
    one = phone(opened=False)
    held = set(devices_of(live, "author"))
    other = one.tab()
    start = f"() => {{ window.begun = ({BEGIN})(); return null; }}"
    one.page.evaluate(start)
    other.evaluate(start)
    assert one.page.evaluate("window.begun") == other.evaluate("window.begun")
    made = set(devices_of(live, "author")) - held
    assert len(made) == 1
    assert one.do("people", "people")["ok"][0]["device"] in made


@pytest.mark.browser
def test_a_page_that_comes_back_from_memory_looks_whether_its_journal_was_closed(pocket):
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    whole(page)
    page.goto("/journal")
    expect(page.locator("main .entry").first).to_be_visible()
    other = holder.context.new_page()
    other.goto("/shell")
    # Closed as another page does, without a word to this one.
    other.evaluate(
        """async () => {
          const { current, park } = await import("/static/js/phone/people.js");
          await park((await current()).id);
        }"""
    )
    come_back = "(persisted) => void dispatchEvent(new PageTransitionEvent('pageshow', { persisted }))"
    page.evaluate(come_back, False)
    page.wait_for_timeout(500)
    expect(page.locator("main .entry").first).to_be_visible()
    page.evaluate(come_back, True)
    expect(page.locator("main .entry")).to_have_count(0)


def away(page: Page) -> None:
    """Be out of sight for longer than the lock waits."""
    page.evaluate(SIGHT, "hidden")
    page.clock.fast_forward("06:00")
    page.wait_for_timeout(500)


@pytest.mark.browser
def test_the_lock_waits_for_words_that_cannot_be_kept(pocket):
    page = pocket("nurse-ed").keep_the_journal()
    locked(page)
    page.clock.install()
    page.goto("/write")
    unlock(page)
    whole(page)
    page.evaluate(FULL)
    box(page).fill(f"There is no room for this, {MARK}unkept.")
    expect(page.get_by_role("alert")).to_contain_text("This phone has no room left.")
    away(page)
    page.evaluate(SIGHT, "visible")
    expect(box(page)).to_have_value(f"There is no room for this, {MARK}unkept.")
    page.evaluate("() => window.room()")
    box(page).press("End")
    box(page).type(" Now there is.")
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    away(page)
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    unlock(page)
    expect(box(page)).to_have_value(f"There is no room for this, {MARK}unkept. Now there is.")


@pytest.mark.browser
def test_a_lock_in_another_tab_leaves_words_that_cannot_be_kept_where_they_can_be_copied(pocket):
    page = pocket("nurse-ed").keep_the_journal()
    locked(page)
    page.goto("/write")
    unlock(page)
    page.evaluate(FULL)
    box(page).fill(f"There is no room for this, {MARK}unkept.")
    expect(page.get_by_role("alert")).to_contain_text("This phone has no room left.")
    me = page.evaluate("import('/static/js/phone/people.js').then((m) => m.current()).then(({ id }) => id)")
    page.evaluate("(id) => new BroadcastChannel(`afterword-${id}`).postMessage('locked')", me)
    page.wait_for_timeout(1500)
    expect(box(page)).to_have_value(f"There is no room for this, {MARK}unkept.")
    expect(page.get_by_role("button", name="Copy what I wrote")).to_be_visible()


def unlock(page: Page) -> None:
    page.get_by_label("PIN", exact=True).fill("40 herons")
    page.get_by_role("button", name="Unlock").tap()


@pytest.mark.browser
def test_a_phone_whose_key_was_taken_gives_it_up_at_its_next_sync(pocket, place):
    holder = pocket("sw-mental")
    page = holder.keep_the_journal()
    whole(page)
    write(page, f"Begun on a phone that was lost, {MARK}lost.")
    assert page.evaluate(HAS_KEY)
    acting = place.actor("sw-mental")
    with transaction(place.parts) as work:
        for one in devices.devices_of(work.session, acting):
            devices.revoke(work.session, acting, one.id)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    # Somebody else's words are never on the page that says so, and the key is not on the phone.
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    expect(box(page)).to_have_count(0)
    assert not page.evaluate(HAS_KEY)
    assert MARK not in page.content()


@pytest.mark.browser
def test_no_word_of_a_theme_or_a_search_is_in_the_history(pocket):
    page = pocket("nurse-ed").keep_the_journal()
    whole(page)
    page.goto("/themes")
    expect(page.locator("article.theme").first).to_be_visible()
    page.goto("/journal")
    page.get_by_text("Show only some").tap()
    chooser = page.locator("select#theme")
    expect(chooser.locator("option").nth(1)).to_be_attached()
    chosen = chooser.locator("option").nth(1)
    key, label = chosen.get_attribute("value"), chosen.inner_text()
    chooser.select_option(key)
    expect(page.get_by_text("fit").first).to_be_visible()
    page.get_by_label("Find in your own words").fill("the")
    expect(page.locator("main mark").first).to_be_visible()
    page.locator("main .entry a").first.tap()
    expect(page.locator("body.one-entry")).to_be_visible()
    page.go_back()
    expect(chooser).to_have_value(key)
    told = json.dumps(page.evaluate("() => [history.state, location.href]"))
    assert key not in told
    assert label not in told
    assert '"the"' not in told
