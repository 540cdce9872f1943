"""The catalogues: one `.po` file a language, read as it is, so that nothing has to be compiled to run the server."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

ENGLISH = "en"
# Where the words stand that scripts say: theirs, and names they make from keys.
_SAID_BY_SCRIPTS = ("static/js/", "templates/components/elements", "templates/components/segments")

FOLDER = Path(__file__).with_name("translations")


def translated() -> tuple[str, ...]:
    """Give the languages there are words in, English first."""
    return (ENGLISH, *sorted(path.parts[-3] for path in FOLDER.glob("*/LC_MESSAGES/messages.po")))


@cache
def catalogue(code: str) -> Catalog:
    """Give the catalogue of a language other than English; FileNotFoundError where there is none."""
    with (FOLDER / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


@cache
def script_words(code: str) -> dict[str, Any] | None:
    """Give what the phone's scripts say in a language, by the English; None for English.

    What counts something has its forms as a list. Under "" stands what browsers may not know of the language: which
    form goes with 0 to 199 (larger numbers follow their last two digits, from 100), and the names of the months.
    """
    if code == ENGLISH:
        return None
    locale, form = Locale(code), translations(code).plural  # type: ignore[attr-defined]
    words: dict[str, Any] = {
        "": {
            "plural": "".join(str(form(n)) for n in range(200)),
            "long": [locale.months["stand-alone"]["wide"][month] for month in range(1, 13)],
            "short": [locale.months["stand-alone"]["abbreviated"][month] for month in range(1, 13)],
        }
    }
    for message in catalogue(code):
        if message.string and any(file.startswith(_SAID_BY_SCRIPTS) for file, _ in message.locations):
            one = message.id if isinstance(message.id, str) else message.id[0]
            words[one] = message.string
    return words


@cache
def translations(code: str) -> NullTranslations:
    """Give what looks words up; for English, and for a message without a translation, the English itself."""
    if code == ENGLISH:
        return NullTranslations()
    packed = BytesIO()
    write_mo(packed, catalogue(code))
    packed.seek(0)
    return Translations(packed)
