"""Releases made of real rows: who counts, what is refused, and that nothing changes afterwards."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError

from journal import clock
from journal.database import new_id
from journal.http import transaction
from journal.insight import operations, queries
from journal.insight.deciding import decide
from journal.insight.errors import (
    AlreadyDecided,
    MonthsFirst,
    NothingToRelease,
    PeriodOpen,
    TooDeep,
    TooManyCohorts,
    TreeFixed,
)
from journal.insight.models import Release
from journal.reflections import operations as reflections
from journal.reflections import queries as reading
from journal.reflections.content import Content, Draft
from journal.reflections.models import Revision, StoredAnalysis
from journal.schemas.revision import LATEST
from tests.insight.population import AFTER, BEFORE, INSIDE, QUARTER, Population

HARD = {"valence": "was_hard", "elements": {"time": "missing"}}
WELL = {"valence": "went_well"}


@pytest.fixture
def population(cast, parts) -> Population:
    return Population(parts, cast.administrator)


@pytest.fixture
def ward(population):
    """Forty people who agreed, of whom thirty wrote one hard entry each."""
    people = population.people(40)
    population.cohort("Ward", people)
    population.consent(people)
    population.write_many(people[:30], lambda number: HARD, days=[date(2026, 2, 3)])
    return people


def cell(figures: str, section: str, row: str, column: str = "people") -> dict:
    """One cell of stored figures."""
    found = next(one for one in json.loads(figures)["sections"] if one["id"] == section)
    place = [one["id"] for one in found["columns"]].index(column)
    return next(one for one in found["rows"] if one["id"] == row)["cells"][place]


def figures_of(population) -> str | None:
    return population.decide().decisions[0].figures


def test_a_release_counts_authors_and_says_most_or_about(population, ward):
    figures = figures_of(population)
    assert cell(figures, "valence", "was_hard") == {"kind": "most", "value": None}
    assert cell(figures, "elements", "time", "missing")["kind"] == "most"
    assert cell(figures, "valence", "went_well") == {"kind": "fewer_than_10", "value": None}


def test_a_damaged_row_is_not_counted_and_holds_up_nobody_else(population, ward, parts, caplog):
    """Whether its author left the entry out cannot be read any more: then it does not count."""
    damaged = ward[:25]
    whole = figures_of(population)
    for model, people in ((StoredAnalysis, ward), (Revision, damaged)):
        with transaction(parts) as work:
            ids = [one.id for one in people]
            work.session.execute(update(model).where(model.owner_id.in_(ids)).values(sealed=b"\x00" * 40))
        if model is StoredAnalysis:
            assert figures_of(population) == whole, "what was found in words can be found again"
    assert figures_of(population) is None, "five authors are too few"
    assert "revision" in caplog.text


def test_one_who_writes_daily_is_one_author(population, ward):
    before = figures_of(population)
    for day in range(1, 20):
        population.write(ward[0], WELL, on=datetime(2026, 3, day, 9, tzinfo=UTC))
    assert cell(figures_of(population), "valence", "went_well")["kind"] == "fewer_than_10"
    assert cell(before, "valence", "went_well")["kind"] == "fewer_than_10"


def test_themes_come_from_the_words_and_only_from_the_fixed_vocabulary(population):
    people = population.people(40)
    population.cohort("Ward", people)
    population.consent(people)
    population.write_many(people, lambda number: {}, days=[date(2026, 2, 3)])
    figures = figures_of(population)
    section = next(one for one in json.loads(figures)["sections"] if one["id"] == "themes")
    shown = [row["id"] for row in section["rows"] if row["cells"][0]["kind"] != "fewer_than_10"]
    assert shown
    assert "daughter" not in figures


def test_an_analysis_that_is_not_stored_is_made_in_passing_and_not_kept(population, ward, parts):
    before = figures_of(population)
    with transaction(parts) as work:
        work.session.execute(text("DELETE FROM analysis"))
    assert figures_of(population) == before
    with parts.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM analysis")) == 0


def test_only_those_who_agreed_before_the_period_count(population):
    people = population.people(40)
    population.cohort("Ward", people)
    population.write_many(people, lambda number: HARD, days=[date(2026, 2, 3)])
    population.consent(people[:10])
    population.consent(people[10:], on=INSIDE)
    assert figures_of(population) is None


def test_withdrawing_counts_at_once_and_agreeing_again_waits(population, ward):
    assert figures_of(population) is not None
    for again in (False, True):
        with clock.hold(AFTER), transaction(population.parts) as work:
            for one in ward:
                operations.withdraw_consent(work.session, one)
                if again:
                    operations.give_consent(work.session, one)
        assert figures_of(population) is None


def test_an_entry_that_is_left_out_neither_counts_nor_makes_its_author_active(population):
    people = population.people(40)
    population.cohort("Ward", people)
    population.consent(people)
    population.write_many(people, lambda number: {**HARD, "not_in_releases": True}, days=[date(2026, 2, 3)])
    assert figures_of(population) is None


def test_where_two_phones_disagree_the_one_that_leaves_the_entry_out_wins(population, ward, parts):
    first = next(iter(ward))
    entry_id = population.write(first, WELL)
    with parts.database.read() as session:
        assert json.loads(figures_of(population))
        parent = session.execute(text("SELECT count(*) FROM revision")).scalar()
    assert parent == 31
    draft = Draft(new_id(), entry_id, (), Content("Other words", (), {"not_in_releases": True}), False, INSIDE, LATEST)
    with transaction(parts) as work:
        reflections.take(work.session, parts.keys, first, [draft])
    with parts.database.read() as session:
        from journal.insight.counting import count_authors
        from journal.insight.periods import period_of

        cells = count_authors(session, parts.keys, population.secret, [first.id], period_of(QUARTER))
    assert not any("went_well" in one for one in cells[str(first.id)])


def test_members_are_those_of_the_first_day(population):
    people = population.people(60)
    cohort_id = population.cohort("Ward", people[:40])
    population.consent(people)
    population.write_many(people, lambda number: HARD if number < 40 else WELL, days=[date(2026, 2, 3)])
    with clock.hold(INSIDE), transaction(population.parts) as work:
        operations.add_members(work.session, population.administrator, cohort_id, [one.id for one in people[40:]])
        operations.end_members(work.session, population.administrator, cohort_id, [one.id for one in people[:40]])
    figures = figures_of(population)
    assert cell(figures, "valence", "was_hard")["kind"] == "most"
    assert cell(figures, "valence", "went_well")["kind"] == "fewer_than_10"


def test_below_thirty_members_nothing_is_due(population):
    people = population.people(29)
    population.cohort("Ward", people)
    population.consent(people)
    population.write_many(people, lambda number: HARD, days=[date(2026, 2, 3)])
    with pytest.raises(NothingToRelease):
        population.decide()


@pytest.mark.parametrize(("wrote", "released"), [(12, False), (14, False), (19, True)])
def test_below_fifteen_authors_nothing_is_released(population, wrote, released):
    people = population.people(40)
    population.cohort("Ward", people)
    population.consent(people)
    population.write_many(people[:wrote], lambda number: HARD, days=[date(2026, 2, 3)])
    assert (figures_of(population) is not None) == released


def test_a_period_is_published_once_and_only_when_it_is_over(population, ward):
    with pytest.raises(PeriodOpen):
        population.decide(on=datetime(2026, 3, 31, 23, tzinfo=UTC))
    with pytest.raises(NothingToRelease):
        population.decide("2026-01")
    with pytest.raises(ValueError, match="not the id"):
        population.decide("2026")
    decided = population.decide()
    population.publish()
    with pytest.raises(AlreadyDecided):
        population.publish()
    with pytest.raises(AlreadyDecided), transaction(population.parts) as work:
        operations.publish(work.session, decided, None)


def test_a_refusal_is_as_final_as_a_release_and_tells_no_count(population):
    people = population.people(40)
    population.cohort("Ward", people)
    population.consent(people)
    population.write_many(people[:14], lambda number: HARD, days=[date(2026, 2, 3)])
    (row,) = population.publish()
    assert row.figures is None
    population.write_many(people[14:], lambda number: HARD, days=[date(2026, 2, 4)])
    with pytest.raises(AlreadyDecided):
        population.publish()


def test_what_happens_afterwards_changes_nothing(population, ward, parts):
    """A7: delete, erase, withdraw, leave the cohort, change the secret's neighbour: the stored text stays."""
    extra = population.write(ward[0], WELL)
    (row,) = population.publish()
    with clock.hold(AFTER), transaction(parts) as work:
        reflections.erase(work.session, ward[0], extra)
        for one in ward:
            operations.withdraw_consent(work.session, one)
        operations.end_members(work.session, population.administrator, row.cohort_id, [one.id for one in ward])
    with parts.database.read() as session:
        assert session.get_one(Release, row.id).figures == row.figures


