"""JSON for the phone: one module an area, described by an OpenAPI document."""

from __future__ import annotations

from flask import Flask


def init_api(app: Flask) -> None:
    """Register every area's resources."""
