"""What goes wrong while somebody writes, and where their words are afterwards."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from journal.cli.demo import PASSWORD
from journal.schemas.limits import TEXT_BYTES
from tests.browser.writing import entry_path, is_kept, tap_chip


def begin(device, name, text, **more):
    phone = device("phone", name, **more)
    page = phone.goto("/write")
    page.get_by_label("What happened?").fill(text)
    return phone, page


def save(page):
    page.get_by_role("button", name="Save").tap()


def test_a_session_that_ends_while_somebody_writes_costs_no_word(place, device):
    text = "Quiet shift until four.\n\nThen bed nine, and her son on the phone. Ended in the middle."
    phone, page = begin(device, "nurse-ed", text)
    tap_chip(page, "Time", times=3)
    place.end_sessions("nurse-ed")
    save(page)
    expect(page.get_by_role("heading", name="Sign in to keep this")).to_be_visible()
    expect(page.get_by_label("What happened?")).to_have_value(text)
    assert place.holding("nurse-ed", "Ended in the middle") == []
    page.get_by_label("Email").fill("nurse-ed@wharfside.example")
    page.get_by_label("Password").fill("not this one at all")
    page.get_by_role("button", name="Sign in").tap()
    expect(page.get_by_role("link", name="do not match")).to_be_visible()
    expect(page.get_by_label("What happened?")).to_have_value(text)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").tap()
    expect(page.get_by_label("What happened?")).to_have_value(text)
    page.get_by_role("button", name="Keep this as Dani").tap()
    is_kept(page)
    (kept,) = place.holding("nurse-ed", "Ended in the middle")
    assert (kept.head.body, kept.head.facets["elements"]) == (text, {"time": "missing"})
    assert not [address for address in phone.addresses if "bed" in address]


def test_a_session_that_ends_before_an_answer_costs_no_word(place, device):
    phone, page = begin(device, "nurse-hospice", "She asked for the window to be opened. Ended before the answer.")
    save(page)
    is_kept(page)
    page.get_by_role("textbox").fill("I opened it and we listened.")
    place.end_sessions("nurse-hospice")
    page.get_by_role("button", name="Keep my answer").tap()
    expect(page.get_by_role("heading", name="Sign in to keep this")).to_be_visible()
    page.get_by_label("Email").fill("nurse-hospice@wharfside.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").tap()
    page.get_by_role("button", name="Keep this as Anna").tap()
    expect(page.get_by_text("Your answer is kept with the entry.")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("I opened it and we listened.")
    (kept,) = place.holding("nurse-hospice", "Ended before the answer")
    assert [answer.text for answer in kept.head.content.answers] == ["I opened it and we listened."]


def test_two_taps_on_save_make_one_entry(place, device):
    phone, page = begin(device, "nurse-ed", "Tapped twice.")
    page.get_by_role("button", name="Save").evaluate("e => { e.click(); e.click(); }")
    is_kept(page)
    page.get_by_role("button", name="Keep my answer").wait_for()
    assert len(place.holding("nurse-ed", "Tapped twice")) == 1


def test_going_back_and_saving_again_changes_the_same_entry(place, device):
    phone, page = begin(device, "nurse-ed", "Gone back to.")
    save(page)
    is_kept(page)
    page.go_back()
    box = page.get_by_label("What happened?")
    expect(box).to_have_value("Gone back to.")
    save(page)
    is_kept(page)
    page.go_back()
    box.fill("Gone back to. And one line more.")
    save(page)
    is_kept(page)
    (kept,) = place.holding("nurse-ed", "Gone back to")
    assert [head.body for head in kept.heads] == ["Gone back to. And one line more."]


def test_an_empty_box_begins_a_new_entry_even_where_one_was_saved_from_this_page(place, device):
    phone, page = begin(device, "nurse-ed", "The first of two.")
    save(page)
    is_kept(page)
    page.go_back()
    page.get_by_label("What happened?").fill("")
    page.reload()
    page.get_by_label("What happened?").fill("The second of two.")
    save(page)
    is_kept(page)
    assert len(place.holding("nurse-ed", "of two.")) == 2


def test_too_long_a_text_is_told_before_and_after_and_stays_whole(place, device):
    phone = device("phone", "sw-mental")
    page = phone.goto("/write")
    box, note = page.get_by_label("What happened?"), page.locator("#text-note")
    expect(note).to_have_text("Up to about 10,000 words. No names, please.")
    box.fill("x" * (TEXT_BYTES - 3000))
    expect(note).to_contain_text("Nearly full. Room for about 500 more words.")
    text = "A long day, told twice. é " * (TEXT_BYTES // 26)
    box.fill(text)
    expect(note).to_contain_text("Too long to keep as one entry")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Nothing you wrote is lost.")
    expect(page.get_by_label("What happened?")).to_have_value(text)
    assert place.holding("sw-mental", "told twice") == []
    page.get_by_label("What happened?").fill(text[: TEXT_BYTES // 2])
    save(page)
    is_kept(page)
    (kept,) = place.holding("sw-mental", "told twice")
    assert kept.head.body == text[: TEXT_BYTES // 2]


def test_two_tabs_that_change_one_entry_make_two_versions_that_are_shown_and_joined(place, device):
    phone, page = begin(device, "hv-community", "Changed in two tabs.")
    save(page)
    is_kept(page)
    path = entry_path(page)
    other = phone.tab()
    for tab in (page, other):
        tab.goto(f"{path}/edit")
    for tab, words in ((page, "Changed in two tabs. Left one."), (other, "Changed in two tabs. Right one.")):
        tab.get_by_label("Change your entry").fill(words)
        tab.get_by_role("button", name="Keep the change").tap()
        expect(tab.get_by_text("Your changes are kept.")).to_be_visible()
    main = other.get_by_role("main")
    expect(main).to_contain_text("Two versions of this entry")
    expect(main).to_contain_text("Left one.")
    expect(main).to_contain_text("Right one.")
    phone.goto("/journal")
    expect(page.get_by_text("two versions to join").first).to_be_visible()
    other.get_by_role("link", name="Join them").tap()
    box = other.get_by_label("Change your entry")
    for words in ("Left one.", "Right one."):
        expect(box).to_have_value(re.compile(re.escape(words)))
    box.fill("Changed in two tabs. Left one. Right one.")
    other.get_by_role("button", name="Keep the change").tap()
    expect(other.get_by_text("Your changes are kept.")).to_be_visible()
    expect(main).not_to_contain_text("Two versions of this entry")
    (kept,) = place.holding("hv-community", "Changed in two tabs")
    assert [head.body for head in kept.heads] == ["Changed in two tabs. Left one. Right one."]


@pytest.mark.parametrize(
    "text",
    [
        "She smiled 🙂 and her family 👩‍👩‍👧 came, 🏴󠁧󠁢󠁷󠁬󠁳󠁿 flag and all",
        "قالت لي: «شكرا» ثم قالت thank you مرة أخرى",
        "Cafe\u0301 and caf\u00e9, n\u0303 and \u00f1, \u0915\u094d\u0937, Z\u0351\u036b\u0343\u036a",
        "\n\nTwo lines of air before, a tab\there, and two after.\n\n",
        "<script>alert(1)</script> & </textarea> \"quoted\" 'twice' {{ 7*7 }}",
        "Written in a hurry\u200b\u00a0with\ufeff hidden signs\u2028and a strange line end",
    ],
)
def test_what_is_typed_is_what_is_kept_and_shown_and_typed_again(text, place, device):
    phone, page = begin(device, "sw-mental", text)
    save(page)
    is_kept(page)
    page.goto(entry_path(page))
    kept = place.entries("sw-mental")[0]
    assert kept.head.body == text
    assert page.locator(".prose").first.evaluate("e => e.textContent") == text
    page.get_by_role("link", name="Change").tap()
    expect(page.get_by_label("Change your entry")).to_have_value(text)


def test_a_nul_and_other_control_signs_survive_the_way_there_and_back(place, device):
    """No keyboard types them, but a paste or a dictation can bring them."""
    text = "Before\x00after, bell\x07, and \x0b and \x1b too"
    phone = device("phone", "sw-mental")
    page = phone.goto("/write")
    page.get_by_label("What happened?").evaluate("(e, text) => { e.value = text; }", text)
    save(page)
    is_kept(page)
    assert place.entries("sw-mental")[0].head.body == text
    page.goto(entry_path(page) + "/edit")
    page.get_by_role("button", name="Keep the change").tap()
    expect(page.get_by_text("Your changes are kept.")).to_be_visible()
    assert "after, bell" in place.entries("sw-mental")[0].head.body


def test_leaving_with_unsaved_words_asks_first(place, device):
    phone, page = begin(device, "sw-mental", "")
    page.get_by_label("What happened?").press_sequentially("Not yet")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Journal").first.tap()
    expect(page.get_by_label("What happened?")).to_have_value("Not yet")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("who", ["nurse-ed", "supervisor"])
def test_the_box_the_six_how_it_went_and_save_are_in_one_reach(who, place, device):
    """At the top of the page, on a phone of 412 by 839, nothing of them lies under the bars."""
    page = device("phone", who).goto("/write")
    bar = page.locator(".actions-sticky").bounding_box()["y"]
    things = page.locator("#text, .chip, .segment").all()
    assert len(things) == 1 + 6 + 3
    for thing in things:
        box = thing.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= bar
        assert min(box["width"], box["height"]) >= 44
    assert page.locator("#text").bounding_box()["height"] >= 140
    assert page.get_by_role("button", name="Save").bounding_box()["height"] >= 44


def test_a_tap_on_save_reaches_save_wherever_the_page_is_scrolled_to(place, device):
    """The chips' buttons lie on one another; none may lie on the bars they are scrolled beneath."""
    page = device("phone", "supervisor", viewport={"width": 412, "height": 600}).goto("/write")
    met = page.evaluate(
        """() => {
          const half = (from, size) => from + size / 2;
          const box = e => e.getBoundingClientRect();
          const middle = e => [half(box(e).left, box(e).width), half(box(e).top, box(e).height)];
          const bars = [document.querySelector(".actions-sticky .button"), ...document.querySelectorAll(".sections a")];
          const found = [];
          for (let at = 0; at <= document.documentElement.scrollHeight; at += 8) {
            scrollTo({top: at, behavior: "instant"});
            for (const bar of bars) {
              const on = document.elementFromPoint(...middle(bar));
              if (on !== bar && !bar.contains(on)) found.push(`${bar.textContent.trim()} at ${at}: ${on.outerHTML}`);
            }
          }
          return found;
        }"""
    )
    assert met == []
