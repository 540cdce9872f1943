"""Devices signed in as the demo's people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.devices import Device
from tests.browser.place import Place


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def device(chromium: Browser, place: Place) -> Iterator[Callable[..., Device]]:
    """Give a new phone or laptop: `device("phone", "nurse-ed")`. What its console and network said is asked for at the
    end of every test, whatever the test was about."""
    made: list[Device] = []

    def make(kind: str = "phone", name: str | None = None, **more: object) -> Device:
        made.append(Device(chromium, place, kind, **more))
        if name:
            made[-1].sign_in_quietly(name)
        return made[-1]

    yield make
    complaints = [line for one in made for line in one.complaints]
    for one in made:
        one.close()
    assert complaints == []
