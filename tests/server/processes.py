"""Real server processes, started on a free port and stopped by their own group."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import requests

ROOT = Path(__file__).parents[2]
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`journal serve` (or another command) in a process group of its own, its output in a file."""

    def __init__(self, folder: Path, *command: str, python: str = sys.executable, port: int | None = None, **variables):
        self.folder, self.port = folder, port or free_port()
        self.address = f"http://localhost:{self.port}"
        self.log = folder / f"server-{self.port}.log"
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("JOURNAL_", "DATABASE_URL", "KEYS_"))}
        environment |= {"JOURNAL_DATA_DIR": str(folder / "data"), "JOURNAL_PORT": str(self.port), **variables}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [python, "-m", "journal", *(command or ("serve",))],
                cwd=folder if python != sys.executable else ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self, seconds: float = 60) -> Server:
        """Wait until the server answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server stopped:\n{self.printed()}")
            try:
                requests.get(f"{self.address}/sign-in", timeout=2)
                return self
            except (requests.ConnectionError, requests.Timeout):
                time.sleep(0.1)
        raise RuntimeError(f"the server did not answer:\n{self.printed()}")

    def printed(self) -> str:
        return self.log.read_text()

    def first_link(self) -> str:
        """Give the link for the very first account, as printed."""
        return re.findall(r"http://localhost:\d+/join/\S+", self.printed())[-1]

    def kill(self) -> None:
        """Stop it as a power cut would: no process of it gets to say anything."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


def browser() -> requests.Session:
    session = requests.Session()
    session.headers.update(SAME_SITE)
    return session


def join(server: Server, email: str = "first@example.org") -> requests.Session:
    """Make the first account by the printed link, and give a browser that is signed in."""
    session = browser()
    link = server.first_link()
    done = session.post(link, data={"email": email, "name": "First", "password": "three quiet herons"}, timeout=20)
    assert done.ok, done.status_code
    return session
