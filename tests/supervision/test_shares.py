"""A share is frozen, sealed for its reader alone, and gone the moment it ends."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from journal import clock
from journal.accounts.models import Person
from journal.audit.models import AuditEntry
from journal.crypto import CannotOpen, Place
from journal.database import new_id
from journal.errors import Invalid
from journal.http import transaction
from journal.reflections import operations as reflections
from journal.reflections.errors import EntryNotFound
from journal.supervision import agreements, operations, queries
from journal.supervision.errors import (
    LookAgain,
    NotDecided,
    NothingChosen,
    NotYourSupervisor,
    RecipientGone,
    ShareNotFound,
)
from journal.supervision.models import Share, SharedCopy
from journal.supervision.sealing import EMPTY
from tests.supervision.scenes import BOXES, PLAIN, agreed, look, share, shared_entry, wish_for, write


def read(parts, reader, share_id):
    with transaction(parts) as work:
        return operations.open_shared(work.session, parts.keys, reader, share_id)[1]


def rows(parts, share_id):
    with parts.database.read() as session:
        mine = session.scalars(select(Share).where(Share.id == share_id)).one_or_none()
        copy = session.scalars(select(SharedCopy).where(SharedCopy.id == share_id)).one_or_none()
        return mine, copy


def test_the_supervisor_reads_what_was_chosen_and_nothing_else(cast, parts):
    agreed(parts, cast.author, cast.supervisor)
    entry_id, revision_id = write(parts, cast.author, PLAIN, BOXES)
    share_id = share(parts, cast.author, wish_for(entry_id, cast.supervisor, ("template.sections.so_what", "marks")))
    copy = read(parts, cast.supervisor, share_id)
    assert copy.author == "Author"
    assert copy.revision_id == revision_id
    assert [piece.text for piece in copy.pieces] == ["It meant more to her than to me."]
    assert copy.pieces[0].heading == "What did it mean, for you and for them?"
    assert (copy.elements, copy.valence) == (BOXES["elements"], "mixed")
    assert PLAIN[:20] not in copy.pack().decode()


def test_the_copy_says_what_is_here_with_a_sentence_of_it_and_what_is_not_here_yet(cast, parts):
    copy = read(parts, cast.supervisor, shared_entry(parts, cast.author, cast.supervisor))
    assert copy.here, "the analyser finds something in this text"
    for one in copy.here:
        assert one.sentence in PLAIN
    assert {one.component for one in copy.here}.isdisjoint(copy.not_here_yet)


def test_a_later_change_of_the_entry_does_not_reach_the_copy(cast, parts):
    agreed(parts, cast.author, cast.supervisor)
    entry_id, revision_id = write(parts, cast.author)
    share_id = share(parts, cast.author, wish_for(entry_id, cast.supervisor))
    before = read(parts, cast.supervisor, share_id)
    write(parts, cast.author, "Something quite different.", entry_id=entry_id, parents=(revision_id,))
    assert read(parts, cast.supervisor, share_id) == before


def test_nobody_but_the_recipient_opens_a_copy(cast, parts):
    agreed(parts, cast.author, cast.other_supervisor)
    share_id = shared_entry(parts, cast.author, cast.supervisor)
    for who in set(cast.names()) - {"supervisor"}:
        with pytest.raises(ShareNotFound):
            read(parts, cast.actor(who), share_id)
    assert rows(parts, share_id)[1].opened_at is None


def test_the_copy_is_sealed_under_the_recipients_key_and_the_record_under_the_authors(cast, parts):
    mine, copy = rows(parts, shared_entry(parts, cast.author, cast.supervisor))
    with pytest.raises(CannotOpen):
        parts.keys.open(copy.sealed, Place("shared_copy", "sealed", cast.author.id, copy.id))
    with pytest.raises(CannotOpen):
        parts.keys.open(mine.sealed, Place("share", "sealed", cast.supervisor.id, mine.id))
    assert b"ashamed" in parts.keys.open(copy.sealed, Place("shared_copy", "sealed", cast.supervisor.id, copy.id))
    assert b"ashamed" in parts.keys.open(mine.sealed, Place("share", "sealed", cast.author.id, mine.id))


def test_no_row_of_the_database_holds_a_word_that_was_shared(cast, parts):
    share_id = shared_entry(parts, cast.author, cast.supervisor)
    read(parts, cast.supervisor, share_id)
    with parts.database.read() as session:
        for table in ("share", "shared_copy", "supervision_agreement", "audit_entry"):
            held = repr(session.execute(text(f"SELECT * FROM {table}")).all())
            assert "ashamed" not in held and "waiting" not in held


def test_opening_shows_on_both_rows_once_and_every_time_in_the_record(cast, parts):
    share_id = shared_entry(parts, cast.author, cast.supervisor)
    first = clock.now() + timedelta(hours=1)
    with clock.hold(first):
        read(parts, cast.supervisor, share_id)
    with clock.hold(first + timedelta(days=1)):
        read(parts, cast.supervisor, share_id)
    mine, copy = rows(parts, share_id)
    assert mine.opened_at == copy.opened_at == first
    with parts.database.read() as session:
        acts = session.scalars(select(AuditEntry).where(AuditEntry.action == "share.opened")).all()
    assert [(act.actor_id, act.facts) for act in acts] == [
        (cast.supervisor.id, {"share": str(share_id), "author": str(cast.author.id)})
    ] * 2


def test_taking_back_empties_the_copy_and_leaves_the_author_their_record(cast, parts):
    share_id = shared_entry(parts, cast.author, cast.supervisor)
    with transaction(parts) as work:
        operations.withdraw(work.session, cast.author, share_id)
    assert rows(parts, share_id)[1].sealed == EMPTY
    with pytest.raises(ShareNotFound):
        read(parts, cast.supervisor, share_id)
    with parts.database.read() as session:
        mine = queries.my_share(session, parts.keys, cast.author, share_id)
        assert (mine.state, mine.copy.pieces[0].text) == ("withdrawn", PLAIN)
        assert queries.queue(session, cast.supervisor) == []


def test_nobody_but_the_author_takes_back_or_re_reads(cast, parts):
    share_id = shared_entry(parts, cast.author, cast.supervisor)
    for other in map(cast.actor, ("supervisor", "other_author", "administrator")):
        with pytest.raises(ShareNotFound), transaction(parts) as work:
            operations.withdraw(work.session, other, share_id)
        with pytest.raises(ShareNotFound), parts.database.read() as session:
            queries.my_share(session, parts.keys, other, share_id)
    assert read(parts, cast.supervisor, share_id)


def test_time_alone_closes_a_share_and_the_job_then_empties_it(cast, parts):
    share_id = shared_entry(parts, cast.author, cast.supervisor)
    later = clock.now() + timedelta(days=14, seconds=1)
    with clock.hold(later):
        with pytest.raises(ShareNotFound):
            read(parts, cast.supervisor, share_id)
        with parts.database.read() as session:
            assert queries.queue(session, cast.supervisor) == []
            assert queries.my_share(session, parts.keys, cast.author, share_id).state == "expired"
    assert rows(parts, share_id)[1].sealed != EMPTY
    with transaction(parts) as work:
        assert operations.end_expired(work.session, later - timedelta(days=1)) == 0
        assert operations.end_expired(work.session, later) == 1
        assert operations.end_expired(work.session, later) == 0
    assert rows(parts, share_id)[1].sealed == EMPTY
    with clock.hold(later), parts.database.read() as session:
        assert queries.my_share(session, parts.keys, cast.author, share_id).state == "expired"


def test_ending_the_agreement_ends_what_is_shared_and_only_between_the_two(cast, parts):
    agreement_id = agreed(parts, cast.author, cast.supervisor)
    mine = shared_entry(parts, cast.author, cast.supervisor)
    others = shared_entry(parts, cast.other_author, cast.supervisor)
    elsewhere = shared_entry(parts, cast.author, cast.other_supervisor)
    with transaction(parts) as work:
        agreements.end(work.session, cast.supervisor, agreement_id)
    with pytest.raises(ShareNotFound):
        read(parts, cast.supervisor, mine)
    assert rows(parts, mine)[1].sealed == EMPTY
    assert read(parts, cast.supervisor, others) and read(parts, cast.other_supervisor, elsewhere)


def test_a_supervisor_without_the_role_or_the_organisation_reads_nothing(cast, parts):
    share_id = shared_entry(parts, cast.author, cast.supervisor)
    for changed in (replace(cast.supervisor, roles=frozenset()), replace(cast.supervisor, organisation_id=None)):
        with pytest.raises(ShareNotFound):
            read(parts, changed, share_id)
    with transaction(parts) as work:
        work.session.get_one(Person, cast.author.id).organisation_id = None
    with pytest.raises(ShareNotFound):
        read(parts, cast.supervisor, share_id)


def test_the_same_form_sent_twice_makes_one_share(cast, parts):
    agreed(parts, cast.author, cast.supervisor)
    entry_id, _ = write(parts, cast.author)
    once, wish = new_id(), wish_for(entry_id, cast.supervisor)
    assert share(parts, cast.author, wish, once) == share(parts, cast.author, wish, once)
    with parts.database.read() as session:
        assert len(queries.queue(session, cast.supervisor)) == 1
        assert len(queries.my_shares(session, parts.keys, cast.author)) == 1


def test_the_same_form_sent_twice_at_once_makes_one_share(cast, parts):
    author = cast.author
    agreed(parts, author, cast.supervisor)
    entry_id, _ = write(parts, author)
    once, wish = new_id(), wish_for(entry_id, cast.supervisor)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: share(parts, author, wish, once), range(4)))
    assert len(set(made)) == 1
    with parts.database.read() as session:
        assert [one.id for one in queries.queue(session, cast.supervisor)] == made[:1]


def test_two_authors_with_the_same_form_id_do_not_meet(cast, parts):
    once, made = new_id(), []
    for author in (cast.author, cast.other_author):
        agreed(parts, author, cast.supervisor)
        entry_id, _ = write(parts, author)
        made.append(share(parts, author, wish_for(entry_id, cast.supervisor), once))
    assert read(parts, cast.supervisor, made[0]).author == "Author"
    assert read(parts, cast.supervisor, made[1]).author == "Other Author"


def test_sharing_an_entry_again_puts_the_new_copy_in_the_place_of_the_old(cast, parts):
    agreed(parts, cast.author, cast.supervisor)
    entry_id, revision_id = write(parts, cast.author)
    old = share(parts, cast.author, wish_for(entry_id, cast.supervisor))
    write(parts, cast.author, "I rang first this time.", entry_id=entry_id, parents=(revision_id,))
    new = share(parts, cast.author, wish_for(entry_id, cast.supervisor))
    with parts.database.read() as session:
        assert [one.id for one in queries.queue(session, cast.supervisor)] == [new]
    with pytest.raises(ShareNotFound):
        read(parts, cast.supervisor, old)


def test_what_changed_after_the_look_does_not_leave(cast, parts):
    agreed(parts, cast.author, cast.supervisor)
    entry_id, revision_id = write(parts, cast.author)
    wish = wish_for(entry_id, cast.supervisor)
    seen = look(parts, cast.author, wish).fingerprint
    write(parts, cast.author, "A word too many.", entry_id=entry_id, parents=(revision_id,))
    with pytest.raises(LookAgain), transaction(parts) as work:
        operations.share(work.session, parts.keys, cast.author, wish, once=new_id(), seen=seen, thought_of=True)
    for other in (replace(wish, days=28), replace(wish, sections=frozenset({"marks", "body"}))):
        assert look(parts, cast.author, replace(other, entry_id=entry_id)).fingerprint != seen


def test_a_wish_that_cannot_be_met_is_told_kindly(cast, parts):
    agreed(parts, cast.author, cast.supervisor)
    entry_id, _ = write(parts, cast.author)
    with pytest.raises(NotYourSupervisor):
        look(parts, cast.author, wish_for(entry_id, cast.other_supervisor))
    with pytest.raises(NothingChosen):
        look(parts, cast.author, wish_for(entry_id, cast.supervisor, ("answers.0", "marks")))
    with pytest.raises(Invalid):
        look(parts, cast.author, wish_for(entry_id, cast.supervisor, days=365))
    with pytest.raises(EntryNotFound):
        look(parts, cast.other_author, wish_for(entry_id, cast.supervisor))


def test_nothing_leaves_for_somebody_whose_key_is_gone(cast, parts):
    agreed(parts, cast.author, cast.supervisor)
    entry_id, _ = write(parts, cast.author)
    parts.keys.destroy(cast.supervisor.id)
    with pytest.raises(RecipientGone):
        share(parts, cast.author, wish_for(entry_id, cast.supervisor))
    with parts.database.read() as session:
        assert session.scalars(select(Share)).all() == []


def test_a_name_that_is_not_decided_about_keeps_the_gate_shut(cast, parts):
    agreed(parts, cast.author, cast.supervisor)
    entry_id, _ = write(parts, cast.author, "Mrs Okafor was waiting for me. I told Mrs Okafor I was sorry.")
    found = look(parts, cast.author, wish_for(entry_id, cast.supervisor))
    (word,) = found.undecided
    assert (word.surface, word.times) == ("Mrs Okafor", 2)
    with pytest.raises(NotDecided):
        share(parts, cast.author, wish_for(entry_id, cast.supervisor))
    replaced = share(parts, cast.author, wish_for(entry_id, cast.supervisor, replaced={word.key: True}))
    assert "Okafor" not in read(parts, cast.supervisor, replaced).pack().decode()
    kept = share(parts, cast.author, wish_for(entry_id, cast.supervisor, replaced={word.key: False}))
    assert read(parts, cast.supervisor, kept).pieces[0].text.count("Mrs Okafor") == 2


def test_erasing_an_entry_takes_its_shares_back_and_forgets_the_record(cast, parts):
    agreed(parts, cast.author, cast.supervisor)
    entry_id, _ = write(parts, cast.author)
    share_id = share(parts, cast.author, wish_for(entry_id, cast.supervisor))
    other = shared_entry(parts, cast.author, cast.supervisor, "Another day. It went well.")
    other_author = cast.other_author
    with transaction(parts) as work:
        operations.withdraw_entry(work.session, other_author, entry_id)
    assert read(parts, cast.supervisor, share_id)
    with transaction(parts) as work:
        reflections.erase(work.session, cast.author, entry_id)
        operations.withdraw_deleted(work.session, cast.author)
    mine, copy = rows(parts, share_id)
    assert mine is None and copy.sealed == EMPTY
    assert read(parts, cast.supervisor, other)


def test_closing_an_account_leaves_no_copy_on_either_side(cast, parts):
    given = shared_entry(parts, cast.author, cast.supervisor)
    agreed(parts, cast.supervisor, cast.other_supervisor)
    entry_id, _ = write(parts, cast.supervisor)
    sent = share(parts, cast.supervisor, wish_for(entry_id, cast.other_supervisor))
    with transaction(parts) as work:
        operations.forget_person(work.session, cast.supervisor.id)
    assert rows(parts, sent) == (None, None)
    mine, copy = rows(parts, given)
    assert copy is None and mine.withdrawn_at is not None
    with parts.database.read() as session:
        assert queries.my_share(session, parts.keys, cast.author, given).copy.pieces[0].text == PLAIN
        assert queries.relations(session, cast.author) == []
