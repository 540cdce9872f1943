"""The phone makes of revisions what the server makes of them, on thousands of made-up ones."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal.reflections import queries
from journal.reflections.content import Answer, Content, Written
from journal.reflections.rules import heads, joined
from journal.schemas import catalogue
from journal.schemas.catalogue import FACETS_FOLDER
from journal.schemas.facet_join import join_facets, join_texts
from tests.phone.node import Twin
from tests.schemas.shapes import all_of

MANY = settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
CATALOGUE = json.loads((FACETS_FOLDER / f"v{catalogue.latest_version()}.json").read_text())
WORDS = st.sampled_from(
    ["", "a", "time", "Straße", "ΣΊΣΥΦΟΣ", "she said", "a\n\ntime", "time\n\na", "İstanbul ılık", "ﬁt"]
)
FACETS = all_of(catalogue.facets(), catalogue.templates())
ANSWERS = st.lists(st.builds(Answer, st.sampled_from(["q1", "q2"]), st.sampled_from(["Why?", "And then?"]), WORDS),
                   max_size=3)  # fmt: skip
CONTENTS = st.builds(lambda *given: Content(given[0], tuple(given[1]), given[2]), WORDS, ANSWERS, FACETS)
START = datetime(2026, 3, 4, 18, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def phone() -> Iterator[Twin]:
    started = Twin()
    yield started
    started.close()


def plain(content: Content) -> dict[str, object]:
    answers = [{"question_id": a.question_id, "question": a.question, "text": a.text} for a in content.answers]
    return {"body": content.body, "answers": answers, "facets": content.facets}


@st.composite
def histories(draw: st.DrawFn) -> list[Written]:
    """Revisions of one entry, in any order: some follow others, some follow what never came, some make rings."""
    entry_id = UUID(int=draw(st.integers(0, 2**128 - 1)))
    ids = draw(st.lists(st.integers(0, 2**128 - 1).map(lambda n: UUID(int=n)), min_size=1, max_size=6, unique=True))
    minutes = draw(st.permutations(range(len(ids))))
    texts = st.sampled_from(["one", "two", "three"])
    return [
        Written(
            id=own,
            entry_id=entry_id,
            parents=tuple(draw(st.lists(st.sampled_from([*ids, UUID(int=7)]), max_size=3))),
            content=Content(draw(texts), (), draw(st.sampled_from([{}, {"valence": "mixed"}]))),
            deleted=draw(st.integers(0, 3)) == 0,
            written_at=START + timedelta(minutes=minutes[n]),
            received_at=START,
            schema=1,
            seq=n,
        )
        for n, own in enumerate(ids)
    ]


def sent(one: Written) -> dict[str, object]:
    return {
        "id": str(one.id),
        "entry_id": str(one.entry_id),
        "parents": [str(parent) for parent in one.parents],
        **plain(one.content),
        "deleted": one.deleted,
        "written_at": one.written_at.isoformat(),
        "schema": 1,
    }


@given(histories())
@MANY
def test_heads_and_entries(phone: Twin, history: list[Written]) -> None:
    found = heads((one.id, one.parents) for one in history)
    assert phone.ask("heads", [sent(one) for one in history]) == [str(i) for i in found]
    living = [one for one in history if one.id in found and not one.deleted]
    living.sort(key=lambda one: (one.written_at, one.seq), reverse=True)
    row = SimpleNamespace(id=history[0].entry_id, started_at=START, deleted=not living)
    seen = queries._entry_of(row, living, 0)
    assert phone.ask("entry", [sent(one) for one in history]) == {
        "id": str(row.id),
        "startedAt": min(one.written_at for one in history).isoformat(),
        "deleted": seen.deleted,
        "heads": [str(one.id) for one in seen.heads],
        "alike": [str(i) for i in seen.alike],
        "headIds": [str(i) for i in seen.head_ids],
    }


@given(st.lists(CONTENTS, max_size=3))
@settings(MANY, max_examples=100)
def test_joined_versions_and_full_texts(phone: Twin, contents: list[Content]) -> None:
    both = joined(contents)
    assert phone.ask("joinedContent", [plain(one) for one in contents], CATALOGUE) == plain(both)
    assert phone.ask("fullText", plain(both), CATALOGUE) == both.full_text()
    words = [list(pair) for pair in catalogue.words_in(both.facets)]
    assert phone.ask("wordsIn", both.facets, CATALOGUE) == words


@given(FACETS, FACETS)
@MANY
def test_facets_of_both(phone: Twin, before: dict, after: dict) -> None:
    assert phone.ask("joinFacets", before, after, CATALOGUE) == join_facets(before, after)


@given(WORDS, WORDS)
@MANY
def test_texts_of_both(phone: Twin, before: str, after: str) -> None:
    assert phone.ask("joinTexts", before, after) == join_texts(before, after)


LETTERS = st.text(st.sampled_from("aßSsΣσςµμİıiIﬁfi \t\x1f\x85\ufeff\u3000ǅéÉ"), max_size=6)


@given(st.lists(LETTERS, max_size=4), LETTERS)
@MANY
def test_search(phone: Twin, bodies: list[str], words: str) -> None:
    entries = [[sent_body(n, body)] for n, body in enumerate(bodies)]
    wanted = [word.casefold() for word in words.split()]
    found = [str(UUID(int=n)) for n, body in enumerate(bodies) if wanted and all(w in body.casefold() for w in wanted)]
    assert phone.ask("found", entries, words, CATALOGUE) == found


def sent_body(number: int, body: str, **facets: object) -> dict[str, object]:
    own = str(UUID(int=number))
    return {
        "id": own, "entry_id": own, "parents": [], "body": body, "answers": [], "facets": facets,
        "deleted": False, "written_at": START.isoformat(), "schema": 1,
    }  # fmt: skip


def test_every_letter_is_found_by_the_same_letters(phone: Twin) -> None:
    """Folding may give other letters than Python's, but must call the same ones the same."""
    letters = [chr(n) for n in range(0x20000) if unicodedata.category(chr(n)) not in ("Cn", "Cs")]
    ours, theirs = [one.casefold() for one in letters], phone.ask("foldAll", letters)
    pairs = set(zip(ours, theirs, strict=True))
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)


def test_filters_read_the_marks_of_the_first_head(phone: Twin) -> None:
    entries = [
        [sent_body(1, "a", elements={"time": "missing"}, valence="mixed")],
        [sent_body(2, "b", elements={"hope": "missing"})],
    ]
    one, two = str(UUID(int=1)), str(UUID(int=2))
    assert phone.ask("fitting", entries, {}) == [one, two]
    assert phone.ask("fitting", entries, {"element": "time"}) == [one]
    assert phone.ask("fitting", entries, {"element": "hope", "went": "mixed"}) == []
    assert phone.ask("fitting", entries, {"element": "toString"}) == []


def test_a_facet_of_a_newer_app_is_carried_untouched(phone: Twin) -> None:
    newer = {"tide": {"of": ["x"]}}
    assert phone.ask("joinFacets", newer, {"valence": "mixed"}, CATALOGUE) == {**newer, "valence": "mixed"}
    assert phone.ask("fullText", {"body": "a", "answers": [], "facets": newer}, CATALOGUE) == "a"
