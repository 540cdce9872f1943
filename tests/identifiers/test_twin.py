"""Python and JavaScript give the same spans, types, severities, replacements and clues."""

import json
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from journal.identifiers import check, clues, replace
from journal.identifiers.lexicon import RULES

from .conformance import cases

HERE = Path(__file__).resolve().parent
MODULES = HERE.parents[1] / "static" / "js" / "identifiers"


def node() -> str:
    beside = Path(sys.executable).with_name("node")
    found = str(beside) if beside.exists() else shutil.which("node")
    if not found:
        pytest.skip("no Node here")
    return found


def in_javascript(inputs: list[dict[str, object]]) -> list[dict[str, Any]]:
    lines = "".join(json.dumps(each) + "\n" for each in inputs)
    run = subprocess.run(
        [node(), str(HERE / "twin.mjs"), str(MODULES), str(RULES)],
        input=lines, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return [json.loads(line) for line in run.stdout.split("\n") if line]


def in_python(case: dict[str, Any]) -> dict[str, Any]:
    text = case["text"]
    found = check(**case)
    return {
        "found": [asdict(each) for each in found],
        "replaced": replace(text, found, range(len(found))),
        "clues": [asdict(each) for each in clues(text)],
    }


def test_the_conformance_set_is_large() -> None:
    assert len(cases()) >= 2000


def test_both_languages_agree_on_every_text() -> None:
    inputs = cases()
    answers = in_javascript(inputs)
    assert len(answers) == len(inputs)
    different = [
        (case, ours, theirs)
        for case, theirs in zip(inputs, answers, strict=True)
        if (ours := in_python(case)) != theirs
    ]
    assert not different, f"{len(different)} differ, first: {different[0]}"
