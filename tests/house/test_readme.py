"""The README keeps up with the product."""

from __future__ import annotations

import re
from pathlib import Path

from journal.cli import group
from journal.config import VARIABLES

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_in_the_table_with_its_own_words():
    for variable in VARIABLES:
        assert f"| `{variable.name}` | {variable.help} |" in README


def test_every_command_is_in_the_table():
    for name in group.commands:
        assert f"journal {name}" in README, name


def test_every_file_it_names_is_there():
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / link).exists(), link


def test_no_file_of_the_product_names_a_folder_of_the_workshop():
    workshop = re.compile("|".join(("/wo" + "rk/", "/fa" + "rm/", "/ro" + "ot/", r"\.\./sha" + "red")))
    for path in [ROOT / "README.md", ROOT / "Makefile", *ROOT.glob("*/**/*.py"), *ROOT.glob("docs/**/*.md")]:
        if not {".venv", "build", "var"} & set(path.relative_to(ROOT).parts):
            assert not workshop.search(path.read_text(encoding="utf-8")), path
