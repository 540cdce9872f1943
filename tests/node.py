"""Where Node is: the one that was installed beside Python, else the machine's."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest


def node() -> str:
    """Give the path of Node; a test that has none is skipped."""
    beside = Path(sys.executable).with_name("node")
    found = str(beside) if beside.exists() else shutil.which("node")
    if not found:
        pytest.skip("no Node here")
    return found
