"""Where the key ring comes from: the environment, a command, or a file that the first run makes for its owner alone."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

from journal.config.settings import BadSettings, Settings


def key_ring_text(settings: Settings, make: Callable[[], str]) -> str:
    """Give the key ring's text. `make` is asked for a new one only where a file is used and there is none yet.

    Raises BadSettings where the file may be read by others, where the command fails, or where the database is there
    but its key file is not: a new ring could open nothing that was written.
    """
    if settings.key_ring:
        return settings.key_ring
    if settings.key_command:
        return _from_command(settings.key_command)
    path = key_file(settings)
    if not path.exists():
        if (settings.data_dir / "journal.db").exists():
            raise BadSettings(f"the database is there but its keys are not: put {path.name} back from your backup")
        _write_private(path, make())
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadSettings(f"{path.name} can be read by others on this machine: make it mode 0600")
    return path.read_text(encoding="utf-8")


def replace_key_ring(settings: Settings, text: str) -> None:
    """Write a rotated ring in place of the old one; raise BadSettings where the ring is not kept in a file."""
    if settings.key_ring or settings.key_command:
        raise BadSettings("the key ring is not kept in a file here: rotate it where it is kept, then run keys rewrap")
    _write_private(key_file(settings), text)


def key_file(settings: Settings) -> Path:
    """Give the path of the key ring's file."""
    return settings.key_file or settings.data_dir / "keys" / "ring.json"


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it that are not there yet, for their owner alone; one that is there stays."""
    for one in reversed([folder, *folder.parents]):
        one.mkdir(mode=0o700, exist_ok=True)


def _from_command(command: str) -> str:
    # The operator's own setting, split without a shell.
    done = subprocess.run(shlex.split(command), capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
    if done.returncode != 0 or not done.stdout.strip():
        raise BadSettings("JOURNAL_KEY_COMMAND failed or printed nothing")
    return done.stdout


def _write_private(path: Path, text: str) -> None:
    """Write through a new file of mode 0600 and a rename, so that a crash leaves one whole ring."""
    make_private_folder(path.parent)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
