"""Phones of two kinds: quick ones beside a server a module has to itself (`live`, `phone`), and ones with a profile on
the disk, on the far side of a way to the demo's server that can be cut and forged (`between`, `pocket`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser.place import Place
from tests.databases import Embedded
from tests.phone.live import Live, Phone
from tests.phone.pocket import Between, Pocket


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        drives = {"chromium", "pocket"} & set(getattr(item, "fixturenames", ()))
        if Path(__file__).parent in item.path.parents and drives:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def live(embedded: Embedded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("live")
    with embedded.fresh(folder) as settings:
        started = Live(folder, settings)
        yield started
        started.close()


@pytest.fixture
def phone(chromium: Browser, live: Live) -> Iterator[Callable[..., Phone]]:
    """Give a new phone: `phone("author")`."""
    made: list[Phone] = []

    def make(who: str | None = "author", bugs: dict[str, str] | None = None, opened: bool = True) -> Phone:
        made.append(Phone(chromium, live, who, bugs))
        if opened:
            made[-1].open()
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def between(place: Place) -> Iterator[Between]:
    """The way to the demo's server, cut and mended by the test."""
    way = Between(place)
    yield way
    way.down()


@pytest.fixture
def pocket(playwright: Playwright, place: Place, between: Between, tmp_path: Path) -> Iterator[Callable[..., Pocket]]:
    """Give a new phone behind `between`: `pocket("nurse-ed")` holds a session of hers that keeps the journal."""
    made: list[Pocket] = []
    begun: set[str] = set()

    def make(name: str | None = None, **more: Any) -> Pocket:
        made.append(Pocket(playwright, tmp_path / f"pocket-{len(made)}", between.address, **more))
        if name and name not in begun:
            # The phones of the tests before: nobody has dozens, and the server minds.
            place.forget_devices(name)
            begun.add(name)
        if name:
            made[-1].hold_session(place, name)
        return made[-1]

    yield make
    for one in made:
        one.close()
