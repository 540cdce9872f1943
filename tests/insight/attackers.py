"""Attackers who do as well as anybody could: exact output distributions, Bayes' rule, and seeded trials.

An attacker asks one thing of one target and one theme: is the target in the cell? They think so with 0.2 beforehand,
and the target is exposed when they end at 0.95 or more. Exposure is the share of targets that are in the cell and are
exposed, averaged over eight themes of 3 to 45 % reach. A rule is what it shows of a count, as a distribution over what
may be seen; weakened rules are here beside the real one, so that every attack is seen to find what it looks for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from math import comb, exp, inf, log
from random import Random

from journal.insight import rules

PRIOR = 0.2
CERTAIN = 0.95
REACHES = (0.03, 0.05, 0.08, 0.12, 0.18, 0.25, 0.35, 0.45)
MEMBERS = (30, 60, 120, 500)
TRIALS = 2000

Seen = Hashable
Distribution = Mapping[Seen, float]
Rule = Callable[[int, int], Distribution]


@cache
def ours(count: int, active: int) -> Distribution:
    """The rule as released: what `cell` shows under each draw of the noise."""
    return _over_noise(lambda draw: rules.cell(count, draw, active))


@cache
def exact(count: int, active: int) -> Distribution:
    """Weakened: no noise and no rounding, a floor of ten."""
    return {count if count >= 10 else None: 1.0}


@cache
def rounded(count: int, active: int) -> Distribution:
    """Weakened: no noise."""
    return {rules.cell(count, 0, active): 1.0}


@cache
def floor_on_the_true_count(count: int, active: int) -> Distribution:
    """Weakened: noise and rounding, but ten true authors open the cell."""
    return _over_noise(lambda draw: 5 * ((count + draw + 2) // 5) if count >= 10 and count + draw >= 10 else None)


@cache
def most_by_the_true_share(count: int, active: int) -> Distribution:
    """Weakened: "most" decided by the exact share."""
    return _over_noise(lambda draw: "most" if count > 0.9 * active else 5 * ((count + draw + 2) // 5))


@cache
def percentage(count: int, active: int) -> Distribution:
    """Weakened: a whole percentage of the active authors beside every figure."""
    return {round(100 * count / active): 1.0}


@cache
def total_less_parts(count: int, active: int) -> Distribution:
    """Weakened: exact totals are shown, so that the one hidden cell is the total less the others."""
    return {count: 1.0}


@cache
def zero_shown(count: int, active: int) -> Distribution:
    """Weakened: nobody is told from too few."""
    return {0: 1.0} if count == 0 else ours(count, active)


def _over_noise(show: Callable[[int], Seen]) -> Distribution:
    found: dict[Seen, float] = defaultdict(float)
    for draw in rules.NOISE:
        found[show(draw)] += 1 / len(rules.NOISE)
    return dict(found)


@cache
def binomial(n: int, p: float) -> tuple[tuple[int, float], ...]:
    """How many of `n` others are in the cell, and how likely; what could never matter is left out."""
    every = ((k, comb(n, k) * p**k * (1 - p) ** (n - k)) for k in range(n + 1))
    return tuple((k, q) for k, q in every if q > 1e-12)


def active_of(members: int) -> int:
    """Seven in ten write."""
    return round(0.7 * members)


def is_exposed(with_target: float, without: float, prior: float = PRIOR) -> bool:
    """Whether somebody who saw this is sure that the target is in."""
    return prior * with_target >= CERTAIN * (prior * with_target + (1 - prior) * without)


def exposure(seen_with: Distribution, seen_without: Distribution, prior: float = PRIOR) -> float:
    """The chance that one look exposes a target who is in the cell."""
    return sum(q for seen, q in seen_with.items() if is_exposed(q, seen_without.get(seen, 0.0), prior))


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def insider(rule: Rule, members: int, reach: float) -> float:
    """A3: everybody else's themes are known, so the count is known but for one."""
    active = active_of(members)
    return sum(
        q * exposure(rule(others + 1, active), rule(others, active)) for others, q in binomial(active - 1, reach)
    )


