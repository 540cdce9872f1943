"""The page: what is due, ticked and answered there, with no script and no notification."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from journal import clock
from journal.database import new_id
from journal.reminders.content import Time
from journal.web.reminders import in_words
from tests.reflections.writing import entry
from tests.reminders.browsers import keeping
from tests.reminders.test_plans import note, plan_of, tried

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def held():
    with clock.hold(NOW):
        yield


def actions_in(page: str, verb: str) -> list[str]:
    return re.findall(rf'action="(/reminders/[^"]*/{verb})"', page)


def test_times_are_chosen_and_taken_off(cast, parts):
    browser = cast.browser("author")
    assert "Nothing is waiting for you." in browser.get("/reminders").text
    sent = {"day": ["0", "3"], "time": "18:05", "zone": "Asia/Kathmandu"}
    assert browser.post("/reminders/times", data=sent).status_code == 303
    page = browser.get("/reminders").text
    assert "Monday and Thursday at 18:05" in page
    assert "Next: Monday 1 June at 18:05." in page
    assert plan_of(parts, cast.author).zone == "Asia/Kathmandu"
    [address] = actions_in(page, "remove")
    assert browser.post(address).status_code == 303
    assert browser.post(address).status_code == 404
    assert "Monday and Thursday" not in browser.get("/reminders").text


REFUSED = [
    ("times", {"time": "18:00", "zone": ""}, "Choose at least one day."),
    ("times", {"day": ["9"], "time": "18:00"}, "Please choose again."),
    ("times", {"day": ["1"], "time": "teatime"}, "Please choose again."),
    ("clock", {"zone": "Nowhere/Land", "at": "12:00"}, "We do not know that time zone."),
    ("actions", {"action": " ", "due_on": "2026-06-03", "once": str(new_id())}, "Write what you want to do."),
    ("actions", {"action": "ring", "due_on": "2020-06-03", "once": str(new_id())}, "Choose today or a later day"),
    ("pause", {"pause": "for ever"}, "Please choose again."),
]


def test_what_cannot_be_used_is_shown_again_with_what_was_typed(cast):
    browser = cast.browser("author")
    for path, sent, told in REFUSED:
        answer = browser.post(f"/reminders/{path}", data=sent)
        assert answer.status_code == 422, sent
        assert told in answer.text, sent
        for value in ("teatime", "Nowhere/Land", "ring"):
            assert value not in sent.values() or value in answer.text


def test_an_action_is_noted_ticked_and_put_back(cast):
    browser = cast.browser("author")
    sent = {"action": "Ask about the handover", "agreed_with": "Sam", "due_on": "2026-06-03", "once": str(new_id())}
    assert browser.post("/reminders/actions", data=sent).status_code == 303
    page = browser.get("/reminders").text
    assert "Ask about the handover" in page
    assert "Agreed with Sam" in page
    with clock.hold(datetime(2026, 6, 4, 9, tzinfo=UTC)):
        assert "It was for" in cast.browser("author").get("/reminders").text
    [done] = actions_in(page, "done")
    browser.post(done)
    page = browser.get("/reminders").text
    assert actions_in(page, "done") == []
    [back] = actions_in(page, "open")
    browser.post(back)
    [gone] = actions_in(browser.get("/reminders").text, "remove")
    browser.post(gone)
    assert "Ask about the handover" not in browser.get("/reminders").text


def test_a_small_change_is_answered_into_its_entry(cast, parts):
    entry_id = tried(parts, cast.author)
    browser = cast.browser("author")
    page = browser.get("/reminders").text
    assert "I knock and wait" in page
    assert "4 weeks have passed" in page
    once = re.search(rf"/reminders/changes/{entry_id}.*?name=\"once\" value=\"([^\"]+)\"", page, re.S)[1]
    for _ in range(2):
        answer = browser.post(f"/reminders/changes/{entry_id}", data={"answer": "yes", "once": once})
        assert answer.status_code == 303
    held = entry(parts, cast.author, entry_id)
    assert [str(i) for i in held.head_ids] == [once]
    assert held.head.facets["small_change"]["still_happening"] == "yes"
    assert "I knock and wait" not in browser.get("/reminders").text


def test_not_now_leaves_the_entry_as_it_is(cast, parts):
    entry_id = tried(parts, cast.author)
    before = entry(parts, cast.author, entry_id).head_ids
    browser = cast.browser("author")
    browser.post(f"/reminders/changes/{entry_id}", data={"answer": "later", "once": str(new_id())})
    assert entry(parts, cast.author, entry_id).head_ids == before
    assert "I knock and wait" not in browser.get("/reminders").text


def test_nobody_else_meets_any_of_it(cast, parts):
    action, entry_id = note(parts, cast.author, text="Zebra crossing"), tried(parts, cast.author)
    for who in ("other_author", "supervisor", "administrator", "alone"):
        browser = cast.browser(who)
        page = browser.get("/reminders").text
        assert "Zebra" not in page
        assert "I knock and wait" not in page
        for verb in ("done", "open", "remove"):
            assert browser.post(f"/reminders/actions/{action}/{verb}").status_code == 404
        answer = browser.post(f"/reminders/changes/{entry_id}", data={"answer": "no", "once": str(new_id())})
        assert answer.status_code == 404
    assert "Zebra crossing" in cast.browser("author").get("/reminders").text


def test_the_page_offers_notifications_only_where_the_journal_is_kept(cast):
    kept, plain = keeping(cast, "author").get("/reminders").text, cast.browser("author").get("/reminders").text
    assert "data-push-button" in kept
    assert "data-push-button" not in plain
    assert "not a shared device" in plain


def test_a_pause_and_its_end(cast):
    browser = cast.browser("author")
    browser.post("/reminders/pause", data={"pause": "month"})
    assert "29 June 2026" in browser.get("/reminders").text
    browser.post("/reminders/pause", data={"pause": "open"})
    assert "until you say so" in browser.get("/reminders").text
    browser.post("/reminders/pause", data={"pause": "none"})
    assert "Nothing is sent" not in browser.get("/reminders").text


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (range(7), "Every day at 07:30"),
        (range(5), "Monday to Friday at 07:30"),
        ([6], "Sunday at 07:30"),
        ([5, 6], "Saturday and Sunday at 07:30"),
        ([0, 2, 4], "Monday, Wednesday and Friday at 07:30"),
    ],
)
def test_times_in_words(days, words):
    assert in_words(Time(new_id(), frozenset(days), 450)) == words
