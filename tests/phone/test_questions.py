"""With no signal a phone asks what the server would have asked, of the journal as it is; and nobody asks it again."""

from __future__ import annotations

import time

from playwright.sync_api import expect

from journal.analyser import Asked, Entry, Question, analyse, next_question
from journal.http import transaction
from journal.reflections import operations, queries
from tests.browser.place import Place
from tests.phone.test_screens import save, whole, write

PERSON = "nurse-hospice"
TEXT = "Her son rang from Perth and I held the phone to her ear. I felt useless, and then I did not."


def of_server(place: Place, text: str) -> Question:
    """Give what the server would ask of a new entry."""
    keys, actor = place.parts.keys, place.actor(PERSON)
    with place.parts.database.read() as session:
        history = queries.analysed(session, keys, actor, limit=operations.HISTORY)
        asked = [Asked(one.question_id, str(one.entry_id)) for one in queries.asked(session, keys, actor)]
    chosen = next_question(Entry("new", None, analyse(text), text), history, asked)
    assert chosen is not None and len(history) >= 30
    return chosen


def test_the_question_with_no_signal_is_the_servers_own(pocket, between, place):
    holder = pocket(PERSON)
    page = holder.keep_the_journal()
    whole(page)
    expected = of_server(place, TEXT)
    between.down()
    write(page, TEXT)
    save(page)
    expect(page.locator(".question-text")).to_have_text(expected.text)
    page.get_by_text("Why this question?").tap()
    expect(page.locator(".question details p")).to_have_text(expected.why)
    quotes = [" ".join(TEXT[slice(*span)].split()) for span in expected.evidence]
    expect(page.locator(".question blockquote")).to_have_text(quotes)
    if expected.reflecting:
        expect(page.locator(".question-reflecting")).to_contain_text(expected.reflecting)
    page.get_by_label("Your answer").fill("That I stayed.")
    page.get_by_role("button", name="Keep my answer").tap()
    expect(page.get_by_text("Your answer is saved with the entry")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("That I stayed.")
    between.up()
    page.reload()
    expect(page.locator("[data-saved]")).to_have_text("Synced", timeout=20_000)
    assert not asks_again(place, expected, TEXT)


def asks_again(place: Place, expected: Question, text: str) -> bool:
    """Say whether the server asks the same again, of another entry with the very same words."""
    keys, actor = place.parts.keys, place.actor(PERSON)
    for _ in range(100):
        with place.parts.database.read() as session:
            asked = [one.question_id for one in queries.asked(session, keys, actor)]
        if asked:
            break
        time.sleep(0.2)
    assert asked == [expected.question_id]
    entry_id = place.write(PERSON, text)
    with transaction(place.parts) as work:
        other = operations.ask(work.session, keys, actor, entry_id)
        assert other is not None
        operations.erase(work.session, actor, other.entry_id)
    return other.question_id == expected.question_id
