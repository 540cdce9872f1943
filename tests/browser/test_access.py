"""Every page without a mouse, without motion, in the reader's own colours, and under a thumb."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.looking import open_all
from tests.browser.pages import PEOPLE, pages_of

MOST_STEPS = 120

# What has the keyboard now: told apart from its neighbours, and not under a bar. Something in view must be the thing
# itself, its label or something in it, at one of five points at least.
_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const mark = e.matches(".chip input, .segment input, .choice input") ? e.closest(".chip, .segment, .choice") : e;
  const ringed = style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const rings = [e, mark, ...mark.querySelectorAll("*")].some(
    one => ringed(getComputedStyle(one)) || ringed(getComputedStyle(one, "::after")));
  const box = mark.getClientRects()[0];
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, end] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .15], [.5, .85]].map(
    ([x, y]) => document.elementFromPoint(left + (right - left) * x, top + (end - top) * y));
  const seen = points.some(met => met && (mark.contains(met) || e.labels?.[0]?.contains(met)));
  const name = (e.getAttribute("aria-label") || e.textContent || e.name || "").trim().slice(0, 40);
  return {name: `${e.tagName.toLowerCase()} "${name}"`, rings, seen};
}"""

# Targets under 44 by 44 CSS pixels. A link within a sentence is as tall as its line; a control that is drawn by its
# label is as large as the label.
_SMALL = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: false}))
  .filter(e => !(e.matches("a") && getComputedStyle(e).display === "inline"
                 && e.closest("p, li, dd, td, caption, .hint, .notice")))
  .filter(e => !e.matches(".skip") && !e.closest(".visually-hidden"))
  .map(e => {
    // A link that lies over its whole card by a layer of its own is as large as the card.
    const over = getComputedStyle(e, "::after").position === "absolute" && e.offsetParent;
    return [e, (over || e.closest(".chip, .segment, .choice, label") || e).getBoundingClientRect()];
  })
  .filter(([, box]) => box.width && box.height && (box.width < 43.5 || box.height < 43.5))
  .map(([e, box]) => `${e.outerHTML.slice(0, 90)} is ${Math.round(box.width)} x ${Math.round(box.height)}`)"""

_MOVES = """() => document.getAnimations().filter(one => one.playState === "running").length
  + [...document.querySelectorAll("body *")].filter(e => {
      const style = getComputedStyle(e);
      const longest = list => Math.max(...list.split(",").map(parseFloat));
      return longest(style.transitionDuration) > .02 || longest(style.animationDuration) > .02;
    }).length"""

# In forced colours backgrounds and shadows go: what is pressed must keep an edge, what is chosen must differ.
_EDGELESS = """() => [...document.querySelectorAll(
  "main button, main .button, main input:not([type=hidden]), main textarea, main select")]
  .filter(e => e.checkVisibility() && !e.matches(".button-plain, [type=radio], [type=checkbox]"))
  .filter(e => { const s = getComputedStyle(e); return s.borderStyle === "none" || parseFloat(s.borderTopWidth) < 1; })
  .map(e => e.outerHTML.slice(0, 100))"""


def steps(page: Page) -> list[dict[str, object]]:
    """Go through the page with the Tab key, from its top until it is left."""
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    met: list[dict[str, object]] = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        here = page.evaluate(_FOCUSED)
        if here is None:
            break
        met.append(here)
    return met


@pytest.mark.parametrize("who", PEOPLE)
def test_everything_is_reached_by_keyboard_and_seen_when_it_is(who, place, device):
    holder = device("phone", None if who == "stranger" else who)
    found = []
    for opened in pages_of(place, who):
        page = holder.goto(opened.path) if opened.name != "error" else holder.page
        if opened.name == "error":
            page.goto(opened.path)
        met = steps(page)
        assert len(met) >= 3, opened.name
        found += [f"{opened.name}: {one['name']} has no ring" for one in met if not one["rings"]]
        found += [f"{opened.name}: {one['name']} is hidden when it has the keyboard" for one in met if not one["seen"]]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", PEOPLE)
def test_what_is_pressed_is_large_enough_for_a_thumb(who, place, device):
    holder = device("phone", None if who == "stranger" else who)
    found = []
    for opened in pages_of(place, who):
        holder.page.goto(opened.path)
        open_all(holder.page)
        found += [f"{opened.name}: {line}" for line in holder.page.evaluate(_SMALL)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_moves_for_those_who_ask_for_less_motion_and_edges_stay_in_forced_colours(who, place, device):
    holder = device("phone", None if who == "stranger" else who, reduced_motion="reduce", forced_colors="active")
    found = []
    for opened in pages_of(place, who):
        holder.page.goto(opened.path)
        open_all(holder.page)
        found += [f"{opened.name}: {holder.page.evaluate(_MOVES)} move"] if holder.page.evaluate(_MOVES) else []
        found += [f"{opened.name}: {line}" for line in holder.page.evaluate(_EDGELESS)]
    assert not found, "\n".join(found)


_PLANTED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    *, ::after { outline: none !important; transition: opacity 1s !important; }
    .input { border: 0 !important; }
    main button { min-block-size: 0 !important; block-size: 20px !important; padding: 0 !important; }
    form::before { content: ""; position: fixed; inset: 0; z-index: 9; }`);
  document.adoptedStyleSheets = [sheet];
}"""


def test_each_of_these_sees_a_fault_that_is_planted(device):
    page = device("phone").goto("/sign-in")
    assert all(one["rings"] and one["seen"] for one in steps(page))
    assert (page.evaluate(_SMALL), page.evaluate(_EDGELESS)) == ([], [])
    page.evaluate(_PLANTED)
    met = steps(page)
    assert met
    assert not any(one["rings"] for one in met)
    assert not any(one["seen"] for one in met if "input" in str(one["name"]))
    assert page.evaluate(_SMALL)
    assert page.evaluate(_EDGELESS)
    assert page.evaluate(_MOVES)
