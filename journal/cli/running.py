"""What every command needs: the running parts, and errors as one plain line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from journal.config import BadSettings, Settings, read_settings
from journal.crypto import BadKeyRing
from journal.database import UnsafeSQLite
from journal.errors import JournalError
from journal.http import Runtime, open_runtime


@contextmanager
def running(settings: Settings | None = None) -> Iterator[Runtime]:
    """Give the running parts with both databases migrated, and close them at the end."""
    parts = open_runtime(settings or read_settings(os.environ))
    try:
        parts.migrate()
        yield parts
    finally:
        parts.close()


@contextmanager
def reporting() -> Iterator[None]:
    """Print what went wrong as one line on standard error, and leave with status 1."""
    try:
        yield
    except (BadSettings, BadKeyRing, UnsafeSQLite) as error:
        _leave(str(error))
    except JournalError as error:
        _leave(error.message)


def _leave(message: str) -> None:
    click.echo(f"journal: {message}", err=True)
    raise SystemExit(1)
