"""What can be told of a page by measuring it: axe, nothing running off sideways, buttons in reach."""

from __future__ import annotations

from importlib.resources import files

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""The rules that look at colours: the only ones a dark screen can change."""

_RUN = """async runOnly => {
  const found = await axe.run(document, {runOnly, resultTypes: ["violations"]});
  return found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(" ")} ${n.html.slice(0, 160)}`));
}"""

# Everything that reaches past the right edge, unless a box of its own lets it be scrolled (a table's): the innermost
# things first; where no part of something does, the thing itself; where nothing else does, what was let off.
_SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth;
  const all = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
  if (all <= wide) return [];
  const own = e => e.closest(".table-scroll, .visually-hidden, .skip, .sections, .actions-sticky");
  const box = e => e.getBoundingClientRect();
  const end = e => Math.round(Math.max(box(e).right, e.children.length ? 0 : box(e).left + e.scrollWidth));
  const past = [...document.querySelectorAll("body *")].filter(e => end(e) > wide + 1);
  const inner = past.filter(e => !past.some(other => other !== e && e.contains(other)));
  const free = inner.filter(e => !own(e));
  return [`something to ${all} of ${wide}`, ...(free.length ? free : inner).slice(0, 4).map(
    e => `${e.outerHTML.slice(0, 100)} in ${e.parentElement.className} to ${end(e)} of ${wide}`)];
}"""

# Each main button, scrolled to: whole within the width, and what a finger on its middle would meet.
_OUT_OF_REACH = """() => [...document.querySelectorAll("main .button-primary")]
  .filter(e => e.checkVisibility())
  .flatMap(e => {
    e.scrollIntoView({block: "center", behavior: "instant"});
    const box = e.getBoundingClientRect();
    const name = e.textContent.trim();
    if (box.left < -1 || box.right > document.documentElement.clientWidth + 1) return [`"${name}" is cut off`];
    const met = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return e === met || e.contains(met) ? [] : [`"${name}" lies under ${met && met.outerHTML.slice(0, 80)}`];
  })"""

_SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""


def open_all(page: Page) -> None:
    """Open every part of the page that is closed until asked for."""
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")


def axe_finds(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """Give what axe objects to on the page once all of it is there, one line an element; by all its rules, or by these
    alone."""
    page.wait_for_load_state()
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(_RUN, rules or TAGS)


def runs_off(page: Page) -> list[str]:
    """Give what makes the page scroll sideways once all of it is there, and main buttons nobody can press."""
    page.wait_for_load_state()
    return page.evaluate(_SIDEWAYS) + page.evaluate(_OUT_OF_REACH)


def double_text(page: Page) -> None:
    """Set the reader's text size to twice its usual."""
    page.evaluate("() => document.documentElement.style.setProperty('font-size', '200%')")


def space_text(page: Page) -> None:
    """Set the spacing of WCAG 1.4.12."""
    page.evaluate(_SPACING)
