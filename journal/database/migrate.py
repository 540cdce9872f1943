"""Bring a database to the newest migration, and say where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from journal.database.engine import WRITES

# Two servers that start together must not migrate together; the number only has to be ours.
_LOCK = 7_203_914_425


def upgrade(engine: Engine, scripts: Path, revision: str = "head") -> None:
    """Run the migrations in `scripts` up to `revision`, in one transaction."""
    _run(engine, scripts, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, scripts: Path, revision: str) -> None:
    """Run the migrations in `scripts` down to `revision`, in one transaction."""
    _run(engine, scripts, lambda config: command.downgrade(config, revision))


def current(engine: Engine) -> str | None:
    """Give the migration the database stands at."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest(scripts: Path) -> str | None:
    """Give the newest migration there is; Alembic raises where there are two heads."""
    return ScriptDirectory.from_config(config_of(scripts)).get_current_head()


def config_of(scripts: Path) -> Config:
    """Give Alembic's settings for a folder of migrations."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config


def _run(engine: Engine, scripts: Path, work: Callable[[Config], None]) -> None:
    config = config_of(scripts)
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config.attributes["connection"] = connection
        work(config)
