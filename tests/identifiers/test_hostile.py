"""Every pattern, and the whole check, grows in step with its text, whatever the text.

Judged by the ratio of two sizes in one run, with room to spare: quadratic work would show a ratio of sixteen.
"""

import json
import subprocess
import time
from collections.abc import Callable

import pytest

from journal.identifiers import check, clues
from journal.identifiers.checking import _rules
from journal.identifiers.lexicon import RULES

from .test_twin import HERE, MODULES, node

LARGE, LARGE_FOR_ALL = 100_000, 40_000
QUADRATIC = 11.0
NOTICEABLE = 0.05

SEEDS = [
    "a", "A", "1", "0", "a1", "1a", "9", "-", ".", "'", " ", "\n", "a-", "a.", "a@", "@a", "1 ", "1/", "1-", "1.",
    "a b ", "Aa ", "Aa-", "the ", "the only a ", "the last man ", "one ", "double one ", "ninety ", "hundred and ",
    "Mrs ", "Mr and ", "Mrs A", "K. ", "Ward ", "Oak ", "Oak Road ", "1 Oak Road, ", "St ", "St. A", "'s ", "Will ",
    "will ", "told ", "Joy, ", "my mentor Joy ", "07", "+44 ", "www.", "a.uk/", "is 94 ", "nhs 1", "rio ", "may 1 ",
    "1 may ", "mon 1st ", "of the ", "flat 1, ", "é", "e\u0301", "🙂", "de la ", "Aa de ", "van der A", "a at b dot ",
    "born 1 ", "old ", "1 1 1", "(1", "Xiq Voz ", "in Xiqa ",
    "Joy and ", "Joy and Hope & ", "lives at A ", "k., 1 ", "in her ninety-second ", "took xiqvoz down ", "a\n", "\n\n",
    "Staff Nurse A ", "will, ", "rose xiqvozz ", "Stoke on A ", "1 oak row, ", "Precious was my ",
]  # fmt: skip


def seconds(work: Callable[[str], object], text: str) -> float:
    """Processor time of one run."""
    begin = time.process_time()
    work(text)
    return time.process_time() - begin


def grows_too_fast(work: Callable[[str], object], seed: str, *, large: int = LARGE) -> bool:
    """Whether four times the text takes far more than four times as long, twice running."""
    for _ in range(2):
        whole = seconds(work, (seed * large)[:large])
        if whole < NOTICEABLE or whole <= QUADRATIC * seconds(work, (seed * large)[: large // 4]):
            return False
    return True


@pytest.mark.parametrize("shape", _rules().shapes, ids=lambda shape: shape.id)
def test_no_pattern_is_slowed_by_hostile_text(shape) -> None:  # type: ignore[no-untyped-def]
    slow = [seed for seed in SEEDS if grows_too_fast(lambda text: sum(1 for _ in shape.pattern.finditer(text)), seed)]
    assert not slow


@pytest.mark.parametrize("seed", SEEDS[::2])
def test_the_whole_check_is_not_slowed_by_hostile_text(seed: str) -> None:
    assert not grows_too_fast(lambda text: check(text, strict=True), seed, large=LARGE_FOR_ALL)


@pytest.mark.parametrize("seed", ["a", "a ", "mother of four ", "the ", "retired "])
def test_clues_are_not_slowed_by_hostile_text(seed: str) -> None:
    assert not grows_too_fast(clues, seed)


def test_javascript_is_not_slowed_by_hostile_text() -> None:
    """The same, for every pattern and the whole check of the twin."""
    run = subprocess.run(
        [node(), str(HERE / "hostile.mjs"), str(MODULES), str(RULES)],
        input=json.dumps({"seeds": SEEDS[::2], "large": LARGE, "all": LARGE_FOR_ALL, "ratio": QUADRATIC}),
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    told = json.loads(run.stdout)
    assert told["tried"] > len(SEEDS) * 20
    assert told["slow"] == []
