"""The attacks A1 to A12 on releases, each seen to succeed against a weaker rule and to fail against ours.

Exposure is at most 0.02, and 0.01 for A1, A2 and A4. Where the numbers of a release can be listed the exposure is
exact; where months or askings multiply them, it is the share of 2,000 seeded trials of an attacker who computes
exactly. No attacker here is told anything the rule itself would not tell them; A3 knows everybody else.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Sequence
from datetime import date
from random import Random

import pytest

from journal.insight import rules
from journal.insight.cells import ThemeLabel, ordinary_sections
from journal.insight.labels import Use, label_allowed
from journal.insight.overlap import Branch, releasable
from journal.insight.periods import due_periods, month_of, period_of, planned_periods
from journal.insight.rules import Cohort, ReleaseFigures, Shown, cell, noise, release

from .attackers import (
    CERTAIN,
    MEMBERS,
    REACHES,
    TRIALS,
    active_of,
    asked_again,
    binomial,
    exact,
    exposure,
    floor_on_the_true_count,
    insider,
    is_exposed,
    mean,
    most_by_the_true_share,
    ours,
    outsider,
    over_months,
    pair,
    percentage,
    rounded,
    same_draw_pair,
    total_less_parts,
    zero_shown,
)

SECRET = b"a secret for the tests only 0123"
MARCH = month_of(date(2026, 3, 1))
WARD = Cohort("ward", 120, top=False, noise_id="ward")
THEMES = tuple(ThemeLabel(f"theme-{n}", f"Theme {n}") for n in range(20))
CELLS = [one for section in ordinary_sections(THEMES) for row in section.rows for one in row.cells]


def names(numbers: Iterable[int]) -> frozenset[str]:
    return frozenset(f"author {number}" for number in numbers)


def text_of(counts: dict[str, int], active: int = 90) -> str:
    """Release a cohort in which each cell has the first so many authors."""
    authors = {f"author {n}": frozenset(one for one, count in counts.items() if n < count) for n in range(active)}
    made = release(WARD, MARCH, authors, themes=THEMES, secret=SECRET)
    assert isinstance(made, ReleaseFigures)
    return made.to_text()


# A1: the ward, and the ward without Ann


def test_a1_a_cohort_without_one_person_is_never_released() -> None:
    for active in (15, 21, 84, 350):
        plan = releasable(
            [Branch("ward", None, names(range(active))), Branch("less ann", "ward", names(range(1, active)))]
        )
        assert list(plan.noise_ids) == ["ward"]


def test_a1_and_would_not_show_her_for_a_year_if_it_were() -> None:
    """Second line of defence. A year, by size: 0.001, 0.005, 0.007, and 0.011 at 500 members: R6 has to come first."""
    year: dict[str, list[float]] = {}
    for rule in (ours, rounded, exact):
        pairs = [pair(rule, members, reach) for members in MEMBERS for reach in REACHES]
        for months in (1, 3, 12):
            found = [over_months(*seen, months, Random(months), TRIALS) for seen in pairs]
            year[f"{rule.__name__} {months}"] = found
            if rule is ours:
                assert mean(found) <= 0.01
        if rule is ours:
            assert mean([exposure(*seen) for seen in pairs]) <= 0.001
    assert mean(year["rounded 1"]) > 0.05
    assert mean(year["rounded 12"]) > 0.3
    assert mean(year["exact 1"]) > 0.4


# A2: one joins or leaves between two months


@pytest.mark.parametrize("members", MEMBERS)
def test_a2_leaving_between_two_months_shows_nothing(members: int) -> None:
    # The worst case: nobody else changed at all. The period in the key makes the second draw a new one.
    assert mean([exposure(*pair(ours, members, reach)) for reach in REACHES]) <= 0.01
    if members > 30:
        assert mean([exposure(*same_draw_pair(members, reach)) for reach in REACHES]) > 0.05


def test_a2_with_the_real_draws() -> None:
    rng = Random(2)
    found = []
    for reach in REACHES:
        with_her, without = pair(ours, 120, reach)
        others = binomial(83, reach)
        counts = rng.choices([k for k, _ in others], weights=[q for _, q in others], k=TRIALS)
        for trial, count in enumerate(counts):
            march, april = (noise(SECRET, f"ward {trial}", str(reach), month) for month in ("2026-03", "2026-04"))
            seen = (cell(count + 1, march, 84), cell(count, april, 83))
            found.append(is_exposed(with_her[seen], without.get(seen, 0.0)))
    assert mean(found) <= 0.01


def test_a1_a2_draws_of_two_cohorts_and_of_two_months_have_nothing_to_do_with_each_other() -> None:
    """What the exact figures above take for granted: equal draws would make any change between two answers a proof."""
    by_chance = sum((rules.NOISE.count(draw) / len(rules.NOISE)) ** 2 for draw in set(rules.NOISE))
    pairs = [
        [(noise(SECRET, f"ward {n}", "x", "2026-03"), noise(SECRET, f"ward {n}", "x", "2026-04")) for n in range(5000)],
        [(noise(SECRET, f"ward {n}", "x", "2026-03"), noise(SECRET, f"less {n}", "x", "2026-03")) for n in range(5000)],
        [(noise(SECRET, "ward", f"x {n}", "2026-03"), noise(SECRET, "ward", f"y {n}", "2026-03")) for n in range(5000)],
    ]
    for drawn in pairs:
        assert mean([first == second for first, second in drawn]) == pytest.approx(by_chance, abs=0.03)


# A3: everybody else tells what they wrote


@pytest.mark.parametrize("members", range(30, 501, 10))
def test_a3_all_but_one_collude(members: int) -> None:
    """The bound the floor was placed for: one count in five beside an edge, times the one draw in ten that is certain.

    A year of this, with every colleague colluding every month, adds up to 0.03 (30 members) to 0.21 (500): what
    noise of this width cannot stop, and geometric noise could.
    """
    found = [insider(ours, members, reach) for reach in REACHES]
    assert mean(found) <= 0.02
    assert max(found) <= 0.021


@pytest.mark.parametrize("members", MEMBERS)
def test_a3_sees_what_a_weaker_rule_gives_away(members: int) -> None:
    assert mean([insider(exact, members, reach) for reach in REACHES]) > 0.1
    assert mean([insider(floor_on_the_true_count, members, reach) for reach in REACHES]) > 0.03
    if members >= 60:
        assert mean([insider(rounded, members, reach) for reach in REACHES]) > 0.06


def test_a3_with_the_real_draws() -> None:
    rng = Random(3)
    found = []
    for reach in REACHES:
        others = binomial(83, reach)
        counts = rng.choices([k for k, _ in others], weights=[q for _, q in others], k=TRIALS)
        for trial, count in enumerate(counts):
            seen = cell(count + 1, noise(SECRET, f"ward {trial}", str(reach), "2026-03"), 84)
            found.append(is_exposed(ours(count + 1, 84)[seen], ours(count, 84).get(seen, 0.0)))
    assert mean(found) <= 0.02


def test_a3_nobody_learns_for_sure_whether_one_person_wrote_at_all() -> None:
    """Fourteen colluding colleagues: the fifteenth active author must not be what opens the release."""

    def refused(active: int, trial: int) -> bool:
        cohort = Cohort("w", 40, top=False, noise_id=f"w {trial}")
        made = release(
            cohort, period_of("2026-Q1"), {f"a{n}": frozenset() for n in range(active)}, themes=(), secret=SECRET
        )
        return not isinstance(made, ReleaseFigures)

    assert all(refused(14, trial) for trial in range(50))
    opened = mean([not refused(15, trial) for trial in range(500)])
    assert 0.05 < opened < 0.15


# A4: ask thirty times


def test_a4_thirty_askings_are_one() -> None:
    counts = {one: 5 * n % 60 for n, one in enumerate(CELLS)}
    assert len({text_of(dict(sorted(counts.items(), key=lambda _: Random(ask).random()))) for ask in range(30)}) == 1
    drawn = [[noise(SECRET, f"c{n}", "x", "2026-03") for n in range(TRIALS)] for _ in range(3)]
    assert drawn[0] == drawn[1] == drawn[2]


def test_a4_and_give_what_one_gives() -> None:
    # Thirty equal answers are one answer; noise drawn anew at each asking would be averaged away.
    for members in MEMBERS:
        assert mean([exposure(*outsider(ours, members, reach)) for reach in REACHES]) <= 0.01
        assert mean([exposure(*pair(ours, members, reach)) for reach in REACHES]) <= 0.01
    rng = Random(4)
    assert mean([asked_again(ours, 120, reach, 30, rng, TRIALS // len(REACHES)) for reach in REACHES]) > 0.1


# A5: thirty overlapping cohorts


def test_a5_thirty_overlapping_cohorts_are_refused() -> None:
    rng = Random(5)
    for _ in range(40):
        everybody = list(range(120))
        cohorts = [Branch(f"c{n:02}", None, names({0, *rng.sample(everybody, 60)})) for n in range(30)]
        plan = releasable(cohorts)
        around = {plan.noise_ids[c.id] for c in cohorts if c.id in plan.noise_ids and "author 0" in c.active}
        assert 1 <= len(around) <= 3
        assert len(plan.held_back) >= 27


def test_a5_and_would_show_one_person_if_they_were_not() -> None:
    """Thirty draws around one person whose colleagues are known: the averaging attack R6 is there for."""
    rng = Random(50)
    exposed = 0
    for _ in range(TRIALS):
        in_any = False
        for _ in range(30):
            others = rng.randrange(12, 40)
            draw = rng.choice(rules.NOISE)
            seen = cell(others + 1, draw, 84)
            in_any |= is_exposed(ours(others + 1, 84)[seen], ours(others, 84).get(seen, 0.0))
        exposed += in_any
    assert exposed / TRIALS > 0.3


# A6 and A10: what stands around the figures


def perturbed(counts: dict[str, int], rng: Random, active: int) -> dict[str, int]:
    """Give other counts that show the same."""
    other = {}
    for one, count in counts.items():
        draw = noise(SECRET, "ward", one, MARCH.id)
        same = [k for k in range(active + 1) if cell(k, draw, active) == cell(count, draw, active)]
        other[one] = rng.choice(same)
    return other


def test_a6_a10_a_release_is_its_figures_and_nothing_else() -> None:
    """Order, length, wording, numbers beside the table: byte-equal whenever the figures are."""
    rng = Random(6)
    changed = 0
    for _ in range(25):
        counts = {one: rng.choice([0, 3, 9, 14, 22, 40, 81, 90]) for one in CELLS}
        other = perturbed(counts, rng, 90)
        changed += counts != other
        assert text_of(counts) == text_of(other)
    assert changed == 25


def test_a6_would_notice_rows_in_order_of_their_counts() -> None:
    def in_order(counts: dict[str, int]) -> list[str]:
        plain = json.loads(text_of(counts))
        rows = next(section for section in plain["sections"] if section["id"] == "themes")["rows"]
        return sorted((row["id"] for row in rows), key=lambda row: -counts[f"themes.{row}"])

    rng = Random(60)
    counts = dict.fromkeys(CELLS, 40)
    assert any(in_order(counts) != in_order(perturbed(counts, rng, 90)) for _ in range(5))


@pytest.mark.parametrize("members", MEMBERS)
def test_a6_totals_and_percentages_would_tell_everything(members: int) -> None:
    for reach in REACHES:
        assert insider(total_less_parts, members, reach) == pytest.approx(1)
        assert insider(ours, members, reach) <= 0.021
    if members <= 120:
        assert mean([insider(percentage, members, reach) for reach in REACHES]) > 0.9


def test_a10_every_cell_costs_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    digest = hmac.digest

    def counting(key: bytes, message: bytes, how: str) -> bytes:
        drawn.append(len(message))
        return digest(key, message, how)

    monkeypatch.setattr(hmac, "digest", counting)
    work = []
    for count in (0, 9, 10, 40, 90):
        drawn.clear()
        text_of(dict.fromkeys(CELLS, count))
        work.append(list(drawn))
    assert len(work[0]) == len(CELLS) + 1
    assert all(one == work[0] for one in work)


def test_a10_hidden_cells_are_one_length() -> None:
    lengths = {len(text_of(dict.fromkeys(CELLS, count))) for count in range(10)}
    assert len(lengths) == 1


# A7: year to date less months; edits after publication


def test_a7_a_published_period_is_not_released_again() -> None:
    planned = planned_periods({"2026-Q1": 120, "2026-Q2": 120}, top=False)
    first = due_periods(planned, published=set(), today=date(2026, 5, 10))
    assert [period.id for period in first] == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert due_periods(planned, published={period.id for period in first}, today=date(2026, 5, 10)) == []
    for wrong in ("2026", "2026-01..2026-03", "2026-YTD"):
        with pytest.raises(ValueError, match="not the id"):
            period_of(wrong)


def test_a7_and_would_show_who_withdrew_if_it_were() -> None:
    for members in (60, 120, 500):
        once = mean([exposure(*outsider(ours, members, reach)) for reach in REACHES])
        again = mean([exposure(*same_draw_pair(members, reach)) for reach in REACHES])
        assert once <= 0.01 < 0.05 < again


# A8: nobody at all


def absence(rule: object, members: int, reach: float) -> float:
    """The chance that an outsider becomes sure that a target who is not in the cell is not."""
    with_target, without = outsider(rule, members, reach)  # type: ignore[arg-type]
    return exposure(without, with_target, prior=0.8)


@pytest.mark.parametrize("members", MEMBERS)
def test_a8_zero_is_told_from_nothing(members: int) -> None:
    active = active_of(members)
    assert all(ours(count, active) == {Shown("fewer_than_10"): pytest.approx(1)} for count in range(10))
    assert mean([absence(ours, members, reach) for reach in REACHES]) <= 0.02
    if members <= 60:
        assert mean([absence(zero_shown, members, reach) for reach in REACHES]) > 0.02


# A9: a rare phrase as a label


def test_a9_an_event_is_never_a_label() -> None:
    rng = Random(9)
    ours_allowed = by_count_allowed = 0
    for _ in range(TRIALS):
        # One thing that happened: everybody at the one or two teams it touched writes of it, that month.
        uses = [
            Use(f"a{n}", f"team {rng.randrange(rng.choice([1, 2]))}", "2026-03") for n in range(rng.randrange(3, 40))
        ]
        authors_by_word = {"coach": len(uses), "crash": rng.randrange(2, 60), "m62": rng.randrange(1, 40)}
        found = rng.random() < 0.5
        ours_allowed += label_allowed(authors_by_word, uses, authors_by_word, identifiers_found=found, reviewed=True)
        by_count_allowed += len({use.author for use in uses}) >= 10
    assert ours_allowed == 0
    assert by_count_allowed / TRIALS > 0.5


# A11: everybody is in the cell


@pytest.mark.parametrize("active", [15, 16, 20, 21, 30, 57, 84, 140, 350, 500])
def test_a11_no_figure_puts_everybody_in_the_cell(active: int) -> None:
    """A stranger to whom every count is as likely: the share that could stand behind what is shown stays under 0.95."""
    weight: dict[object, float] = {}
    share: dict[object, float] = {}
    for count in range(active + 1):
        for seen, q in ours(count, active).items():
            weight[seen] = weight.get(seen, 0.0) + q
            share[seen] = share.get(seen, 0.0) + q * count / active
    assert max(share[seen] / weight[seen] for seen in weight) < CERTAIN
    # Without the rule: the figure of a cell that holds everybody says so of each of them.
    assert rounded(active, active) == {Shown("most"): 1.0}
    assert exact(active, active) == {active: 1.0}


@pytest.mark.parametrize("members", MEMBERS)
@pytest.mark.parametrize("reach", [0.6, 0.7, 0.8, 0.85, 0.9, 0.95])
def test_a11_colluders_learn_nothing_from_the_word_most(members: int, reach: float) -> None:
    assert insider(ours, members, reach) <= 0.021


def test_a11_would_notice_most_decided_by_the_true_share() -> None:
    assert mean([insider(most_by_the_true_share, 60, reach) for reach in (0.8, 0.85, 0.9)]) > 0.1


# A12: all tables at once


def reconstruct(tables: Sequence[tuple[Sequence[int], float]], n: int) -> list[int]:
    """Find the 0 or 1 of each of `n` people that fits all tables best: least squares in the unit box, then rounded."""
    guess = [sum(count for _, count in tables) / max(1, sum(len(who) for who, _ in tables))] * n
    step = 1.0 / max(1, max(sum(i in set(who) for who, _ in tables) for i in range(n)))
    for _ in range(400):
        slope = [0.0] * n
        for who, count in tables:
            off = (sum(guess[i] for i in who) - count) / len(who)
            for i in who:
                slope[i] += off
        guess = [min(1.0, max(0.0, g - 2 * step * s)) for g, s in zip(guess, slope, strict=True)]
    return [round(g) for g in guess]


def right(found: Sequence[int], true: Sequence[int]) -> float:
    return mean([float(a == b) for a, b in zip(found, true, strict=True)])


def middle(shown: Shown) -> float:
    """What an attacker takes a figure for: the middle of what could stand behind it."""
    return {"about": float(shown.value or 0), "fewer_than_10": 6.0, "most": 50.0}[shown.kind]


def gains(tables_of: object, trials: int, n: int = 60) -> float:
    """How much better than always saying no a reconstruction of everybody is."""
    gained = []
    for trial in range(trials):
        rng = Random(trial)
        true = [int(rng.random() < 0.35) for _ in range(n)]
        tables = tables_of(true, rng)  # type: ignore[operator]
        gained.append(right(reconstruct(tables, n), true) - (1 - mean(true)))
    return mean(gained)


def of_the_tree(true: Sequence[int], rng: Random) -> list[tuple[Sequence[int], float]]:
    """Every table a tree of cohorts may have over a year in which nobody changes."""
    n = len(true)
    every = {
        "all": range(n),
        "a": range(n // 2),
        "b": range(n // 2, n),
        "a1": range(n // 4),
        "a2": range(n // 4, n // 2),
    }
    parents = {"all": None, "a": "all", "b": "all", "a1": "a", "a2": "a"}
    plan = releasable([Branch(name, parents[name], names(who)) for name, who in every.items()])
    assert set(plan.noise_ids) == set(every)
    return [
        (every[name], middle(cell(sum(true[i] for i in every[name]), rng.choice(rules.NOISE), len(every[name]))))
        for name in plan.noise_ids
        for _ in range(12)
    ]


def of_any_cohort(true: Sequence[int], rng: Random) -> list[tuple[Sequence[int], float]]:
    """Weakened: tables of any cohort a viewer likes, exact above ten."""
    chosen = [rng.sample(range(len(true)), 40) for _ in range(120)]
    counted = [(who, sum(true[i] for i in who)) for who in chosen]
    return [(who, float(count)) for who, count in counted if count >= 10]


def test_a12_all_tables_together_rebuild_nobody() -> None:
    assert gains(of_the_tree, 12) <= 0.05
    assert gains(of_any_cohort, 3) > 0.25
