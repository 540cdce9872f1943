"""Which cohorts of one tree may be released side by side (R6).

Two tables over nearly the same people are one table of the few in whom they differ; thirty tables over overlapping
people are thirty draws of the noise around one person (Asghar and Kaafar's averaging). So cohorts form a fixed tree,
nobody can filter, and of the tree only those are released that keep their distance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

ConflictKind = Literal["too_close", "too_many", "remainder"]

APART = 10
COHORTS_A_PERSON = 3


@dataclass(frozen=True, slots=True)
class Branch:
    """A cohort of the tree with its authors active in the period, those of the cohorts below it included."""

    id: str
    parent: str | None
    active: AbstractSet[str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two cohorts that cannot both be released: what stands between them, never by how many people."""

    first: str
    second: str
    kind: ConflictKind


@dataclass(frozen=True, slots=True)
class Plan:
    """What may be released: cohort id to the id whose noise it draws, and what is held back with the reason."""

    noise_ids: Mapping[str, str]
    held_back: Mapping[str, Conflict]


def overlap_conflicts(branches: Sequence[Branch]) -> list[Conflict]:
    """List the conflicts among cohorts that are all to be released; empty when they may stand side by side.

    "too_close": neither the same, nor apart, nor at least 10 active authors different on each side that differs at
    all. "too_many": somebody is in more than three. "remainder": a cohort less all those inside it leaves between 1
    and 9, which subtracting all of them would show.
    """
    found: list[Conflict] = []
    for place, second in enumerate(branches):
        for first in branches[:place]:
            if _too_close(first.active, second.active):
                found.append(Conflict(first.id, second.id, "too_close"))
        if deep := _one_too_many(second, branches[:place]):
            found.append(Conflict(deep, second.id, "too_many"))
    for whole in branches:
        inside = [part for part in branches if part.active < whole.active]
        left = len(frozenset(whole.active).difference(*(part.active for part in inside)))
        if inside and 0 < left < APART:
            found.append(Conflict(whole.id, inside[-1].id, "remainder"))
    return found


def releasable(branches: Sequence[Branch]) -> Plan:
    """Choose which cohorts of a tree to release for a period: from the top down, each that fits with those above.

    The order is by depth and then id, never by how many wrote. Give only cohorts that may be released on their own,
    and for cohorts by the month within a quarter the authors of the whole quarter. Cohorts with the very same active
    authors draw the same noise: two draws around one count would be an average of two.
    """
    depth = _depths(branches)
    noise_ids: dict[str, str] = {}
    held_back: dict[str, Conflict] = {}
    accepted: list[Branch] = []
    for branch in sorted(branches, key=lambda one: (depth[one.id], one.id)):
        same = next((other for other in accepted if other.active == branch.active), None)
        if same:
            noise_ids[branch.id] = noise_ids[same.id]
        elif conflicts := overlap_conflicts([*accepted, branch]):
            held_back[branch.id] = conflicts[0]
        else:
            noise_ids[branch.id] = branch.id
            accepted.append(branch)
    return Plan(noise_ids, held_back)


def _too_close(first: AbstractSet[str], second: AbstractSet[str]) -> bool:
    if not first & second:
        return False
    return any(0 < len(difference) < APART for difference in (first - second, second - first))


def _one_too_many(branch: Branch, before: Sequence[Branch]) -> str | None:
    """Name an earlier cohort that would be one of too many around somebody, None where there is none.

    The same people under another id are one cohort here, as they are in what they show.
    """
    around = [other for other in before if other.active & branch.active and other.active != branch.active]
    for person in branch.active:
        holding = {frozenset(other.active): other.id for other in around if person in other.active}
        if len(holding) >= COHORTS_A_PERSON:
            return next(iter(holding.values()))
    return None


def _depths(branches: Sequence[Branch]) -> dict[str, int]:
    """Give how far below the top each cohort is; ValueError where the parents go round in a circle."""
    parents = {branch.id: branch.parent for branch in branches}
    depths: dict[str, int] = {}
    for branch in branches:
        seen = [branch.id]
        parent = branch.parent
        # A parent that is not itself released is not in the list, and is passed over.
        while parent is not None and parent in parents:
            if parent in seen:
                raise ValueError("the cohorts are not a tree")
            seen.append(parent)
            parent = parents[parent]
        depths[branch.id] = len(seen) - 1
    return depths
