"""The catalogues: one `.po` file a language, read as it is, so that nothing has to be compiled to run the server."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

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
def script_words(code: str) -> dict[str, str | dict[str, str]] | None:
    """Give what the phone's scripts say in a language, by the English; None for English.

    What counts something has its forms by the plural category that browsers know them by (`Intl.PluralRules`).
    """
    if code == ENGLISH:
        return None
    category, form = Locale(code).plural_form, translations(code).plural  # type: ignore[attr-defined]
    words: dict[str, str | dict[str, str]] = {}
    for message in catalogue(code):
        if not any(file.startswith(_SAID_BY_SCRIPTS) for file, _ in message.locations):
            continue
        if isinstance(message.id, str):
            words[message.id] = str(message.string or "")
        else:
            forms = tuple(message.string or ())
            words[message.id[0]] = {category(n): forms[form(n)] for n in range(100)}
    return {english: said for english, said in words.items() if english and said}


@cache
def translations(code: str) -> NullTranslations:
    """Give what looks words up; for English, and for a message without a translation, the English itself."""
    if code == ENGLISH:
        return NullTranslations()
    packed = BytesIO()
    write_mo(packed, catalogue(code))
    packed.seek(0)
    return Translations(packed)
