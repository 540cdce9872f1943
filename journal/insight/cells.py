"""Which cells a release has, and which of them one entry belongs to.

The cells are fixed before anybody's entries are looked at: every row and column is there in every release, in the
order of the vocabulary. A table that listed only what somebody wrote, or sorted by how many did, would say through
its shape what its cells hide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from journal.schemas import catalogue

THEMES = "themes"

# Facets that become sections; the others are the author's alone. Text facets can never be here.
_TABLES = ("elements", "conditions")
_LISTS = ("valence", "relationship", "stance", "would_have_to_shift")


@dataclass(frozen=True, slots=True)
class ThemeLabel:
    """A theme of the reviewed vocabulary (R9). A sensitive one (speaking up, own health, discipline) is shown only
    for the top cohort and only by quarter. `help` says in a line what is in it."""

    id: str
    label: str
    sensitive: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a section: the ids of its cells, one a column."""

    id: str
    label: str
    help: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a release."""

    id: str
    label: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


def ordinary_sections(themes: Sequence[ThemeLabel]) -> tuple[Section, ...]:
    """Give the tables of an ordinary release; themes in the order given, sensitive ones left out."""
    return (
        *(_table(facet_id) for facet_id in _TABLES),
        *(_list(facet_id) for facet_id in _LISTS),
        *_connection(),
        _still_happening(),
        _themes([theme for theme in themes if not theme.sensitive], THEMES, "What keeps coming up"),
    )


def sensitive_section(themes: Sequence[ThemeLabel]) -> Section:
    """Give the table of sensitive themes."""
    return _themes([theme for theme in themes if theme.sensitive], "sensitive_themes", "Harder things that came up")


def cells_of_entry(facets: Mapping[str, Any], concepts: Iterable[str]) -> frozenset[str]:
    """Give the cells one entry belongs to, from its checked facets and the ids of the concepts found in it.

    Empty for an entry its author left out (`not_in_releases`); `counts` tells that from an entry with no marks.
    """
    return frozenset(_cells_of_entry(facets, concepts)) if counts(facets) else frozenset()


def counts(facets: Mapping[str, Any]) -> bool:
    """Whether the author lets this entry count; one that does not is no sign of being active either."""
    return facets.get("not_in_releases") is not True


def theme_cell(concept: str) -> str:
    """Give the cell of a concept."""
    return f"{THEMES}.{concept}"


def _cells_of_entry(facets: Mapping[str, Any], concepts: Iterable[str]) -> Iterator[str]:
    for facet_id in _TABLES:
        yield from (f"{facet_id}.{row}.{option}" for row, option in facets.get(facet_id, {}).items())
    for facet_id in _LISTS:
        value = facets.get(facet_id, [])
        yield from (f"{facet_id}.{option}" for option in ([value] if isinstance(value, str) else value))
    for unit, tests in facets.get("connection", {}).items():
        yield from (f"connection.{unit}.{row}.{option}" for row, option in tests.items())
    if still := facets.get("small_change", {}).get("still_happening"):
        yield f"small_change.{still}"
    yield from (theme_cell(concept) for concept in concepts)


def _table(facet_id: str) -> Section:
    facet = catalogue.facet(facet_id)
    rows = tuple(_row(row, f"{facet_id}.{row.id}", facet.options, row.help) for row in facet.rows)
    return Section(facet_id, facet.label, _columns(facet.options), rows)


def _list(facet_id: str) -> Section:
    facet = catalogue.facet(facet_id)
    return Section(facet_id, facet.label, _PEOPLE, _single(facet_id, facet.options))


def _connection() -> tuple[Section, ...]:
    facet = catalogue.facet("connection")
    return tuple(
        Section(
            f"connection.{unit.id}",
            f"{facet.label}: {unit.label.lower()}",
            _columns(facet.options),
            tuple(
                _row(row, f"connection.{unit.id}.{row.id}", facet.options, f"{row.better} / {row.worse}")
                for row in facet.rows
            ),
        )
        for unit in facet.units
    )


def _still_happening() -> Section:
    facet = catalogue.facet("small_change")
    still = next(field for field in facet.fields if field.id == "still_happening")
    return Section("small_change", "Small changes: still happening", _PEOPLE, _single("small_change", still.options))


def _themes(themes: Sequence[ThemeLabel], section_id: str, label: str) -> Section:
    rows = tuple(Row(theme.id, theme.label, theme.help, (theme_cell(theme.id),)) for theme in themes)
    return Section(section_id, label, _PEOPLE, rows)


_PEOPLE = (("people", "People"),)


def _columns(options: Sequence[catalogue.Choice]) -> tuple[tuple[str, str], ...]:
    return tuple((option.id, option.label) for option in options)


def _row(row: catalogue.Choice, prefix: str, options: Sequence[catalogue.Choice], help_text: str) -> Row:
    return Row(row.id, row.label, help_text, tuple(f"{prefix}.{option.id}" for option in options))


def _single(prefix: str, options: Sequence[catalogue.Choice]) -> tuple[Row, ...]:
    return tuple(Row(option.id, option.label, option.help, (f"{prefix}.{option.id}",)) for option in options)
