"""Two facets at a time, the same for the same marks, and each gets its turn."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from journal.schemas.catalogue import facet, facets, offer, templates

from .shapes import all_of

ELEMENTS = [row.id for row in facet("elements").rows]
marks = st.dictionaries(st.sampled_from(ELEMENTS), st.sampled_from(["present", "strained", "missing"]))
valences = st.sampled_from(["went_well", "mixed", "was_hard", None])
WRITING = {"text", "record", "list"}


@settings(max_examples=150, deadline=None)
@given(all_of(facets(), templates()), marks, valences)
def test_at_most_two_are_offered_none_twice_and_one_to_write(
    sent: dict[str, Any], elements: dict[str, str], valence: str | None
) -> None:
    offered = offer(sent, elements, valence)
    assert len({f.id for f in offered}) == len(offered) <= 2
    assert not [f.id for f in offered if sent.get(f.id)]
    assert sum(f.kind in WRITING for f in offered) <= 1


@settings(max_examples=100, deadline=None)
@given(marks, valences)
def test_the_order_of_the_marks_does_not_matter(elements: dict[str, str], valence: str | None) -> None:
    assert offer({}, elements, valence) == offer({}, dict(reversed(elements.items())), valence)


@given(marks, valences)
@settings(max_examples=50, deadline=None)
def test_passing_over_reaches_every_facet_that_stands_on_its_own(elements: dict[str, str], valence: str | None) -> None:
    seen: list[str] = []
    while offered := offer({}, elements, valence, passed_over=seen):
        seen += [f.id for f in offered]
    can_be = {f.id for f in facets() if f.offer and f.offer.base}
    assert len(seen) == len(set(seen))
    assert set(seen) == can_be


def test_the_marks_decide() -> None:
    def ids(*args: Any) -> list[str]:
        return [f.id for f in offer(*args)]

    assert ids({}, {}, None) == ["relationship", "conditions"]
    assert ids({}, {"time": "missing"}, "was_hard") == ["conditions", "would_have_to_shift"]
    assert "circumstances" in ids({}, {"understanding": "strained"}, None)
    assert "stance" in ids({}, {"empowerment": "present"}, None)
    assert ids({"connection": {"person": {"informed": "better"}}}, {}, None)[0] == "connection_evidence"


def test_what_has_its_own_place_is_never_offered() -> None:
    own_place = {"elements", "element_sides", "valence", "template", "looked_again", "tags", "not_in_releases"}
    assert {f.id for f in facets() if f.offer is None} == own_place
