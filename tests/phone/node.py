"""Node, and the phone's modules run in it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PHONE = ROOT / "static" / "js" / "phone"


def node() -> str:
    """Give the path of Node; a test that has none is skipped."""
    beside = Path(sys.executable).with_name("node")
    found = str(beside) if beside.exists() else shutil.which("node")
    if not found:
        pytest.skip("no Node here")
    return found


class Twin:
    """merge.js in a process that stays: `ask("heads", revisions)`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [node(), "--import", str(HERE / "hooks.mjs"), str(HERE / "twin.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def ask(self, name: str, *given: Any) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps([name, *given]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate(timeout=10)
