"""What keeps coming up is kept whole: its page opens no entry until the journal has moved on."""

from __future__ import annotations

from sqlalchemy import event

from journal.access import Role
from journal.analyser import Entry, analyse
from journal.cli.imports import find_or_add, load, read_journal
from journal.config.places import JOURNALS
from journal.http import transaction
from journal.reflections import operations, queries
from journal.reflections.recurring import Recurring, found_in

NURSE = read_journal(JOURNALS / "nurse-ed.json").entries


def as_entries(drafts):
    return [
        Entry(str(d.entry_id), d.written_at, analyse(d.content.body), d.content.body, d.content.facets["elements"])
        for d in sorted(drafts, key=lambda one: one.written_at)
        if "elements" in d.content.facets
    ]


def test_what_is_packed_comes_back_whole_and_quotes_the_author():
    entries = as_entries(NURSE)
    found = found_in(entries)
    assert found.themes
    assert Recurring.unpack(found.pack()) == found
    texts = {entry.id: " ".join(entry.text.split()) for entry in entries}
    for theme, quotes in zip(found.themes, found.quotes, strict=True):
        assert len(quotes) == len(theme.evidence)
        assert all(words in texts[piece.id] for piece, words in zip(theme.evidence, quotes, strict=True))
        assert set(theme.entries) <= found.moments.keys()
    marks = [state for _, counts in found.months for states in counts.values() for state in states.values()]
    assert 0 < sum(marks) <= sum(len(entry.elements) for entry in entries)


def test_an_empty_journal_has_an_empty_page():
    found = found_in([])
    assert (found.themes, found.first, found.count, found.months) == ((), None, 0, ())
    assert Recurring.unpack(found.pack()) == found


def test_no_entry_is_opened_for_the_page_until_the_journal_moves_on(parts):
    actor, _ = find_or_add(parts, "anna@example.org", "Anna", "three quiet herons", None, [Role.PRACTITIONER])
    load(parts, actor, NURSE[:12])
    with parts.database.read() as session:
        assert queries.kept_themes(session, parts.keys, actor) is None
        through, found = queries.find_themes(session, parts.keys, actor)
    with transaction(parts) as work:
        operations.keep_themes(work.session, parts.keys, actor, through, found)
    asked: list[str] = []
    event.listen(parts.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with parts.database.read() as session:
        assert queries.kept_themes(session, parts.keys, actor) == found
    assert asked and not any("revision" in statement or "FROM entry" in statement for statement in asked)
    load(parts, actor, NURSE[12:13])
    with parts.database.read() as session:
        assert queries.kept_themes(session, parts.keys, actor) is None


def test_a_list_an_earlier_version_kept_is_found_again(parts):
    actor, _ = find_or_add(parts, "anna@example.org", "Anna", "three quiet herons", None, [Role.PRACTITIONER])
    load(parts, actor, NURSE[:2])
    empty = found_in([])
    with transaction(parts) as work:
        operations.keep_themes(work.session, parts.keys, actor, queries.last_seq(work.session, actor.id), empty)
        assert queries.kept_themes(work.session, parts.keys, actor) == empty

        class Earlier(Recurring):
            def pack(self):
                return []

        old = Earlier((), (), {}, None, None, 0, ())
        operations.keep_themes(work.session, parts.keys, actor, queries.last_seq(work.session, actor.id), old)
        assert queries.kept_themes(work.session, parts.keys, actor) is None
