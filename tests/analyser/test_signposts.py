"""Signposts on short pieces by many voices: a writer's own distress is heard, what only sounds like it stays quiet."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.analyser import analyse
from tests.analyser.journals import practised

PIECES = Path(__file__).parents[1] / "data" / "signposts"
OWN = {"distress", "exhaustion"}


def shown(part: str, about: set[str], wanted: str) -> float:
    """Give the share of the pieces about something, wanted or not, where the author sees one of those signposts."""
    rows = [line.split("\t") for line in (PIECES / f"{part}.tsv").read_text("utf-8").splitlines()]
    texts = [text for kind, want, text in rows if kind in about and want == wanted]
    heard = [text for text in texts if about & {sign.kind for sign in analyse(text).signposts}]
    return len(heard) / len(texts)


# One hand wrote pieces and patterns, so these floors guard against a loss and promise nothing of a stranger's words:
# of the pieces of "fresh", written after the patterns, no more than one in six is heard.
@pytest.mark.parametrize(("part", "least"), [("worked", 0.9), ("kept", 0.8)])
def test_distress_and_exhaustion_known_to_us_are_heard(part: str, least: float) -> None:
    assert shown(part, OWN, "y") >= least


# The wider patterns were written from "told-a"; "told-b" is another hand's and stayed unread: it alone tells how a
# stranger fares.
@pytest.mark.parametrize(("part", "least"), [("told-a", 0.47), ("told-b", 0.12)])
def test_distress_told_sideways_is_heard(part: str, least: float) -> None:
    assert shown(part, {"distress"}, "y") >= least


@pytest.mark.parametrize(("part", "most"), [("told-a", 0.005), ("told-b", 0.03)])
def test_hard_work_and_others_distress_stay_quiet(part: str, most: float) -> None:
    assert shown(part, {"distress"}, "n") <= most


@pytest.mark.parametrize(("part", "most"), [("worked", 0.03), ("kept", 0.05), ("fresh", 0.0)])
def test_what_only_sounds_like_distress_stays_quiet(part: str, most: float) -> None:
    assert shown(part, OWN, "n") <= most


@pytest.mark.parametrize(("part", "most"), [("worked", 0.04), ("kept", 0.2)])
@pytest.mark.parametrize("kind", ["safeguarding", "candour"])
def test_what_only_sounds_like_harm_stays_quiet(kind: str, part: str, most: float) -> None:
    assert shown(part, {kind}, "n") <= most


def test_a_stranger_in_distress_is_heard() -> None:
    entries = [entry for entry in practised("stranger_journals") if "distress" in entry["flags"]]
    assert entries
    assert all("distress" in {sign.kind for sign in analyse(entry["text"]).signposts} for entry in entries)
