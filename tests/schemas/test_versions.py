"""Every version ever released stays accepted, and a released version keeps its shape."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.schemas import catalogue
from journal.schemas.catalogue_types import by_facet, by_template, read_facet_sets, read_template_sets
from journal.schemas.facet_check import problems_in

from .shapes import all_of, fingerprint

FACET_SETS = read_facet_sets(catalogue.FACETS_FOLDER)
TEMPLATE_SETS = read_template_sets(catalogue.TEMPLATES_FOLDER)

# Written down at release. A new version adds a line; a line that has to change means a released version was edited.
RELEASED_FACETS = {1: "8c48745c4b5c5990"}
RELEASED_TEMPLATES = {1: "705c7e3253adb061"}

# One whole entry's facets as a phone of each version sends them.
SENT: dict[int, dict[str, Any]] = {
    1: {
        "elements": {"understanding": "present", "time": "missing", "empowerment": "strained"},
        "element_sides": {"understanding": "mine", "time": "both"},
        "valence": "mixed",
        "relationship": ["person_worker", "people_system"],
        "hat": ["support", "ration"],
        "stance": "with",
        "conditions": {"autonomy": "helped", "separate_policing": "hindered"},
        "connection": {
            "person": {"informed": "better", "confident": "cannot_tell"},
            "family": {"connected": "worse"},
            "community": {},
        },
        "connection_evidence": "She laughed for the first time.",
        "circumstances": {"economic": "assumed", "cultural": "knew"},
        "arrival": ["angry", "embarrassed"],
        "would_have_to_shift": ["my_beliefs", "systems"],
        "activity_mechanism_context": {"activity": "Rang first", "mechanism": "No surprise", "context": "After a fall"},
        "small_change": {
            "what": "Sat down before I spoke",
            "size": "tiny",
            "cost": "none",
            "started": "2025-03-04",
            "still_happening": "partly",
            "checked": "2025-04-01",
        },
        "shared_moved": {"knowledge": "towards_them", "power": "did_not_move"},
        "made_possible": ["accurate_information", "caught_early"],
        "assumptions": {"problem": "unsure", "answer": "does_not"},
        "template": {"id": "driscoll", "sections": {"what": "مرحبا 🙂", "now_what": ""}},
        "looked_again": [{"id": "their_chair", "sections": {"told": "I was cold."}}],
        "tags": ["night shift", "first visit"],
        "not_in_releases": True,
    }
}


@pytest.mark.parametrize("version", FACET_SETS)
def test_a_released_facet_set_keeps_its_shape(version: int) -> None:
    assert fingerprint(FACET_SETS[version]) == RELEASED_FACETS[version]


@pytest.mark.parametrize("version", TEMPLATE_SETS)
def test_a_released_template_set_keeps_its_shape(version: int) -> None:
    assert fingerprint(TEMPLATE_SETS[version]) == RELEASED_TEMPLATES[version]


def test_no_released_version_was_taken_away() -> None:
    assert list(FACET_SETS) == list(RELEASED_FACETS) == list(SENT) == list(catalogue.versions())
    assert list(TEMPLATE_SETS) == list(RELEASED_TEMPLATES)


@pytest.mark.parametrize("version", SENT)
def test_what_a_phone_of_any_version_sends_is_accepted(version: int) -> None:
    assert set(SENT[version]) == {facet.id for facet in FACET_SETS[version]}
    assert catalogue.check_facets(SENT[version]) == []


@pytest.mark.parametrize("version", FACET_SETS)
@pytest.mark.parametrize("boxes", TEMPLATE_SETS)
def test_every_value_of_every_version_is_accepted(version: int, boxes: int) -> None:
    @settings(max_examples=80, deadline=None)
    @given(all_of(FACET_SETS[version], TEMPLATE_SETS[boxes]))
    def accepted(sent: dict[str, Any]) -> None:
        assert catalogue.check_facets(sent) == []

    accepted()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_next_version_that_drops_things_still_takes_the_old(data: st.DataObject) -> None:
    """The next version has yet to come, so the promise is tried on one that drops an option, a facet and a box."""
    old = FACET_SETS[max(FACET_SETS)]
    new = tuple(replace(f, options=f.options[1:], version=99) for f in old if f.id != "stance")
    old_boxes = TEMPLATE_SETS[max(TEMPLATE_SETS)]
    new_boxes = tuple(replace(one, steps=one.steps[1:], version=99) for one in old_boxes[1:])
    facets, steps = by_facet({1: old, 99: new}), by_template({1: old_boxes, 99: new_boxes})
    assert problems_in(data.draw(all_of(old, old_boxes)), facets, steps) == []
    assert problems_in(data.draw(all_of(new, new_boxes)), facets, steps) == []


def test_the_walk_would_notice_a_version_no_longer_taken() -> None:
    old = FACET_SETS[1]
    new = tuple(replace(f, options=f.options[1:], version=99) for f in old if f.id != "stance")
    boxes = tuple(replace(one, steps=one.steps[1:]) for one in TEMPLATE_SETS[1])
    kinds = {(p.path, p.kind) for p in problems_in(SENT[1], by_facet({99: new}), by_template({1: boxes}))}
    assert ("?", "unknown_facet") in kinds
    assert ("elements.understanding", "unknown_option") in kinds
    assert ("template.sections.?", "unknown_part") in kinds


def test_boxes_of_two_versions_are_not_mixed() -> None:
    old = TEMPLATE_SETS[1]
    new = tuple(replace(one, steps=(replace(one.steps[0], id="fresh"), *one.steps[1:])) for one in old)
    facets, steps = by_facet(FACET_SETS), by_template({1: old, 2: new})
    sent = {"template": {"id": "driscoll", "sections": {"what": "a", "fresh": "b"}}}
    assert [p.kind for p in problems_in(sent, facets, steps)] == ["unknown_part"]
