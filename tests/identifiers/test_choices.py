"""Words an author has decided about: joined in any order, sealed, and nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from journal import clock
from journal.database import new_id
from journal.http import transaction
from journal.reflections import word_choices as stored
from journal.reflections.models import WordChoice
from journal.reflections.word_choices import Choice, keep_word_choices, word_choices
from journal.supervision.checking import check_pieces
from journal.supervision.content import Piece
from tests.supervision.scenes import agreed, look, wish_for, write

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def choice(words: str, kind: str = "left", minutes: int = 0, to: str = "") -> Choice:
    return Choice(new_id(), words, kind, to, NOON + timedelta(minutes=minutes))  # type: ignore[arg-type]


def keep(parts, actor, *choices: Choice) -> list[Choice]:
    with transaction(parts) as work:
        return keep_word_choices(work.session, parts.keys, actor, choices)


def kept(parts, actor) -> list[Choice]:
    with parts.database.read() as session:
        return word_choices(session, parts.keys, actor)


def sent(browser, *choices: dict[str, str]):
    return browser.post("/api/words", json={"choices": list(choices)})


def plain(words: str, kind: str = "left", at: str = "2026-03-02T12:00:00+00:00") -> dict[str, str]:
    return {"id": str(new_id()), "words": words, "choice": kind, "to": "", "at": at}


def test_the_newest_choice_about_a_word_counts_however_it_is_written(cast, parts):
    left, again = choice("Siân"), choice("sian", "marked", 5)
    assert keep(parts, cast.author, again, left) == [again]
    assert keep(parts, cast.author, left) == [again]
    assert kept(parts, cast.author) == [again]


@settings(deadline=None)
@given(st.data())
def test_choices_can_come_in_any_order_and_again(data):
    """Set union by word: a property of the joining alone, which both languages have."""
    words = st.sampled_from(["Rose", "rose", "Will", "Kasia", "Róża", "Roza"])
    minutes = st.integers(0, 3)
    made = data.draw(st.lists(st.builds(choice, words, st.sampled_from(["left", "marked"]), minutes), max_size=8))
    mixed = data.draw(st.permutations(made + made))
    cut = data.draw(st.integers(0, len(mixed)))
    assert stored._newest(mixed) == stored._newest(made)
    assert stored._newest([*stored._newest(mixed[:cut]), *mixed[cut:]]) == stored._newest(made)


def test_a_choice_of_the_future_was_made_now(cast, parts):
    with clock.hold(NOON):
        keep(parts, cast.author, choice("Rose", minutes=600))
    assert kept(parts, cast.author)[0].at == NOON


def test_only_so_many_are_kept(cast, parts, monkeypatch):
    monkeypatch.setattr(stored, "MOST", 3)
    keep(parts, cast.author, *[choice(f"Name{at}", minutes=at) for at in range(5)])
    assert [one.words for one in kept(parts, cast.author)] == ["Name2", "Name3", "Name4"]


def test_what_is_kept_is_sealed(cast, parts):
    keep(parts, cast.author, choice("Zyxwilla", "changed", to="my quxaunt"))
    with parts.database.read() as session:
        rows = list(session.scalars(select(WordChoice)))
    assert [row.owner_id for row in rows] == [cast.author.id]
    assert not any(word in row.sealed.lower() for row in rows for word in (b"zyxwilla", b"quxaunt"))


def test_the_api_keeps_and_gives_them(cast):
    browser = cast.browser("author")
    first = sent(browser, plain("Rose"))
    assert first.status_code == 200
    assert [one["words"] for one in first.json["choices"]] == ["Rose"]
    later = sent(browser, plain("ROSE", "changed", "2026-03-02T12:05:00+00:00"), plain("Will"))
    assert [(one["words"], one["choice"]) for one in later.json["choices"]] == [("Will", "left"), ("ROSE", "changed")]
    assert browser.get("/api/words").json == later.json


def test_nobody_else_is_given_them(cast):
    mine = plain("Zyxwilla")
    assert sent(cast.browser("author"), mine).status_code == 200
    for who in ("other_author", "supervisor", "trainer", "administrator", "alone"):
        other = cast.browser(who)
        assert other.get("/api/words").json == {"choices": []}
        # The same id from somebody else is theirs, and changes nothing of the author's.
        assert sent(other, mine | {"words": "Other"}).json["choices"][0]["words"] == "Other"
        assert "Zyxwilla" not in other.get("/write").text
    assert cast.stranger().get("/api/words").status_code == 401
    given = cast.browser("author").get("/api/words").json["choices"]
    assert [(UUID(one["id"]), one["words"]) for one in given] == [(UUID(mine["id"]), "Zyxwilla")]


@pytest.mark.parametrize("change", [{"choice": "gone"}, {"words": ""}, {"words": "x" * 201}, {"at": "noon"}])
def test_what_is_no_choice_is_refused(cast, change):
    assert sent(cast.browser("author"), plain("Rose") | change).status_code == 422


def test_plain_pages_carry_the_authors_own_choices(cast):
    browser = cast.browser("author")
    sent(browser, plain('O\'Neill "Zyxwilla" <b>'))
    page = browser.get("/write").text
    assert "Zyxwilla" in page
    assert "<b>" not in page.partition("data-marks=")[2].partition(">")[0]


def test_the_gate_asks_about_words_that_were_left_while_writing(cast, parts):
    agreed(parts, cast.author, cast.supervisor)
    entry_id, _ = write(parts, cast.author, "I told Xaverine that the kestrel was in again.")
    keep(parts, cast.author, choice("Xaverine"), choice("kestrel", "changed"))
    asked = look(parts, cast.author, wish_for(entry_id, cast.supervisor)).checked.words
    assert [(word.surface, word.sure) for word in asked] == [("Xaverine", False), ("kestrel", True)]


def test_the_gate_finds_what_stands_in_any_piece():
    pieces = [Piece("body", "What happened", "Rose came."), Piece("a", "Then", "I rang Rose Penhaligon.")]
    assert {word.surface for word in check_pieces(pieces).words} == {"Rose", "Rose Penhaligon"}
