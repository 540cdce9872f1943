"""Where the files that are not code are: beside the package in the source tree, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _place(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


STATIC = _place("static")
TEMPLATES = _place("templates")
MIGRATIONS = _place("migrations")
JOURNALS = _PACKAGE / "demo" / "journals"
LEXICONS = _PACKAGE / "analyser" / "lexicons"
RULES = _PACKAGE / "identifiers" / "rules"
SCHEMAS = _PACKAGE / "schemas"
