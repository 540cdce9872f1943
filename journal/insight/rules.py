"""What a release may say: how a count of authors becomes a figure, or does not (rules R1 to R5, R7, R8 and R10).

Counts come in as sets of authors and leave as figures; no unrounded count is kept in anything this module returns.
The rule behind the rules: **everything shown is decided by the noisy count, nothing by the true one**. A threshold on
the true count is itself a question with an exact answer: somebody who knows the other nine authors of a cell learns
the tenth from the mere fact that the cell is shown.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Literal

from journal.insight.cells import THEMES, Section, ThemeLabel, ordinary_sections, sensitive_section
from journal.insight.periods import Period, period_length

ShownKind = Literal["fewer_than_10", "about", "most"]
RefusalKind = Literal["too_few_members", "too_few_active", "wrong_period"]

RULES_VERSION = 1
THEMES_A_MONTH = 3
ACTIVE_AUTHORS = 15
FLOOR = 10
STEP = 5
MOST_TENTHS = 9

# R4. One of these ten, each as likely: -2 and 2 with 0.1, -1 and 1 with 0.2, 0 with 0.4.
NOISE = (-2, -1, -1, 0, 0, 0, 0, 1, 1, 2)
WIDEST = max(NOISE)

# R2. At least FLOOR noisy, at least FLOOR true whatever the noise was (so FLOOR + WIDEST), and on the edge where
# rounding steps anyway: the first count that rounds to 15. Edges are what leaks. Somebody who knows every other
# author of a cell is certain only when the one author more carries the noisy count over an edge that no noise could
# have reached without: extreme noise (1 in 10) beside an edge (1 count in 5), so 0.02. A floor of 10 or 12 would be
# an edge of its own between two roundings, and a floor on the true count one that is crossed 7 times in 10.
LOWEST_NOISY = next(n for n in range(FLOOR + WIDEST, FLOOR + WIDEST + STEP) if (n + STEP // 2) % STEP == 0)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell says: "about" a multiple of 5, "most" of those who wrote, or too few to say (zero is one of them)."""

    kind: ShownKind
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a cohort has no release for a period; kinds only, so that the page chooses kind words."""

    kind: RefusalKind


@dataclass(frozen=True, slots=True)
class Cohort:
    """A cohort as a release sees it: `members` on the first day of the quarter, `top` where it has no parent.

    `noise_id` is whose noise it draws, its own unless `overlap.releasable` found the same people under another id.
    """

    id: str
    members: int
    top: bool
    noise_id: str


@dataclass(frozen=True, slots=True)
class FiguredRow:
    """A row and what its cells say, in the order of the section's columns."""

    id: str
    label: str
    help: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class FiguredSection:
    """One table of a release, filled in."""

    id: str
    label: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[FiguredRow, ...]


