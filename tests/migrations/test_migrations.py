"""Migrations: one head, equal to the models, each up and down, with awkward rows in between."""

from __future__ import annotations

from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from journal.app import create_app  # noqa: F401 - loads every model
from journal.config.places import MIGRATIONS
from journal.database import Base, KeysBase, make_engine
from journal.database.migrate import config_of, current, downgrade, newest, upgrade

KINDS = {"journal": Base, "keys": KeysBase}


def chain(kind: str) -> list[str]:
    scripts = ScriptDirectory.from_config(config_of(MIGRATIONS / kind))
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """An empty database."""
    if request.param == "sqlite":
        engine = make_engine(tmp_path / "empty.db", bytes(32))
        yield engine
        engine.dispose()
    else:
        with request.getfixturevalue("postgres").empty() as engine:
            yield engine


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_one_head_and_the_names_count_up(kind):
    names = chain(kind)
    assert newest(MIGRATIONS / kind) == names[-1]
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_newest_schema_is_the_models(kind, empty):
    upgrade(empty, MIGRATIONS / kind)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, KINDS[kind].metadata) == []


def test_the_comparison_can_fail(empty):
    upgrade(empty, MIGRATIONS / "journal")
    with empty.begin() as connection:
        connection.execute(text("ALTER TABLE team ADD COLUMN spare integer"))
    with empty.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) != []


@pytest.mark.parametrize("kind", KINDS)
def test_each_migration_goes_up_and_down_and_up(kind, empty):
    for revision in chain(kind):
        before = tables(empty)
        upgrade(empty, MIGRATIONS / kind, revision)
        after = tables(empty)
        assert current(empty) == revision
        downgrade(empty, MIGRATIONS / kind, "-1")
        assert tables(empty) == before
        upgrade(empty, MIGRATIONS / kind, revision)
        assert tables(empty) == after
    downgrade(empty, MIGRATIONS / kind, "base")
    assert tables(empty) == set()


def test_awkward_rows_of_earlier_revisions_survive_every_later_one(empty):
    """People without an organisation, with odd names, suspended, and somebody's bytes that are no text at all."""
    upgrade(empty, MIGRATIONS / "journal", "0001_add_accounts")
    ids = [uuid4().hex for _ in range(3)]
    now = "2026-01-01 00:00:00+00:00" if empty.dialect.name == "postgresql" else "2026-01-01 00:00:00.000000"
    with empty.begin() as connection:
        for number, (person, name, suspended) in enumerate(
            [(ids[0], "O'Neill \u202e \U0001f469", None), (ids[1], "", now), (ids[2], "x" * 200, None)]
        ):
            connection.execute(
                text(
                    "INSERT INTO person (id, organisation_id, email, name, password_hash, created_at, suspended_at)"
                    " VALUES (:id, NULL, :email, :name, '', :now, :suspended)"
                ),
                {"id": person, "email": f"{number}@x", "name": name, "now": now, "suspended": suspended},
            )
    upgrade(empty, MIGRATIONS / "journal", "0002_add_reflections")
    with empty.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO revision (owner_id, id, entry_id, seq, device_id, parents, deleted, written_at,"
                " received_at, schema, sealed) VALUES (:o, :r, :e, 1, NULL, '[]', :no, :now, :now, 1, :sealed)"
            ),
            {"o": ids[0], "r": uuid4().hex, "e": uuid4().hex, "no": False, "now": now, "sealed": bytes(range(256))},
        )
    upgrade(empty, MIGRATIONS / "journal")
    with empty.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM person")) == 3
        assert bytes(connection.scalar(text("SELECT sealed FROM revision"))) == bytes(range(256))
    downgrade(empty, MIGRATIONS / "journal", "0001_add_accounts")
    with empty.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM person")) == 3
