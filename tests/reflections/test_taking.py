"""Taking revisions: set union by id, in any order, repeats and all."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from journal.http import transaction
from journal.reflections import operations, queries
from journal.reflections.content import Answer
from journal.reflections.errors import EntryNotFound, EntryTooLarge
from journal.reflections.models import Purge, Revision, StoredAnalysis
from journal.reflections.rules import Refusal
from tests.reflections.writing import changes, draft, entry, take


def test_what_is_taken_is_there_word_for_word(cast, parts):
    text = "Naïve café — שלום 👩🏽‍⚕️ e\u0301 \x00 \x07\ttab\nline"
    one = draft(text, facets={"elements": {"time": "missing"}}, answers=(Answer("q", "What?", "This."),))
    assert take(parts, cast.author, one).acknowledged == (one.id,)
    assert entry(parts, cast.author, one.entry_id).head.content == one.content


def test_half_an_emoji_is_kept_as_it_came(cast, parts):
    one = draft("broken \ud83d here")
    take(parts, cast.author, one)
    assert entry(parts, cast.author, one.entry_id).head.body == "broken \ud83d here"


def test_taking_twice_is_taking_once(cast, parts):
    one = draft()
    take(parts, cast.author, one)
    assert take(parts, cast.author, one, one).acknowledged == (one.id, one.id)
    assert [w.id for w in changes(parts, cast.author).revisions] == [one.id]


def test_a_child_may_arrive_before_its_parent(cast, parts):
    first = draft("first")
    second = replace(draft("second"), entry_id=first.entry_id, parents=(first.id,))
    take(parts, cast.author, second)
    take(parts, cast.author, first)
    assert [head.body for head in entry(parts, cast.author, first.entry_id).heads] == ["second"]


def test_two_phones_make_two_heads_and_edited_beats_deleted(cast, parts):
    first = draft("first")
    changed = replace(draft("changed"), entry_id=first.entry_id, parents=(first.id,))
    removed = replace(draft(""), entry_id=first.entry_id, parents=(first.id,), deleted=True)
    take(parts, cast.author, first, removed)
    with pytest.raises(EntryNotFound):
        entry(parts, cast.author, first.entry_id)
    take(parts, cast.author, changed)
    assert [head.body for head in entry(parts, cast.author, first.entry_id).heads] == ["changed"]


def test_the_same_change_made_twice_is_no_conflict_and_what_follows_follows_both(cast, parts):
    first = draft("first")
    same = [replace(draft("changed"), entry_id=first.entry_id, parents=(first.id,)) for _ in range(2)]
    take(parts, cast.author, first, *same)
    seen = entry(parts, cast.author, first.entry_id)
    assert [head.body for head in seen.heads] == ["changed"]
    assert set(seen.alike) == set(seen.head_ids) == {one.id for one in same}
    after = replace(draft("after"), entry_id=first.entry_id, parents=seen.alike)
    take(parts, cast.author, after)
    assert entry(parts, cast.author, first.entry_id).head_ids == (after.id,)


def test_the_same_id_with_other_words_is_refused_and_changes_nothing(cast, parts):
    one = draft("kept")
    take(parts, cast.author, one)
    other = replace(draft("other"), id=one.id, entry_id=one.entry_id)
    assert take(parts, cast.author, other).refused == ((one.id, Refusal.CHANGED),)
    assert entry(parts, cast.author, one.entry_id).head.body == "kept"


def test_within_one_batch_too(cast, parts):
    one = draft("kept")
    other = replace(draft("other"), id=one.id, entry_id=one.entry_id)
    taken = take(parts, cast.author, one, other)
    assert taken.acknowledged == (one.id,)
    assert taken.refused == ((one.id, Refusal.CHANGED),)


def test_another_persons_ids_are_refused_without_saying_so(cast, parts):
    mine = draft("mine")
    take(parts, cast.author, mine)
    same_id = replace(draft("theirs"), id=mine.id)
    same_entry = replace(draft("theirs"), entry_id=mine.entry_id)
    taken = take(parts, cast.other_author, same_id, same_entry)
    assert taken.acknowledged == ()
    assert {why for _, why in taken.refused} == {Refusal.NOT_POSSIBLE}
    assert entry(parts, cast.author, mine.entry_id).head.body == "mine"


def test_a_refused_revision_holds_up_no_other(cast, parts):
    good, huge = draft("good"), draft("x" * (64 * 1024 + 1))
    taken = take(parts, cast.author, huge, good)
    assert taken.acknowledged == (good.id,)
    assert taken.refused == ((huge.id, Refusal.TOO_LARGE),)


def test_the_limit_counts_bytes_of_every_word_and_is_exact(cast, parts):
    assert take(parts, cast.author, draft("é" * (32 * 1024))).refused == ()
    assert take(parts, cast.author, draft("é" * (32 * 1024) + "x")).refused[0][1] is Refusal.TOO_LARGE
    answer = (Answer("q", "What?", "x"),)
    assert take(parts, cast.author, draft("x" * (64 * 1024 - 2), answers=answer)).refused[0][1] is Refusal.TOO_LARGE


@pytest.mark.parametrize(("year", "fits"), [(1970, True), (2099, True), (1899, False), (2201, False)])
def test_a_phones_clock_may_be_years_off_but_not_centuries(cast, parts, year, fits):
    one = draft(written_at=datetime(year, 6, 1, tzinfo=UTC))
    assert (take(parts, cast.author, one).refused == ()) is fits


def test_a_page_sent_twice_with_other_words_keeps_both(cast, parts):
    author, one = cast.author, draft("first words")
    again = replace(one, content=replace(one.content, body="better words"))
    for version in (one, one, again):
        with transaction(parts) as work:
            operations.write(work.session, parts.keys, author, version)
    seen = entry(parts, author, one.entry_id)
    assert [head.body for head in seen.heads] == ["better words"]
    assert len(changes(parts, cast.author).revisions) == 2


def test_a_page_with_too_much_text_is_told_so(cast, parts):
    author = cast.author
    with pytest.raises(EntryTooLarge), transaction(parts) as work:
        operations.write(work.session, parts.keys, author, draft("x" * 70_000))


def test_each_new_head_is_analysed_and_sealed(cast, parts):
    one = draft("I felt useless. There was no time to talk and she went home without her tablets.")
    take(parts, cast.author, one)
    with parts.database.read() as session:
        row = session.scalars(select(StoredAnalysis)).one()
        assert row.revision_id == one.id
        assert b"useless" not in row.sealed
        seen = queries.entry(session, parts.keys, cast.author, one.entry_id)
        assert queries.analysis(session, parts.keys, cast.author, seen.head).sentences


def test_erasing_leaves_an_id_and_nothing_else_and_nothing_brings_it_back(cast, parts):
    one = draft("gone for good")
    take(parts, cast.author, one)
    with transaction(parts) as work:
        operations.erase(work.session, cast.author, one.entry_id)
    with parts.database.read() as session:
        assert session.scalars(select(Revision)).all() == []
        assert session.scalars(select(StoredAnalysis)).all() == []
        assert [row.entry_id for row in session.scalars(select(Purge))] == [one.entry_id]
    assert take(parts, cast.author, one).refused == ((one.id, Refusal.ERASED),)
    assert changes(parts, cast.author).purged == (one.entry_id,)


def test_nobody_erases_what_is_not_theirs(cast, parts):
    one = draft()
    take(parts, cast.author, one)
    for who in ("other_author", "supervisor", "trainer", "administrator", "far_administrator"):
        actor = cast.actor(who)
        with pytest.raises(EntryNotFound), transaction(parts) as work:
            operations.erase(work.session, actor, one.entry_id)
    assert entry(parts, cast.author, one.entry_id).head.body == one.content.body


def test_nobody_reads_what_is_not_theirs(cast, parts):
    one = draft()
    take(parts, cast.author, one)
    for who in ("other_author", "supervisor", "trainer", "administrator", "alone"):
        with pytest.raises(EntryNotFound):
            entry(parts, cast.actor(who), one.entry_id)
        assert changes(parts, cast.actor(who)).revisions == ()


def test_changes_come_in_batches_that_miss_nothing(cast, parts):
    drafts = [draft(f"entry {n}") for n in range(120)]
    for start in range(0, 120, 50):
        take(parts, cast.author, *drafts[start : start + 50])
    got, cursor, rounds = [], 0, 0
    while True:
        found = changes(parts, cast.author, cursor)
        got += [w.id for w in found.revisions]
        cursor, rounds = found.cursor, rounds + 1
        if not found.more:
            break
    assert got == [d.id for d in drafts]
    assert rounds == 3


def test_a_batch_of_long_entries_stays_within_its_bytes(cast, parts):
    take(parts, cast.author, *[draft("word " * 12_000) for _ in range(8)])
    first = changes(parts, cast.author)
    assert first.more
    assert sum(w.content.size() for w in first.revisions) <= 256 * 1024
    rest = changes(parts, cast.author, first.cursor)
    assert len(first.revisions) + len(rest.revisions) == 8


def test_search_finds_words_anywhere_in_ones_own_entries_only(cast, parts):
    take(parts, cast.author, draft("The DAFFODILS were out."), draft("Nothing."))
    take(parts, cast.other_author, draft("daffodils"))
    with parts.database.read() as session:
        found = queries.search(session, parts.keys, cast.author, "daffodils out")
        assert [seen.head.body for seen in found] == ["The DAFFODILS were out."]


def test_a_new_epoch_is_another_one(cast, parts):
    with transaction(parts) as work:
        first = operations.epoch(work.session)
    with transaction(parts) as work:
        assert operations.epoch(work.session) == first
        assert operations.begin_epoch(work.session) != first


def test_an_entry_keeps_its_place_among_the_same_moment(cast, parts):
    drafts = [draft(f"same moment {n}") for n in range(25)]
    take(parts, cast.author, *drafts)
    with parts.database.read() as session:
        listed = [seen.id for seen in queries.every(session, parts.keys, cast.author, batch=10)]
    assert sorted(listed) == sorted(d.entry_id for d in drafts)
