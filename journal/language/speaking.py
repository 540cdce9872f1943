"""Which language is spoken now, and words in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from journal.language.catalogues import ENGLISH, translations

# What `lang` says on a page: English is British here.
_TAGS = {ENGLISH: "en-GB"}

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def language() -> str:
    """Give the code of the language spoken now."""
    return _spoken.get()


def tag() -> str:
    """Give the language spoken now as a page says it: `en-GB`, `cy`."""
    return _TAGS.get(language(), language())


def speak(code: str) -> None:
    """Speak this language from now on, in this thread or task."""
    _spoken.set(code)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak this language for a while."""
    before = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(before)


def gettext(message: str, **values: Any) -> str:
    """Give the message in the language spoken now, with `%(name)s` filled where values are given."""
    said = translations(language()).gettext(message) if message else ""
    return said % values if values else said


def plural(one: str, many: str, n: int) -> str:
    """Give the form for a number, not filled yet. Welsh has six forms, English two."""
    return translations(language()).ngettext(one, many, n)


def ngettext(one: str, many: str, n: int, **values: Any) -> str:
    """Give the form for a number, `%(n)s` filled with it."""
    return plural(one, many, n) % {"n": n, **values}


def marked(message: str) -> str:
    """Give the English as it is, for a catalogue to know; whoever says it translates it."""
    return message


class Later:
    """A message translated each time it is said: for lists in templates, which are made once for all languages."""

    __slots__ = ("english",)

    def __init__(self, english: str) -> None:
        self.english = english

    def __str__(self) -> str:
        return gettext(self.english)

    def __html__(self) -> str:
        return str(self)  # as in every template: a catalogue is ours, and may hold what HTML would escape


def later(message: str) -> Later:
    """Give the message as something that is translated when it is said."""
    return Later(message)
