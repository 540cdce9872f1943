"""The server as it is run: first start, second start, killed in the middle, and what its files hold."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
import threading
import venv
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
import requests

from tests.server.processes import ROOT, Server, browser, join

pytestmark = pytest.mark.server

MARK = "zyxquiet heron under the pier zyx"


@pytest.fixture
def server(tmp_path):
    started = Server(tmp_path).wait()
    yield started
    started.stop()


def person_id(session: requests.Session, server: Server) -> str:
    """Whose journal this is: the phone reads it from the cookie it was given."""
    import base64
    import json
    import zlib

    raw = session.cookies["journal"]
    packed = raw.startswith(".")
    part = raw.lstrip(".").split(".")[0]
    data = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    plain = json.loads(zlib.decompress(data) if packed else data)
    return plain["_user_id"].split(".")[0]


def revision(body: str) -> dict:
    return {
        "id": str(uuid4()),
        "entry_id": str(uuid4()),
        "parents": [],
        "body": body,
        "answers": [],
        "facets": {},
        "deleted": False,
        "written_at": "2026-03-04T18:20:00+00:00",
        "schema": 1,
    }


def sync(session, server, owner, *revisions, cursor=0, epoch=None):
    body = {"user": owner, "device": str(uuid4()), "epoch": epoch, "cursor": cursor, "revisions": list(revisions)}
    return session.post(f"{server.address}/api/sync", json=body, timeout=20)


def everything(session, server, owner) -> list[dict]:
    got, cursor, epoch = [], 0, None
    while True:
        answer = sync(session, server, owner, cursor=cursor, epoch=epoch).json()
        got += answer["revisions"]
        cursor, epoch = answer["cursor"], answer["epoch"]
        if not answer["more"]:
            return got


def test_the_first_start_makes_private_keys_and_says_how_to_sign_in(server):
    ring = server.folder / "data" / "keys" / "ring.json"
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600
    assert server.address in server.printed()
    session = join(server)
    assert session.get(f"{server.address}/write", timeout=20).ok


def test_the_printed_link_works_once(server):
    link = server.first_link()
    join(server)
    again = browser().post(
        link, data={"email": "second@example.org", "name": "Second", "password": "three quiet herons"}, timeout=20
    )
    assert again.status_code == 404


def test_a_second_start_keeps_the_data_and_the_sessions(tmp_path):
    first = Server(tmp_path).wait()
    session = join(first)
    owner = person_id(session, first)
    assert sync(session, first, owner, revision(MARK)).ok
    first.stop()
    second = Server(tmp_path, port=first.port).wait()
    try:
        assert "/join/" not in second.printed().split("Sign in there")[-1]
        assert [one["body"] for one in everything(session, second, owner)] == [MARK]
    finally:
        second.stop()


def test_a_server_killed_in_the_middle_loses_nothing_it_acknowledged(tmp_path):
    """Six writers, the whole server killed four times while they write; then each acknowledged text is there once."""
    server = Server(tmp_path).wait()
    session = join(server)
    owner = person_id(session, server)
    acknowledged: set[str] = set()
    for _ in range(4):
        stop = threading.Event()
        ready = threading.Semaphore(0)

        def write(stop=stop, ready=ready, address=server):
            own = browser()
            own.cookies.update(session.cookies)
            for _ in range(20):  # bounded, and below what the throttle lets one person's phones do
                if stop.is_set():
                    return
                try:
                    answer = sync(own, address, owner, revision(f"text {uuid4()}"), cursor=2**40)
                    acknowledged.update(answer.json()["acknowledged"])
                    ready.release()
                except (requests.RequestException, ValueError, KeyError):
                    return

        writers = [threading.Thread(target=write, daemon=True) for _ in range(6)]
        for writer in writers:
            writer.start()
        for _ in range(12):
            assert ready.acquire(timeout=30)
        server.kill()
        stop.set()
        for writer in writers:
            writer.join(30)
        server = Server(tmp_path, port=server.port).wait()
    try:
        got = [one["id"] for one in everything(session, server, owner)]
        assert len(acknowledged) >= 48
        assert acknowledged <= set(got)
        assert len(got) == len(set(got))
    finally:
        server.stop()


def test_a_server_that_lost_its_worker_stops_rather_than_hangs(server):
    """A signal to stop reaches the worker too, and sometimes first: whoever waits for the server must see it end."""
    for child in psutil.Process(server.process.pid).children():
        child.kill()
    assert server.process.wait(20) is not None


def test_no_file_the_server_writes_holds_a_sentence_anybody_wrote(server, tmp_path):
    """Database, write-ahead log, key store, backup and log, after writing, searching, answering and failing."""
    session = join(server)
    owner = person_id(session, server)
    form = {"text": f"{MARK} I felt small and said nothing to the consultant.", "f-elements-time": "missing"}
    question = session.post(f"{server.address}/write", data=form, timeout=20)
    assert question.ok
    ids = dict(re.findall(r'name="(question|revision)" value="([^"]+)"', question.text))
    session.post(question.url, data={**ids, "text": f"answer {MARK}"}, timeout=20)
    session.post(f"{server.address}/journal/search", data={"words": MARK}, timeout=20)
    session.get(f"{server.address}/themes", timeout=20)
    session.post(f"{server.address}/write", data={"text": MARK + "x" * 70_000}, timeout=20)
    session.post(
        f"{server.address}/api/sync", data=f'{{"{MARK}": ', headers={"Content-Type": "application/json"}, timeout=20
    )
    sync(session, server, owner, {**revision(MARK), "facets": {MARK: MARK}})
    assert MARK in session.post(f"{server.address}/journal/search", data={"words": MARK}, timeout=20).text
    backup = subprocess.run(
        [sys.executable, "-m", "journal", "backup", str(tmp_path / "copy")],
        cwd=ROOT,
        env={"JOURNAL_DATA_DIR": str(server.folder / "data"), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"journal.db", "journal.db-wal", "keys.db"} <= {path.name for path in files}
    words = [MARK.encode(), b"zyxquiet", b"said nothing to the consultant", MARK.encode("utf-16-le")]
    for path in files:
        content = path.read_bytes()
        for word in words:
            assert word not in content, path.name
    assert "zyx" not in backup.stdout + backup.stderr


def test_a_backup_put_back_begins_a_new_epoch_and_the_phone_mends_it(tmp_path):
    server = Server(tmp_path).wait()
    session = join(server)
    owner = person_id(session, server)
    first, second = revision("before the backup"), revision("after the backup")
    epoch = sync(session, server, owner, first).json()["epoch"]
    command = [sys.executable, "-m", "journal"]
    environment = {"JOURNAL_DATA_DIR": str(tmp_path / "data"), "PATH": ""}
    subprocess.run([*command, "backup", str(tmp_path / "copy")], cwd=ROOT, env=environment, check=True)
    sync(session, server, owner, second)
    server.stop()
    subprocess.run([*command, "restore", str(tmp_path / "copy")], cwd=ROOT, env=environment, check=True)
    server = Server(tmp_path, port=server.port).wait()
    try:
        answer = sync(session, server, owner, epoch=epoch, cursor=2).json()
        assert answer["epoch"] != epoch
        assert [one["body"] for one in answer["revisions"]] == ["before the backup"]
        sync(session, server, owner, first, second)
        bodies = sorted(one["body"] for one in everything(session, server, owner))
        assert bodies == ["after the backup", "before the backup"]
    finally:
        server.stop()


def test_a_wheel_serves_the_same_product_elsewhere(tmp_path):
    """Built from the tree, installed in a fresh environment in another folder: pages, static files, migrations."""
    wheels = tmp_path / "wheels"
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(ROOT)],
        check=True,
        capture_output=True,
    )
    fresh = tmp_path / "fresh"
    venv.create(fresh, with_pip=False, symlinks=True)
    site = next((fresh / "lib").glob("python*/site-packages"))
    wheel = next(wheels.glob("*.whl"))
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)], check=True
    )
    # The dependencies are those of this environment; the journal itself must come from the wheel alone.
    (site / "dependencies.pth").write_text(str(Path(requests.__file__).parents[1]))
    server = Server(tmp_path, python=str(fresh / "bin" / "python")).wait()
    try:
        session = join(server)
        page = session.get(f"{server.address}/write", timeout=20)
        assert "What happened?" in page.text
        sheet = re.findall(r'href="(/static/css/app-[^"]+\.css)"', page.text)[0]
        assert session.get(server.address + sheet, timeout=20).ok
        script = re.findall(r'src="(/static/js/app-[^"]+\.js)"', page.text)[0]
        assert session.get(server.address + script, timeout=20).ok
    finally:
        server.stop()
