"""Time `POST /api/sync` with one new revision of 200 words, beside a bare insert of the same text on the same server.

    python benchmarks/server/sync.py [connections] [requests each]

The revision is checked, sealed, analysed and committed with synchronous FULL; every connection is a person of their
own. Then a new phone takes 1,000 entries. It listens on 127.0.0.1 alone, and stops by itself.
"""

from __future__ import annotations

import http.client
import json
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID, uuid4

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.server.filling import fill, texts
from benchmarks.server.places import Call, ask, at, cookie_of, journal_at, serving, serving_bare, timed

WRITTEN_AT = "2026-03-02T18:20:00+00:00"
ENTRIES = 1000


def syncing(user: UUID, cookie: str) -> Call:
    """Give a call that sends one new entry as a phone does that has seen everything else."""
    device, written = str(uuid4()), texts(words=200)
    stands: dict[str, object] = {"epoch": None, "cursor": 0}

    def call(connection: http.client.HTTPConnection, turn: int) -> None:
        revision = {
            "id": str(uuid4()),
            "entry_id": str(uuid4()),
            "body": written[turn % len(written)],
            "facets": {"valence": "mixed", "elements": {"time": "missing"}},
            "written_at": WRITTEN_AT,
            "schema": 1,
        }
        request = {"user": str(user), "device": device, **stands, "revisions": [revision]}
        given = json.loads(ask(connection, "POST", "/api/sync", json.dumps(request).encode(), cookie=cookie))
        assert given["acknowledged"] == [revision["id"]], given["rejected"]
        assert given["revisions"] == []
        stands.update(epoch=given["epoch"], cursor=given["cursor"])

    return call


def inserting() -> Call:
    written = texts(words=200)

    def call(connection: http.client.HTTPConnection, turn: int) -> None:
        ask(connection, "POST", "/text", json.dumps({"body": written[turn % len(written)]}).encode())

    return call


def first_sync(port: int, user: UUID, cookie: str) -> tuple[float, int]:
    """Take a whole journal as a new phone does; give the seconds and the number of revisions."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    cursor, epoch, taken, more = 0, None, 0, True
    started = time.perf_counter()
    while more:
        request = {"user": str(user), "device": str(uuid4()), "epoch": epoch, "cursor": cursor, "revisions": []}
        given = json.loads(ask(connection, "POST", "/api/sync", json.dumps(request).encode(), cookie=cookie))
        cursor, epoch, more = given["cursor"], given["epoch"], given["more"]
        taken += len(given["revisions"])
    return time.perf_counter() - started, taken


def main() -> None:
    connections, times = (int(word) for word in (sys.argv[1:3] or ("16", "40")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with journal_at(folder, connections + 1) as (parts, people):
            fill(parts, people[-1], ENTRIES)
        with serving_bare(folder) as port:
            timed(port, [inserting()] * connections, times=5)
            bare, bare_times = timed(port, [inserting() for _ in range(connections)], times=times)
        print(f"bare insert: {bare:.0f} a second, p50 {at(bare_times, 0.5):.0f} ms, p99 {at(bare_times, 0.99):.0f} ms")
        with serving(folder) as server:
            cookies = [cookie_of(server, number) for number in range(connections + 1)]
            calls = [syncing(one.id, cookie) for one, cookie in zip(people[:-1], cookies[:-1], strict=True)]
            timed(server.port, calls, times=3)
            ours, our_times = timed(server.port, calls, times=times)
            seconds, taken = first_sync(server.port, people[-1].id, cookies[-1])
        print(f"sync: {ours:.0f} a second, p50 {at(our_times, 0.5):.0f} ms, p99 {at(our_times, 0.99):.0f} ms")
        print(f"sync / bare insert: {ours / bare:.2f} (reach 0.5)")
        print(f"first sync of {taken} entries: {seconds:.2f} s (reach 2)")


if __name__ == "__main__":
    main()
