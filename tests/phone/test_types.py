"""Every script we serve has sound types, as TypeScript reads them from the comments."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.phone.node import ROOT, node


def compiler() -> list[str]:
    found = Path(sys.prefix) / "lib" / "typescript" / "node_modules" / "typescript" / "bin" / "tsc"
    if not found.exists():
        pytest.skip("TypeScript is not here: `make test` could not install it (no network?)")
    return [node(), str(found)]


def test_every_script_is_sound() -> None:
    run = subprocess.run([*compiler(), "-p", str(ROOT)], capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout


def test_a_wrong_type_is_found(tmp_path) -> None:
    (tmp_path / "wrong.js").write_text('/** @param {number} n */\nconst half = (n) => n / 2;\nhalf("two");\n')
    (tmp_path / "tsconfig.json").write_text(
        f'{{"extends": "{ROOT}/tsconfig.json", "include": ["wrong.js"], "exclude": []}}'
    )
    run = subprocess.run([*compiler(), "-p", str(tmp_path)], capture_output=True, text=True, timeout=120, check=False)
    assert "TS2345" in run.stdout
