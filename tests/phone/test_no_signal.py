"""The journal in a pocket with no signal: it opens cold, keeps what is typed, and leaves words nowhere else."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.writing import MARK
from tests.phone.pocket import Answer, Between, Pocket, eventually
from tests.phone.test_worker import BUSY, another_version
from tests.server.processes import ROOT

WORDS = f"The kettle was on before I had my coat off, {MARK}."


def box(page: Page):
    return page.locator("main textarea").first


def no_signal(holder: Pocket, between: Between) -> None:
    between.down()
    assert not holder.reaches_the_server()


def write(page: Page, words: str) -> None:
    """Type, and wait until the draft is durable."""
    box(page).fill(words)
    expect(page.locator("[data-kept]")).to_be_visible()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).first.tap()
    expect(box(page)).not_to_have_value(WORDS)


def test_a_cold_start_with_no_signal_gives_a_box_that_keeps_what_is_typed(pocket, between):
    holder = pocket("nurse-ed")
    holder.keep_the_journal()
    holder.close()
    between.down()
    page = holder.start()
    page.goto("/write")
    expect(box(page)).to_be_editable()
    assert not holder.reaches_the_server()
    write(page, WORDS)
    page.reload()
    expect(box(page)).to_have_value(WORDS)
    holder.kill()
    page = holder.start()
    page.goto("/write")
    expect(box(page)).to_have_value(WORDS)


def test_every_address_of_the_journal_opens_with_no_signal_and_others_say_that_they_need_one(pocket, between, place):
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    entry = f"/entries/{place.entries('nurse-ed')[0].id}"
    page.goto("/journal")
    page.locator(f'main a[href^="{entry}"]').first.wait_for()
    no_signal(holder, between)
    for path in (
        "/write", "/write/with/gibbs", "/journal", entry, f"{entry}/edit", f"{entry}/question", f"{entry}/revisions",
        "/themes", "/phone", "/phone/lock", "/phone/safe", "/phone/waiting",
    ):  # fmt: skip
        page.goto(path)
        expect(page.locator("#view").locator("h1, textarea").first).to_be_visible()
        expect(page.get_by_text("The journal could not be opened")).to_have_count(0)
        expect(page.get_by_text("This page needs a signal")).to_have_count(0)
    for path in ("/me", "/consent", "/privacy"):
        page.goto(path)
        expect(page.get_by_text("This page needs a signal")).to_be_visible()
    page.goto("/support")
    expect(page.get_by_role("heading", name="Who you can turn to")).to_be_visible()


def test_a_new_version_is_offered_beside_the_box_and_takes_no_word(pocket, between):
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    box(page).fill(WORDS)
    another_version(between)
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    offer = page.locator("[data-version]")
    expect(offer).to_be_visible()
    expect(box(page)).to_have_value(WORDS)
    with page.expect_navigation():
        offer.get_by_role("button").tap()
    expect(box(page)).to_have_value(WORDS)
    assert "<!-- next -->" in page.content()
    eventually(page, "!(await navigator.serviceWorker.getRegistration()).waiting")


def test_the_way_back_leaves_what_was_written_with_no_signal(pocket, between):
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    no_signal(holder, between)
    write(page, WORDS)
    between.up()
    page.goto("/write")
    expect(box(page)).to_have_value(WORDS)
    rollback = (ROOT / "static" / "sw-rollback.js").read_bytes()
    between.change = lambda path, body: rollback if path == "/sw.js" else body
    page.evaluate(BUSY)
    page.evaluate("async () => { await (await navigator.serviceWorker.getRegistration()).update(); }")
    eventually(page, "!(await caches.keys()).length")
    between.asked.clear()
    page.goto("/write")
    assert ("GET", "/write") in between.asked
    expect(box(page)).to_have_value(WORDS)


def test_text_shared_from_another_app_becomes_a_draft_with_no_signal(pocket, between):
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    no_signal(holder, between)
    with page.expect_navigation():
        page.evaluate(
            """text => {
              const form = Object.assign(document.createElement("form"), {method: "post", action: "/write/shared"});
              form.append(Object.assign(document.createElement("textarea"), {name: "text", value: text}));
              document.body.append(form);
              form.submit();
            }""",
            WORDS,
        )
    expect(box(page)).to_have_value(WORDS)
    page.wait_for_url("**/write")
    page.reload()
    expect(box(page)).to_have_value(WORDS)


def test_no_form_of_the_shell_lets_the_browser_remember_what_was_typed(between):
    """Chromium writes the fields of other forms into its session files, in clear."""
    forms = re.findall(r"<form\b[^>]*>", between.ask_plainly("/shell").decode())
    assert len(forms) > 5
    assert [form for form in forms if 'autocomplete="off"' not in form and "data-erase" not in form] == []


def test_words_are_nowhere_on_the_disk_but_sealed(pocket, between, tmp_path, place):
    """Write, save, sync, close: not one file of the browser's profile holds the words, in any cache or history."""
    holder = pocket("hv-community")
    page = holder.keep_the_journal()
    write(page, WORDS)
    page.reload()
    expect(box(page)).to_have_value(WORDS)
    save(page)
    for _ in range(300):
        if place.holding("hv-community", MARK):
            break
        page.wait_for_timeout(100)
    assert place.holding("hv-community", MARK)
    page.goto("/journal")
    expect(page.get_by_text(MARK).first).to_be_visible()
    page.locator("main").get_by_role("searchbox").fill(MARK)
    expect(page.locator("main mark").first).to_have_text(MARK)
    stored = page.evaluate(
        "() => JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, document.cookie])"
    )
    assert MARK not in stored
    assert not any(MARK in address for address in holder.addresses)
    holder.close()
    files = [path for path in holder.folder.rglob("*") if path.is_file()]
    assert len(files) > 20
    spoken = (MARK.encode(), MARK.encode("utf-16-le"))
    holding = [
        str(path.relative_to(holder.folder)) for path in files if any(one in path.read_bytes() for one in spoken)
    ]
    assert holding == []
    assert any(b"afterword-shell-" in path.read_bytes() for path in files), "the profile is not where we look"


