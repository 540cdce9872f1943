"""The same journey without scripts, and with no pointer at all."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from journal.cli.demo import PASSWORD
from tests.browser.writing import entry_path, is_kept, question, stands_at, tap_chip


def test_everything_of_writing_works_without_scripts(place, device):
    phone = device("phone", java_script_enabled=False)
    phone.sign_in("hv-community")
    page = phone.page
    page.get_by_label("What happened?").fill("Fourth visit. The baby was asleep and we could talk. No scripts here.")
    tap_chip(page, "Understanding", times=3)
    stands_at(page, "Understanding", "missing")
    tap_chip(page, "Understanding")
    stands_at(page, "Understanding", "not marked")
    tap_chip(page, "Collaboration")
    page.get_by_label("went well").tap()
    page.get_by_role("button", name="Save").tap()
    is_kept(page)
    first = question(page)
    page.get_by_role("button", name="Ask me something else").tap()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first)
    page.get_by_role("textbox").fill("That she is doing better than she thinks.")
    page.get_by_role("button", name="Keep my answer").tap()
    main = page.get_by_role("main")
    expect(main).to_contain_text("That she is doing better than she thinks.")
    expect(main.get_by_role("img", name="Collaboration present")).to_be_visible()
    page.get_by_role("link", name="Change").tap()
    page.get_by_label("Change your entry").fill("Fourth visit, changed. No scripts here.")
    page.get_by_role("button", name="Keep the change").tap()
    expect(main).to_contain_text("Fourth visit, changed.")
    page.get_by_text("Add a little more").tap()
    page.get_by_text("More", exact=True).tap()
    page.get_by_role("link", name="Earlier versions").tap()
    expect(main).to_contain_text("The baby was asleep")
    phone.goto("/journal")
    page.get_by_label("Find in your own words").fill("no scripts here")
    page.get_by_role("button", name="Find").tap()
    expect(page.get_by_text("1 entry holds these words.")).to_be_visible()
    assert len(place.holding("hv-community", "No scripts here")) == 1


def press_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until the focus stands on what is called `name`; it must be seen to stand there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        held = page.locator(":focus")
        if held.count() and name in (held.evaluate(_NAME) or ""):
            assert held.evaluate(_SHOWN), f"the focus on {name} cannot be seen"
            return
    raise AssertionError(f"{name} is not reached by Tab")


_NAME = """e => [
  e.getAttribute("aria-label"),
  e.labels?.[0]?.textContent,
  e.closest("fieldset")?.querySelector("legend")?.textContent,
  e.matches("a, button, summary") ? e.textContent : "",
].filter(Boolean).join(" | ")"""
# The outline of the thing itself, or of what stands in for a button that lies over it.
_SHOWN = """e => [e, e.nextElementSibling, e.parentElement.querySelector(".chip-face")].filter(Boolean)
  .some(one => getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) > 0)"""


def test_sign_in_write_save_and_answer_with_the_keyboard_alone(place, device):
    laptop = device("laptop")
    page = laptop.goto("/sign-in")
    press_to(page, "Skip to the page")
    press_to(page, "Email")
    page.keyboard.type("sw-mental@wharfside.example")
    press_to(page, "Password")
    page.keyboard.type(PASSWORD)
    press_to(page, "This is a shared device")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What happened?")).to_be_visible()
    press_to(page, "Skip to the page")
    page.keyboard.press("Enter")
    press_to(page, "What happened?")
    page.keyboard.type("He came to the door himself today. By keys alone.")
    press_to(page, "Understanding")
    page.keyboard.press("ArrowDown")
    press_to(page, "Time")
    page.keyboard.press("ArrowUp")
    stands_at(page, "Understanding", "present")
    stands_at(page, "Time", "missing")
    press_to(page, "How did it go?")
    page.keyboard.press("ArrowRight")
    press_to(page, "Save")
    page.keyboard.press("Enter")
    is_kept(page)
    press_to(page, "Why this question?")
    page.keyboard.press("Enter")
    press_to(page, "Your answer")
    page.keyboard.type("He let me see the kitchen.")
    press_to(page, "Keep my answer")
    page.keyboard.press("Enter")
    main = page.get_by_role("main")
    expect(main).to_contain_text("He let me see the kitchen.")
    expect(main.get_by_role("img", name="Understanding present, Time missing")).to_be_visible()
    assert entry_path(page).removeprefix("/entries/") == str(place.holding("sw-mental", "By keys alone")[0].id)
