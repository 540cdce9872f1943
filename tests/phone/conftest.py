"""Phones, and the way between them and the demo's server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tests.browser.place import Place
from tests.phone.pocket import Between, Phone


@pytest.fixture
def between(place: Place) -> Iterator[Between]:
    """The way to the server, cut and mended by the test."""
    way = Between(place)
    yield way
    way.down()


@pytest.fixture
def phone(playwright: Playwright, place: Place, between: Between, tmp_path: Path) -> Iterator[Callable[..., Phone]]:
    """Give a new phone behind `between`: `phone("nurse-ed")` holds a session of hers that keeps the journal."""
    made: list[Phone] = []

    def make(name: str | None = None, **more: Any) -> Phone:
        made.append(Phone(playwright, tmp_path / f"phone-{len(made)}", between.address, **more))
        if name:
            made[-1].hold_session(place, name)
        return made[-1]

    yield make
    for one in made:
        one.close()
