"""The style page leaves nothing out: each macro, each rule's class, each picture is on it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from journal.config.places import STATIC, TEMPLATES

COMPONENTS = TEMPLATES / "components"

# What cannot lie on a page as a sample among others, and the screens where it is looked at instead.
ELSEWHERE = {
    "sections": "is fixed to the screen; on every page of somebody signed in",
    "sections-more": "is fixed to the screen; on every page of a supervisor, trainer or administrator",
    "actions-sticky": "is fixed to the screen; on the writing page",
    "with-sections": "is the root of every page of somebody signed in",
    "with-more": "is the root of a supervisor's, a trainer's or an administrator's pages",
    "with-actions": "is the root of the writing page",
    "for-shell": "is the root of the screens kept on a phone",
    "coming": "is that root until the first of them is there",
    "shell": "is the body of the screens kept on a phone",
    "view": "holds those screens",
    "one-entry": "is the body of one of those screens",
    "quiet": "is the body of the question's page",
    "said": "is a dialog over those screens",
    "found": "is spoken when a search ends",
    "marks-box": "is a box with a copy behind it, which a script makes",
    "marks-host": "holds that box",
    "marks-mirror": "is that copy",
    "wordmark-logo": "is an organisation's own",
}
# Part of other macros on the page, or of its layout.
WITHIN = {"when", "roles", "time_line", "how_it_went_bar", "evidence_list", "elements_in_words", "petal", "drawing"}
WITHIN |= {"wordmark", "support", "sections", "foot", "flashes"}


class Classes(HTMLParser):
    """Every class a page uses."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update(word for name, value in attrs if name == "class" for word in (value or "").split())


@pytest.fixture(scope="module")
def style(place) -> str:
    answer = place.app.test_client().get("/style")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_every_macro_is_used_on_the_style_page():
    used = "".join(path.read_text() for path in (TEMPLATES / "style").glob("*.html"))
    macros = {
        name for path in COMPONENTS.glob("*.html") for name in re.findall(r"macro ([a-z]\w*)\(", path.read_text())
    }
    assert len(macros) > 40
    assert {name for name in macros - WITHIN if f"ui.{name}(" not in used} == set()
    assert WITHIN - macros == set()


def test_every_class_of_a_component_is_on_the_style_page(style):
    rules = "".join(path.read_text() for path in (STATIC / "css" / "components").glob("*.css"))
    classes = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/", "", rules, flags=re.DOTALL)))
    shown = Classes(style).found
    assert len(classes) > 100
    assert classes - shown - set(ELSEWHERE) == set()
    assert set(ELSEWHERE) - classes == set(), "no rule is for these any more"


def test_no_component_has_a_colour_of_its_own():
    """Light, dark, more contrast, paper and an organisation's colours all work by the tokens."""
    sheets = [
        *(STATIC / "css" / "components").glob("*.css"),
        STATIC / "css" / "base.css",
        STATIC / "css" / "layout.css",
    ]
    assert len(sheets) > 10
    own = {path.name: re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", path.read_text()) for path in sheets}
    assert {name: found for name, found in own.items() if found} == {}


@pytest.mark.parametrize("sheet", ["sprite.svg", "drawings.svg"])
def test_every_picture_is_on_the_style_page(sheet, style):
    pictures = re.findall(r'id="([\w-]+)"', (STATIC / "icons" / sheet).read_text())
    assert pictures
    assert [name for name in pictures if f'#{name}"' not in style] == []
