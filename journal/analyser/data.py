"""The analyser's own data files, read once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

LEXICONS = Path(__file__).parent / "lexicons"


@cache
def load(name: str) -> Any:
    """Give the JSON value of `lexicons/name`; the formats are told in `lexicons/README.md`."""
    return json.loads((LEXICONS / name).read_text("utf-8"))
