"""Heads and joining, as properties over any history that phones can make."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from journal.reflections.content import Answer, Content
from journal.reflections.rules import heads, joined

IDS = [UUID(int=n) for n in range(8)]

histories = st.dictionaries(st.sampled_from(IDS), st.lists(st.sampled_from(IDS), max_size=4), min_size=1)


@given(histories)
def test_heads_are_never_empty_and_never_depend_on_order(history):
    pairs = list(history.items())
    found = heads(pairs)
    assert found
    assert set(found) <= set(history)
    assert heads(reversed(pairs)) == found


@given(histories)
def test_nothing_is_hidden_every_revision_is_a_head_or_leads_to_one(history):
    children = {i: {j for j, parents in history.items() if i in parents} for i in history}
    found = set(heads(history.items()))
    for start in history:
        reached, waiting = {start}, [start]
        while waiting:
            for child in children[waiting.pop()] - reached:
                reached.add(child)
                waiting.append(child)
        assert reached & found


def test_a_revision_that_is_followed_is_no_head():
    first, second, other = IDS[:3]
    assert heads([(first, []), (second, [first])]) == [second]
    assert heads([(first, []), (second, [first]), (other, [first])]) == [second, other]
    assert heads([(first, []), (second, [first]), (other, [second, first])]) == [other]


def test_a_parent_that_has_not_arrived_changes_nothing():
    first, second, missing = IDS[:3]
    assert heads([(first, [missing]), (second, [])]) == [first, second]


def test_joining_two_versions_loses_no_word():
    morning = Content("She waved.", (Answer("q1", "What?", "A wave."),), {"tags": ["door"], "valence": "mixed"})
    evening = Content(
        "She waved twice.",
        (Answer("q1", "What?", "A wave."), Answer("q2", "How?", "Slowly.")),
        {"tags": ["wave"], "valence": "went_well", "connection_evidence": "She smiled"},
    )
    both = joined([morning, evening])
    assert both.body == "She waved.\n\nShe waved twice."
    assert [a.question_id for a in both.answers] == ["q1", "q2"]
    assert both.facets == {"tags": ["door", "wave"], "valence": "went_well", "connection_evidence": "She smiled"}


def test_boxes_of_two_templates_are_both_kept():
    one = Content("", (), {"template": {"id": "driscoll", "sections": {"what": "a fall"}}})
    other = Content("", (), {"template": {"id": "gibbs", "sections": {"feelings": "cold"}}})
    text = joined([one, other]).full_text()
    assert "a fall" in text
    assert "cold" in text


@given(st.lists(st.text(min_size=1).filter(str.strip), max_size=4))
def test_every_body_is_in_what_is_joined(bodies):
    text = joined([Content(body) for body in bodies]).body
    assert all(body in text for body in bodies)
