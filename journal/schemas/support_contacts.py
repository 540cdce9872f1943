"""Who to turn to: a dated list that an organisation edits, read once and checked when it is read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

OURS = Path(__file__).with_name("contacts") / "contacts.json"
OLD_AFTER = timedelta(days=183)
_LINKS = ("tel:", "sms:", "https://", "mailto:")


class BadContacts(ValueError):
    """The list cannot be used. The message says where it is wrong."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to. `reach` says how; `link` is a tel, sms, mail or web address, or empty."""

    name: str
    reach: str
    link: str
    about: str


@dataclass(frozen=True, slots=True)
class ContactGroup:
    """What has happened, and who is there for it."""

    title: str
    when: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Contacts:
    """The whole list and the day somebody last checked it."""

    locale: str
    last_checked: date
    groups: tuple[ContactGroup, ...]

    def is_old(self, today: date) -> bool:
        """Tell whether nobody has checked the list for more than six months."""
        return today - self.last_checked > OLD_AFTER


def read_contacts(text: str) -> Contacts:
    """Give the list from its JSON text; raise BadContacts naming the part that cannot be used."""
    try:
        plain = json.loads(text)
    except ValueError:
        raise BadContacts("the list is not JSON") from None
    if not isinstance(plain, dict):
        raise BadContacts("the list is not an object")
    groups = tuple(_group(one, f"groups[{at}]") for at, one in enumerate(_list(plain, "groups", "")))
    try:
        checked = date.fromisoformat(_text(plain, "last_checked", ""))
    except ValueError:
        raise BadContacts("last_checked is not a day, such as 2026-01-18") from None
    return Contacts(_text(plain, "locale", ""), checked, groups)


def _group(plain: Any, place: str) -> ContactGroup:
    contacts = tuple(_contact(one, f"{place}.contacts[{at}]") for at, one in enumerate(_list(plain, "contacts", place)))
    return ContactGroup(_text(plain, "title", place), _text(plain, "when", place), contacts)


def _contact(plain: Any, place: str) -> Contact:
    link = _text(plain, "link", place)
    if link and not link.startswith(_LINKS):
        raise BadContacts(f"{place}.link starts with none of {', '.join(_LINKS)}")
    return Contact(_text(plain, "name", place), _text(plain, "reach", place), link, _text(plain, "about", place))


def _text(plain: Any, key: str, place: str) -> str:
    value = plain.get(key) if isinstance(plain, dict) else None
    if not isinstance(value, str):
        raise BadContacts(f"{f'{place}.' if place else ''}{key} is missing or is not text")
    return value


def _list(plain: Any, key: str, place: str) -> list[Any]:
    value = plain.get(key) if isinstance(plain, dict) else None
    if not isinstance(value, list):
        raise BadContacts(f"{f'{place}.' if place else ''}{key} is missing or is not a list")
    return value
