"""Pure decisions about accounts: when sessions end, how long links live, how addresses are written."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from journal.errors import Invalid
from journal.language import gettext

INVITATION_LIVES = timedelta(days=14)
RESET_LIVES = timedelta(hours=1)
SIGN_UP_LIVES = timedelta(hours=24)

# What means something in a line of addresses: "a@x,b@y" would be mail to two.
_NOT_IN_ADDRESSES = frozenset('()<>[]:;,\\"')


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lives idle, and at most."""

    idle: timedelta
    absolute: timedelta

    def ended(self, created_at: datetime, seen_at: datetime, now: datetime) -> bool:
        """Tell whether the session is over."""
        return now - seen_at >= self.idle or now - created_at >= self.absolute


def clean_email(text: str) -> str:
    """Give the address as it is kept; raise Invalid where it cannot be one. Mail itself is the only real check."""
    email = unicodedata.normalize("NFC", text).strip().lower()
    name, at, host = email.rpartition("@")
    odd = any(c.isspace() or not c.isprintable() or c in _NOT_IN_ADDRESSES for c in email)
    if not (at and name and host) or "@" in name or len(email) > 254 or odd:
        raise Invalid(
            gettext("Please write the email address in full."),
            email=gettext("That does not look like an email address."),
        )
    return email


def clean_name(text: str, *, field: str = "name") -> str:
    """Give a name without spare spaces or control characters; raise Invalid for an empty or very long one."""
    name = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not name:
        raise Invalid(gettext("Please write a name."), **{field: gettext("A name is needed.")})
    if len(name) > 200:
        raise Invalid(gettext("Please write a shorter name."), **{field: gettext("At most 200 letters.")})
    return name
