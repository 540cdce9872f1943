"""Time the pages of a journal of 1,000 entries, beside a bare read of 20 rows on the same server; memory and start too.

    python benchmarks/server/pages.py [entries] [times]

One browser, one page after another, so that a figure is the time of a page and not of a queue. It listens on
127.0.0.1 alone, and stops by itself.
"""

from __future__ import annotations

import http.client
import json
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.server.filling import fill, texts
from benchmarks.server.places import ask, at, cookie_of, journal_at, memory_mb, serving, serving_bare, timed
from tests.server.processes import Server

FORM = "application/x-www-form-urlencoded"


def bare_read(folder: Path, times: int) -> float:
    """Give the milliseconds of reading 20 rows of 200 words and answering with them."""

    def read(connection: http.client.HTTPConnection, turn: int) -> None:
        ask(connection, "GET", "/text")

    with serving_bare(folder) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for body in texts(words=200)[:20]:
            ask(connection, "POST", "/text", json.dumps({"body": body}).encode())
        timed(port, [read], times=20)
        return at(timed(port, [read], times=times)[1], 0.5)


def page(server: Server, cookie: str, path: str, times: int) -> list[float]:
    """Give the times of one page, sorted."""

    def read(connection: http.client.HTTPConnection, turn: int) -> None:
        ask(connection, "GET", path, cookie=cookie)

    timed(server.port, [read], times=3)
    return timed(server.port, [read], times=times)[1]


def first_after_writing(server: Server, cookie: str, path: str) -> float:
    """Give the milliseconds of a page right after one more entry was written."""
    form = {"text": "The discharge was rushed again.", "entry": str(uuid4()), "revision": str(uuid4())}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Cookie": cookie, "Content-Type": FORM, "Sec-Fetch-Site": "same-origin"}
    connection.request("POST", "/write", urlencode(form), headers)
    connection.getresponse().read()
    started = time.perf_counter()
    ask(connection, "GET", path, cookie=cookie)
    return 1000 * (time.perf_counter() - started)


def main() -> None:
    entries, times = (int(word) for word in (sys.argv[1:3] or ("1000", "60")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with journal_at(folder, 1) as (parts, (author,)):
            fill(parts, author, entries)
        bare = bare_read(folder, times)
        print(f"bare read of 20 rows: {bare:.1f} ms")
        started = time.perf_counter()
        with serving(folder) as server:
            print(
                f"start with {entries} entries, until the first page: {time.perf_counter() - started:.1f} s (reach 2)"
            )
            cookie = cookie_of(server, 0)
            for path in ("/journal", "/journal?went=was_hard", "/bring", "/themes"):
                taken = page(server, cookie, path, times)
                print(
                    f"{path}: p50 {at(taken, 0.5):.1f} ms, p95 {at(taken, 0.95):.1f} ms, {at(taken, 0.5) / bare:.1f} x"
                )
            print(f"/themes right after writing: {first_after_writing(server, cookie, '/themes'):.0f} ms")
            print("memory of the server's processes: " + ", ".join(f"{one:.0f} MB" for one in memory_mb(server)))


if __name__ == "__main__":
    main()
