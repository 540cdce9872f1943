"""Dates in the language spoken now, long enough that nobody takes a day for a month."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_datetime, get_day_names

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


def week_day(day: date) -> str:
    """Give "Monday 3 November"."""
    return format_date(day, "EEEE d MMMM", locale=_locale())


def week_days() -> list[str]:
    """Give the names of the days, Monday first."""
    names = get_day_names("wide", context="stand-alone", locale=_locale())
    return [names[number] for number in range(7)]


def in_a_row(words: list[str]) -> str:
    """Give "Monday, Tuesday and Thursday". Not Babel's: its Welsh says "a(c)"."""
    *first, last = words
    return gettext("%(first)s and %(last)s", first=", ".join(first), last=last) if first else last


def _locale() -> str:
    return "en_GB" if language() == ENGLISH else language()
