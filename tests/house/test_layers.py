"""The shape of the house: layers, types, style, and what may load what."""

from __future__ import annotations

import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)


def lint_imports(config: Path) -> subprocess.CompletedProcess[str]:
    return run(
        "-c", "from importlinter.cli import lint_imports_command as c; c()", "--config", str(config), "--no-cache"
    )


def test_imports_go_downward_only():
    done = lint_imports(ROOT / "setup.cfg")
    assert done.returncode == 0, done.stdout


def test_the_layers_contract_can_fail(tmp_path):
    """The same contract with two rows changed places is broken by the house as it stands."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg")
    layers = "importlinter:contract:layers"
    rows = config[layers]["layers"].strip().splitlines()
    up, down = rows.index("reflections"), rows.index("accounts")
    rows[up], rows[down] = rows[down], rows[up]
    config[layers]["layers"] = "\n" + "\n".join(rows)
    wrong = tmp_path / "setup.cfg"
    with wrong.open("w") as file:
        config.write(file)
    done = lint_imports(wrong)
    assert done.returncode == 1
    assert "journal.accounts is not allowed to import" in done.stdout or "BROKEN" in done.stdout


@pytest.mark.parametrize("package", ["analyser", "identifiers", "crypto", "schemas"])
def test_pure_packages_load_neither_flask_nor_a_database(package):
    code = f"import journal.{package}, sys; print([m for m in ('flask', 'sqlalchemy', 'werkzeug') if m in sys.modules])"
    done = run("-c", code)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_types_are_strict_and_right():
    done = run("-m", "mypy", "--no-error-summary")
    assert done.returncode == 0, done.stdout


def test_style_is_kept():
    done = run("-m", "ruff", "check", "--no-cache", ".")
    assert done.returncode == 0, done.stdout
    done = run("-m", "ruff", "format", "--check", "--no-cache", ".")
    assert done.returncode == 0, done.stdout
