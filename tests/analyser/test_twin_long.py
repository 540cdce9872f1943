"""Texts made to be slow: 60 KB of one thing over and over. Where a rule takes quadratic time these never end."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from journal.analyser import Entry, analyse, next_question

from .test_twin import plain, run, shared

REPEATED = (
    ".", "?!", "...' ", "and ", "never ", "i felt and ", '"a', "‘x", "“i cry” ", '"I" i cry ', "but so ", "Mr. ", "A. ",
    "s/w ", "a/", "'", "’", "\n", "\r\n", " - ", "1. ", "(", "e\u0301", "\u0301", "İ", "👩🏽‍⚕️", "no bed no ",
    "she said i felt ", "nobody listened to me and ", "x, ", "& ", " ", "a", "aeyb", "\ud800",
)  # fmt: skip


def long_text(piece: str) -> str:
    return piece * (60_000 // len(piece)) + "x"


@cache
def in_javascript() -> dict[str, Any]:
    cases = [{"entry": {"id": "e", "text": n}, "history": [], "asked": []} for n in range(len(REPEATED))]
    return run({"texts": [long_text(piece) for piece in REPEATED], "words": [], "cases": cases})


@pytest.mark.parametrize("piece", REPEATED)
def test_long_texts_of_one_thing_are_read_to_their_end(piece: str) -> None:
    text = long_text(piece)
    found = analyse(text)
    assert found.sentences[0][0] >= 0 and found.sentences[-1][1] <= len(text)
    asked = plain(next_question(Entry("e", None, found, text)))
    at = REPEATED.index(piece)
    assert in_javascript()["found"][at] == shared(found)
    assert in_javascript()["questions"][at] == asked
