"""A browser, a server full of demo people, and devices signed in as them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser.devices import Device
from tests.browser.place import Place, copy_of, filled

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found_chromium() -> str | None:
    """Give the path of the system's Chromium, or nothing where Playwright's own must do."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, else Playwright's own."""
    browser = playwright.chromium.launch(executable_path=found_chromium(), args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Place]:
    """A server on a copy of the demo, filled once however many workers the run has."""
    own = tmp_path_factory.mktemp("place")
    alone = not hasattr(request.config, "workerinput")
    copy_of(filled((own if alone else tmp_path_factory.getbasetemp().parent) / "filled"), own)
    started = Place(own)
    yield started
    started.close()


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
