"""Every script we serve has sound types, as TypeScript reads them from the comments."""

from __future__ import annotations

import json
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


@pytest.mark.parametrize("worker", ["sw.js", "sw-rollback.js"])
def test_the_workers_are_sound(worker: str, tmp_path: Path) -> None:
    """They run where there is no page, and the server names the files for them."""
    (tmp_path / "told.d.ts").write_text("declare const SHELL: unknown;\n")
    files = json.dumps([str(ROOT / "static" / worker), str(tmp_path / "told.d.ts")])
    (tmp_path / "tsconfig.json").write_text(
        f'{{"extends": "{ROOT}/tsconfig.json", "compilerOptions": {{"lib": ["es2024", "webworker"], "paths": {{}}}},'
        f' "files": {files}, "include": []}}'
    )
    run = subprocess.run([*compiler(), "-p", str(tmp_path)], capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout


def test_a_wrong_type_is_found(tmp_path) -> None:
    (tmp_path / "wrong.js").write_text('/** @param {number} n */\nconst half = (n) => n / 2;\nhalf("two");\n')
    (tmp_path / "tsconfig.json").write_text(
        f'{{"extends": "{ROOT}/tsconfig.json", "include": ["wrong.js"], "exclude": []}}'
    )
    run = subprocess.run([*compiler(), "-p", str(tmp_path)], capture_output=True, text=True, timeout=120, check=False)
    assert "TS2345" in run.stdout
