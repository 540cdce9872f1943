"""The database: the declarative base, column types, engines and sessions. Knows nothing of what is stored."""

from journal.database.base import Base, KeysBase
from journal.database.engine import UnsafeSQLite, make_engine
from journal.database.sessions import Database, insert_if_absent
from journal.database.types import UtcTime, new_id

__all__ = ["Base", "Database", "KeysBase", "UnsafeSQLite", "UtcTime", "insert_if_absent", "make_engine", "new_id"]