def test_a_worker_left_over_on_a_shared_device_goes_and_the_plain_page_comes(pocket, between, place):
    """Somebody signed in without keeping anything, past a worker that another tab had put in place again."""
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    page.goto("/support")
    page.evaluate(
        """async () => {
          for (const {name} of await indexedDB.databases()) indexedDB.deleteDatabase(name);
        }"""
    )
    holder.context.add_cookies([{**place.cookie("sw-mental"), "url": between.address}])
    page.goto("/write")
    expect(page.locator('form[action="/write"]')).to_be_visible()
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    assert page.evaluate("() => caches.keys()") == []
    assert "afterword-" not in str(page.evaluate("async () => (await indexedDB.databases()).map(one => one.name)"))


def test_a_journal_that_has_not_come_yet_is_not_called_empty(pocket, between):
    between.forge = lambda method, path: Answer(503) if path == "/api/sync" else None
    page = pocket("nurse-ed").keep_the_journal()
    page.goto("/journal")
    expect(page.get_by_role("heading", name="Not on this phone yet")).to_be_visible()
    between.forge = lambda method, path: None
    page.reload()
    expect(page.locator(".timeline-heading").first).to_be_visible()
    expect(page.get_by_role("heading", name="Not on this phone yet")).to_have_count(0)


_SLOWLY = """() => {
  const seal = crypto.subtle.encrypt.bind(crypto.subtle);
  crypto.subtle.encrypt = async (...given) => {
    await new Promise((resolve) => setTimeout(resolve, 900));
    return seal(...given);
  };
}"""


def test_what_is_saved_while_its_draft_is_being_kept_leaves_no_draft_behind(pocket, between):
    """On a slow phone one draft is being sealed, the next waits behind it, and the tap comes before both are kept."""
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    no_signal(holder, between)
    for wait in (0, 350):
        page.goto("/write")
        expect(box(page)).to_be_editable()
        expect(box(page)).to_have_value("")
        page.evaluate(_SLOWLY)
        box(page).fill("She said")
        page.wait_for_timeout(350)
        box(page).fill(f"{WORDS} {wait}")
        page.wait_for_timeout(wait)
        page.get_by_role("button", name="Save", exact=True).first.tap()
        page.wait_for_url("**/question")
        page.wait_for_timeout(2_500)
    page.goto("/write")
    expect(box(page)).to_be_editable()
    expect(box(page)).to_have_value("")
    expect(page.get_by_role("heading", name="Begun and not saved yet")).to_have_count(0)
    page.goto("/phone/waiting")
    expect(page.get_by_text("2 waiting")).to_be_visible()
