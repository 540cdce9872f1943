"""The analyser's own data files."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

LEXICONS = Path(__file__).parent / "lexicons"


def read(name: str) -> Any:
    """Give the JSON value of `lexicons/name`; the formats are told in `lexicons/README.md`."""
    return json.loads((LEXICONS / name).read_text("utf-8"))


load = cache(read)
"""As `read`, and kept: for what is asked for again."""
