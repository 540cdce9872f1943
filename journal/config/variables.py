"""Which environment variable fills which setting, and what it is for: the README's table is made from this list."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journal.config.settings import BadSettings, Settings
from journal.language import ENGLISH, translated

_HOST = re.compile(r"(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable."""

    name: str
    setting: str
    parse: Callable[[str], Any]
    help: str


def read_settings(environment: Mapping[str, str], **overrides: Any) -> Settings:
    """Give the settings the environment asks for; raise BadSettings, naming the variable, where one cannot be used."""
    values: dict[str, Any] = {}
    for variable in VARIABLES:
        text = environment.get(variable.name, "").strip()
        if not text:
            continue
        try:
            values[variable.setting] = variable.parse(text)
        except ValueError:
            raise BadSettings(f"{variable.name} cannot be used: {variable.help}") from None
    return Settings(**{**values, **overrides})


def _yes_or_no(text: str) -> bool:
    answers = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}
    if text.lower() not in answers:
        raise ValueError(text)
    return answers[text.lower()]


def _colours(text: str) -> tuple[str, ...]:
    colours = tuple(text.lower().split())
    if len(colours) not in (2, 4) or not all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in colours):
        raise ValueError(text)
    return colours


def _postgresql(text: str) -> str:
    # SQLAlchemy's name for the psycopg 3 driver; people and hosting panels write the plain form.
    plain = text.replace("postgres://", "postgresql://", 1) if text.startswith("postgres://") else text
    return plain.replace("postgresql://", "postgresql+psycopg://", 1)


def _hosts(text: str) -> tuple[str, ...]:
    hosts = tuple(host.strip().lower() for host in text.split(",") if host.strip())
    if not all(_HOST.fullmatch(host) for host in hosts):
        raise ValueError(text)
    return hosts


def _languages(text: str) -> tuple[str, ...]:
    codes = tuple(code.strip().lower() for code in text.split(",") if code.strip())
    if not set(codes) <= set(translated()):
        raise ValueError(text)
    return tuple(dict.fromkeys((ENGLISH, *codes)))


VARIABLES: tuple[Variable, ...] = (
    Variable("JOURNAL_DATA_DIR", "data_dir", Path, "folder for the embedded database and the keys (default: var)"),
    Variable("DATABASE_URL", "database_url", _postgresql, "a PostgreSQL database instead of the embedded one"),
    Variable("KEYS_DATABASE_URL", "keys_database_url", _postgresql, "with DATABASE_URL: another database, for keys"),
    Variable("JOURNAL_KEY_RING", "key_ring", str, "the key ring itself, as JSON (instead of a file)"),
    Variable("JOURNAL_KEY_FILE", "key_file", Path, "file of the key ring (default: keys/ring.json in the data folder)"),
    Variable("JOURNAL_KEY_COMMAND", "key_command", str, "command that prints the key ring (a vault or key service)"),
    Variable("JOURNAL_HOST", "host", str, "address to listen on (default: 127.0.0.1)"),
    Variable("JOURNAL_PORT", "port", int, "port to listen on (default: 8080)"),
    Variable("JOURNAL_THREADS", "threads", int, "threads that answer requests (default: 16)"),
    Variable("JOURNAL_PUBLIC_URL", "public_url", str, "the address people open, https:// unless it is this machine"),
    Variable("JOURNAL_TRUSTED_PROXIES", "trusted_proxies", int, "reverse proxies in front of the server (default: 0)"),
    Variable("JOURNAL_PRODUCT_NAME", "product_name", str, "the name people see (default: Afterword)"),
    Variable(
        "JOURNAL_COLOURS",
        "colours",
        _colours,
        "your colour and that of words on it, #rrggbb #rrggbb; then two for dark",
    ),
    Variable("JOURNAL_LOGO", "logo", Path, "an SVG, PNG or WebP file of at most 32 KB, shown beside the name"),
    Variable("JOURNAL_LANGUAGES", "languages", _languages, "offered beside English, as cy: see docs/words.md first"),
    Variable("JOURNAL_OPEN_SIGN_UP", "open_sign_up", _yes_or_no, "yes: anyone may start a journal alone (default: no)"),
    Variable("JOURNAL_SESSION_IDLE_MINUTES", "session_idle_minutes", int, "sign out after this idle (default: 30)"),
    Variable("JOURNAL_SESSION_HOURS", "session_hours", int, "sign out after this in any case (default: 12)"),
    Variable("JOURNAL_CONFIRM_MINUTES", "confirm_minutes", int, "ask the password again after this (default: 10)"),
    Variable("JOURNAL_PASSWORD_MEMORY_MIB", "password_memory_mib", int, "memory of one password check (default: 47)"),
    Variable("JOURNAL_MAIL_URL", "mail_url", str, "smtp:// (STARTTLS) or smtps:// server; without it, mail is printed"),
    Variable("JOURNAL_MAIL_FROM", "mail_from", str, "the sender of mail"),
    Variable("JOURNAL_PUSH_HOSTS", "push_hosts", _hosts, "more push services, as push.example.org,*.example.net"),
    Variable("JOURNAL_PUSH_CONTACT", "push_contact", str, "mailto: or https: for push services (default: the address)"),
    Variable("JOURNAL_WORKER", "worker", str, "rollback: take the service worker off every phone (default: on)"),
)
