"""Node, and the phone's modules run in it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.node import node

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PHONE = ROOT / "static" / "js" / "phone"


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
