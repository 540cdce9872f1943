"""Dates in the language spoken now, long enough that nobody takes a day for a month."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_datetime

from journal.language.catalogues import ENGLISH
from journal.language.speaking import gettext, language


def long_date(day: date) -> str:
    """Give "3 November 2024"."""
    return format_date(day, "d MMMM y", locale=_locale())


def month_name(day: date) -> str:
    """Give "November 2024"."""
    return format_date(day, "LLLL y", locale=_locale())


def short_month(day: date) -> str:
    """Give "Nov 2024", for the head of a narrow column."""
    return format_date(day, "LLL y", locale=_locale())


def with_time(moment: datetime) -> str:
    """Give "3 November at 14:05 UTC": the server keeps no zone of anybody's."""
    day = format_date(moment, "d MMMM", locale=_locale())
    return gettext("%(day)s at %(time)s UTC", day=day, time=format_datetime(moment, "HH:mm", locale=_locale()))


def _locale() -> str:
    return "en_GB" if language() == ENGLISH else language()
