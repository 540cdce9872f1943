"""Make engines: SQLCipher for the embedded database, psycopg for PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

# The WAL-reset bug can corrupt a database that several connections use; fixed in 3.51.3 and in these older lines.
_FIXED = (3, 51, 3)
_FIXED_LINES = {(3, 50): 7, (3, 44): 6}

WRITES = "journal_writes"
"""Execution option of an engine whose transactions write: on SQLite they take the write lock at their start."""


class UnsafeSQLite(RuntimeError):
    """This SQLite can corrupt a database in WAL mode; the server does not start on it."""


def make_engine(url_or_path: str | Path, key: bytes = b"", *, pool_size: int = 20) -> Engine:
    """Give an engine for a PostgreSQL address, or for an embedded database file encrypted with `key` (32 bytes)."""
    if isinstance(url_or_path, str):
        return create_engine(url_or_path, pool_size=pool_size, max_overflow=10, pool_pre_ping=True)
    check_sqlite(sqlcipher.sqlite_version_info)
    url_or_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        f"sqlite:///{url_or_path}",
        module=sqlcipher,
        pool_size=pool_size,
        max_overflow=10,
        connect_args={"timeout": 15, "isolation_level": None, "check_same_thread": False},
    )
    key_text = key.hex()

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        # A raw key: the 32 bytes are already random, so SQLCipher's slow key derivation would only cost time.
        cursor.execute(f"PRAGMA key = \"x'{key_text}'\"")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def check_sqlite(version: tuple[int, ...]) -> None:
    """Raise UnsafeSQLite for a version with the WAL-reset bug (3.7.0 to 3.51.2, less the lines that were mended)."""
    mended = _FIXED_LINES.get((version[0], version[1]))
    if version[:3] < _FIXED and (mended is None or version[2] < mended):
        raise UnsafeSQLite(f"SQLite {'.'.join(map(str, version))} can corrupt its file; 3.51.3 or later is needed")
