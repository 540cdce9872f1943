"""The words the product says, in the language of whoever is reading: catalogues, plural forms, dates.

English is what stands in the code and the templates, and it is the key to every other language; a message that has no
translation is said in English. Which language is spoken is a matter of the moment: a request sets it (`speak`), and
whatever runs outside one speaks English.
"""

from __future__ import annotations

from journal.language.catalogues import ENGLISH, FOLDER, catalogue, script_words, translated
from journal.language.dates import in_a_row, long_date, month_name, short_month, week_day, week_days, with_time
from journal.language.speaking import Later, gettext, language, later, marked, ngettext, plural, speak, speaking, tag

__all__ = [
    "ENGLISH",
    "FOLDER",
    "Later",
    "catalogue",
    "gettext",
    "in_a_row",
    "language",
    "later",
    "long_date",
    "marked",
    "month_name",
    "ngettext",
    "plural",
    "script_words",
    "short_month",
    "speak",
    "speaking",
    "tag",
    "translated",
    "week_day",
    "week_days",
    "with_time",
]
