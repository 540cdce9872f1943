"""What templates need to turn values into words: filters and helpers, registered once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask

from journal.database import new_id
from journal.language import gettext
from journal.reflections.content import Written
from journal.schemas import catalogue, limits
from journal.schemas.catalogue import Facet

FIRST_WORDS = 180


def init_words(app: Flask) -> None:
    """Give templates the filters and helpers below."""
    app.jinja_env.filters.update(printable=printable, first_words=first_words, facet_values=facet_values)
    app.jinja_env.globals.update(
        limits=limits,
        fresh_id=new_id,
        pairs=pairs,
        plain_pairs=plain_pairs,
        facet_lines=facet_lines,
        template_of=catalogue.template,
    )


def printable(text: str) -> str:
    """Give text that can be sent as UTF-8: halves of a broken emoji, kept as they came, are shown as one sign."""
    return text.encode("utf-8", "replace").decode("utf-8")


def first_words(written: Written) -> str:
    """Give the first lines of a revision for a list."""
    text = " ".join(written.content.full_text()[: FIRST_WORDS * 2].split())
    return printable(text if len(text) <= FIRST_WORDS else text[:FIRST_WORDS].rsplit(" ", 1)[0] + " ...")


def facet_values(form: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Give what a form holds for a facet's rows."""
    return {name.removeprefix(prefix): value for name, value in form.items() if name.startswith(prefix) and value}


def pairs(options: tuple[Any, ...]) -> list[tuple[str, str, str]]:
    """Give options as value, label and hint."""
    return [(option.id, gettext(option.label), gettext(option.help)) for option in options]


def plain_pairs(options: tuple[Any, ...]) -> list[tuple[str, str]]:
    """Give options as value and label."""
    return [(option.id, gettext(option.label)) for option in options]


def facet_lines(one: Facet, value: Any) -> Iterator[tuple[str, str, bool]]:
    """Walk a given facet as (label, words, whether the words are the author's own)."""
    options = {option.id: gettext(option.label) for option in one.options}
    rows = {row.id: row for row in one.rows}
    labels = {row.id: gettext(row.label) for row in one.rows}
    if one.kind == "one":
        yield "", options[value], False
    elif one.kind == "many":
        yield "", ", ".join(options[item] for item in value), False
    elif one.kind == "map":
        yield from ((labels[row], options[option], False) for row, option in value.items())
    elif one.kind == "scale":
        units = {unit.id: gettext(unit.label) for unit in one.units}
        for unit, answers in value.items():
            for row, option in answers.items():
                pole = {"better": rows[row].better, "worse": rows[row].worse}.get(option)
                yield f"{units[unit]}: {labels[row]}", gettext(pole) if pole else options[option], False
    elif one.kind == "text" and one.rows:
        yield from ((labels[row], words, True) for row, words in value.items())
    elif one.kind == "record":
        for field in one.fields:
            if field.id in value:
                yield from ((gettext(field.label), words, own) for _, words, own in facet_lines(field, value[field.id]))
    elif one.kind == "list":
        yield "", ", ".join(value), True
    else:
        yield "", str(value), one.kind == "text"
