"""What the answer of a push service means. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(hours=24)
USUAL = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Answer:
    """A push service's answer: its status (0 where there was none) and its Retry-After, as sent."""

    status: int
    retry_after: str = ""

    @property
    def taken(self) -> bool:
        """Tell whether the service has the message and will deliver it."""
        return 200 <= self.status < 300

    @property
    def dead(self) -> bool:
        """Tell whether there is no such subscription any more (RFC 8030, 7.3)."""
        return self.status in (404, 410)

    def quiet_until(self, now: datetime) -> datetime | None:
        """Give when to try the subscription again, between a minute and a day from now; None where it may be at once.

        Only later reminders are meant: the one that met this answer is not sent again, since a service that fails may
        have taken it.
        """
        if self.taken or self.dead:
            return None
        return now + min(max(self._asked(now), SHORTEST), LONGEST)

    def _asked(self, now: datetime) -> timedelta:
        text = self.retry_after.strip()
        if text.isascii() and text.isdigit():
            return timedelta(seconds=min(int(text[:9]), LONGEST.total_seconds()))
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return USUAL
        return moment - now if moment.tzinfo else USUAL
