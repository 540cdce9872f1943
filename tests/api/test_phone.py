"""`GET /api/phone` and `POST /api/themes`: the author's own themes and questions, and what they decide about them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from journal.analyser import VERSION
from journal.reflections import operations
from tests.people import Mailbox  # noqa: F401 - the cast's mailbox
from tests.reflections.writing import WHEN, draft, take

TEXTS = (
    "No time to sit with her. The call bell rang all morning and I had no time to sit.",
    "No time to sit with him again, the bell rang and rang.",
    "He wanted to talk and I had no time to sit. The bell.",
    "Handover ran late. No time to sit with anyone.",
)


@pytest.fixture
def journal(cast, parts):
    drafts = [
        draft(text, written_at=WHEN + timedelta(days=9 * n), facets={"elements": {"time": "missing"}})
        for n, text in enumerate(TEXTS)
    ]
    take(parts, cast.author, *drafts)
    return [one.entry_id for one in drafts]


def test_a_phone_is_given_what_the_page_shows(cast, journal):
    browser = cast.browser("author")
    given = browser.get("/api/phone").json
    assert given["user"] == str(cast.author.id)
    assert given["analyser"] == VERSION
    themes = given["themes"]
    assert themes["count"] == len(TEXTS)
    assert themes["months"][0] == {"month": "2026-03-01", "marks": {"time": {"missing": 4}}}
    assert themes["themes"], "four entries with something in common have a theme"
    page = browser.get("/themes").text
    for theme in themes["themes"]:
        assert theme["label"] == theme["found_label"]
        assert theme["label"] in page
        assert theme["since"].startswith("2026-03-0")
        assert theme["hidden"] is False
        assert sum(theme["line"]) == theme["count"]
        for piece in theme["evidence"]:
            assert piece["entry_id"] in {str(one) for one in journal}
            assert re.search(re.escape(piece["text"][:20]), " ".join(TEXTS))


def test_what_was_asked_is_given(cast, parts, journal):
    browser = cast.browser("author")
    assert browser.get("/api/phone").json["asked"] == []
    assert browser.get(f"/entries/{journal[0]}/question").status_code == 200
    (asked,) = browser.get("/api/phone").json["asked"]
    assert asked["entry_id"] == str(journal[0])
    assert asked["question_id"]
    assert asked["asked_at"]


def test_a_name_and_a_hiding_are_remembered_here_and_on_the_page(cast, journal):
    browser = cast.browser("author")
    key = browser.get("/api/phone").json["themes"]["themes"][0]["key"]

    def first(answer):
        return next(theme for theme in answer.json["themes"]["themes"] if theme["key"] == key)

    assert first(browser.post("/api/themes", json={"key": key, "label": " The  bell "}))["label"] == "The bell"
    assert "The bell" in browser.get("/themes").text
    hidden = first(browser.post("/api/themes", json={"key": key, "hidden": True}))
    assert (hidden["hidden"], hidden["label"]) == (True, "The bell")
    assert "Hidden by you (1)" in browser.get("/themes").text
    back = first(browser.post("/api/themes", json={"key": key, "hidden": False, "label": ""}))
    assert (back["hidden"], back["label"]) == (False, back["found_label"])


@pytest.mark.parametrize("body", [{}, {"key": "x"}, {"key": 3, "label": "a"}, {"key": "x", "hidden": "yes"}])
def test_what_is_no_choice_is_refused(cast, body):
    assert cast.browser("author").post("/api/themes", json=body).status_code == 422


def test_a_theme_that_is_none_is_told(cast):
    answer = cast.browser("author").post("/api/themes", json={"key": "none of these", "hidden": True})
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "theme_changed")


def test_everybody_is_given_their_own_and_nothing_of_others(cast, journal):
    key = cast.browser("author").get("/api/phone").json["themes"]["themes"][0]["key"]
    for kind in ("other_author", "supervisor", "trainer", "administrator", "alone"):
        browser = cast.browser(kind)
        given = browser.get("/api/phone").json
        assert given["themes"]["themes"] == given["asked"] == []
        assert given["user"] == str(cast.actor(kind).id)
        assert browser.post("/api/themes", json={"key": key, "hidden": True}).status_code == 404
    assert cast.stranger().get("/api/phone").status_code == 401
    assert cast.stranger().post("/api/themes", json={"key": key, "hidden": True}).status_code == 401


def test_asking_again_opens_no_entry(cast, parts, journal, monkeypatch):
    browser = cast.browser("author")
    first = browser.get("/api/phone").json
    monkeypatch.setattr(operations, "keep_themes", lambda *_: pytest.fail("found again"))
    assert browser.get("/api/phone").json == first
