"""Cohorts keep their distance (R6); a new label is nobody's (R9)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.insight.labels import Use, label_allowed, label_problems
from journal.insight.overlap import Branch, overlap_conflicts, releasable


def people(*numbers: int) -> frozenset[str]:
    return frozenset(f"author {number}" for number in range(*numbers))


def kinds(*sets: frozenset[str]) -> list[str]:
    branches = [Branch(f"c{n}", f"c{n - 1}" if n else None, active) for n, active in enumerate(sets)]
    return sorted({conflict.kind for conflict in overlap_conflicts(branches)})


def test_which_pairs_may_stand_side_by_side() -> None:
    assert kinds(people(100), people(100)) == []
    assert kinds(people(50), people(50, 100)) == []
    assert kinds(people(100), people(90)) == []
    assert kinds(people(100), people(91)) == ["remainder", "too_close"]
    assert kinds(people(100), people(99)) == ["remainder", "too_close"]
    assert kinds(people(0, 60), people(50, 110)) == []
    assert kinds(people(0, 60), people(9, 110)) == ["too_close"]


def test_what_all_the_parts_leave_over_is_too_few_to_leave() -> None:
    assert kinds(people(100), people(50), people(50, 95)) == ["remainder"]
    assert kinds(people(100), people(50), people(50, 90)) == []
    assert kinds(people(100), people(50), people(50, 100)) == []


def test_nobody_is_in_more_than_three() -> None:
    assert kinds(people(100), people(80), people(60)) == []
    assert kinds(people(100), people(80), people(60), people(40)) == ["too_many"]


def test_the_tree_is_taken_from_the_top_down() -> None:
    tree = [
        Branch("ward", "hospital", people(50)),
        Branch("trust", None, people(100)),
        Branch("hospital", "trust", people(95)),
        Branch("clinic", "trust", people(50, 90)),
        Branch("same", "ward", people(50)),
    ]
    plan = releasable(tree)
    assert plan.noise_ids == {"trust": "trust", "clinic": "clinic", "ward": "ward", "same": "ward"}
    assert (plan.held_back["hospital"].first, plan.held_back["hospital"].kind) == ("trust", "too_close")
    assert releasable(list(reversed(tree))) == plan


def test_a_circle_is_no_tree() -> None:
    with pytest.raises(ValueError, match="not a tree"):
        releasable([Branch("a", "b", people(40)), Branch("b", "a", people(20))])


subsets = st.lists(st.frozensets(st.integers(0, 60).map(str), min_size=15), max_size=6)


@settings(max_examples=120, deadline=None)
@given(subsets)
def test_what_is_accepted_has_no_conflict(sets: list[frozenset[str]]) -> None:
    branches = [Branch(f"c{n}", None, active) for n, active in enumerate(sets)]
    plan = releasable(branches)
    accepted = [branch for branch in branches if plan.noise_ids.get(branch.id) == branch.id]
    assert overlap_conflicts(accepted) == []
    assert set(plan.noise_ids) | set(plan.held_back) == {branch.id for branch in branches}
    for branch in branches:
        if noise_id := plan.noise_ids.get(branch.id):
            assert branch.active == next(other.active for other in branches if other.id == noise_id)
    for first, second in pairwise(accepted):
        assert not first.active & second.active or len(first.active ^ second.active) >= 10


def uses(authors: int, teams: int, periods: int) -> list[Use]:
    return [Use(f"a{n}", f"t{n % teams}", f"p{n % periods}") for n in range(authors)]


COMMON = {"waiting": 40, "lists": 12}


def test_a_common_phrase_from_several_teams_that_came_back_may_be_a_label() -> None:
    assert label_allowed(COMMON, uses(12, 3, 2), COMMON, identifiers_found=0, reviewed=True)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"uses": uses(9, 3, 2)}, "too_few_authors"),
        ({"uses": uses(12, 2, 2)}, "too_few_teams"),
        ({"uses": uses(12, 3, 1)}, "too_few_periods"),
        ({"authors_by_word": {"waiting": 40, "lists": 9}}, "rare_word"),
        ({"authors_by_word": {"waiting": 40}}, "rare_word"),
        ({"words": []}, "rare_word"),
        ({"identifiers_found": 1}, "identifier"),
        ({"reviewed": False}, "not_reviewed"),
    ],
)
def test_each_thing_alone_stands_against_a_label(wrong: dict[str, object], why: str) -> None:
    asked = {
        "words": COMMON,
        "uses": uses(12, 3, 2),
        "authors_by_word": COMMON,
        "identifiers_found": 0,
        "reviewed": True,
        **wrong,
    }
    assert label_problems(**asked) == [why]  # type: ignore[arg-type]
    assert not label_allowed(**asked)  # type: ignore[arg-type]


def test_one_prolific_author_is_one() -> None:
    daily = [Use("ann", f"t{n}", f"p{n}") for n in range(40)]
    assert label_problems(COMMON, daily, COMMON, identifiers_found=0, reviewed=True) == ["too_few_authors"]
