"""A Pixel 7 on Slow 4G with a quarter of the speed, and what is watched in it.

The network is DevTools' "Slow 4G" (150 ms, 1.6 Mbit/s, as applied to each request: 562.5 ms, 1,475 and 675 kbit/s) and
holds for the page; the service worker's own requests are not slowed by the browser. The processor is slowed for the
page's thread.
"""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright

from tests.browser import chromium
from tests.server.processes import free_port

PIXEL_7 = {
    "viewport": {"width": 412, "height": 839},
    "device_scale_factor": 2.625,
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-GB",
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36",
}
SLOW_4G = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1474.56 * 1024 / 8,
    "uploadThroughput": 675 * 1024 / 8,
}
SLOWER = 4

# What the page is asked about later. Every durable write is noted with the stores it was for.
WATCH = """
const watched = globalThis.watched = {lcp: 0, cls: 0, fcp: 0, tasks: [], events: [], writes: [], shifts: [], field: 0};
const watch = (type, note, more = {}) => {
  try { new PerformanceObserver(list => list.getEntries().forEach(note)).observe({type, buffered: true, ...more}); }
  catch { /* this browser does not tell */ }
};
watch("largest-contentful-paint", one => { watched.lcp = one.startTime; watched.biggest = one.element?.tagName; });
watch("paint", one => { if (one.name === "first-contentful-paint") watched.fcp = one.startTime; });
watch("layout-shift", one => {
  if (one.hadRecentInput) return;
  watched.cls += one.value;
  watched.shifts.push([one.value, one.startTime, one.sources.map(s => s.node?.nodeName + "." + s.node?.className)]);
});
watch("longtask", one => watched.tasks.push([one.startTime, one.duration]));
watch("event", one => watched.events.push([one.name, one.duration, one.processingEnd - one.processingStart]),
  {durationThreshold: 16});
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (stores, mode, options) {
  const made = begin.call(this, stores, mode, options);
  if (mode === "readwrite") {
    const names = [].concat(stores);
    made.addEventListener("complete", () =>
      watched.writes.push({at: performance.now(), stores: names, strict: made.durability === "strict"}));
  }
  return made;
};
const seek = () => {
  const box = document.querySelector("main textarea");
  if (box?.checkVisibility() && !box.disabled && !box.readOnly) watched.field ||= performance.now();
  else requestAnimationFrame(seek);
};
requestAnimationFrame(seek);
"""


class Wire:
    """Every byte between the browser and the server, counted as it passes, and cut when asked."""

    def __init__(self, server_port: int) -> None:
        self.port, self._to = free_port(), server_port
        self.address = f"http://localhost:{self.port}"
        self.received = 0
        self._open: set[socket.socket] = set()
        self._listening: socket.socket | None = None
        self.up()

    def up(self) -> None:
        """Listen."""
        self._listening = socket.create_server(("127.0.0.1", self.port), backlog=64, reuse_port=False)
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def down(self) -> None:
        """Listen no more, and end what is open."""
        if self._listening is not None:
            self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
            self._listening = None
        for one in tuple(self._open):
            self._end(one)

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._to))
            self._open |= {near, far}
            threading.Thread(target=self._pump, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, True), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        try:
            while data := source.recv(65536):
                self.received += len(data) if counted else 0
                sink.sendall(data)
        except OSError:
            pass
        finally:
            self._end(source)
            self._end(sink)

    def _end(self, one: socket.socket) -> None:
        self._open.discard(one)
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def browser(playwright: Playwright, profile: Path, address: str, **more: Any) -> BrowserContext:
    """Open a phone's browser on what it kept in `profile`."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=chromium.path(),
        base_url=address,
        **{"args": chromium.ARGUMENTS, **PIXEL_7, **more},
    )
    context.add_init_script(WATCH)
    return context


def slowed(page: Page, *, network: bool = True) -> CDPSession:
    """Slow the page's processor, and its network where asked."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    if network:
        session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return session


def watched(page: Page) -> dict[str, Any]:
    """Give what was seen in the page so far; times in ms since its navigation began."""
    found: dict[str, Any] = page.evaluate("() => globalThis.watched")
    return found


def at(values: list[float], share: float) -> float:
    """Give the value that this share of them lies at or below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
