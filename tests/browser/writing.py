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


def tap_chip(page: Page, element: str, times: int = 1) -> None:
    for _ in range(times):
        box = chip(page, element).bounding_box()
        assert box is not None
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def state_of(page: Page, element: str) -> str:
    """The state a chip stands at, as it is read out."""
    return chip(page, element).get_by_role("radio", checked=True).get_attribute("aria-label") or ""


def is_kept(page: Page) -> None:
    expect(page.get_by_text("Kept in your journal")).to_be_visible()


def question(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def entry_path(page: Page) -> str:
    """The path of the entry the page is about."""
    steps = page.url.split("/")
    return "/entries/" + steps[steps.index("entries") + 1]
