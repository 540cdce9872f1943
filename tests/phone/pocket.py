"""A phone with a profile of its own on the disk, and what lies between it and the server."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright, Request, expect

from tests.browser import chromium
from tests.browser.place import Place
from tests.server.processes import free_port

POCKET = {"viewport": {"width": 412, "height": 839}, "has_touch": True, "is_mobile": True, "locale": "en-GB"}
_HOPS = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "te", "trailer", "upgrade"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said in the server's place, or by it."""

    status: int = 200
    kind: str = "text/html"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


PORTAL = Answer(body=b"<!doctype html><title>Ward guest wifi</title><p>Accept the terms to go on.</p>")


class Between:
    """The way from phones to the server, on a port that stays the same: it can be cut, and it can lie.

    `forge(method, path)` answers in the server's place, or gives nothing and the server is asked. `change(path, body)`
    alters what the server said. `asked` is every request that came through, in order.
    """

    def __init__(self, place: Place) -> None:
        self.port, self._server_port = free_port(), place.server.port
        self.address = f"http://localhost:{self.port}"
        self.asked: list[tuple[str, str]] = []
        self.forge: Callable[[str, str], Answer | None] = lambda method, path: None
        self.change: Callable[[str, bytes], bytes] = lambda path, body: body
        self.open: set[socket.socket] = set()
        self._listening: ThreadingHTTPServer | None = None
        self.up()

    def up(self) -> None:
        """Let requests through."""
        if self._listening is None:
            self._listening = ThreadingHTTPServer(("127.0.0.1", self.port), type("Hop", (_Hop,), {"between": self}))
            self._listening.daemon_threads = True
            threading.Thread(target=self._listening.serve_forever, args=(0.02,), daemon=True).start()

    def down(self) -> None:
        """No signal: nobody listens on the port any more, which is surer than what a browser calls offline."""
        if self._listening is not None:
            self._listening.shutdown()
            self._listening.server_close()
            self._listening = None
        # Browsers open connections ahead of need, and would ask on them long after.
        for connection in tuple(self.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def ask(self, handler: _Hop, body: bytes) -> Answer:
        """Give what the server says, its redirects as they are, always whole."""
        left_out = _HOPS | {"accept-encoding", "if-none-match"}
        headers = {k: v for k, v in handler.headers.items() if k.lower() not in left_out}
        asking = http.client.HTTPConnection("127.0.0.1", self._server_port, timeout=30)
        try:
            asking.request(handler.command, handler.path, body or None, headers)
            said = asking.getresponse()
            kept = {k: v for k, v in said.getheaders() if k.lower() not in _HOPS | {"content-type"}}
            content = self.change(handler.path, said.read())
            return Answer(said.status, said.headers.get("Content-Type", ""), content, kept)
        finally:
            asking.close()

    def ask_plainly(self, path: str) -> bytes:
        """Give what the server has at a path, as nobody in particular."""
        asking = http.client.HTTPConnection("127.0.0.1", self._server_port, timeout=30)
        try:
            asking.request("GET", path, headers={"Host": f"localhost:{self.port}"})
            return asking.getresponse().read()
        finally:
            asking.close()


class _Hop(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    between: Between

    def setup(self) -> None:
        super().setup()
        self.between.open.add(self.connection)

    def finish(self) -> None:
        self.between.open.discard(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (OSError, http.client.HTTPException):
            self.close_connection = True  # the browser was closed, or the signal cut, in the middle of it

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.partition("?")[0]
        self.between.asked.append((self.command, path))
        said = self.between.forge(self.command, path) or self.between.ask(self, body)
        self.send_response_only(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        if said.kind:
            self.send_header("Content-Type", said.kind)
        self.send_header("Content-Length", str(len(said.body)))
        # One request a connection: none outlives the signal.
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and said.status not in (204, 304):
            self.wfile.write(said.body)

    do_GET = do_POST = do_HEAD = _pass

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""


def eventually(page: Page, asked: str) -> None:
    """Wait until what is asked, an expression that may be awaited, holds; of the next page, if one comes meanwhile."""
    for _ in range(200):
        try:
            if page.evaluate(f"async () => Boolean({asked})"):
                return
        except Error as error:
            if "context was destroyed" not in str(error):
                raise
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {asked}")


class Pocket:
    """One browser with a profile on the disk: what it keeps outlives closing it, and being killed."""

    def __init__(self, playwright: Playwright, folder: Path, address: str, **more: Any) -> None:
        self._playwright, self.folder, self.address, self._more = playwright, folder, address, more
        self.said: list[str] = []
        self.addresses: list[str] = []
        self.context: BrowserContext
        self.page: Page
        self.start()

    def start(self) -> Page:
        """Open the browser on what it kept; `page` is its first tab."""
        made_as = {**POCKET, **self._more}
        self.context = self._playwright.chromium.launch_persistent_context(
            self.folder,
            executable_path=chromium.path(),
            # What is asked for a service worker's text follows the browser's language, not that of a page.
            args=[*chromium.ARGUMENTS, f"--accept-lang={made_as['locale']}"],
            base_url=self.address,
            **made_as,
        )
        self.context.set_default_timeout(15_000)
        self.context.on("weberror", lambda error: self.said.append(str(error.error)))
        self.context.on("request", self._request)
        self.page = self.context.pages[0]
        return self.page

    def close(self) -> None:
        """Close the browser as its owner would."""
        self.context.close()

    def kill(self) -> None:
        """End every process of this browser as a flat battery would: none gets to say or write anything."""
        mark = os.fsencode(str(self.folder))
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (process / "cmdline").read_bytes():
                    os.kill(int(process.name), signal.SIGKILL)
            except (FileNotFoundError, ProcessLookupError):
                continue  # it went by itself
        # The driver may have noticed already that nobody is there any more.
        with contextlib.suppress(Error):
            self.context.close()

    def hold_session(self, place: Place, name: str) -> None:
        """Hold a session of this person's that keeps the journal, without the sign-in page."""
        self.context.add_cookies([{**place.cookie(name, keeps=True), "url": self.address}])

    def keep_the_journal(self) -> Page:
        """Open the box for the first time and wait until everything the journal needs is on the phone, and the support
        list, which comes last."""
        self.page.goto("/write")
        # Not the box that is painted before anything is known: nobody can type in that.
        expect(self.page.locator("main textarea").first).to_be_editable()
        update = "(await import('/static/js/phone/update.js'))"
        eventually(self.page, f"(await {update}.wholeOffline())?.missing === 0 && (await caches.match('/support'))")
        return self.page

    def reaches_the_server(self) -> bool:
        """Tell whether a request of this page really gets out: a test of being offline asks first."""
        asking = "() => fetch('/manifest.webmanifest', {cache: 'no-store'}).then(() => true, () => false)"
        return bool(self.page.evaluate(asking))

    def _request(self, request: Request) -> None:
        self.addresses.append(request.url)
