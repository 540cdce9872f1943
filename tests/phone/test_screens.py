"""The phone's screens as a person meets them: what is written is there, said to be where it is, and found again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from journal.cli.demo import PASSWORD
from tests.browser.looking import COLOUR_RULES, axe_finds, double_text, open_all, runs_off
from tests.browser.writing import MARK, chip, entry_path, stands_at, tap_chip
from tests.phone.pocket import Pocket, eventually

SHOTS = Path(__file__).parents[2] / "test-output" / "phone"
WORDS = f"The kettle was on before I had my coat off. I felt rushed and a bit ashamed, {MARK}."
PIN = "40 herons"
UNSENT = """async () => {
  const { current } = await import("/static/js/phone/people.js");
  const { openStore } = await import("/static/js/phone/store.js");
  const store = await openStore((await current()).id);
  const { length } = await store.unsent();
  store.close();
  return length;
}"""


def box(page: Page):
    return page.locator("#text")


def write(page: Page, words: str) -> None:
    """Type into the box, and wait for the words that say it is kept."""
    page.goto("/write")
    box(page).fill(words)
    expect(page.get_by_text("Saved on this phone")).to_be_visible()


def save(page: Page) -> str:
    """Save what stands in the box; give the path of the entry. Names nobody decided about are asked about once."""
    page.get_by_role("button", name="Save", exact=True).tap()
    asked = page.locator(".marks-ask:visible")
    expect(asked.or_(page.locator("#view [data-saved]")).first).to_be_visible()
    if asked.count():
        page.get_by_role("button", name="Save", exact=True).tap()
    page.wait_for_url("**/question")
    return entry_path(page)


def whole(page: Page) -> None:
    """Wait until the page says that the server has everything, and nothing is on the phone alone."""
    expect(page.get_by_text("Everything is synced")).to_be_visible(timeout=20_000)
    # The line may still be that of a moment before something was saved.
    eventually(page, f"!(await ({UNSENT})())")


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(f"{name}@wharfside.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").tap()
    expect(box(page)).to_be_editable()


def test_a_killed_page_costs_no_word_no_mark_and_no_other_text_begun(pocket, between):
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    write(page, "The first thing, begun and left.")
    page.get_by_role("button", name="Put this aside and begin another").tap()
    expect(box(page)).to_have_value("")
    write_here = "The second thing, typed until the battery went."
    box(page).fill(write_here)
    tap_chip(page, "Time", times=2)
    page.get_by_label("was hard").tap()
    page.get_by_text("More", exact=True).tap()
    page.get_by_label("Systems", exact=True).check()
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    between.down()
    holder.kill()
    page = holder.start()
    page.goto("/write")
    expect(box(page)).to_have_value(write_here)
    stands_at(page, "Time", "strained")
    expect(page.get_by_label("was hard")).to_be_checked()
    page.get_by_text("More", exact=True).tap()
    expect(page.get_by_label("Systems", exact=True)).to_be_checked()
    begun = page.get_by_role("listitem").filter(has_text="The first thing, begun and left.")
    begun.get_by_role("button", name="Go on with this").tap()
    expect(box(page)).to_have_value("The first thing, begun and left.")
    page.reload()
    expect(box(page)).to_have_value("The first thing, begun and left.")


def test_marks_without_words_are_never_slipped_under_the_next_entry(pocket):
    holder = pocket("hv-community")
    page = holder.keep_the_journal()
    tap_chip(page, "Time", times=2)
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Put this aside")).to_be_visible()
    stands_at(page, "Time", "strained")  # the page it was begun on goes on with it
    holder.kill()
    page = holder.start()
    page.goto("/write")
    begun = page.get_by_role("listitem").filter(has_text="Only marks so far")
    expect(begun).to_be_visible()
    expect(chip(page, "Time").get_by_role("radio", name="strained", checked=True)).to_have_count(0)
    begun.get_by_role("button", name="Go on with this").tap()
    expect(page.get_by_role("button", name="Put this aside")).to_be_visible()
    stands_at(page, "Time", "strained")


def test_what_is_opened_before_its_fields_are_there_is_filled_when_they_come(pocket):
    """On a slow phone a thumb is there first."""
    page = pocket("nurse-ed").keep_the_journal()
    page.add_init_script("requestIdleCallback = (work) => setTimeout(work, 2000);")
    page.goto("/write")
    expect(box(page)).to_be_editable()
    page.get_by_text("More", exact=True).tap()
    page.get_by_text("Write with boxes instead").tap()
    expect(page.locator("[data-facets]").get_by_role("group").first).to_be_visible()
    expect(page.get_by_role("link", name="Six steps round")).to_be_visible()


def test_saved_with_no_signal_asked_answered_and_once_on_the_server_later(pocket, between, place):
    holder = pocket("hv-community")
    page = holder.keep_the_journal()
    whole(page)
    earlier = {one.id for one in place.holding("hv-community", MARK)}
    between.down()
    write(page, WORDS)
    tap_chip(page, "Time", times=2)
    path = save(page)
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    expect(page.get_by_text("1 waiting since")).to_be_visible()
    asked = page.locator(".question-text").inner_text()
    page.get_by_role("button", name="Ask me something else").tap()
    expect(page.locator(".question-text")).not_to_have_text(asked)
    asked = page.locator(".question-text").inner_text()
    page.get_by_text("Why this question?").tap()
    expect(page.locator(".question details p")).not_to_be_empty()
    page.reload()
    expect(page.locator(".question-text")).to_have_text(asked)
    page.get_by_label("Your answer").fill("I could have said at the door that I had ten minutes.")
    expect(page.locator("#text-note")).to_have_text("Saved on this phone")
    page.reload()
    expect(page.get_by_label("Your answer")).to_have_value("I could have said at the door that I had ten minutes.")
    page.get_by_role("button", name="Keep my answer").tap()
    main = page.get_by_role("main")
    expect(main).to_contain_text("I could have said at the door")
    expect(main).to_contain_text(asked)
    assert {one.id for one in place.holding("hv-community", MARK)} == earlier
    between.up()
    page.reload()
    whole(page)
    expect(page.locator("[data-saved]")).to_have_text("Synced")
    (kept,) = [one for one in place.holding("hv-community", MARK) if one.id not in earlier]
    assert path.endswith(str(kept.id))
    assert len(kept.heads) == 1
    assert kept.head.facets["elements"] == {"time": "strained"}
    assert [answer.question for answer in kept.head.content.answers] == [asked]
    assert not [one for one in holder.addresses if MARK in one or "kettle" in one.lower()]


def test_two_versions_are_shown_and_kept_together(pocket, between, place):
    holder = pocket("sw-mental")
    page = holder.keep_the_journal()
    entry = place.write("sw-mental", "What the other phone wrote, before.")
    seen = next(one for one in place.entries("sw-mental") if one.id == entry)
    place.write("sw-mental", "What this one wrote meanwhile.", follows=seen)
    page.goto("/phone")
    page.get_by_role("button", name="Sync now").tap()
    expect(page.get_by_role("status").filter(has_text="Everything is synced.")).to_be_visible()
    page.goto(f"/entries/{entry}")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Both are yours")
    for words in ("What the other phone wrote, before.", "What this one wrote meanwhile."):
        expect(main).to_contain_text(words)
    page.get_by_role("button", name="Keep them together").tap()
    expect(main).not_to_contain_text("Both are yours")
    expect(main.locator(".prose")).to_have_count(1)
    whole(page)
    (joined,) = [one for one in place.entries("sw-mental") if one.id == entry]
    assert len(joined.heads) == 1
    assert set(joined.head.body.split("\n\n")) == {
        "What the other phone wrote, before.",
        "What this one wrote meanwhile.",
    }


def test_what_was_opened_stays_open_when_a_sync_ends(pocket, between):
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    between.down()
    write(page, "The lift was out again and he took the stairs.")
    page.goto(save(page))
    page.get_by_text("More", exact=True).tap()
    expect(page.get_by_role("link", name="Earlier versions")).to_be_visible()
    between.up()
    page.evaluate("() => dispatchEvent(new Event('online'))")
    whole(page)
    expect(page.get_by_role("link", name="Earlier versions")).to_be_visible()


def test_an_entry_is_changed_and_every_version_stays(pocket, between, place):
    holder = pocket("nurse-hospice")
    page = holder.keep_the_journal()
    write(page, "She asked for the window to be opened.")
    path = save(page)
    page.goto(f"{path}/edit")
    box(page).fill("She asked for the window to be opened. I opened it.")
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    page.go_back()
    page.goto(f"{path}/edit")
    expect(box(page)).to_have_value("She asked for the window to be opened. I opened it.")
    page.get_by_role("button", name="Keep the change").tap()
    expect(page.get_by_text("Your change is saved on this phone.")).to_be_visible()
    page.get_by_text("More", exact=True).tap()
    page.get_by_role("link", name="Earlier versions").tap()
    expect(page.get_by_role("heading", name="Every version")).to_be_focused()
    assert [one.strip() for one in page.locator("section.card .prose").all_inner_texts()] == [
        "She asked for the window to be opened. I opened it.",
        "She asked for the window to be opened.",
    ]
    page.go_back()
    expect(page).to_have_url(f"{between.address}{path}")
    expect(page.get_by_role("main")).to_contain_text("I opened it.")


def test_names_kept_with_an_entry_are_not_asked_about_again(pocket, between):
    page = pocket("hv-community").keep_the_journal()
    write(page, "Doctor Osei rang back at noon.")
    path = save(page)
    page.goto(f"{path}/edit")
    box(page).press("End")
    box(page).press_sequentially(" I was glad.")
    expect(page.locator(".marks")).to_contain_text("Doctor Osei")
    page.get_by_role("button", name="Keep the change").tap()
    expect(page.get_by_text("Your change is saved on this phone.")).to_be_visible()
    page.goto(f"{path}/edit")
    box(page).press("End")
    box(page).press_sequentially(" So was Mrs Patel.")
    expect(page.locator(".marks")).to_contain_text("Mrs Patel")
    page.get_by_role("button", name="Keep the change").tap()
    expect(page.locator(".marks-ask")).to_contain_text("Mrs Patel")
    expect(page.locator(".marks-ask")).not_to_contain_text("Osei")


def test_a_change_that_was_begun_stays_while_a_question_is_answered(pocket, between):
    page = pocket("hv-community").keep_the_journal()
    write(page, "The door was on the chain, and I was late. I felt ashamed.")
    path = save(page)
    page.goto(f"{path}/edit")
    box(page).fill("The door was on the chain, and I was late. I felt ashamed. Begun to change.")
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    page.goto(f"{path}/question")
    page.get_by_label("Your answer").fill("That I could ring ahead.")
    page.get_by_role("button", name="Keep my answer").tap()
    expect(page.get_by_text("Your answer is saved with the entry")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("That I could ring ahead.")
    page.goto(f"{path}/edit")
    expect(box(page)).to_have_value("The door was on the chain, and I was late. I felt ashamed. Begun to change.")
    page.goto(f"{path}/question")
    expect(page.get_by_label("Your answer")).to_have_value("")


def test_an_answer_that_was_begun_is_not_lost_when_another_question_stands_there(pocket, between):
    """Asking for something else changes the question; so does a new version whose bank chooses another."""
    page = pocket("hv-community").keep_the_journal()
    write(page, "The door was on the chain, and I was late. I felt ashamed.")
    save(page)
    asked = page.locator(".question-text").inner_text()
    page.get_by_label("Your answer").fill("That I could ring ahead.")
    page.get_by_role("button", name="Ask me something else").tap()
    expect(page.locator(".question-text")).not_to_have_text(asked)
    expect(page.get_by_label("Your answer")).to_have_value("That I could ring ahead.")
    page.get_by_label("Your answer").press_sequentially(" Always.")
    expect(page.locator("#text-note")).to_have_text("Saved on this phone")
    page.reload()
    expect(page.get_by_label("Your answer")).to_have_value("That I could ring ahead. Always.")


def test_own_words_are_found_at_every_letter_and_stand_in_no_address(pocket, between, place):
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    write(page, f"Nobody else writes {MARK}finch, so it is found.")
    save(page)
    page.goto("/journal")
    cards = page.locator("main .entry")
    expect(cards.first).to_be_visible()
    whole(page)  # a sync that ends draws the list again
    page.get_by_label("Find in your own words").press_sequentially(f"{MARK}fi")
    expect(cards).to_have_count(1)
    expect(page.locator("mark")).to_have_text(f"{MARK}fi")
    expect(page.get_by_text("1 entry fits.")).to_be_visible()
    cards.get_by_role("link").tap()
    expect(page.get_by_role("main")).to_contain_text(f"{MARK}finch")
    page.go_back()
    expect(page.get_by_label("Find in your own words")).to_have_value(f"{MARK}fi")
    expect(cards).to_have_count(1)
    page.get_by_label("Find in your own words").fill("")
    page.get_by_text("Show only some").tap()
    page.get_by_label("How it went").select_option("was_hard")
    hard = [one for one in place.entries("nurse-ed") if one.head.facets.get("valence") == "was_hard"]
    expect(page.get_by_text(f"{len(hard)} entries fit.")).to_be_visible()
    page.reload()
    expect(page.get_by_text(f"{len(hard)} entries fit.")).to_be_visible()
    assert not [one for one in holder.addresses if MARK in one]
    assert MARK not in page.evaluate("() => JSON.stringify([history.state, {...localStorage}, {...sessionStorage}])")


def test_every_theme_comes_and_the_way_back_leads_to_where_it_began(pocket, between):
    page = pocket("nurse-ed").keep_the_journal()
    whole(page)
    page.goto("/themes")
    cards = page.locator("article.theme")
    expect(page.get_by_role("table", name="The six elements over time")).to_be_visible()
    drawn = cards.count()
    assert drawn > 4
    link = cards.last.locator("[data-first] a").first
    link.scroll_into_view_if_needed()
    stood = page.evaluate("scrollY")
    link.tap()
    expect(page.locator("body.one-entry")).to_be_visible()
    page.go_back()
    expect(cards).to_have_count(drawn)
    assert abs(page.evaluate("scrollY") - stood) < 40


def test_a_locked_journal_shows_no_word_until_the_pin_opens_it(pocket, between, place):
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    whole(page)
    page.goto("/phone/lock")
    page.get_by_label("New PIN").fill(PIN)
    page.get_by_role("button", name="Turn the lock on").tap()
    expect(page.get_by_text("The lock is on.", exact=True)).to_be_visible()
    seen = place.entries("nurse-ed")[0]
    between.down()
    for path in (f"/entries/{seen.id}", "/journal", "/write"):
        page.goto(path)
        expect(page.get_by_role("heading", name="Locked")).to_be_visible()
        assert seen.head.body[:20] not in page.content()
    page.get_by_label("PIN", exact=True).fill("not this one")
    page.get_by_role("button", name="Unlock").tap()
    expect(page.get_by_role("alert")).to_contain_text("That is not your PIN.")
    page.goto(f"/entries/{seen.id}")
    page.get_by_label("PIN", exact=True).fill(PIN)
    page.get_by_role("button", name="Unlock").tap()
    expect(page.get_by_role("main")).to_contain_text(seen.head.body[:20])
    page.goto("/phone")
    page.get_by_label("PIN", exact=True).fill(PIN)
    page.get_by_role("button", name="Unlock").tap()
    page.get_by_role("button", name="Lock now").tap()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()


def test_unsent_words_are_parked_at_sign_out_and_back_for_their_author_alone(pocket, between, place):
    holder = pocket()
    page = holder.page
    sign_in(page, "hv-community")
    holder.keep_the_journal()
    whole(page)
    between.down()
    write(page, f"Not sent yet, and mine, {MARK}parked.")
    save(page)
    page.goto("/phone")
    expect(page.get_by_text("1 entry has not been synced")).to_be_visible()
    page.get_by_role("button", name="Sign out").tap()
    page.wait_for_url("**/sign-in")
    between.up()
    page.goto("/write")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    sign_in(page, "sw-mental")
    page.goto("/journal")
    expect(page.locator("main .entry").first).to_be_visible()
    page.get_by_label("Find in your own words").fill("parked")
    expect(page.get_by_text("0 entries fit.")).to_be_visible()
    whole(page)
    page.goto("/phone")
    page.get_by_role("button", name="Sign out").tap()
    page.wait_for_url("**/sign-in")
    assert place.holding("hv-community", f"{MARK}parked") == []
    sign_in(page, "hv-community")
    whole(page)
    assert len(place.holding("hv-community", f"{MARK}parked")) == 1
    assert place.holding("sw-mental", f"{MARK}parked") == []


def test_an_ended_session_stops_neither_writing_nor_reading(pocket, between, place):
    holder = pocket("nurse-hospice")
    page = holder.keep_the_journal()
    whole(page)
    place.end_sessions("nurse-hospice")
    write(page, f"Written after the session was over, {MARK}over.")
    save(page)
    expect(page.get_by_role("link", name="Sign in to sync")).to_be_visible()
    expect(page.get_by_text("1 waiting since")).to_be_visible()
    page.goto("/journal")
    expect(page.get_by_role("main")).to_contain_text(f"{MARK}over")
    page.get_by_role("link", name="Sign in to sync").tap()
    page.get_by_label("Email").fill("nurse-hospice@wharfside.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").tap()
    whole(page)
    assert len(place.holding("nurse-hospice", f"{MARK}over")) == 1


def test_words_that_waited_for_a_day_come_with_a_way_to_copy_them(pocket, between):
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    whole(page)
    between.down()
    write(page, "Waits for a signal that does not come.")
    save(page)
    page.clock.install()
    page.clock.fast_forward("26:00:00")
    page.reload()
    expect(page.get_by_text("Some of your words have waited for more than a day")).to_be_visible()
    page.get_by_role("link", name="Take a copy").tap()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a text file").tap()
    assert "Waits for a signal that does not come." in download.value.path().read_text(encoding="utf-8")


def test_a_full_phone_is_named_and_the_text_stays_in_the_box(pocket, between, place):
    page = pocket("nurse-ed").keep_the_journal()
    page.evaluate(
        """() => {
          const {put, add} = IDBObjectStore.prototype;
          window.room = () => Object.assign(IDBObjectStore.prototype, {put, add});
          const full = () => { throw new DOMException("", "QuotaExceededError"); };
          Object.assign(IDBObjectStore.prototype, {put: full, add: full});
        }"""
    )
    box(page).fill(f"There is no room for this, {MARK}full.")
    trouble = page.get_by_role("alert")
    expect(trouble).to_contain_text("This phone has no room left.")
    expect(page.get_by_text("Saved on this phone")).to_be_hidden()
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(trouble).to_be_focused()
    expect(box(page)).to_have_value(f"There is no room for this, {MARK}full.")
    trouble.get_by_role("button", name="Copy what I wrote").tap()
    copied = trouble.get_by_role("button", name="Copied")
    expect(copied).to_be_visible()
    page.wait_for_timeout(1000)
    expect(copied).to_be_focused()  # it is not said anew at each try to keep it
    page.evaluate("() => window.room()")
    save(page)
    whole(page)
    assert len(place.holding("nurse-ed", f"{MARK}full")) == 1


def test_two_tabs_never_write_over_each_others_text(pocket, between):
    holder = pocket("nurse-ed")
    page = holder.keep_the_journal()
    write(page, "In the first tab.")
    other = holder.context.new_page()
    other.goto("/write")
    expect(box(other)).to_have_value("")
    expect(other.get_by_role("listitem").filter(has_text="In the first tab.")).to_be_visible()
    box(other).fill("In the second tab.")
    expect(other.get_by_text("Saved on this phone")).to_be_visible()
    other.close()
    page.reload()
    expect(box(page)).to_have_value("In the first tab.")
    expect(page.get_by_role("listitem").filter(has_text="In the second tab.")).to_be_visible()


def test_somebody_else_at_the_sign_in_never_mixes_two_journals(pocket, between, place):
    holder = pocket("nurse-hospice")
    page = holder.keep_the_journal()
    whole(page)
    between.down()
    write(page, f"Mine alone, {MARK}mine.")
    save(page)
    holder.hold_session(place, "sw-mental")
    between.up()
    page.reload()
    page.get_by_role("link", name="Somebody else is signed in").tap()
    expect(page.get_by_text("This journal belongs to Anna")).to_be_visible()
    page.get_by_role("button", name="Open their journal").tap()
    expect(box(page)).to_have_value("")
    whole(page)
    page.goto("/journal")
    page.get_by_label("Find in your own words").fill(f"{MARK}mine")
    expect(page.get_by_text("0 entries fit.")).to_be_visible()
    for name in ("sw-mental", "nurse-hospice"):
        assert place.holding(name, f"{MARK}mine") == []


def test_a_forgotten_pin_costs_a_sign_in_and_no_text(pocket, between, place):
    holder = pocket()
    page = holder.page
    sign_in(page, "nurse-hospice")
    holder.keep_the_journal()
    page.goto("/phone/lock")
    page.get_by_label("New PIN").fill(PIN)
    page.get_by_role("button", name="Turn the lock on").tap()
    expect(page.get_by_text("The lock is on.", exact=True)).to_be_visible()
    page.goto("/write")
    page.get_by_text("I forgot the PIN").tap()
    page.get_by_role("button", name="Sign in").tap()
    page.wait_for_url("**/sign-in**")
    page.get_by_label("Email").fill("nurse-hospice@wharfside.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").tap()
    old_pin = page.get_by_text("The old PIN is still set.")
    expect(old_pin).to_be_visible()
    page.get_by_label("New PIN").fill("41 herons")
    page.get_by_role("button", name="Change the PIN").tap()
    expect(page.get_by_text("The lock is on.", exact=True)).to_be_visible()
    expect(old_pin).to_be_hidden()
    page.goto("/phone/lock")
    page.get_by_label("PIN", exact=True).fill("41 herons")
    page.get_by_role("button", name="Unlock").tap()
    expect(page.get_by_role("button", name="Take the lock off")).to_be_visible()
    expect(old_pin).to_be_hidden()
    page.get_by_role("button", name="Take the lock off").tap()
    expect(page.get_by_text("The lock is off.", exact=True)).to_be_visible()
    page.goto("/journal")
    expect(page.locator("main .entry").first).to_be_visible()


def screens(place, name: str) -> dict[str, str]:
    """Every screen that needs no special state, by the name of its picture."""
    entry = f"/entries/{place.entries(name)[0].id}"
    return {
        "write": "/write",
        "write-with-boxes": "/write/with/driscoll",
        "journal": "/journal",
        "entry": entry,
        "edit": f"{entry}/edit",
        "question": f"{entry}/question",
        "revisions": f"{entry}/revisions",
        "themes": "/themes",
        "me": "/phone",
        "lock": "/phone/lock",
        "safe": "/phone/safe",
        "waiting": "/phone/waiting",
        "not-here": "/entries/00000000-0000-4000-8000-000000000000",
    }


def shown(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("#view h1, #view h2, #view textarea").first).to_be_visible()
    page.wait_for_timeout(400)


def picture(page: Page, name: str, how: str, width: int = 412) -> None:
    """Take the whole screen, the bars at its end; the box as it is met."""
    folder = SHOTS / how
    folder.mkdir(parents=True, exist_ok=True)
    if name != "write":
        tall = page.evaluate("() => document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(max(tall, 839), 6000)})
    page.screenshot(path=folder / f"{name}.png")
    page.set_viewport_size({"width": width, "height": 839})


@pytest.mark.parametrize("light", ["light", "dark"])
def test_axe_finds_nothing_on_any_screen(light, pocket, between, place):
    holder: Pocket = pocket("nurse-ed", color_scheme=light, reduced_motion="reduce")
    page = holder.keep_the_journal()
    whole(page)
    found: list[str] = []
    for name, path in screens(place, "nurse-ed").items():
        shown(page, path)
        picture(page, name, light)
        open_all(page)
        page.wait_for_timeout(200)
        found += [f"{name}: {line}" for line in axe_finds(page, rules=COLOUR_RULES if light == "dark" else None)]
    assert not found, "\n".join(found)
    assert not holder.said, holder.said


def test_no_screen_runs_off_sideways_at_320_pixels_or_twice_the_text(pocket, between, place):
    page = pocket("nurse-ed").keep_the_journal()
    whole(page)
    found: list[str] = []
    for name, path in screens(place, "nurse-ed").items():
        page.set_viewport_size({"width": 320, "height": 839})
        shown(page, path)
        picture(page, name, "narrow", 320)
        open_all(page)
        found += [f"{name} narrow: {line}" for line in runs_off(page)]
        double_text(page)
        found += [f"{name} doubled on 320: {line}" for line in runs_off(page)]
        page.set_viewport_size({"width": 412, "height": 839})
        found += [f"{name} doubled: {line}" for line in runs_off(page)]
        picture(page, name, "doubled")
    assert not found, "\n".join(found)


def test_the_box_the_six_how_it_went_and_save_are_in_one_reach(pocket, between):
    page = pocket("nurse-ed").keep_the_journal()
    whole(page)
    bar = page.locator(".actions-sticky").bounding_box()["y"]
    for thing in page.locator("#text, .chip, .segment").all():
        held = thing.bounding_box()
        assert held["y"] + held["height"] <= bar
        assert min(held["width"], held["height"]) >= 44
    # With the keyboard open the page is short: the box stays where it was, and Save lies over the keys.
    before = box(page).bounding_box()
    page.set_viewport_size({"width": 412, "height": 520})
    page.wait_for_timeout(200)
    assert box(page).bounding_box() == before
    button = page.get_by_role("button", name="Save", exact=True).bounding_box()
    assert 440 <= button["y"] and button["y"] + button["height"] <= 520
