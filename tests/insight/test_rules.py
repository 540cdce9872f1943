"""The release rules, one by one: vectors, and properties over any count, cohort and vocabulary."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.insight import rules
from journal.insight.cells import ThemeLabel, cells_of_entry, ordinary_sections, sensitive_section
from journal.insight.periods import month_of, quarter_of
from journal.insight.rules import (
    Cohort,
    Refusal,
    ReleaseFigures,
    Shown,
    author_cells,
    cell,
    limit_author,
    may_release,
    noise,
    release,
)

SECRET = b"a secret for the tests only 0123"
MARCH = month_of(date(2026, 3, 1))
SPRING = quarter_of(date(2026, 4, 1))
THEMES = (
    ThemeLabel("handover", "Handover"),
    ThemeLabel("waiting", "Waiting lists"),
    ThemeLabel("speaking_up", "Speaking up", sensitive=True),
)
WARD = Cohort("ward", 120, top=False, noise_id="ward")
TRUST = Cohort("trust", 120, top=True, noise_id="trust")
SMALL = Cohort("small", 40, top=True, noise_id="small")
CELLS = [one for section in ordinary_sections(THEMES) for row in section.rows for one in row.cells]

counts = st.integers(0, 600)
noises = st.sampled_from(sorted(set(rules.NOISE)))


def people(n: int, *cells: str) -> dict[str, frozenset[str]]:
    return {f"author {number}": frozenset(cells) for number in range(n)}


def figures(cohort: Cohort = WARD, authors: Mapping[str, frozenset[str]] | None = None) -> ReleaseFigures:
    made = release(cohort, MARCH, authors or people(60, "valence.mixed"), themes=THEMES, secret=SECRET)
    assert isinstance(made, ReleaseFigures)
    return made


def shown(made: ReleaseFigures) -> dict[str, Shown]:
    ids = {s.id: s for s in (*ordinary_sections(THEMES), sensitive_section(THEMES))}
    return {
        one: cell
        for section in made.sections
        for row, figured in zip(ids[section.id].rows, section.rows, strict=True)
        for one, cell in zip(row.cells, figured.cells, strict=True)
    }


# R2 and R4: what a count becomes


@pytest.mark.parametrize(
    ("count", "draw", "active", "kind", "value"),
    [
        (0, 0, 100, "fewer_than_10", None),
        (0, 2, 100, "fewer_than_10", None),
        (9, 2, 100, "fewer_than_10", None),
        (10, 2, 100, "fewer_than_10", None),
        (11, 2, 100, "about", 15),
        (12, 0, 100, "fewer_than_10", None),
        (13, 0, 100, "about", 15),
        (17, 0, 100, "about", 15),
        (17, 1, 100, "about", 20),
        (18, 0, 100, "about", 20),
        (22, 0, 100, "about", 20),
        (23, -1, 100, "about", 20),
        (84, 0, 100, "about", 85),
        (88, 0, 100, "most", None),
        (100, -2, 100, "most", None),
        (15, 0, 15, "most", None),
        (17, 0, 30, "about", 15),
    ],
)
def test_vectors(count: int, draw: int, active: int, kind: str, value: int | None) -> None:
    assert cell(count, draw, active) == Shown(kind, value)  # type: ignore[arg-type]


@given(counts, noises, counts)
def test_nothing_under_ten_is_ever_shown(count: int, draw: int, active: int) -> None:
    if count < 10 or count + draw < 10:
        assert cell(count, draw, active).kind == "fewer_than_10"


@given(st.integers(0, 9), noises, noises, counts)
def test_zero_says_what_nine_says(count: int, one: int, other: int, active: int) -> None:
    assert cell(0, one, active) == cell(count, other, active)


@given(counts, noises, counts)
def test_a_figure_is_a_multiple_of_five_and_near(count: int, draw: int, active: int) -> None:
    value = cell(count, draw, active).value
    if value is not None:
        assert value % 5 == 0 and value >= 10
        assert abs(value - count) <= 4
        assert abs(value - (count + draw)) <= 2


@given(counts, noises, counts)
def test_what_is_said_never_falls_as_the_count_rises(count: int, draw: int, active: int) -> None:
    order = {"fewer_than_10": 0, "about": 1, "most": 2}
    low, high = cell(count, draw, active), cell(count + 1, draw, active)
    assert (order[low.kind], low.value or 0) <= (order[high.kind], high.value or 0) or high.kind == "most"


@given(st.integers(1, 600), noises, st.data())
def test_nine_in_ten_is_only_ever_most(active: int, draw: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, active))
    said = cell(count, draw, active)
    if said.kind == "about":
        assert count <= 0.9 * active
    if said.kind == "most" and active >= rules.ACTIVE_AUTHORS:
        assert count > active / 2


def test_the_noise_is_what_it_says() -> None:
    drawn = Counter(noise(SECRET, "ward", f"cell {n}", "2026-03") for n in range(20_000))
    for value, share in {-2: 0.1, -1: 0.2, 0: 0.4, 1: 0.2, 2: 0.1}.items():
        assert abs(drawn[value] / 20_000 - share) < 0.012
    assert Counter(rules.NOISE) == {-2: 1, -1: 2, 0: 4, 1: 2, 2: 1}


def test_the_noise_of_a_cell_never_changes() -> None:
    # Written down once: a different answer to an old question would be a second draw around the same count.
    drawn = [noise(b"k" * 16, "ward", "valence.mixed", f"2026-{month:02d}") for month in range(1, 13)]
    assert drawn == [0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0]
    assert noise(b"k" * 16, "ward", "elements.time.missing", "2026-Q2") == 1


def test_each_part_of_the_key_matters_and_parts_do_not_run_together() -> None:
    def row(secret: bytes, cohort: str, cell_id: str, period: str) -> list[int]:
        return [noise(secret, cohort, f"{n}{cell_id}", period) for n in range(200)]

    base = row(SECRET, "ward", "x", "2026-03")
    assert base == row(SECRET, "ward", "x", "2026-03")
    assert base != row(SECRET + b"!", "ward", "x", "2026-03")
    assert base != row(SECRET, "ward ", "x", "2026-03")
    assert base != row(SECRET, "ward", "y", "2026-03")
    assert base != row(SECRET, "ward", "x", "2026-04")
    assert [noise(SECRET, f"a{n}", "b", "c") for n in range(200)] != [
        noise(SECRET, "a", f"{n}b", "c") for n in range(200)
    ]
    with pytest.raises(ValueError, match="16 bytes"):
        noise(b"short", "ward", "x", "2026-03")


# R1: what one author adds


@given(st.sets(st.text(min_size=1, max_size=6), max_size=12), st.uuids().map(str))
def test_an_author_adds_at_most_three_themes_a_month(themes: set[str], author: str) -> None:
    kept = limit_author(SECRET, author, "2026-03", themes)
    assert kept <= themes
    assert len(kept) == min(3, len(themes))
    assert kept == limit_author(SECRET, author, "2026-03", sorted(themes, reverse=True))


def test_which_themes_are_kept_depends_on_nothing_an_author_wrote() -> None:
    themes = ["a", "b", "c", "d", "e", "f"]
    kept = Counter(one for n in range(6000) for one in limit_author(SECRET, f"author {n}", "2026-03", themes))
    assert all(abs(kept[theme] - 3000) < 200 for theme in themes)
    by_month = {limit_author(SECRET, "ann", f"2026-{month:02d}", themes) for month in range(1, 13)}
    assert len(by_month) > 3
    assert "cohort" not in inspect.signature(limit_author).parameters


def test_the_limit_is_by_the_month_and_for_themes_alone() -> None:
    themes = {f"themes.{n}" for n in range(9)}
    other = {"valence.mixed", "elements.time.missing"}
    one = author_cells(SECRET, "ann", {"2026-04": themes | other})
    assert len(one & themes) == 3 and other <= one
    three = author_cells(SECRET, "ann", {"2026-04": themes, "2026-05": themes, "2026-06": themes})
    assert three == frozenset().union(*(limit_author(SECRET, "ann", f"2026-0{m}", themes) for m in (4, 5, 6)))


def test_one_who_writes_daily_is_one() -> None:
    def of_ann(entries: int) -> frozenset[str]:
        wrote = (cells_of_entry({"valence": "was_hard"}, ["handover"]) for _ in range(entries))
        return author_cells(SECRET, "ann", {"2026-03": frozenset().union(*wrote)})

    others = people(60, "valence.mixed")
    once, daily = (figures(authors={**others, "ann": of_ann(n)}).to_text() for n in (1, 31))
    assert once == daily
    assert shown(figures(authors={"ann": of_ann(31), **others}))["valence.was_hard"] == Shown("fewer_than_10")


# R3: who is released at all


@pytest.mark.parametrize(
    ("members", "active", "why"),
    [
        (29, 29, "too_few_members"),
        (30, 14, "too_few_active"),
        (30, 15, None),
        (500, 14, "too_few_active"),
        (500, 15, None),
        (0, 0, "too_few_members"),
    ],
)
def test_small_cohorts_are_told_so(members: int, active: int, why: str | None) -> None:
    refusal = may_release(members, active)
    assert (refusal.kind if refusal else None) == why


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 30), st.integers(0, 200), st.booleans(), st.sampled_from([MARCH, SPRING]), st.text(max_size=4))
def test_no_release_has_fewer_than_fifteen_authors_or_thirty_members(
    active: int, members: int, top: bool, period: Any, name: str
) -> None:
    cohort = Cohort(name, members, top, name)
    made = release(cohort, period, people(active, "valence.mixed"), themes=THEMES, secret=SECRET)
    if members < 30:
        assert made == Refusal("too_few_members")
    elif active < 15:
        assert isinstance(made, Refusal)
    elif active >= 19 and period.length == ("month" if members >= 80 else "quarter"):
        assert isinstance(made, ReleaseFigures)


def test_a_cohort_is_released_by_its_own_length_only() -> None:
    def kind(cohort: Cohort, period: Any) -> str:
        made = release(cohort, period, people(60), themes=THEMES, secret=SECRET)
        return made.kind if isinstance(made, Refusal) else ",".join(section.id for section in made.sections[-2:])

    assert kind(WARD, MARCH) == "small_change,themes"
    assert kind(WARD, SPRING) == "wrong_period"
    assert kind(SMALL, MARCH) == "wrong_period"
    assert kind(SMALL, SPRING) == "themes,sensitive_themes"
    assert kind(TRUST, MARCH) == "small_change,themes"
    assert kind(TRUST, SPRING) == "sensitive_themes"


def test_sensitive_themes_are_in_no_month_and_below_no_top() -> None:
    lower = Cohort("small", 40, top=False, noise_id="small")
    for cohort, period in ((WARD, MARCH), (TRUST, MARCH), (lower, SPRING)):
        made = release(cohort, period, people(60, "themes.speaking_up"), themes=THEMES, secret=SECRET)
        assert isinstance(made, ReleaseFigures)
        assert "peaking" not in made.to_text()


def test_no_cell_is_in_two_overlapping_releases_of_a_cohort() -> None:
    month = {c for s in rules.sections_for(TRUST, MARCH, THEMES) for r in s.rows for c in r.cells}
    quarter = {c for s in rules.sections_for(TRUST, SPRING, THEMES) for r in s.rows for c in r.cells}
    assert month and quarter and not month & quarter


# R5 and R10: what a release is made of


def walk(plain: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(plain, dict):
        for key, inner in plain.items():
            yield key, inner
            yield from walk(inner)
    elif isinstance(plain, list):
        for inner in plain:
            yield from walk(inner)


author_sets = st.dictionaries(
    st.integers(0, 150).map(str), st.frozensets(st.sampled_from(CELLS), max_size=12), min_size=20, max_size=120
)


@settings(max_examples=40, deadline=None)
@given(author_sets)
def test_every_number_in_a_release_is_a_rounded_figure(authors: dict[str, frozenset[str]]) -> None:
    plain = json.loads(figures(authors=authors).to_text())
    numbers = [(key, value) for key, value in walk(plain) if isinstance(value, (int, float)) and key != "rules"]
    assert all(key == "value" and value % 5 == 0 and value >= 10 for key, value in numbers)
    said = {key for key, _ in walk(plain)}
    assert said == {"rules", "cohort", "period", "sections", "id", "label", "columns", "rows", "help", "cells"} | {
        "kind",
        "value",
    }


@settings(max_examples=25, deadline=None)
@given(author_sets, st.randoms(use_true_random=False))
def test_the_same_question_has_the_same_answer_byte_for_byte(authors: dict[str, frozenset[str]], rng: Any) -> None:
    shuffled = list(authors.items())
    rng.shuffle(shuffled)
    assert figures(authors=authors).to_text() == figures(authors=dict(shuffled)).to_text()


def test_the_answer_does_not_hang_on_the_process_that_gives_it() -> None:
    program = (
        "from tests_of_release import figures, people\n"
        "print(figures(authors=people(60, 'valence.mixed', 'themes.handover', 'stance.with')).to_text())"
    )
    answers = set()
    for seed, locale in (("1", "C"), ("2", "C.UTF-8")):
        code = f"import sys, importlib.util as u\ns = u.spec_from_file_location('tests_of_release', {__file__!r})\n"
        code += "m = u.module_from_spec(s); sys.modules['tests_of_release'] = m; s.loader.exec_module(m)\n" + program
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
        answers.add(done.stdout)
    assert len(answers) == 1


def test_there_is_no_viewer_and_no_filter_to_ask_with() -> None:
    assert list(inspect.signature(release).parameters) == ["cohort", "period", "authors", "themes", "secret"]


def test_what_is_not_in_the_vocabulary_is_not_in_the_release() -> None:
    made = figures(authors=people(60, "themes.the m62 coach crash", "elements.luck.present"))
    assert "m62" not in made.to_text() and "luck" not in made.to_text()


def test_the_figures_are_near_what_was_counted() -> None:
    authors = {
        f"author {n}": frozenset(
            {"valence.mixed" if n < 70 else "valence.was_hard"}
            | ({"elements.time.missing"} if n < 40 else set())
            | ({"themes.handover"} if n < 8 else set())
        )
        for n in range(100)
    }
    said = shown(figures(authors=authors))
    for one, true in (("valence.mixed", 70), ("valence.was_hard", 30), ("elements.time.missing", 40)):
        value = said[one].value
        assert value is not None and abs(value - true) <= 4
    assert said["themes.handover"] == said["themes.waiting"] == Shown("fewer_than_10")
    assert shown(figures(authors=people(60, "valence.mixed")))["valence.mixed"] == Shown("most")


def test_an_entry_counts_in_the_cells_its_author_marked() -> None:
    marks = {
        "elements": {"time": "missing"},
        "valence": "was_hard",
        "relationship": ["person_worker", "people_system"],
        "stance": "with",
        "would_have_to_shift": ["systems"],
        "conditions": {"autonomy": "hindered"},
        "connection": {"person": {"informed": "better"}},
        "small_change": {"what": "words", "still_happening": "yes"},
        "connection_evidence": "words",
        "tags": ["words"],
        "template": {"id": "gibbs", "sections": {"feelings": "words"}},
    }
    found = cells_of_entry(marks, ["handover"])
    assert found == {
        "elements.time.missing",
        "valence.was_hard",
        "relationship.person_worker",
        "relationship.people_system",
        "stance.with",
        "would_have_to_shift.systems",
        "conditions.autonomy.hindered",
        "connection.person.informed.better",
        "small_change.yes",
        "themes.handover",
    }
    assert found <= set(CELLS)
    assert cells_of_entry({**marks, "not_in_releases": True}, ["handover"]) == frozenset()


def test_every_promised_table_is_there() -> None:
    size = {section.id: (len(section.rows), len(section.columns)) for section in ordinary_sections(THEMES)}
    assert size == {
        "elements": (6, 3),
        "conditions": (5, 2),
        "valence": (3, 1),
        "relationship": (3, 1),
        "stance": (4, 1),
        "would_have_to_shift": (4, 1),
        "connection.person": (3, 3),
        "connection.family": (3, 3),
        "connection.community": (3, 3),
        "small_change": (4, 1),
        "themes": (2, 1),
    }
    assert len(CELLS) == len(set(CELLS))