@pytest.mark.parametrize("change", [update(Release).values(figures="{}"), delete(Release)])
def test_the_database_itself_refuses_to_change_a_release(population, ward, parts, change):
    (row,) = population.publish()
    with pytest.raises(DatabaseError, match="never changes"), transaction(parts) as work:
        work.session.execute(change)
    with parts.database.read() as session:
        assert session.get_one(Release, row.id).figures == row.figures


def test_the_same_rows_give_the_same_bytes(population, ward):
    assert population.decide() == population.decide()


def test_a_hidden_cell_is_the_same_for_nobody_and_for_nine(population):
    """A8: two wards that differ only in a cell's zero and nine have the same bytes but for their names."""
    for name, wrote in (("Empty", 0), ("Nine", 9)):
        people = population.people(40, name)
        population.cohort(name, people)
        population.consent(people)
        population.write_many(
            people,
            lambda number, few=wrote: {**HARD, **({"stance": "with"} if number < few else {})},
            days=[date(2026, 2, 3)],
        )
    first, second = (json.loads(one.figures) for one in population.decide().decisions)
    empty, nine = (cell(json.dumps(one), "stance", "with") for one in (first, second))
    assert empty == nine == {"kind": "fewer_than_10", "value": None}


def test_a_cohort_and_all_but_one_of_it_are_never_both_released(population):
    """A1: the ward, and the ward without Ann."""
    people = population.people(50)
    ward_id = population.cohort("Ward", people[:1])
    population.cohort("Ward without Ann", people[1:], ward_id)
    population.consent(people)
    population.write_many(people, lambda number: HARD, days=[date(2026, 2, 3)])
    decisions = {one.cohort_id: one.figures for one in population.decide().decisions}
    assert len(decisions) == 2
    assert decisions[ward_id] is not None
    assert sum(figures is not None for figures in decisions.values()) == 1


