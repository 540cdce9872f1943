"""What a person plans, as plain values, and how it becomes the bytes that are sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

WEEK = 7

USUAL_ZONE = "Europe/London"
USUAL_MINUTE = 12 * 60


class Kind(StrEnum):
    """What a reminder is about. This one word is all that a notification carries."""

    WRITE = "write"
    ACTION = "action"
    STILL = "still"


@dataclass(frozen=True, slots=True)
class Time:
    """A time somebody chose to be reminded to write: days of the week (0 is Monday) and a minute of the day."""

    id: UUID
    days: frozenset[int]
    minute: int


@dataclass(frozen=True, slots=True)
class Change:
    """A small change marked in an entry, without its words: when it began and what was last said of it.

    `still` is an option of the facet's field, or empty; `later` the day before which it is not asked about again.
    """

    entry_id: UUID
    since: date
    still: str = ""
    checked: date | None = None
    later: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything somebody decided about being reminded, with the small changes found in their journal.

    `minute` is the time of day for actions and small changes. While `paused`, nothing is sent: until `until`, or for
    as long as they like.
    """

    zone: str = USUAL_ZONE
    minute: int = USUAL_MINUTE
    times: tuple[Time, ...] = ()
    paused: bool = False
    until: datetime | None = None
    changes: tuple[Change, ...] = ()

    def pack(self) -> bytes:
        """Give the plan as bytes to seal."""
        return _packed(
            {
                "zone": self.zone,
                "minute": self.minute,
                "times": [[str(one.id), sorted(one.days), one.minute] for one in self.times],
                "paused": self.paused,
                "until": self.until.isoformat() if self.until else None,
                "changes": [
                    [str(one.entry_id), one.since.isoformat(), one.still, _plain(one.checked), _plain(one.later)]
                    for one in self.changes
                ],
            }
        )

    @classmethod
    def unpack(cls, packed: bytes) -> Plan:
        """Give back what `pack` packed."""
        plain: dict[str, Any] = json.loads(packed)
        return cls(
            zone=plain["zone"],
            minute=plain["minute"],
            times=tuple(Time(UUID(i), frozenset(days), minute) for i, days, minute in plain["times"]),
            paused=plain["paused"],
            until=datetime.fromisoformat(plain["until"]) if plain["until"] else None,
            changes=tuple(
                Change(UUID(i), date.fromisoformat(since), still, _day(checked), _day(later))
                for i, since, still, checked, later in plain["changes"]
            ),
        )


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody means to do, in their words, with whom they agreed it (or nothing), and by which day."""

    text: str
    agreed_with: str
    due_on: date

    def pack(self) -> bytes:
        """Give the action as bytes to seal. ASCII, so lone surrogates survive."""
        return _packed({"text": self.text, "agreed_with": self.agreed_with, "due_on": self.due_on.isoformat()})

    @classmethod
    def unpack(cls, packed: bytes) -> Action:
        """Give back what `pack` packed."""
        plain = json.loads(packed)
        return cls(plain["text"], plain["agreed_with"], date.fromisoformat(plain["due_on"]))


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a push service takes messages for one browser, and the browser's public key and secret, base64url."""

    endpoint: str
    p256dh: str
    auth: str

    def pack(self) -> bytes:
        """Give the subscription as bytes to seal."""
        return _packed([self.endpoint, self.p256dh, self.auth])

    @classmethod
    def unpack(cls, packed: bytes) -> Subscription:
        """Give back what `pack` packed."""
        return cls(*json.loads(packed))


def _packed(plain: Mapping[str, Any] | list[str]) -> bytes:
    return json.dumps(plain, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _plain(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
