"""The declarative bases. Constraints get names from one convention, so that migrations and errors can name them."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the journal."""

    metadata = MetaData(naming_convention=NAMES)


class KeysBase(DeclarativeBase):
    """The tables of the key store, which is a database of its own with short-lived backups."""

    metadata = MetaData(naming_convention=NAMES)
