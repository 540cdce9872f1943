"""What the author decides about themes on their page: merged themes stay merged, and come apart again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.people import Mailbox  # noqa: F401 - the cast's mailbox
from tests.reflections.writing import WHEN, draft, take

TEXTS = (
    "Couldn't sleep again, lay awake with the shift in my head.",
    "The dad stood at the edge of the room, nobody asked the father anything.",
    "Lay awake till four, kept seeing it. Nobody spoke to the dad.",
    "Asked the father first today. He talked and talked.",
    "Could not switch off, dreamt of the ward.",
    "The dad was in the doorway with the coats.",
    "Awake at three, the ward in my head.",
    "Asked the dad what he was afraid of.",
    "Boiler broken, and the van would not start.",
)


@pytest.fixture
def browser(cast, parts):
    take(parts, cast.author, *(draft(text, written_at=WHEN + timedelta(days=9 * n)) for n, text in enumerate(TEXTS)))
    return cast.browser("author")


def themes(browser):
    return {theme["key"]: theme for theme in browser.get("/api/phone").json["themes"]["themes"]}


def test_a_merged_theme_is_remembered_with_the_entries_of_both_and_comes_apart_again(browser):
    before = themes(browser)
    home, other = list(before)[:2]
    answer = browser.post("/themes/merge", data={"key": other, "into": home})
    assert answer.status_code == 303
    after = themes(browser)
    assert other not in after
    assert after[home]["merged"] == [{"key": other, "found_label": before[other]["found_label"]}]
    assert max(before[home]["count"], before[other]["count"]) < after[home]["count"]
    assert after[home]["count"] <= before[home]["count"] + before[other]["count"]
    assert sum(after[home]["went"].values()) == after[home]["count"] == sum(after[home]["line"])
    page = browser.get("/themes").text
    assert "Take it out again" in page
    browser.post("/themes/merge", data={"key": other, "into": ""})
    assert themes(browser) == before


def test_the_phone_merges_by_the_same_rule(browser):
    home, other = list(themes(browser))[:2]
    given = browser.post("/api/themes", json={"key": other, "into": home}).json["themes"]["themes"]
    assert other not in {theme["key"] for theme in given}
    for refused in (
        {"key": home, "into": home},
        {"key": home, "into": "nothing like it"},
        {"key": "none", "into": home},
    ):
        assert browser.post("/api/themes", json=refused).status_code == 404


def test_a_name_and_a_merging_do_not_undo_each_other(browser):
    home, other = list(themes(browser))[:2]
    browser.post("/api/themes", json={"key": home, "label": "My own name"})
    browser.post("/api/themes", json={"key": other, "into": home})
    browser.post("/api/themes", json={"key": other, "hidden": False})
    after = themes(browser)
    assert after[home]["label"] == "My own name"
    assert other not in after


def test_each_theme_shows_a_question_of_its_own_and_its_evidence_in_the_order_of_time(browser):
    shown = list(themes(browser).values())
    questions = [theme["question"] for theme in shown]
    assert all(question.endswith("?") for question in questions)
    assert len(set(questions)) == len(questions)
    page = browser.get("/themes").text
    for theme in shown:
        dates = [piece["written_at"] for piece in theme["evidence"]]
        assert dates == sorted(dates)
        assert theme["since"] <= dates[0] <= dates[-1] <= theme["last"]
        assert re.sub("[’']", "", theme["question"]) in re.sub("&#39;|[’']", "", page)
