"""The catalogues: one `.po` file a language, read as it is, so that nothing has to be compiled to run the server."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

ENGLISH = "en"
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
def translations(code: str) -> NullTranslations:
    """Give what looks words up; for English, and for a message without a translation, the English itself."""
    if code == ENGLISH:
        return NullTranslations()
    packed = BytesIO()
    write_mo(packed, catalogue(code))
    packed.seek(0)
    return Translations(packed)