def pair(rule: Rule, members: int, reach: float) -> tuple[Distribution, Distribution]:
    """A1 and A2: what is seen of a group with the target and of the same others without; how many they are is unknown.

    Gives the distributions of both answers together, target in the cell and target not in it.
    """
    active = active_of(members)
    seen: tuple[dict[Seen, float], dict[Seen, float]] = (defaultdict(float), defaultdict(float))
    for others, q in binomial(active - 1, reach):
        alone = rule(others, active - 1)
        for place, target in ((0, 1), (1, 0)):
            for first, a in rule(others + target, active).items():
                for second, b in alone.items():
                    seen[place][first, second] += q * a * b
    return seen


def same_draw_pair(members: int, reach: float) -> tuple[Distribution, Distribution]:
    """The same cell before and after the target is taken out, both under one draw of the noise."""
    active = active_of(members)
    seen: tuple[dict[Seen, float], dict[Seen, float]] = (defaultdict(float), defaultdict(float))
    for others, q in binomial(active - 1, reach):
        for draw in rules.NOISE:
            after = rules.cell(others, draw, active - 1)
            for place, target in ((0, 1), (1, 0)):
                seen[place][rules.cell(others + target, draw, active), after] += q / len(rules.NOISE)
    return seen


def outsider(rule: Rule, members: int, reach: float) -> tuple[Distribution, Distribution]:
    """One answer, nothing known of the others: its distributions with the target in the cell and not in it."""
    active = active_of(members)
    seen: tuple[dict[Seen, float], dict[Seen, float]] = (defaultdict(float), defaultdict(float))
    for others, q in binomial(active - 1, reach):
        for place, target in ((0, 1), (1, 0)):
            for one, a in rule(others + target, active).items():
                seen[place][one] += q * a
    return seen


def over_months(seen_with: Distribution, seen_without: Distribution, months: int, rng: Random, trials: int) -> float:
    """The share of trials that expose a target who is in the cell every month, all months put together."""
    looks = list(seen_with)
    gains = [log(seen_with[s] / seen_without[s]) if seen_without.get(s) else inf for s in looks]
    needed = log(CERTAIN / (1 - CERTAIN)) - log(PRIOR / (1 - PRIOR))
    drawn = rng.choices(gains, weights=[seen_with[s] for s in looks], k=months * trials)
    return sum(sum(drawn[n * months : (n + 1) * months]) >= needed for n in range(trials)) / trials


def asked_again(rule: Rule, members: int, reach: float, asks: int, rng: Random, trials: int) -> float:
    """A4 against noise that is drawn anew at each asking: pairs of answers over unknown others, asked many times."""
    active = active_of(members)
    others = binomial(active - 1, reach)
    exposed = 0
    for count in rng.choices([k for k, _ in others], weights=[q for _, q in others], k=trials):
        withs = _draws(rule(count + 1, active), asks, rng)
        withouts = _draws(rule(count, active - 1), asks, rng)
        like_in = like_out = 0.0
        for k, q in others:
            alone = _likelihood(rule(k, active - 1), withouts)
            like_in += q * alone * _likelihood(rule(k + 1, active), withs)
            like_out += q * alone * _likelihood(rule(k, active), withs)
        exposed += is_exposed(like_in, like_out)
    return exposed / trials


def _draws(distribution: Distribution, asks: int, rng: Random) -> dict[Seen, int]:
    found: dict[Seen, int] = defaultdict(int)
    for seen in rng.choices(list(distribution), weights=list(distribution.values()), k=asks):
        found[seen] += 1
    return found


def _likelihood(distribution: Distribution, drawn: Mapping[Seen, int]) -> float:
    if any(seen not in distribution for seen in drawn):
        return 0.0
    return exp(sum(times * log(distribution[seen]) for seen, times in drawn.items()))
