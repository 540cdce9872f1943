"""Every page, as everybody who can open it: accessible in every light and size, whole at any text size, and quiet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.devices import KINDS, Device
from tests.browser.looking import COLOUR_RULES, axe_finds, double_text, open_all, runs_off, space_text
from tests.browser.pages import PEOPLE, Opened, pages_of, rules

SHOTS = Path(__file__).parents[2] / "test-output" / "faces"


def test_every_page_is_opened_by_somebody(place):
    opened = {page.name for who in PEOPLE for page in pages_of(place, who)}
    assert {rule.endpoint for rule in rules(place.app)} - opened == set()


def test_the_style_sheet_is_small(place, device):
    """One file, at most 12 KB as it is sent, whichever page came first."""
    page = device("phone").page
    sheets = []
    page.on("response", lambda answer: sheets.append(answer) if ".css" in answer.url else None)
    page.goto("/sign-in")
    assert [int(sheet.headers["content-length"]) <= 12 * 1024 for sheet in sheets] == [True]
    assert sheets[0].headers["content-encoding"] == "gzip"


def test_no_part_of_a_fieldset_is_a_size_container(device):
    """Chromium now and then draws nothing of what is in such a one: the six were not there until the page came anew."""
    page = device("phone").goto("/style")
    found = page.evaluate(
        """() => [...document.querySelectorAll("fieldset, fieldset *")]
          .filter(e => getComputedStyle(e).containerType !== "normal").map(e => e.outerHTML.slice(0, 80))"""
    )
    assert found == []
    assert page.locator("fieldset .chips-grid").count()


@pytest.mark.parametrize("who", PEOPLE)
def test_axe_finds_nothing_on_any_page_light_or_dark_phone_or_laptop(who, place, device: Callable[..., Device]):
    found, looked, rules_of = [], 0, {"light": None, "dark": COLOUR_RULES}
    holder = device("phone", None if who == "stranger" else who)
    for opened in pages_of(place, who):
        page = holder.page
        page.goto(opened.path)
        open_all(page)
        for kind in KINDS:
            page.set_viewport_size(KINDS[kind]["viewport"])
            for light in ("light", "dark"):
                page.emulate_media(color_scheme=light, reduced_motion="reduce")
                found += [f"{opened.name} {kind} {light}: {line}" for line in axe_finds(page, rules=rules_of[light])]
                looked += 1
    assert looked >= 4 * 8
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_runs_off_sideways_at_320_pixels_or_with_large_or_spaced_text(who, place, device):
    found, looked = [], 0
    holder = device("phone", None if who == "stranger" else who)
    for opened in pages_of(place, who):
        page = holder.page
        for how, width, change in (
            ("narrow", 320, None),
            ("doubled", 412, double_text),
            ("doubled on 320", 320, double_text),
            ("spaced", 320, space_text),
        ):
            page.set_viewport_size({"width": width, "height": 839})
            page.goto(opened.path)
            open_all(page)
            if change:
                change(page)
            found += [f"{opened.name} {how}: {line}" for line in runs_off(page)]
            looked += 1
    assert looked >= 4 * 8
    assert not found, "\n".join(found)


def picture(page: Page, opened: Opened, size: ViewportSize, path: Path) -> None:
    """Take the whole page in one screen as tall as it is, so that the bars lie at its end; the writing page as it is
    met, since what fits the first screen is what matters there."""
    page.set_viewport_size(size)
    page.goto(opened.path)
    if opened.name != "write.form":
        tall = page.evaluate("() => document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": min(max(tall, size["height"]), 8000)})
    page.screenshot(path=path)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_is_pictured_and_keeps_quiet(who, place, device):
    """The console stays empty, nothing is asked of other hosts (both told by the fixture), and nothing is left behind
    in the browser."""
    for kind, light in (("phone", "light"), ("phone", "dark"), ("laptop", "light")):
        holder = device(kind, None if who == "stranger" else who, color_scheme=light)
        folder = SHOTS / f"{kind}-{light}" / who
        folder.mkdir(parents=True, exist_ok=True)
        for opened in pages_of(place, who):
            picture(holder.page, opened, KINDS[kind]["viewport"], folder / f"{opened.name}.png")
        left = holder.page.evaluate(
            "async () => [Object.keys(localStorage), Object.keys(sessionStorage), await caches.keys()]"
        )
        assert left == [[], [], []]
        assert not [address for address in holder.addresses if "%20" in address or "+" in address]
