"""The running parts that settings are turned into, shared by web, commands and jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from journal.accounts.keys import Keys
from journal.accounts.passwords import Passwords
from journal.accounts.rules import SessionLimits
from journal.config import Settings, key_ring_text
from journal.config.places import MIGRATIONS
from journal.crypto import KeyRing
from journal.database import Database, make_engine
from journal.database.migrate import upgrade
from journal.http.mail import Mailer, make_mailer


@dataclass(frozen=True, slots=True)
class Runtime:
    """Everything a request, command or job works with."""

    settings: Settings
    ring: KeyRing
    database: Database
    key_store: Database
    keys: Keys
    passwords: Passwords
    mailer: Mailer

    @property
    def session_limits(self) -> SessionLimits:
        """Give how long browser sessions live."""
        return SessionLimits(
            idle=timedelta(minutes=self.settings.session_idle_minutes),
            absolute=timedelta(hours=self.settings.session_hours),
        )

    def migrate(self) -> None:
        """Bring both databases to their newest migration."""
        upgrade(self.key_store.engine, MIGRATIONS / "keys")
        upgrade(self.database.engine, MIGRATIONS / "journal")

    def close(self) -> None:
        """Close every connection."""
        self.database.close()
        self.key_store.close()


def open_runtime(settings: Settings, *, mailer: Mailer | None = None) -> Runtime:
    """Give the running parts. The very first run makes the key ring; raises BadSettings where one is unusable."""
    ring = KeyRing.read(key_ring_text(settings, lambda: KeyRing.make().write()))
    if settings.on_postgresql:
        database = Database(make_engine(settings.database_url))
        key_store = Database(make_engine(settings.keys_database_url))
    else:
        database = Database(make_engine(settings.data_dir / "journal.db", ring.derive("database")))
        key_store = Database(make_engine(settings.data_dir / "keys" / "keys.db", ring.derive("key store")))
    return Runtime(
        settings=settings,
        ring=ring,
        database=database,
        key_store=key_store,
        keys=Keys(key_store, ring),
        passwords=Passwords(settings.password_memory_mib),
        mailer=mailer or make_mailer(settings),
    )
