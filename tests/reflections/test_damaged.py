"""One row that will not open hides nothing else, is told plainly, and is mended by a phone that still has the words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from journal.http import transaction
from journal.reflections import queries
from journal.reflections.errors import EntryDamaged
from journal.reflections.models import AskedQuestion, Revision, StoredAnalysis, ThemeChoice, ThemeList
from tests.api.test_sync import Phone, revision
from tests.reflections.writing import WHEN, changes, draft, entry, take


def damage(parts, table, *where):
    """Turn one bit of what is sealed in the rows."""
    with transaction(parts) as work:
        for row in work.session.scalars(table.__table__.select().with_only_columns(table.sealed).where(*where)).all():
            broken = bytes([*row[:-1], row[-1] ^ 1])
            work.session.execute(update(table).where(table.sealed == row, *where).values(sealed=broken))


def three(parts, actor):
    drafts = [draft(f"Visit number {n}.", written_at=WHEN + timedelta(days=n)) for n in range(3)]
    take(parts, actor, *drafts)
    return drafts


def test_the_journal_page_shows_the_others_and_says_plainly_that_one_would_not_open(cast, parts):
    one, two, last = three(parts, cast.author)
    damage(parts, Revision, Revision.id == two.id)
    browser = cast.browser("author")
    page = browser.get("/journal")
    assert page.status_code == 200
    assert "Visit number 0." in page.text
    assert "Visit number 2." in page.text
    assert page.text.count("could not be opened") == 1
    answer = browser.get(f"/entries/{two.entry_id}")
    assert answer.status_code == 500
    assert "could not be opened" in answer.text
    assert browser.get(f"/entries/{one.entry_id}").status_code == 200
    for path in ("/themes", "/journal?went=mixed", "/bring", f"/entries/{last.entry_id}/question", "/api/phone"):
        assert browser.get(path).status_code == 200, path
    assert "Visit number 2." in browser.post("/journal/search", data={"words": "visit"}).text


def test_paging_walks_past_it(cast, parts):
    drafts = [draft(f"Number {n}.", written_at=WHEN + timedelta(hours=n)) for n in range(7)]
    take(parts, cast.author, *drafts)
    for broken in (drafts[6], drafts[4], drafts[3]):
        damage(parts, Revision, Revision.id == broken.id)
    with parts.database.read() as session:
        for batch in (1, 2, 3, 7, 8):
            seen = [one.head.body for one in queries.every(session, parts.keys, cast.author, batch=batch)]
            assert seen == ["Number 5.", "Number 2.", "Number 1.", "Number 0."]
        assert len(queries.page(session, parts.keys, cast.author, limit=7)) == 7


def test_a_head_that_will_not_open_stays_beside_one_that_does_and_is_never_buried(cast, parts):
    root = draft("The root.")
    left, right = (draft(text, entry_id=root.entry_id, parents=(root.id,)) for text in ("Left.", "Right."))
    take(parts, cast.author, root, left, right)
    damage(parts, Revision, Revision.id == right.id)
    seen = entry(parts, cast.author, root.entry_id)
    assert [head.body for head in seen.heads] == ["Left."]
    assert seen.head_ids == (left.id,)
    assert seen.damaged == 1
    after = draft("After.", entry_id=root.entry_id, parents=seen.head_ids)
    take(parts, cast.author, after)
    assert entry(parts, cast.author, root.entry_id).damaged == 1, "it is still a head"
    with parts.database.read() as session:
        bodies = [one.body for one in queries.revisions(session, parts.keys, cast.author, root.entry_id)]
    assert bodies == ["After.", "Left.", "The root."]


def test_sync_goes_on_past_it_and_a_phone_that_has_the_words_mends_it(cast, parts):
    phone = Phone(cast, "author")
    sent = [revision(f"Visit number {n}.") for n in range(3)]
    phone.sync(*sent)
    damage(parts, Revision, Revision.id == queries.UUID(sent[1]["id"]))
    other = Phone(cast, "author")
    assert {one["id"] for one in other.sync()["revisions"]} == {sent[0]["id"], sent[2]["id"]}
    with parts.database.read() as session, pytest.raises(EntryDamaged):
        queries.entry(session, parts.keys, cast.author, queries.UUID(sent[1]["entry_id"]))

    forged = Phone(cast, "author").sync({**sent[1], "parents": [sent[0]["id"]]})
    assert forged["rejected"][0]["why"] == "changed"
    assert phone.sync(sent[1])["acknowledged"] == [sent[1]["id"]]
    assert other.sync()["revisions"] == [sent[1]], "the other phone is given it now"
    assert entry(parts, cast.author, queries.UUID(sent[1]["entry_id"])).head.body == "Visit number 1."
    assert phone.sync(sent[1])["acknowledged"] == [sent[1]["id"]]


def test_nobody_mends_what_is_another_persons(cast, parts):
    phone, sent = Phone(cast, "author"), revision()
    phone.sync(sent)
    damage(parts, Revision, Revision.id == queries.UUID(sent["id"]))
    assert Phone(cast, "other_author").sync(sent)["rejected"][0]["why"] == "not_possible"
    assert len(changes(parts, cast.author).revisions) == 0


@pytest.mark.parametrize("table", [StoredAnalysis, AskedQuestion, ThemeList, ThemeChoice])
def test_what_was_worked_out_is_worked_out_again(cast, parts, table):
    drafts = three(parts, cast.author)
    browser = cast.browser("author")
    browser.get(f"/entries/{drafts[0].entry_id}/question")
    browser.get("/themes")
    damage(parts, table)
    for path in ("/journal", "/themes", f"/entries/{drafts[0].entry_id}", "/api/phone"):
        assert browser.get(path).status_code == 200, path
    assert browser.get(f"/entries/{drafts[0].entry_id}/question").status_code in (200, 303)
