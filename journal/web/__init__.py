"""Pages for people: one module an area, each a blueprint whose routes declare their policies."""

from __future__ import annotations

from flask import Flask


def init_web(app: Flask) -> None:
    """Register every area's pages."""
