"""The two servers a benchmark compares, people who are signed in to one of them, and how long answers take."""

from __future__ import annotations

import http.client
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from journal.access import Actor, Role
from journal.cli.imports import find_or_add
from journal.config import Settings
from journal.http import Runtime, open_runtime
from tests.server.processes import ROOT, Server, browser, free_port

PASSWORD = "three quiet herons"
HEADERS = {"Sec-Fetch-Site": "same-origin"}

Call = Callable[[http.client.HTTPConnection, int], None]


@contextmanager
def journal_at(folder: Path, people: int) -> Iterator[tuple[Runtime, list[Actor]]]:
    """Give the running parts of a fresh journal in `folder`, with as many people in it, for filling it."""
    parts = open_runtime(Settings(data_dir=folder / "data"))
    parts.migrate()
    try:
        yield (
            parts,
            [
                find_or_add(parts, f"person{n}@example.org", f"Person {n}", PASSWORD, None, [Role.PRACTITIONER])[0]
                for n in range(people)
            ],
        )
    finally:
        parts.close()


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Serve the journal in `folder` until the block ends."""
    server = Server(folder)
    try:
        yield server.wait()
    finally:
        server.stop()


@contextmanager
def serving_bare(folder: Path) -> Iterator[int]:
    """Serve Flask and SQLAlchemy alone and give the port."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.server.bare", str(folder), str(port)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def cookie_of(server: Server, number: int) -> str:
    """Sign a person in and give the cookie header of their browser."""
    session = browser()
    sent = {"email": f"person{number}@example.org", "password": PASSWORD}
    session.post(f"{server.address}/sign-in", data=sent, timeout=30, allow_redirects=False).raise_for_status()
    return "; ".join(f"{one.name}={one.value}" for one in session.cookies)


def ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: bytes | None = None,
    *,
    cookie: str = "",
    kind: str = "application/json",
) -> bytes:
    """Send one request on an open connection and give the body of the answer; anything but 200 is an error."""
    headers = HEADERS | ({"Cookie": cookie} if cookie else {}) | ({"Content-Type": kind} if body is not None else {})
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    given = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{method} {path}: {answer.status}")
    return given


def timed(port: int, calls: Sequence[Call], *, times: int) -> tuple[float, list[float]]:
    """Run each call `times` times on a connection of its own, all at once; give requests a second and each time."""
    taken: list[float] = []
    failed: list[BaseException] = []
    lock = threading.Lock()

    def run(call: Call) -> None:
        connection, own = http.client.HTTPConnection("127.0.0.1", port, timeout=120), []
        try:
            for turn in range(times):
                started = time.perf_counter()
                call(connection, turn)
                own.append(time.perf_counter() - started)
        except BaseException as error:
            failed.append(error)
        with lock:
            taken.extend(own)

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return len(taken) / (time.perf_counter() - started), sorted(taken)


def at(times: Sequence[float], share: float) -> float:
    """Give the time in milliseconds that `share` of the answers stayed within."""
    return 1000 * times[min(int(len(times) * share), len(times) - 1)]


def memory_mb(server: Server) -> list[float]:
    """Give the memory in MB (resident) of each process of the server, the largest last."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except OSError:
            continue
        if _group(int(status.parent.name)) == server.process.pid and "VmRSS" in lines:
            found.append(int(lines["VmRSS"].split()[0]) / 1024)
    return sorted(found)


def _group(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[2])
    except OSError:
        return -1


def _wait_for(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            ask(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "GET", "/text")
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the bare server did not answer")
