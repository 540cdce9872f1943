"""A real server with people of the test's own, and phones: pages of a real Chromium that hold the phone's modules."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import requests
from playwright.sync_api import Browser, Error, Page, Route
from sqlalchemy import RowMapping, Table, delete, insert, select

from journal.access import Actor
from journal.accounts.models import Device, Person
from journal.accounts.operations import start_session
from journal.accounts.tokens import session_cookie
from journal.app import create_app
from journal.config import Settings
from journal.database import Base
from journal.http import transaction
from journal.reflections import operations, queries
from journal.reflections.content import Written
from tests.people import Cast, Mailbox
from tests.phone.node import HERE, PHONE
from tests.server.processes import Server

BENCH = '<!doctype html><title>Bench</title><script type="importmap">{}</script><script type="module" src="/bench.js">'


Rows = dict[Table, Sequence[RowMapping]]


class Live:
    """`journal serve` on a database, and a second copy of the application on the same one in the test's process."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.settings = settings
        variables = {"JOURNAL_DATA_DIR": str(settings.data_dir)}
        if settings.database_url:
            variables |= {"DATABASE_URL": settings.database_url, "KEYS_DATABASE_URL": settings.keys_database_url}
        self.server = Server(folder, **variables).wait()
        self.address = self.server.address
        shell = requests.get(f"{self.address}/shell", timeout=20).text
        self.import_map = re.findall(r'<script type="importmap">(.+?)</script>', shell)[0]
        self.app = create_app(settings, mailer=Mailbox())
        self.parts = self.app.extensions["journal"]
        self._cast = Cast(self.app)

    def close(self) -> None:
        self.server.stop()
        self.parts.close()

    def actor(self, who: str) -> Actor:
        return self._cast.actor(who)

    def cookie(self, who: str) -> dict[str, str]:
        """Give the cookie of a session of this person, begun now."""
        actor = self.actor(who)
        with transaction(self.parts) as work:
            token = start_session(work.session, work.session.get_one(Person, actor.id), browser="Test")
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = session_cookie(actor.id, token)
            session["_fresh"] = session["keeps"] = True
        held = client.get_cookie("journal")
        assert held is not None
        return {"name": held.key, "value": held.value, "url": self.address}

    def revisions(self, who: str) -> list[Written]:
        """Give every revision the server has of somebody's."""
        found: list[Written] = []
        cursor, more = 0, True
        while more:
            with self.parts.database.read() as session:
                changes = queries.changes(session, self.parts.keys, self.actor(who), cursor)
            found += changes.revisions
            cursor, more = changes.cursor, changes.more
        return found

    def erase(self, who: str, entry_id: str) -> None:
        with transaction(self.parts) as work:
            operations.erase(work.session, self.actor(who), UUID(entry_id))

    def begin_epoch(self) -> None:
        with transaction(self.parts) as work:
            operations.begin_epoch(work.session)

    def rows(self) -> Rows:
        """Give every row of the journal's database, as a backup would."""
        with self.parts.database.read() as session:
            return {table: session.execute(select(table)).mappings().all() for table in Base.metadata.sorted_tables}

    def put_back(self, rows: Rows) -> None:
        """Put the rows of a backup in place of those that are there, and begin a new life of the database."""
        with transaction(self.parts) as work:
            for table in reversed(rows):
                work.session.execute(delete(table))
            for table, kept in rows.items():
                if kept:
                    work.session.execute(insert(table), [dict(row) for row in kept])
            operations.begin_epoch(work.session)


def planted(name: str, old: str, new: str) -> dict[str, str]:
    """Give a module with a bug in it; fails where the module has no such line."""
    text = (PHONE / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{name} does not have this once: {old}"
    return {name: text.replace(old, new)}


class Phone:
    """One browser profile of somebody's, with the modules as served (or with bugs put in) on a bare page.

    `network` says what becomes of each sync request: a function of the route.
    """

    def __init__(self, browser: Browser, live: Live, who: str | None, bugs: dict[str, str] | None = None) -> None:
        self.live, self.who, self.bugs = live, who, bugs or {}
        self.network: Callable[[Route], object] = Route.continue_
        self.context = browser.new_context(base_url=live.address, locale="en-GB")
        self.context.set_default_timeout(20_000)
        self.context.route("**/bench*", self._bench)
        for name, text in self.bugs.items():
            address = json.loads(live.import_map)["imports"][f"/static/js/phone/{name}"]
            self.context.route(f"**{address}", partial(_text, text=text, kind="text/javascript"))
        self.context.route("**/api/sync", self._sync)
        if who:
            self.sign_in(who)
        self.page = self.tab()

    def sign_in(self, who: str) -> None:
        self.context.add_cookies([self.live.cookie(who)])

    def tab(self) -> Page:
        page = self.context.new_page()
        page.goto("/bench")
        page.wait_for_function("window.ready")
        return page

    def kill(self) -> None:
        """Close the page without asking it, and open another: what was in memory is gone."""
        self.page.close(run_before_unload=False)
        self.page = self.tab()

    def open(self, timeout: int = 5000) -> str:
        """Open the journal of whoever is signed in, or was; give their id. A request is given up after `timeout` ms."""
        return self.do("open", timeout)

    def do(self, name: str, *given: Any) -> Any:
        """Do something of bench.js."""
        return self.page.evaluate("([name, given]) => bench[name](...given)", [name, list(given)])

    def close(self) -> None:
        """Close the browser and forget its device: a person may have twenty."""
        self.context.close()
        if self.who:
            with transaction(self.live.parts) as work:
                work.session.execute(delete(Device).where(Device.owner_id == self.live.actor(self.who).id))

    def _sync(self, route: Route) -> None:
        # The page may be gone before the answer comes.
        with suppress(Error):
            self.network(route)

    def _bench(self, route: Route) -> None:
        if urlsplit(route.request.url).path == "/bench":
            _text(route, text=BENCH.replace("{}", self.live.import_map) + "</script>", kind="text/html")
        else:
            _text(route, text=(HERE / "bench.js").read_text(encoding="utf-8"), kind="text/javascript")


def _text(route: Route, *, text: str, kind: str) -> None:
    route.fulfill(body=text, content_type=kind)
