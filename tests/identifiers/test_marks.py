"""Marking while somebody writes, in a real browser: the box stays the browser's own, and every change is a tap."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.devices import Device
from tests.browser.looking import COLOUR_RULES, axe_finds, runs_off

pytestmark = pytest.mark.browser

SHOTS = Path(__file__).parents[2] / "test-output" / "marks"
TEXT = "Sat with Mrs Okafor on Hartley Ward while Mr Singh slept. Mrs Okafor cried."
WHO = "nurse-ed"
NEXT_CHECK = 1500
PATIENCE = 15_000

# What the copy behind the box shows, beside what the box says, and whether both break their lines alike.
_COPY = """() => {
  const box = document.querySelector("#text"), copy = document.querySelector(".marks-mirror");
  const marked = [...copy.querySelectorAll("span")].map(e => e.textContent);
  return { same: copy.textContent === box.value + "\\n", marked, high: [copy.scrollHeight, box.scrollHeight],
    wide: [copy.clientWidth, box.clientWidth], at: [copy.scrollTop, box.scrollTop] };
}"""
# How far the copy reaches past its box's surroundings in the very moment these shrink, before anything can follow.
_TURNED = """e => {
  const host = e.parentElement;
  host.style.inlineSize = "180px";
  const past = host.querySelector(".marks-mirror").getBoundingClientRect().right - host.getBoundingClientRect().right;
  host.style.inlineSize = "";
  return past;
}"""
# A save in the very moment in which the lists have come and have not been read yet: is there nothing to ask?
_LISTS_JUST_CAME = """async text => {
  const { load } = await import("/static/js/identifiers/index.js");
  const { markIdentifiers } = await import("/static/js/components/marks.js");
  let rules;
  const lists = await new Promise(onLists => { rules = load("/static/data/identifiers/", { onLists }); });
  const box = document.querySelector("#text").cloneNode();
  document.querySelector("main").append(box);
  box.value = text;
  const marking = markIdentifiers(box, { checker: await rules, before: "" });
  marking.check();
  const before = marking.ask();
  marking.use(lists);
  const after = marking.ask();
  marking.stop();
  return [before, after];
}"""
_ATTRIBUTES = "e => [...e.attributes].filter(a => a.name !== 'class').map(a => `${a.name}=${a.value}`)"


def opened(holder: Device, path: str = "/write") -> Page:
    """A page with its box, once the lists are there: a name that only they know is marked then."""
    page = holder.goto(path)
    expect(page.locator(".marks-mirror")).to_be_attached(timeout=PATIENCE)
    page.wait_for_function("performance.getEntriesByType('resource').some(e => e.name.includes('/words-'))")
    page.wait_for_timeout(600)
    return page


def box_of(page: Page) -> Locator:
    return page.locator("#text")


def typed(page: Page, text: str) -> None:
    box_of(page).press_sequentially(text)


def marked(page: Page, *words: str) -> None:
    """Wait until these words, in this order, and no others are listed."""
    expect(page.locator(".marks li > p > b")).to_have_text(list(words), timeout=PATIENCE)


def tap(page: Page, does: str, words: str) -> None:
    page.get_by_role("listitem").filter(has_text=words).get_by_role("button", name=does).tap()


def caret(page: Page) -> list[int]:
    return box_of(page).evaluate("e => [e.selectionStart, e.selectionEnd]")


@pytest.fixture
def page(device: Callable[..., Device]) -> Page:
    return opened(device("phone", WHO))


def test_what_is_typed_is_marked_and_the_box_stays_as_it_was(page):
    before = box_of(page).evaluate(_ATTRIBUTES)
    typed(page, TEXT)
    marked(page, "Mrs Okafor", "Hartley Ward", "Mr Singh")
    copy = page.evaluate(_COPY)
    assert copy["same"]
    assert copy["marked"] == ["Mrs Okafor", "Hartley Ward", "Mr Singh", "Mrs Okafor"]
    assert box_of(page).evaluate(_ATTRIBUTES) == before
    assert box_of(page).input_value() == TEXT
    assert box_of(page).evaluate("e => e.spellcheck")
    assert caret(page) == [len(TEXT)] * 2
    expect(page.get_by_role("status").filter(has_text="3 names or places")).to_be_attached()


def test_a_tap_replaces_everywhere_and_undo_brings_it_back(page):
    typed(page, TEXT)
    marked(page, "Mrs Okafor", "Hartley Ward", "Mr Singh")
    box_of(page).evaluate("e => e.setSelectionRange(60, 60)")
    tap(page, "Change to “the patient”", "Mrs Okafor")
    replaced = "Sat with the patient on Hartley Ward while Mr Singh slept. The patient cried."
    expect(box_of(page)).to_have_value(replaced)
    marked(page, "Hartley Ward", "Mr Singh")
    # The caret stood inside the second name: it stands behind what came instead, and the box still has the focus.
    assert caret(page) == [replaced.index("The patient") + len("The patient")] * 2
    expect(box_of(page)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(box_of(page)).to_have_value(TEXT)
    marked(page, "Mrs Okafor", "Hartley Ward", "Mr Singh")
    page.keyboard.press("Control+Shift+z")
    expect(box_of(page)).to_have_value(replaced)


def test_two_people_are_never_told_by_the_same_words(page):
    typed(page, TEXT)
    marked(page, "Mrs Okafor", "Hartley Ward", "Mr Singh")
    tap(page, "Change to", "Mrs Okafor")
    marked(page, "Hartley Ward", "Mr Singh")
    tap(page, "Change to", "Mr Singh")
    expect(box_of(page)).to_have_value(
        "Sat with the patient on Hartley Ward while another patient slept. The patient cried."
    )
    page.keyboard.press("Control+End")
    typed(page, " Then Mrs Khan rang.")
    marked(page, "Hartley Ward", "Mrs Khan")
    tap(page, "Change to", "Mrs Khan")
    expect(box_of(page)).to_have_value(re.compile("Then a third patient rang."))


def test_words_of_ones_own_are_put_instead_and_offered_again(device):
    holder = device("phone", WHO)
    page = opened(holder)
    typed(page, "I told Xaverine about it.")
    marked(page, "Xaverine")
    tap(page, "Edit", "Xaverine")
    page.get_by_label("Put instead").fill("my manager")
    with page.expect_response("**/api/words"):
        page.get_by_label("Put instead").press("Enter")
    expect(box_of(page)).to_have_value("I told my manager about it.")
    assert page.url.endswith("/write")
    box_of(page).fill("")
    page.reload()
    page = opened(holder)
    typed(page, "Then Xaverine came. 🙂 and Xaverine went")
    marked(page, "Xaverine")
    tap(page, "Change to “my manager”", "Xaverine")
    expect(box_of(page)).to_have_value("Then my manager came. 🙂 and my manager went")


def test_what_is_left_is_not_asked_about_again_by_its_author_alone(device):
    holder = device("phone", WHO)
    page = opened(holder)
    typed(page, "I told Quillona the news.")
    marked(page, "Quillona")
    with page.expect_response("**/api/words"):
        tap(page, "Leave it", "Quillona")
    marked(page)
    expect(page.get_by_text("Left as it is: Quillona")).to_be_visible()
    box_of(page).fill("")
    page.reload()
    page = opened(holder)
    typed(page, "I told Quillona and Xandrina.")
    page.wait_for_timeout(NEXT_CHECK)
    assert "Quillona" not in page.locator(".marks li").all_inner_texts()
    other = opened(device("phone", "hv-community"))
    typed(other, "I told Quillona the news.")
    marked(other, "Quillona")
    with other.expect_response("**/api/words"):
        tap(other, "Leave it", "Quillona")
    with other.expect_response("**/api/words"):
        other.get_by_role("button", name="Mark it again").tap()
    marked(other, "Quillona")


def test_sure_names_are_asked_about_once_before_saving(page):
    typed(page, "Rang Mrs Okafor at six.")
    page.get_by_role("button", name="Save", exact=True).tap()
    asked = page.locator(".marks-ask")
    expect(asked).to_contain_text("This could tell who somebody is: “Mrs Okafor”.")
    expect(asked).to_be_focused()
    assert page.url.endswith("/write")
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(page.get_by_text("Kept in your journal")).to_be_visible()


def test_the_question_before_saving_can_change_or_keep(page):
    typed(page, "Rang Mrs Okafor at six.")
    page.get_by_role("button", name="Save", exact=True).tap()
    page.locator(".marks-ask").get_by_role("button", name="Change").tap()
    expect(box_of(page)).to_have_value("Rang the patient at six.")
    expect(page.locator(".marks-ask")).to_be_hidden()
    page.keyboard.press("Control+End")
    box_of(page).press_sequentially(" Mr Singh came.")
    page.get_by_role("button", name="Save", exact=True).tap()
    page.get_by_role("button", name="Keep as it is").tap()
    expect(page.get_by_text("Kept in your journal")).to_be_visible()


def test_what_was_kept_is_marked_and_not_asked_about_again(device, place):
    entry_id = place.write(WHO, "Rang Mrs Okafor at six.")
    page = opened(device("phone", WHO), f"/entries/{entry_id}/edit")
    marked(page, "Mrs Okafor")
    page.get_by_role("button", name="Keep the change").tap()
    expect(page.get_by_text("Your changes are kept")).to_be_visible()


def test_pasting_and_dictating_are_the_browsers_own(device):
    holder = device("laptop", WHO)
    holder.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(holder)
    page.evaluate("() => navigator.clipboard.writeText('Rang Mrs Okafor.\\n\\nThen sat with Mr Singh.')")
    box_of(page).click()
    page.keyboard.press("Control+v")
    marked(page, "Mrs Okafor", "Mr Singh")
    for phrase in (" then", " I phoned Xaverine", " and we", " laughed"):
        page.keyboard.insert_text(phrase)
    marked(page, "Mrs Okafor", "Mr Singh", "Xaverine")
    copy = page.evaluate(_COPY)
    assert copy["same"]
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Control+z")
    assert box_of(page).input_value().startswith("Rang Mrs Okafor.\n\nThen sat")
    assert page.evaluate(_COPY)["same"]


def test_nothing_is_changed_while_a_word_is_being_composed(device):
    holder = device("laptop", WHO)
    page = opened(holder)
    keyboard = holder.context.new_cdp_session(page)
    typed(page, "Told ")
    for part in ("X", "Xa", "Xaver", "Xaverine"):
        keyboard.send("Input.imeSetComposition", {"text": part, "selectionStart": len(part), "selectionEnd": len(part)})
    page.wait_for_timeout(NEXT_CHECK)
    assert page.evaluate(_COPY)["same"]
    expect(page.locator(".marks")).to_be_hidden()
    assert box_of(page).input_value() == "Told Xaverine"
    keyboard.send("Input.insertText", {"text": "Xaverine"})
    page.keyboard.insert_text(" so")
    marked(page, "Xaverine")
    expect(box_of(page)).to_have_value("Told Xaverine so")


@pytest.mark.parametrize("width", [320, 412, 1280])
def test_the_copy_breaks_its_lines_where_the_box_does(device, width):
    holder = device("laptop", WHO)
    page = holder.page
    page.set_viewport_size({"width": width, "height": 700})
    page = opened(holder)
    words = f"{TEXT}  Two  spaces and a {'very' * 30}long word.\n\n\tA tab, a dash-ed word, ünïcödé 🙂🙂 and 'quotes'. "
    box_of(page).fill(words * 6)
    marked(page, "Mrs Okafor", "Hartley Ward", "Mr Singh")
    copy = page.evaluate(_COPY)
    assert copy["same"]
    assert abs(copy["high"][0] - copy["high"][1]) <= 1, "a line more or less"
    assert copy["wide"][0] == copy["wide"][1]
    assert box_of(page).evaluate(_TURNED) <= 0, "a phone that is turned would scroll sideways"
    box_of(page).evaluate("e => { e.style.cssText = 'field-sizing: fixed; height: 8rem'; e.scrollTop = 150; }")
    for _ in range(150):
        copy = page.evaluate(_COPY)
        if copy["at"][0] == 150:
            break
        page.wait_for_timeout(100)
    assert copy["at"][0] == copy["at"][1] == 150
    assert copy["wide"][0] == copy["wide"][1]
    assert abs(copy["high"][0] - copy["high"][1]) <= 1, "a line more or less"


def test_it_works_without_a_signal(device):
    holder = device("phone", WHO)
    page = opened(holder)
    holder.context.set_offline(True)
    typed(page, "Rang Mrs Okafor and told Xaverine.")
    marked(page, "Mrs Okafor", "Xaverine")
    tap(page, "Leave it", "Xaverine")
    marked(page, "Mrs Okafor")
    tap(page, "Change to", "Mrs Okafor")
    expect(box_of(page)).to_have_value("Rang the patient and told Xaverine.")
    assert [line for line in holder.complaints if "ERR_INTERNET_DISCONNECTED" not in line] == []
    holder.complaints.clear()


def test_the_list_is_used_by_keyboard_alone(device):
    page = opened(device("laptop", WHO))
    typed(page, "Rang Mrs Okafor and told Xaverine.")
    marked(page, "Mrs Okafor", "Xaverine")
    page.get_by_role("button", name="Change to “the patient”: Mrs Okafor").focus()
    page.keyboard.press("Enter")
    expect(box_of(page)).to_have_value("Rang the patient and told Xaverine.")
    expect(page.locator(".marks summary")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Xaverine").first).to_be_focused()


def test_the_list_is_accessible_in_any_light_and_in_reach(page):
    typed(page, TEXT)
    marked(page, "Mrs Okafor", "Hartley Ward", "Mr Singh")
    tap(page, "Edit", "Mr Singh")
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(page.locator(".marks-ask")).to_be_visible(timeout=PATIENCE)
    for light, rules in (("light", None), ("dark", COLOUR_RULES)):
        page.emulate_media(color_scheme=light, reduced_motion="reduce")
        assert axe_finds(page, rules=rules) == []
    sizes = page.locator(".marks button:visible").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert min(sizes) >= 44
    for width in (320, 412):
        page.set_viewport_size({"width": width, "height": 839})
        assert runs_off(page) == []


def test_a_name_that_only_the_lists_know_is_asked_about_in_the_moment_they_come(page):
    assert page.evaluate(_LISTS_JUST_CAME, "I told Xaverine about it.") == [True, False]


def test_marking_replacing_and_asking_are_pictured(device):
    SHOTS.mkdir(parents=True, exist_ok=True)
    for light, more in (("light", {}), ("dark", {}), ("forced", {"forced_colors": "active"})):
        holder = device("phone", WHO, color_scheme="dark" if light == "dark" else "light", **more)
        page = opened(holder)
        typed(page, f"{TEXT}\n\nMy mentor Rose thought Kestral would cope.")
        marked(page, "Mrs Okafor", "Hartley Ward", "Mr Singh", "Rose", "Kestral")
        page.screenshot(path=SHOTS / f"marking-{light}.png")
        tap(page, "Change to", "Mrs Okafor")
        marked(page, "Hartley Ward", "Mr Singh", "Rose", "Kestral")
        page.screenshot(path=SHOTS / f"replaced-{light}.png")
        page.get_by_role("button", name="Save", exact=True).tap()
        expect(page.locator(".marks-ask")).to_be_visible()
        page.screenshot(path=SHOTS / f"asking-{light}.png")
        box_of(page).fill("")


def test_the_gate_is_pictured(device, place):
    """Where text leaves its author: each word decided, and the question about clues that stand together."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    text = "Sat with Mrs Okafor, a retired magistrate with motor neurone disease, on Hartley Ward. She cried."
    page = device("phone", WHO).goto(f"/bring/{place.write(WHO, text)}")
    for name in ("What happened", "Ruth"):
        choice = page.get_by_label(name).first
        if choice.count() and not choice.is_checked():
            choice.check()
    page.locator("main form").get_by_role("button").first.tap()
    expect(page.get_by_role("heading", name="Words to decide about")).to_be_visible()
    page.screenshot(path=SHOTS / "gate-words.png", full_page=True)
    page.get_by_role("button", name="See what would leave").tap()
    page.get_by_text("Would a colleague or the family know who this is?").scroll_into_view_if_needed()
    page.screenshot(path=SHOTS / "gate-clues.png")
    assert axe_finds(page) == []