def test_the_very_same_people_under_two_names_draw_the_same_noise(population):
    people = population.people(60)
    top = population.cohort("Hospital")
    population.cohort("Ward", people, top)
    population.consent(people)
    population.write_many(people, beside_edges, days=[date(2026, 2, 3)])
    first, second = (json.loads(one.figures) for one in population.decide().decisions)
    shared = {section["id"]: section for section in second["sections"]}
    assert all(section == shared[section["id"]] for section in first["sections"] if section["id"] in shared)
    assert first["cohort"] != second["cohort"]


def beside_edges(number: int) -> dict:
    """Marks whose counts lie beside where rounding steps, so that another draw of the noise shows another figure."""
    rows = ("understanding", "collaboration", "commitment", "communication", "empowerment", "time")
    counts = zip(rows, (17, 18, 22, 23, 27, 28), strict=True)
    return {"elements": {row: "missing" if number < count else "present" for row, count in counts}}


def test_a_changed_entry_counts_as_it_stands_and_not_as_it_was(population, ward, parts):
    for one in ward[:30]:
        with parts.database.read() as session:
            (seen,) = reading.newest(session, parts.keys, one, limit=1)
        changed = Draft(new_id(), seen.id, (seen.head.id,), Content("Changed", (), WELL), False, AFTER, LATEST)
        with transaction(parts) as work:
            reflections.take(work.session, parts.keys, one, [changed])
    figures = figures_of(population)
    assert cell(figures, "valence", "went_well")["kind"] == "most"
    assert cell(figures, "valence", "was_hard")["kind"] == "fewer_than_10"


