"""The question bank keeps its own rules, question by question and as a whole."""

from __future__ import annotations

import re
from itertools import combinations, product
from pathlib import Path

import pytest

from journal.analyser import bank, coach
from journal.analyser.bank import Item, Words
from journal.analyser.check import is_near_duplicate, problems
from journal.analyser.data import LEXICONS, load
from journal.analyser.results import COMPONENTS, ELEMENTS, VALENCES
from journal.analyser.situation import CYCLE

FAMILIES = (
    "elements hats circumstances mutual conditions mechanisms activity relationship stance connection sharing "
    "smallchange effort assumption whoseproblem widercast doing purpose retell word care supervision parts grow oskar "
    "solution motivational appreciative clean circular flip benefit reform"
).split()


@pytest.mark.parametrize("item", bank.questions(), ids=lambda item: item.id)
def test_question_passes_the_check(item: Item) -> None:
    assert problems(item.text.replace(bank.SLOT, "nobody had asked me that")) == []


def test_bank_is_large_and_one_in_three_asks_about_strength() -> None:
    items = bank.questions()
    assert len(items) >= 400
    assert 3 * sum(item.strength for item in items) >= len(items)


def test_gentle_questions_ask_about_strength_and_leave_room_for_nothing() -> None:
    gentle = [item for item in bank.questions() if item.gentle]
    assert len(gentle) >= 30
    assert all(item.strength and not item.narrow for item in gentle if not (item.needs or item.concepts))
    praise = {"credit", "proud", "pleased", "right", "well", "use"}
    assert all(praise.isdisjoint(Words(item.text).lower) for item in gentle if "if any" not in item.text)


def test_ids_are_stable_in_form_and_never_shared() -> None:
    ids = [item.id for item in bank.questions()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]{3}-\d{3}", one) for one in ids)


def test_tags_are_of_the_known_kinds() -> None:
    for item in bank.questions():
        assert item.component in COMPONENTS
        assert set(item.elements) <= set(ELEMENTS)
        assert set(item.states) <= {"present", "strained", "missing"}
        assert set(item.valence) <= set(VALENCES)
        assert item.stage in (1, 2, 3)
        assert set(item.needs) <= set(bank.cues())
        assert not item.states or item.elements


def test_no_two_questions_are_nearly_the_same() -> None:
    pairs = combinations(bank.questions(), 2)
    assert [(a.id, b.id) for a, b in pairs if is_near_duplicate(a.text, b.text)] == []


@pytest.mark.parametrize(("element", "state"), [*product(ELEMENTS, ("present", "strained", "missing"))])
def test_every_element_is_covered_in_every_state(element: str, state: str) -> None:
    suited = [item for item in bank.questions() if element in item.elements and state in item.states]
    assert len(suited) >= 4
    assert any(item.strength for item in suited)


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_part_of_a_reflection_is_covered_for_every_way_it_went(component: str) -> None:
    for valence in VALENCES:
        suited = [
            item
            for item in bank.questions()
            if item.component == component and not item.elements and (not item.valence or valence in item.valence)
        ]
        assert len(suited) >= 8
        assert any(item.strength for item in suited)


def test_every_family_is_there() -> None:
    seen = {item.family for item in bank.questions()}
    assert seen == set(FAMILIES)
    for family in FAMILIES:
        assert sum(item.family == family for item in bank.questions()) >= 5, family


def test_plenty_can_be_asked_of_an_entry_that_mentions_nobody() -> None:
    assert sum(1 for item in bank.questions() if not item.needs and not item.elements and not item.theme) >= 150


def test_what_a_question_takes_for_granted_is_among_its_needs() -> None:
    for item in bank.questions():
        taken = bank.groups_taken_for_granted(Words(item.text.replace(bank.SLOT, " ")))
        covered = set(item.needs)
        if "person" in covered:
            covered.add("other")
        assert taken <= covered, item.id


def test_cue_words_can_be_found_as_they_are_written() -> None:
    for cue in bank.cues().values():
        for phrase in (*cue.found, *cue.says):
            assert phrase in Words(f"Well, {phrase.upper()}; so"), (cue.id, phrase)
        assert not cue.topic or not any(
            f" {one} " in f" {other} " for one in cue.found for other in cue.found if one != other
        ), cue.id
        for raw in (*load("questions.json")["cues"][cue.id]["found"],):
            assert not any(sign.isdigit() for sign in raw), (cue.id, raw)


def test_concepts_are_in_the_vocabulary() -> None:
    known = {
        concept["id"] for path in (LEXICONS / "concepts").glob("*.json") for concept in load(f"concepts/{path.name}")
    }
    for item in bank.questions():
        assert set(item.concepts) <= known, (item.id, set(item.concepts) - known)


def test_every_weight_and_reason_is_used() -> None:
    code = Path(coach.__file__).read_text("utf-8")
    told = {f"missing_{component}" for component in COMPONENTS} | set(VALENCES)
    assert all(f'w["{name}"]' in code for name in bank.weights())
    assert all(f'say["{name}"' in code or f'"{name}"' in code or name in told for name in bank.reasons())


def test_what_sits_is_told_in_whole_numbers_for_kinds_of_entries_there_are() -> None:
    kinds = {bank.ALWAYS, *VALENCES, *CYCLE, "grave", "plain", "short", "long"}
    for item in bank.questions():
        assert {kind for kind, _ in item.sits} <= kinds, item.id
        assert all(type(amount) is int and abs(amount) <= 80 for _, amount in item.sits), item.id


def test_topics_have_a_label_for_the_reason() -> None:
    assert all(cue.label for cue in bank.cues().values() if cue.topic or cue.recur)


def test_average_question_is_short() -> None:
    lengths = [len(item.text.split()) for item in bank.questions()]
    assert sum(lengths) / len(lengths) <= 14
