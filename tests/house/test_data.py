"""What the database holds is written down, and nothing crosses from one person to another."""

from __future__ import annotations

from journal.accounts.models import WrappedKey
from journal.database import Base
from journal.privacy.inventory import INVENTORY

# The rows that are people, organisations and what belongs to them, small enough to be reference tables.
REFERENCE = {"person", "organisation", "team", "cohort"}


def test_every_table_and_column_is_in_the_inventory():
    schema = {name: set(table.columns.keys()) for name, table in Base.metadata.tables.items()}
    assert schema == {name: set(held.columns) for name, held in INVENTORY.items()}


def test_what_is_sealed_is_bytes_and_nothing_else_is_called_sealed():
    for name, held in INVENTORY.items():
        for column, kind in held.columns.items():
            assert (kind == "sealed") == (column == "sealed"), (name, column)
            if kind == "sealed":
                assert Base.metadata.tables[name].c[column].type.python_type is bytes


def test_each_persons_rows_begin_with_them_and_point_at_nobody_else():
    for name, held in INVENTORY.items():
        table = Base.metadata.tables[name]
        if held.owner in ("owner_id", "recipient_id"):
            assert next(iter(table.primary_key.columns)).name == held.owner, name
            for constraint in table.foreign_key_constraints:
                assert constraint.column_keys == [held.owner], (name, constraint.name)
                assert constraint.referred_table.name in REFERENCE


def test_a_closed_account_leaves_no_row_that_is_theirs():
    """Every table with an owner hangs from the person's own row, so that one deletion takes all of it."""
    for name, held in INVENTORY.items():
        if held.owner and name != "person":
            keys = [
                k
                for k in Base.metadata.tables[name].foreign_keys
                if k.parent.name == held.owner and k.ondelete == "CASCADE"
            ]
            assert [k.column.table.name for k in keys] == ["person"], name


def test_keys_live_apart():
    assert WrappedKey.__tablename__ not in Base.metadata.tables
