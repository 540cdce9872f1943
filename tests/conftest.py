"""What every test stands on: real databases, the real application, and a fixed cast of people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from journal.app import create_app
from journal.config import Settings
from journal.http import Runtime
from tests.browser import chromium as chromium_of_here
from tests.browser.place import Place, copy_of, filled
from tests.databases import Embedded, Postgres
from tests.people import Cast, Mailbox

expect.set_options(timeout=15_000)  # shared machines are slow; nothing here is about time


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Embedded:
    return Embedded(tmp_path_factory.mktemp("embedded"))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    server = Postgres(tmp_path_factory.mktemp("postgres"))
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """A database of the test's own; every test that uses it runs on both kinds."""
    databases = request.getfixturevalue("embedded" if request.param == "sqlite" else "postgres")
    with databases.fresh(tmp_path) as given:
        yield given


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; a process can hold one of it."""
    with sync_playwright() as driving:
        yield driving


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, else Playwright's own."""
    browser = playwright.chromium.launch(executable_path=chromium_of_here.path(), args=chromium_of_here.ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The data of the demo, filled once however many workers the run has: to be copied."""
    alone = not hasattr(request.config, "workerinput")
    return filled((tmp_path_factory.mktemp("demo") if alone else tmp_path_factory.getbasetemp().parent) / "filled")


@pytest.fixture(scope="session")
def place(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A server on a copy of the demo."""
    own = tmp_path_factory.mktemp("place")
    copy_of(demo, own)
    started = Place(own)
    yield started
    started.close()


@pytest.fixture
def mailbox() -> Mailbox:
    """Mail is caught here; nothing is ever sent."""
    return Mailbox()


@pytest.fixture
def app(settings: Settings, mailbox: Mailbox) -> Iterator[Flask]:
    application = create_app(settings, mailer=mailbox)
    yield application
    application.extensions["journal"].close()


@pytest.fixture
def parts(app: Flask) -> Runtime:
    """The running parts: database, keys, settings."""
    return app.extensions["journal"]


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Everybody the table of who may read what speaks of."""
    return Cast(app)
