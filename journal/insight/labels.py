"""Which new phrases may become a theme's label (R9).

A label is read by everybody, so it must be nobody's: "the coach crash" in March names the ward that took the
casualties however many wrote it. Counting authors is not enough (a whole team writes of one event); the phrase has to
come from several teams and come back in another period, each of its words has to be common, and a person decides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

LabelProblem = Literal["too_few_authors", "too_few_teams", "too_few_periods", "identifier", "rare_word", "not_reviewed"]

AUTHORS = 10
TEAMS = 3
PERIODS = 2


@dataclass(frozen=True, slots=True)
class Use:
    """That one author of one team used the phrase in one period."""

    author: str
    team: str
    period: str


def label_problems(
    words: Collection[str],
    uses: Collection[Use],
    authors_by_word: Mapping[str, int],
    *,
    identifiers_found: int,
    reviewed: bool,
) -> list[LabelProblem]:
    """List why a phrase cannot be a label yet; empty when it can.

    `authors_by_word` counts the distinct authors who used each word of the phrase anywhere, `identifiers_found` what
    the identifier check marks in it in strict mode, `reviewed` whether a person said yes.
    """
    found: list[LabelProblem] = []
    if len({use.author for use in uses}) < AUTHORS:
        found.append("too_few_authors")
    if len({use.team for use in uses}) < TEAMS:
        found.append("too_few_teams")
    if len({use.period for use in uses}) < PERIODS:
        found.append("too_few_periods")
    if identifiers_found:
        found.append("identifier")
    if not words or any(authors_by_word.get(word, 0) < AUTHORS for word in words):
        found.append("rare_word")
    if not reviewed:
        found.append("not_reviewed")
    return found


def label_allowed(
    words: Collection[str],
    uses: Collection[Use],
    authors_by_word: Mapping[str, int],
    *,
    identifiers_found: int,
    reviewed: bool,
) -> bool:
    """Whether a phrase can be a label: nothing stands against it."""
    return not label_problems(words, uses, authors_by_word, identifiers_found=identifiers_found, reviewed=reviewed)
