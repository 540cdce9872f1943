"""Facets that cannot be kept are refused with a plain reason, and never with a word of what was sent."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.schemas.catalogue import FacetProblem, ProblemKind, check_facets, facet, facets, templates, words_in

from .shapes import all_of

SECRET = "marked-sentence"


@pytest.mark.parametrize(
    ("sent", "path", "kind"),
    [
        ([], "", "wrong_shape"),
        (None, "", "wrong_shape"),
        ({"mood": "low"}, "?", "unknown_facet"),
        ({3: "low"}, "?", "unknown_facet"),
        ({"valence": "bad"}, "valence", "unknown_option"),
        ({"valence": None}, "valence", "wrong_shape"),
        ({"valence": ["mixed"]}, "valence", "wrong_shape"),
        ({"elements": {"time": "late"}}, "elements.time", "unknown_option"),
        ({"elements": {"luck": "present"}}, "elements.?", "unknown_part"),
        ({"elements": ["time"]}, "elements", "wrong_shape"),
        ({"hat": "support"}, "hat", "wrong_shape"),
        ({"hat": ["support", "support"]}, "hat", "repeated"),
        ({"hat": ["support"] * 5}, "hat", "too_many"),
        ({"hat": [["support"]]}, "hat", "wrong_shape"),
        ({"connection": {"person": "better"}}, "connection.person", "wrong_shape"),
        ({"connection": {"person": {"informed": "maybe"}}}, "connection.person.informed", "unknown_option"),
        ({"connection": {"dog": {}}}, "connection.?", "unknown_part"),
        ({"connection_evidence": 4}, "connection_evidence", "wrong_shape"),
        ({"connection_evidence": "x" * 1001}, "connection_evidence", "too_long"),
        ({"connection_evidence": "\ud83d"}, "connection_evidence", "unreadable_text"),
        ({"activity_mechanism_context": "x"}, "activity_mechanism_context", "wrong_shape"),
        ({"activity_mechanism_context": {"activity": "x" * 2001}}, "activity_mechanism_context.activity", "too_long"),
        ({"small_change": {"cost": "lots"}}, "small_change.cost", "unknown_option"),
        ({"small_change": {"started": "2025-02-30"}}, "small_change.started", "wrong_shape"),
        ({"small_change": {"started": "20250203"}}, "small_change.started", "wrong_shape"),
        ({"small_change": {"price": "none"}}, "small_change.?", "unknown_part"),
        ({"tags": ["a", "a"]}, "tags", "repeated"),
        ({"tags": ["  "]}, "tags.0", "empty"),
        ({"tags": ["x" * 61]}, "tags.0", "too_long"),
        ({"tags": [str(n) for n in range(21)]}, "tags", "too_many"),
        ({"not_in_releases": 1}, "not_in_releases", "wrong_shape"),
        ({"template": {"id": "gibs", "sections": {}}}, "template.id", "unknown_option"),
        ({"template": {"id": ["gibbs"], "sections": {}}}, "template.id", "unknown_option"),
        ({"template": {"id": "gibbs"}}, "template", "wrong_shape"),
        ({"template": {"id": "gibbs", "sections": []}}, "template.sections", "wrong_shape"),
        ({"template": {"id": "gibbs", "sections": {"what": "x"}}}, "template.sections.?", "unknown_part"),
        ({"template": {"id": "gibbs", "sections": {"feelings": 1}}}, "template.sections.feelings", "wrong_shape"),
        ({"looked_again": {"id": "gibbs", "sections": {}}}, "looked_again", "wrong_shape"),
        ({"looked_again": [{"id": "gibbs", "sections": {}}] * 12}, "looked_again", "too_many"),
    ],
)
def test_each_fault_has_its_place_and_its_reason(sent: Any, path: str, kind: str) -> None:
    assert FacetProblem(path, kind) in check_facets(sent)  # type: ignore[arg-type]


def test_a_thousand_unknown_keys_are_one_problem() -> None:
    assert check_facets({f"{SECRET}{n}": n for n in range(1000)}) == [FacetProblem("?", "unknown_facet")]


secret_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.just(SECRET),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.just(SECRET) | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([f.id for f in facets()]) | st.just(SECRET), secret_json, max_size=4))
def test_any_json_gets_an_answer_that_repeats_none_of_it(sent: dict[str, Any]) -> None:
    problems = check_facets(sent)
    assert SECRET not in repr(problems)
    assert not any(SECRET in problem.message for problem in problems)


@pytest.mark.parametrize("kind", get_args(ProblemKind))
def test_every_reason_has_a_kind_sentence(kind: ProblemKind) -> None:
    assert FacetProblem("tags.0", kind).message.startswith("tags.0: ")
    assert FacetProblem("", kind).message.endswith(".")


@settings(max_examples=150, deadline=None)
@given(all_of(facets(), templates()), st.sampled_from([f.id for f in facets()]), secret_json)
def test_one_wrong_facet_is_named_and_the_others_are_not(sent: dict[str, Any], name: str, wrong: Any) -> None:
    paths = {problem.path.split(".")[0] for problem in check_facets({**sent, name: wrong})}
    assert paths <= {name}


def test_the_authors_words_are_found_wherever_they_are() -> None:
    sent = {
        "tags": ["one"],
        "small_change": {"what": "two", "cost": "none", "started": "2025-01-01"},
        "activity_mechanism_context": {"context": "three"},
        "connection_evidence": "four",
        "template": {"id": "gibbs", "sections": {"feelings": "five"}},
        "looked_again": [{"id": "kolb", "sections": {"plan": "six"}}],
        "elements": {"time": "present"},
    }
    assert check_facets(sent) == []
    found = dict(words_in(sent))
    assert sorted(found.values()) == ["five", "four", "one", "six", "three", "two"]
    assert found["looked_again.0.sections.plan"] == "six"
    assert found["small_change.what"] == "two"


@settings(max_examples=100, deadline=None)
@given(all_of(facets(), templates()))
def test_words_are_walked_in_any_accepted_facets(sent: dict[str, Any]) -> None:
    for path, text in words_in(sent):
        assert isinstance(text, str)
        assert facet(path.split(".")[0]).kind in {"text", "list", "record", "template"}
