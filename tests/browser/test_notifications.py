"""Turning notifications on: only from a tap, mended at every opening, and never left to the next person.

No push service can be reached from here, so the browser's own subscriptions are stood in for; all else is real.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import delete, select

from journal.database import new_id
from journal.http import transaction
from journal.reminders import vapid
from journal.reminders.models import PushSubscription
from journal.reminders.sealing import open_subscription
from tests.browser.place import Place
from tests.reminders.browsers import Browser

# A browser's push manager, as the specification has it. What it holds outlives the page, as the real one's does.
STAND_IN = """(() => {
  const made = %s;
  const held = () => JSON.parse(sessionStorage.getItem("held"));
  const keep = (value) => sessionStorage.setItem("held", JSON.stringify(value));
  const count = (what) => sessionStorage.setItem(what, Number(sessionStorage.getItem(what) ?? 0) + 1);
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const subscription = ({ told, key }) => ({
    endpoint: told.endpoint,
    options: { applicationServerKey: bytes(key).buffer, userVisibleOnly: true },
    toJSON: () => told,
    unsubscribe: async () => (keep(null), true),
  });
  const pushManager = {
    getSubscription: async () => (held() ? subscription(held()) : null),
    subscribe: async ({ userVisibleOnly, applicationServerKey: key }) => {
      if (!userVisibleOnly || Notification.permission !== "granted") throw new DOMException("no", "NotAllowedError");
      count("subscribed");
      keep({ told: made[Number(sessionStorage.getItem("subscribed")) - 1], key });
      return subscription(held());
    },
  };
  navigator.serviceWorker.getRegistration = async () => ({ pushManager });
  let permission = sessionStorage.getItem("permission") ?? "default";
  Object.defineProperty(Notification, "permission", { get: () => permission });
  Notification.requestPermission = async () => {
    count("asked");
    permission = sessionStorage.getItem("answer") ?? "granted";
    sessionStorage.setItem("permission", permission);
    return permission;
  };
})()"""


@pytest.fixture
def browsers(place: Place) -> Iterator[list[Browser]]:
    yield [Browser() for _ in range(5)]
    with transaction(place.parts) as work:
        work.session.execute(delete(PushSubscription))


def opened(device, place: Place, browsers: list[Browser], name: str = "nurse-ed") -> Page:
    """A phone that keeps this person's journal, on the page of reminders."""
    holder = device("phone")
    holder.context.add_init_script(STAND_IN % json.dumps([one.told() for one in browsers]))
    arrive(holder.context, holder.page, place, name)
    return holder.page


def arrive(context: BrowserContext, page: Page, place: Place, name: str) -> None:
    """Sign this person in on the phone, and open the page."""
    context.add_cookies([place.cookie(name, keeps=True)])
    page.goto("/me")
    answer = page.evaluate(
        """async (device) => (await fetch("/api/device", { method: "POST", body: JSON.stringify({ device }),
        headers: { "Content-Type": "application/json" } })).status""",
        str(new_id()),
    )
    assert answer == 200
    page.goto("/reminders")


def kept(place: Place, name: str) -> list[str]:
    """The addresses the server keeps for this person."""
    with place.parts.database.read() as session:
        rows = session.scalars(select(PushSubscription).where(PushSubscription.owner_id == place.actor(name).id))
        return [open_subscription(place.parts.keys, row).endpoint for row in rows]


def counted(page: Page, what: str) -> int:
    return page.evaluate("(what) => Number(sessionStorage.getItem(what) ?? 0)", what)


def held(page: Page) -> str | None:
    return page.evaluate("() => JSON.parse(sessionStorage.getItem('held'))?.told.endpoint ?? null")


def test_they_are_asked_for_on_a_tap_and_turned_off_with_another(device, place, browsers):
    page = opened(device, place, browsers)
    expect(page.get_by_text("Notifications are off here.")).to_be_visible()
    assert counted(page, "asked") == 0
    page.get_by_role("button", name="Turn notifications on").click()
    expect(page.get_by_text("Notifications are on here.")).to_be_visible()
    assert counted(page, "asked") == 1
    assert kept(place, "nurse-ed") == [browsers[0].endpoint] == [held(page)]
    key = page.evaluate("() => JSON.parse(sessionStorage.getItem('held')).key")
    assert key == vapid.public_key(place.parts.ring)
    page.get_by_role("button", name="Turn them off here").click()
    expect(page.get_by_text("Notifications are off here.")).to_be_visible()
    assert (kept(place, "nurse-ed"), held(page)) == ([], None)


def test_somebody_who_says_no_is_told_where_to_change_it_and_not_asked_again(device, place, browsers):
    page = opened(device, place, browsers)
    page.evaluate("() => sessionStorage.setItem('answer', 'denied')")
    page.get_by_role("button", name="Turn notifications on").click()
    expect(page.get_by_text("set to allow no notifications")).to_be_visible()
    page.reload()
    expect(page.get_by_text("set to allow no notifications")).to_be_visible()
    assert counted(page, "asked") == 1
    assert kept(place, "nurse-ed") == []


def test_an_address_the_browser_lost_or_changed_is_mended_at_the_next_opening(device, place, browsers):
    page = opened(device, place, browsers)
    page.get_by_role("button", name="Turn notifications on").click()
    expect(page.get_by_text("Notifications are on here.")).to_be_visible()
    page.evaluate("() => sessionStorage.setItem('held', 'null')")
    page.reload()
    expect(page.get_by_text("Notifications are on here.")).to_be_visible()
    assert kept(place, "nurse-ed") == [browsers[1].endpoint] == [held(page)]
    page.reload()
    expect(page.get_by_text("Notifications are on here.")).to_be_visible()
    assert kept(place, "nurse-ed") == [browsers[1].endpoint]
    page.evaluate("() => { sessionStorage.setItem('held', 'null'); sessionStorage.setItem('permission', 'default'); }")
    page.reload()
    expect(page.get_by_text("Notifications are off here.")).to_be_visible()
    assert kept(place, "nurse-ed") == []
    assert counted(page, "asked") == 1


def test_the_next_person_in_a_browser_hears_nothing_meant_for_the_one_before(device, place, browsers):
    page = opened(device, place, browsers)
    page.get_by_role("button", name="Turn notifications on").click()
    expect(page.get_by_text("Notifications are on here.")).to_be_visible()
    page.context.clear_cookies()
    arrive(page.context, page, place, "supervisor")
    expect(page.get_by_text("Notifications are off here.")).to_be_visible()
    assert held(page) is None
    assert counted(page, "asked") == 1
    assert kept(place, "supervisor") == []


def test_with_no_signal_nothing_is_dropped(device, place, browsers):
    page = opened(device, place, browsers)
    page.get_by_role("button", name="Turn notifications on").click()
    expect(page.get_by_text("Notifications are on here.")).to_be_visible()
    before = held(page)
    portals = (
        {"status": 503, "content_type": "text/html", "body": ""},
        {"status": 200, "content_type": "text/html", "body": "<p>Welcome to our wifi"},
        {"status": 200, "content_type": "application/json", "body": "{}"},
    )
    for portal in portals:
        page.route("**/api/reminders/*", lambda route, _request, portal=portal: route.fulfill(**portal))
        with page.expect_response("**/api/reminders/compare"):
            page.reload()
        page.wait_for_function("() => document.querySelectorAll('[data-push-say]:not([hidden])').length === 0")
        assert held(page) == before
        page.unroute("**/api/reminders/*")
    assert kept(place, "nurse-ed") == [before]
