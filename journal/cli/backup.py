"""Back the embedded database up and put a backup back."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from journal import clock
from journal.cli.running import running
from journal.config import read_settings
from journal.errors import Conflict, Invalid
from journal.http import transaction
from journal.reflections import operations
from journal.reminders import claiming

FILES = {"journal.db": Path("journal.db"), "keys.db": Path("keys/keys.db")}
"""Names in a backup, and where each lies in the data folder."""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def backup(folder: Path) -> None:
    """Copy both databases, still encrypted, into FOLDER in one step each; the server may go on.

    The key ring is not in the backup: keep it apart. Keep keys.db for a shorter time than journal.db, so that what
    people have deleted becomes unreadable in old backups too.
    """
    with running() as parts:
        _embedded_only(parts.settings.on_postgresql)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, database in (("journal.db", parts.database), ("keys.db", parts.key_store)):
            copy = folder / name
            if copy.exists():
                raise Conflict(f"{copy} is there already: back up into a new folder.")
            with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                raw = connection.connection.cursor()
                raw.execute("VACUUM INTO ?", (str(copy),))
            copy.chmod(0o600)
    click.echo(f"Backed up to {folder}.")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def restore(folder: Path) -> None:
    """Put the backup in FOLDER in place of the databases, with the server stopped. Phones then offer all they have."""
    settings = read_settings(os.environ)
    _embedded_only(settings.on_postgresql)
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise Invalid(f"{folder} is not a whole backup: {' and '.join(missing)} is not there. Nothing was changed.")
    for name, place in FILES.items():
        target = settings.data_dir / place
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = target.with_suffix(".restoring")
        shutil.copyfile(folder / name, fresh)
        for side in ("-wal", "-shm"):
            target.with_name(target.name + side).unlink(missing_ok=True)
        fresh.replace(target)
    _begin_epoch()


@click.command("new-epoch")
def new_epoch() -> None:
    """Tell phones that the database was restored by other means (PostgreSQL): they then offer all they have again."""
    _begin_epoch()


def _begin_epoch() -> None:
    with running() as parts, transaction(parts) as work:
        operations.begin_epoch(work.session)
        claiming.let_go(work.session, clock.now())
    click.echo("A new epoch has begun: every phone will offer what it has again.")


def _embedded_only(on_postgresql: bool) -> None:
    if on_postgresql:
        raise Conflict("This is for the embedded database. Use PostgreSQL's own tools, then run: journal new-epoch")
