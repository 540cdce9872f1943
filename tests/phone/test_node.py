"""The pure parts of the phone's modules, in Node."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.phone.node import HERE, node


@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.name.split(".")[0])
def test_in_node(file: Path) -> None:
    run = subprocess.run(
        [node(), "--import", str(HERE / "hooks.mjs"), "--test", "--test-reporter=spec", str(file)],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
