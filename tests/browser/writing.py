"""The steps that several journeys share, as a person takes them: by what is written on the page."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

MARK = "zyxwillow"
"""A word nobody else writes, to look for where no word of anybody's may be."""

ENTRY = (
    "Third visit this week and the kettle was on before I had my coat off. She told me about the letter without being "
    "asked. I kept looking at the clock, and I think she saw. I felt rushed and a bit ashamed, " + MARK + "."
)


def chip(page: Page, element: str) -> Locator:
    """The chip of an element: what a thumb meets."""
    return page.get_by_role("group", name=element, exact=True)


def chosen(page: Page, element: str) -> Locator:
    """What is chosen of a chip's states."""
    return chip(page, element).get_by_role("radio", checked=True)


def tap_chip(page: Page, element: str, times: int = 1) -> None:
    """Tap a chip where a thumb would, and wait each time until it stands at another state."""
    for _ in range(times):
        box = chip(page, element).bounding_box()
        assert box is not None
        before = chosen(page, element).get_attribute("aria-label") if chosen(page, element).count() else None
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(chosen(page, element)).not_to_have_attribute("aria-label", before or "")


def stands_at(page: Page, element: str, state: str) -> None:
    """Wait until a chip stands at this state, as it is read out."""
    expect(chosen(page, element)).to_have_attribute("aria-label", state)


def is_kept(page: Page) -> None:
    expect(page.get_by_text("Kept in your journal")).to_be_visible()


def question(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def entry_path(page: Page) -> str:
    """The path of the entry the page is about."""
    steps = page.url.split("/")
    return "/entries/" + steps[steps.index("entries") + 1]
