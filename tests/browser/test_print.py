"""What comes out on paper: the words and the figures, whole, and nothing that can only be pressed."""

from __future__ import annotations

import re

import pytest

from tests.browser.looking import runs_off

A4 = {"width": 673, "height": 986}
"""What paper leaves within its margins, in CSS pixels."""

# Things seen that are of no use on paper, and closed parts whose words paper would lose.
_USELESS = """() => [...document.querySelectorAll(
    "form:not(:has(table)), button, input, select, textarea, nav, .button")]
  .filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 100))"""
_LOST = """() => [...document.querySelectorAll("main .theme details.more .evidence, main .table-foot, main figcaption")]
  .filter(e => !e.getBoundingClientRect().height).map(e => e.outerHTML.slice(0, 100))"""


def papers(place) -> list[tuple[str, str, int | None]]:
    """Who prints what, and how many sheets it may take at most."""
    return [
        ("nurse-ed", f"/entries/{place.entries('nurse-ed')[0].id}", 1),
        ("nurse-ed", "/themes", None),
        ("supervisor", f"/shared-with-me/{place.share_id()}", 1),
        ("trainer", f"/releases/{place.release_id()}", 4),
        ("administrator", "/people", 4),
    ]


def test_paper_holds_the_words_and_nothing_to_press(place, device):
    for who, path, most in papers(place):
        page = device("laptop", who, viewport=A4).goto(path)
        sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))
        assert sheets <= (most or sheets), path
        page.emulate_media(media="print")
        assert page.evaluate(_USELESS) == [], path
        assert page.evaluate(_LOST) == [], path
        assert runs_off(page) == [], path
        assert page.locator("main h1").first.is_visible()


@pytest.mark.parametrize("light", ["light", "dark"])
def test_a_release_is_printed_in_black_on_white_whatever_the_screen_is(light, place, device):
    page = device("laptop", "trainer", color_scheme=light).goto(f"/releases/{place.release_id()}")
    page.emulate_media(media="print")
    colours = page.evaluate("""() => ["--paper", "--ink", "--heat-5", "--on-heat"].map(
        name => getComputedStyle(document.documentElement).getPropertyValue(name).trim())""")
    assert colours == ["#fff", "#000", "#333", "#fff"]
    assert page.locator(".print-only").count() == 0 or page.locator(".print-only").first.is_visible()
    assert page.locator(".heat td").first.evaluate("e => getComputedStyle(e).printColorAdjust") == "exact"
