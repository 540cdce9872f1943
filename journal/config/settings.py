"""What the server needs to know, as one frozen value that is checked when it is made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


class BadSettings(ValueError):
    """A setting cannot be used. The message names the setting, never its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting, with its default. `variables.VARIABLES` says which environment variable fills which."""

    data_dir: Path = Path("var")
    database_url: str = ""
    keys_database_url: str = ""
    key_ring: str = ""
    key_file: Path | None = None
    key_command: str = ""
    host: str = "127.0.0.1"
    port: int = 8080
    threads: int = 16
    public_url: str = ""
    trusted_proxies: int = 0
    product_name: str = "Afterword"
    colours: tuple[str, ...] = ()
    logo: Path | None = None
    languages: tuple[str, ...] = ("en",)
    open_sign_up: bool = False
    session_idle_minutes: int = 30
    session_hours: int = 12
    confirm_minutes: int = 10
    password_memory_mib: int = 47
    mail_url: str = ""
    mail_from: str = "afterword@localhost"
    worker: str = "on"
    push_hosts: tuple[str, ...] = ()
    push_contact: str = ""
    testing: bool = False

    def __post_init__(self) -> None:
        """Raise BadSettings at boot rather than fail later, with somebody's words in hand."""
        if self.password_memory_mib < 46 and not self.testing:
            raise BadSettings("JOURNAL_PASSWORD_MEMORY_MIB is below 46")
        for name in ("port", "threads", "session_idle_minutes", "session_hours", "confirm_minutes"):
            if getattr(self, name) < 1:
                raise BadSettings(f"JOURNAL_{name.upper()} must be at least 1")
        if self.on_postgresql and not self.keys_database_url:
            raise BadSettings("KEYS_DATABASE_URL is needed beside DATABASE_URL: people's keys live in a database apart")
        if self.database_url and not self.on_postgresql:
            raise BadSettings("DATABASE_URL must be a postgresql:// address; leave it out for the embedded database")
        if self.on_postgresql and self.database_url == self.keys_database_url:
            raise BadSettings("KEYS_DATABASE_URL must not be the same database as DATABASE_URL")
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadSettings("JOURNAL_PUBLIC_URL must be an http(s) address")
        if parts.scheme == "http" and parts.hostname not in LOCAL_HOSTS:
            raise BadSettings("JOURNAL_PUBLIC_URL must be https: plain http is for this machine alone")
        if self.mail_url and urlsplit(self.mail_url).scheme not in ("smtp", "smtps"):
            raise BadSettings("JOURNAL_MAIL_URL must be smtp:// or smtps://")
        if self.push_contact and not self.push_contact.startswith(("mailto:", "https://")):
            raise BadSettings("JOURNAL_PUSH_CONTACT must be mailto: or https://")
        if self.worker not in ("on", "rollback"):
            raise BadSettings("JOURNAL_WORKER must be on or rollback")

    @property
    def on_postgresql(self) -> bool:
        """Tell whether the journal lives in PostgreSQL rather than in the embedded database."""
        return self.database_url.startswith(("postgresql://", "postgresql+psycopg://"))

    @property
    def address(self) -> str:
        """Give the address people open, without a slash at its end."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def contact(self) -> str:
        """Give whom push services may write to. Apple refuses a message whose contact is not a real address."""
        return self.push_contact or (self.address if self.https else f"mailto:{self.mail_from}")

    @property
    def https(self) -> bool:
        """Tell whether people reach the server over https, so that cookies may be bound to it."""
        return self.address.startswith("https://")
