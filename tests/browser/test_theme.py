"""An organisation's colours and logo reach every part of the page and stay readable; so does more contrast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.devices import Device
from tests.browser.looking import axe_finds, open_all
from tests.browser.place import Place
from tests.server.processes import Server

COLOURS = {"light": ("#003087", "#ffffff"), "dark": ("#9dc3ff", "#08152e")}
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60" height="20" fill="#003087"/></svg>'
LIGHTS = ("light", "dark")

# Every colour is told as the screen would have it: drawn, and read back.
_PAINT = """const context = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const paint = colour => {
    context.clearRect(0, 0, 1, 1); context.fillStyle = colour; context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const hex = colour => "#" + paint(colour).slice(0, 3).map(part => part.toString(16).padStart(2, "0")).join("");
  const light = colour => paint(colour).slice(0, 3).map(part => part / 255)
    .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [.2126, .7152, .0722][at], 0);
  const contrast = (one, other) => {
    const [most, least] = [light(one), light(other)].sort((a, b) => b - a);
    return (most + .05) / (least + .05);
  };
  const behind = e => {
    for (; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (paint(colour)[3] === 255) return colour;
    }
    return getComputedStyle(document.body).backgroundColor;
  };"""
_COLOURS = f"""() => {{ {_PAINT}
  const root = getComputedStyle(document.documentElement);
  const of = (what, which) => hex(getComputedStyle(document.querySelector(what))[which]);
  return {{
    button: of("main .button-primary", "backgroundColor"), words: of("main .button-primary", "color"),
    link: of("main p > a", "color"), summary: of("main .more > summary", "color"),
    petal: of(".petal-present", "color"), chosen: of(".segment :checked + label", "backgroundColor"),
    hottest: of(".heat-5", "backgroundColor"), bar: of(".data-bar-fill", "fill"),
    steps: [1, 2, 3, 4, 5].map(step => hex(root.getPropertyValue(`--heat-${{step}}`))),
  }};
}}"""
# The words of everything a colour of the organisation's may lie behind or be the colour of.
_FAINT = f"""() => {{ {_PAINT}
  const found = [];
  let looked = 0;
  const words = "main :is(a, button, summary, td, label, .chip-words *, .saved, p, dd, li, h2)";
  for (const e of document.querySelectorAll(words)) {{
    if (!e.checkVisibility() || e.disabled || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const got = contrast(getComputedStyle(e).color, behind(e));
    looked += 1;
    if (got < 4.5) found.push(`${{got.toFixed(2)}}: ${{e.outerHTML.slice(0, 100)}}`);
  }}
  return [looked, found];
}}"""


@dataclass
class Themed:
    """A second server on the demo's own files, dressed in an organisation's colours."""

    place: Place
    address: str

    def cookie(self, name: str, *, keeps: bool = False) -> dict[str, str]:
        return {**self.place.cookie(name, keeps=keeps), "url": self.address}


@pytest.fixture(scope="module")
def themed(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Themed]:
    logo: Path = tmp_path_factory.mktemp("logo") / "trust.svg"
    logo.write_text(LOGO)
    colours = " ".join(colour for light in LIGHTS for colour in COLOURS[light])
    server = Server(place.server.folder, "serve", JOURNAL_COLOURS=colours, JOURNAL_LOGO=str(logo)).wait(60)
    yield Themed(place, server.address)
    server.stop()


def dressed(chromium, themed: Themed, light: str, who: str | None = None) -> Device:
    made = Device(chromium, themed, "phone", color_scheme=light, reduced_motion="reduce")
    if who:
        made.sign_in_quietly(who)
    return made


@pytest.mark.parametrize("light", LIGHTS)
def test_the_colours_reach_buttons_links_petals_and_every_step_of_a_heat_map(light, chromium, themed, place):
    colour, words = COLOURS[light]
    told = []
    for where in (themed, place):
        holder = dressed(chromium, where, light)
        told.append(holder.goto("/style").evaluate(_COLOURS))
        holder.close()
    theirs, ours = told
    assert {theirs[part] for part in ("button", "link", "summary", "petal", "chosen", "hottest")} == {colour}
    assert theirs["words"] == words
    assert theirs["bar"] == theirs["steps"][3]
    assert len(set(theirs["steps"])) == 5
    assert [step for step in theirs["steps"] if step in ours["steps"]] == []


@pytest.mark.parametrize("light", LIGHTS)
def test_every_word_can_be_read_in_the_organisations_colours(light, chromium, themed, place):
    found, looked = [], 0
    for who, path in (
        (None, "/style"),
        (None, "/sign-in"),
        ("trainer", f"/releases/{place.release_id()}"),
        ("nurse-ed", "/themes"),
        ("nurse-ed", "/write"),
    ):
        holder = dressed(chromium, themed, light, who)
        page = holder.goto(path)
        open_all(page)
        count, faint = page.evaluate(_FAINT)
        looked += count
        found += [f"{path}: {line}" for line in faint + axe_finds(page)]
        assert holder.complaints == []
        holder.close()
    assert looked > 300
    assert not found, "\n".join(found)


def test_the_measure_of_contrast_sees_words_too_pale_to_read(chromium, themed):
    holder = dressed(chromium, themed, "light")
    page = holder.goto("/style")
    assert page.evaluate(_FAINT)[1] == []
    page.evaluate("() => document.documentElement.style.setProperty('--heat-5', '#9db8e0')")
    assert any("td" in line for line in page.evaluate(_FAINT)[1])
    holder.close()


def test_the_logo_stands_beside_the_name_on_every_page(chromium, themed):
    for who, path in ((None, "/sign-in"), ("nurse-ed", "/journal"), (None, "/shell")):
        holder = dressed(chromium, themed, "light", who)
        page = holder.goto(path)
        logo = page.locator(".wordmark img")
        size = logo.evaluate("async e => { await e.decode(); return [e.naturalWidth > 0, e.height, e.alt]; }")
        assert size == [True, 28, ""]
        assert page.locator(".wordmark").inner_text().strip() == "Afterword"
        holder.close()


def test_a_reader_who_asks_for_more_contrast_is_given_it(chromium, place):
    for light in LIGHTS:
        lines, softest = [], []
        for contrast in ("no-preference", "more"):
            holder = Device(chromium, place, "phone", color_scheme=light, contrast=contrast)
            page = holder.goto("/style")
            lines.append(_against(page, ".card", "borderTopColor"))
            softest.append(_against(page, "p.hint", "color"))
            if contrast == "more":
                assert axe_finds(page) == []
            holder.close()
        assert lines[1] >= 3 > lines[0], light
        assert softest[1] >= 7, light
        assert softest[1] > softest[0]


def _against(page: Page, what: str, which: str) -> float:
    """How far a colour stands out from what lies behind it."""
    return page.evaluate(
        f"([what, which]) => {{ {_PAINT} const e = document.querySelector(what);"
        " return contrast(getComputedStyle(e)[which], behind(e.parentElement)); }",
        [what, which],
    )