@dataclass(frozen=True, slots=True)
class ReleaseFigures:
    """One cohort's figures for one period, every one of them already suppressed, noisy and rounded."""

    cohort: str
    period: str
    sections: tuple[FiguredSection, ...]

    def to_plain(self) -> dict[str, Any]:
        """Give JSON types: labels are inside, so that a later change of wording changes no published release."""
        return {
            "rules": RULES_VERSION,
            "cohort": self.cohort,
            "period": self.period,
            "sections": [
                {
                    "id": section.id,
                    "label": section.label,
                    "columns": [{"id": column, "label": label} for column, label in section.columns],
                    "rows": [
                        {
                            "id": row.id,
                            "label": row.label,
                            "help": row.help,
                            "cells": [{"kind": cell.kind, "value": cell.value} for cell in row.cells],
                        }
                        for row in section.rows
                    ],
                }
                for section in self.sections
            ],
        }

    def to_text(self) -> str:
        """Give the exact text to store and to serve, the same byte for byte for the same figures."""
        return json.dumps(self.to_plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def noise(secret: bytes, cohort_id: str, cell_id: str, period: str) -> int:
    """Give the noise of one cell, -2 to 2, the same for ever for the same cohort, cell and period (R4).

    Fresh noise at every asking would be averaged away by asking thirty times (A4); noise that belongs to the people
    counted ("cell key") would make any change between a ward and the ward without Ann proof that Ann is in the cell
    (A1). HMAC-SHA256 over the parts, each with its length before it so that no two triples run together. ValueError
    when the secret is shorter than 16 bytes.
    """
    if len(secret) < 16:
        raise ValueError("the release secret must have at least 16 bytes")
    # The remainder of 64 bits by ten is uneven by less than one part in 10 ** 18.
    return NOISE[_draw(secret, "noise", cohort_id, cell_id, period) % len(NOISE)]


def cell(count: int, noise: int, active: int) -> Shown:
    """Give what a cell with this many distinct authors says, of so many active ones (R2, R4, R8).

    Zero says what nine says: that nobody wrote of it is news about everybody (A8). Where the share could be over nine
    in ten, only "most" is said, since a figure would put every active author in the cell (A11); the largest count
    that could stand behind the rounded value decides, so that this edge lies on a rounding edge too.
    """
    noisy = count + noise
    if noisy < LOWEST_NOISY:
        return Shown("fewer_than_10")
    value = STEP * ((noisy + STEP // 2) // STEP)
    if 10 * (value + STEP // 2 + WIDEST) > MOST_TENTHS * active:
        return Shown("most")
    return Shown("about", value)


def may_release(members: int, active: int) -> Refusal | None:
    """Say why a cohort of this size cannot be released, or None where it can (R3).

    With fewer than 15 authors a figure above the floor is nearly all of them. `release` gives a noisy `active`, so
    that not even "enough of you wrote" answers exactly whether one person did.
    """
    if period_length(members) is None:
        return Refusal("too_few_members")
    return Refusal("too_few_active") if active < ACTIVE_AUTHORS else None


def limit_author(
    secret: bytes, author: str, month: str, themes: Iterable[str], *, k: int = THEMES_A_MONTH
) -> frozenset[str]:
    """Give the at most `k` themes an author adds to the figures of one month (R1).

    Without a limit one person who writes of everything is in every cell, and what is learned about them adds up over
    the table. Which ones are kept is drawn by HMAC over author, month and theme: not the most frequent, first or
    longest, since then being counted would say something of how they wrote; anew each month, so that nobody's fourth
    theme is left out for ever; and whatever the cohort, so that two cohorts do not show two samples of one person.
    """
    return frozenset(sorted(set(themes), key=lambda theme: _draw(secret, "limit", author, month, theme))[:k])


def author_cells(secret: bytes, author: str, cells_by_month: Mapping[str, AbstractSet[str]]) -> frozenset[str]:
    """Give all cells one author counts in over a period, themes limited month by month.

    `cells_by_month` holds, by month id ("2026-03"), the union of `cells.cells_of_entry` over the author's entries.
    """
    kept: set[str] = set()
    for month, cells in cells_by_month.items():
        themes = {one for one in cells if one.startswith(f"{THEMES}.")}
        kept |= cells - themes
        kept |= limit_author(secret, author, month, themes)
    return frozenset(kept)


def release(
    cohort: Cohort,
    period: Period,
    authors: Mapping[str, AbstractSet[str]],
    *,
    themes: Sequence[ThemeLabel],
    secret: bytes,
) -> ReleaseFigures | Refusal:
    """Give the figures of one cohort for one closed period, or why there are none.

    `authors` holds every consenting author of the cohort with at least one entry that counts in the period, with
    their cells (`author_cells`); authors, not entries, so that one who writes daily is one (R1). There is no viewer
    here: everybody gets this same table (R10). No total, percentage, "others" or mean is ever computed (R5): totals
    minus parts would give the hidden cell back (A6).
    """
    sections = sections_for(cohort, period, themes)
    if not sections:
        kind: RefusalKind = "too_few_members" if period_length(cohort.members) is None else "wrong_period"
        return Refusal(kind)
    active = len(authors)
    # The least that could be true of a noisy count is what R3 is asked of, as in R2.
    noisy_active = active + noise(secret, cohort.noise_id, "active", period.id) - WIDEST
    if refusal := may_release(cohort.members, noisy_active):
        return refusal
    counts = Counter(one for cells in authors.values() for one in cells)
    return ReleaseFigures(
        cohort.id,
        period.id,
        tuple(_figured(section, counts, active, cohort.noise_id, period.id, secret) for section in sections),
    )


def sections_for(cohort: Cohort, period: Period, themes: Sequence[ThemeLabel]) -> tuple[Section, ...]:
    """Give the tables a cohort's release for a period has; none where the cohort does not go by that length.

    Sensitive themes appear only for the top cohort and only by quarter (R9). A top cohort that goes by the month
    has a quarter with those alone: no cell is ever released for two periods that overlap (R7).
    """
    length = period_length(cohort.members)
    ordinary = ordinary_sections(themes) if period.length == length else ()
    sensitive = (sensitive_section(themes),) if cohort.top and length and period.length == "quarter" else ()
    return ordinary + tuple(section for section in sensitive if section.rows)


def _figured(
    section: Section, counts: Mapping[str, int], active: int, noise_id: str, period_id: str, secret: bytes
) -> FiguredSection:
    # Every cell takes the same path, hidden or not: one draw, one comparison chain (A10).
    rows = tuple(
        FiguredRow(
            row.id,
            row.label,
            row.help,
            tuple(cell(counts.get(one, 0), noise(secret, noise_id, one, period_id), active) for one in row.cells),
        )
        for row in section.rows
    )
    return FiguredSection(section.id, section.label, section.columns, rows)


def _draw(secret: bytes, *parts: str) -> int:
    message = b"".join(len(raw).to_bytes(4, "big") + raw for raw in (part.encode() for part in ("afterword", *parts)))
    return int.from_bytes(hmac.digest(secret, message, hashlib.sha256)[:8], "big")