def test_overlapping_cohorts_around_one_person_are_refused(population):
    """A5: thirty groups around one person."""
    people = population.people(40)
    for number in range(3):
        population.cohort(f"Group {number}", people[:1])
    with pytest.raises(TooManyCohorts):
        population.cohort("Group 3", people[:1])
    top = population.cohort("A")
    middle = population.cohort("B", inside=top)
    low = population.cohort("C", inside=middle)
    with pytest.raises(TooDeep):
        population.cohort("D", inside=low)


def test_a_large_cohort_goes_by_the_month_and_its_quarter_holds_only_the_harder_things(population):
    people = population.people(90)
    population.cohort("Trust", people)
    population.consent(people)
    population.write_many(people, lambda number: HARD, days=[date(2026, 1, 3), date(2026, 2, 3), date(2026, 3, 3)])
    with pytest.raises(MonthsFirst):
        population.decide()
    for month in ("2026-01", "2026-02", "2026-03"):
        (row,) = population.publish(month)
        assert {one["id"] for one in json.loads(row.figures)["sections"]} >= {"elements", "themes"}
        assert "sensitive" not in row.figures
    (quarter,) = population.publish()
    assert [one["id"] for one in json.loads(quarter.figures)["sections"]] == ["sensitive_themes"]


def test_a_tree_keeps_its_shape_once_something_was_published_from_it(population, ward, parts):
    (row,) = population.publish()
    with pytest.raises(TreeFixed):
        population.cohort("Bay", [], row.cohort_id, on=AFTER)
    with pytest.raises(TreeFixed), transaction(parts) as work:
        operations.remove_cohort(work.session, population.administrator, row.cohort_id)
    population.cohort("Another ward", on=AFTER)


def test_what_is_published_is_in_the_record_without_what_it_says(population, ward, parts):
    population.publish()
    with parts.database.read() as session:
        facts = session.execute(text("SELECT action, facts FROM audit_entry WHERE action LIKE 'release.%'")).all()
        consents = session.execute(text("SELECT count(*) FROM audit_entry WHERE action LIKE '%consent%'")).scalar()
    assert len(facts) == 1
    assert set(facts[0].facts if isinstance(facts[0].facts, dict) else json.loads(facts[0].facts)) == {
        "release",
        "period",
    }
    assert consents == 0


def test_every_sensitive_concept_is_in_a_sensitive_theme_and_every_group_has_a_label():
    from journal.analyser.concepts import vocabulary
    from journal.insight.themes import released_themes, themes_of

    sensitive = {theme.id for theme in released_themes() if theme.sensitive}
    for concept in vocabulary().values():
        found = themes_of([concept.id, concept.id])
        assert len(found) == 1, concept.id
        assert (found <= sensitive) == concept.sensitive, concept.id


def test_another_organisation_has_its_own_periods(population, ward, cast, parts):
    population.publish()
    with clock.hold(AFTER), parts.database.read() as session, pytest.raises(NothingToRelease):
        decide(session, parts.keys, population.secret, cast.far_administrator.organisation_id, QUARTER)
    with parts.database.read() as session:
        assert queries.closed_periods(session, cast.far_administrator, AFTER.date()) == []
        (closed,) = queries.closed_periods(session, cast.administrator, AFTER.date())
        assert [state for _, state in closed.cohorts] == ["published"]
    assert BEFORE < INSIDE
