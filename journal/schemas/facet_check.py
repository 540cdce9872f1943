"""What is wrong with the facets somebody sent, said without repeating a word of theirs.

Facet text is an author's own words, and an unknown key may be too (a client that puts text in the wrong place), so a
problem names the place by ids of ours only; a part we do not know is written "?".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from journal.language import gettext, marked
from journal.schemas.catalogue_types import Choice, Facet

ProblemKind = Literal[
    "unknown_facet",
    "unknown_option",
    "unknown_part",
    "wrong_shape",
    "too_long",
    "too_many",
    "repeated",
    "empty",
    "unreadable_text",
]

FacetVersions = Mapping[str, Sequence[Facet]]
StepVersions = Mapping[str, Sequence[frozenset[str]]]


@dataclass(frozen=True, slots=True)
class FacetProblem:
    """One thing wrong: `path` is dotted ids ("connection.family.informed"), `kind` says what in one plain word."""

    path: str
    kind: ProblemKind

    @property
    def message(self) -> str:
        """Give the problem as one kind sentence for a person, with the place before it for a client."""
        said = gettext(_SENTENCES[self.kind])
        return f"{self.path}: {said}" if self.path else said


_SENTENCES: Mapping[ProblemKind, str] = {
    "unknown_facet": marked("There is something here that the journal does not know."),
    "unknown_option": marked("This is not one of the choices."),
    "unknown_part": marked("One part of this is not known to the journal."),
    "wrong_shape": marked("This is not written the way the journal expects."),
    "too_long": marked("This is longer than there is room for."),
    "too_many": marked("There are more here than there is room for."),
    "repeated": marked("The same thing is here twice."),
    "empty": marked("This one is empty."),
    "unreadable_text": marked("There is a broken letter or sign in this text."),
}


def problems_in(given: object, facets: FacetVersions, steps: StepVersions) -> list[FacetProblem]:
    """List what is wrong with a whole facets object; empty when it can be kept as it is.

    `facets` holds every version of each facet, newest first, and `steps` the box ids of every version of each
    template. A phone that was away for a year still speaks last year's version, so a value is fine if any version
    takes it; where none does, the newest version's problems are given, since that is what the sender should become.
    """
    if not isinstance(given, Mapping):
        return [FacetProblem("", "wrong_shape")]
    found: list[FacetProblem] = []
    for key, value in given.items():
        versions = facets.get(key) if isinstance(key, str) else None
        if versions is None:
            found.append(FacetProblem("?", "unknown_facet"))
            continue
        tries = [_value(facet, value, facet.id, steps) for facet in versions]
        if all(tries):
            found.extend(tries[0])
    # Each thing once: a thousand unknown keys are one problem to whoever reads the answer.
    return list(dict.fromkeys(found))


def _value(facet: Facet, value: Any, path: str, steps: StepVersions) -> list[FacetProblem]:
    match facet.kind:
        case "one":
            return _option(facet.options, value, path)
        case "many":
            return _many(facet.options, value, path)
        case "map":
            return _map(facet, value, path)
        case "scale":
            known, found = _split(facet.units, value, path)
            return found + [problem for unit, tests in known for problem in _map(facet, tests, f"{path}.{unit}")]
        case "text":
            if not facet.rows:
                return _text(facet.limit, value, path)
            known, found = _split(facet.rows, value, path)
            return found + [problem for row, inner in known for problem in _text(facet.limit, inner, f"{path}.{row}")]
        case "list":
            return _texts(facet, value, path)
        case "flag":
            return [] if isinstance(value, bool) else [FacetProblem(path, "wrong_shape")]
        case "date":
            return _date(value, path)
        case "record":
            known, found = _split(facet.fields, value, path)
            fields = {inner.id: inner for inner in facet.fields}
            return found + [
                problem for name, inner in known for problem in _value(fields[name], inner, f"{path}.{name}", steps)
            ]
        case "template":
            return _templates(facet, value, path, steps)


def _split(parts: Sequence[Choice | Facet], value: Any, path: str) -> tuple[list[tuple[str, Any]], list[FacetProblem]]:
    """Give the known parts of an object, and the problems of its shape."""
    if not isinstance(value, Mapping):
        return [], [FacetProblem(path, "wrong_shape")]
    ids = {part.id for part in parts}
    known = [(key, inner) for key, inner in value.items() if key in ids]
    return known, [FacetProblem(f"{path}.?", "unknown_part")] if len(known) < len(value) else []


def _map(facet: Facet, value: Any, path: str) -> list[FacetProblem]:
    known, found = _split(facet.rows, value, path)
    return found + [problem for row, inner in known for problem in _option(facet.options, inner, f"{path}.{row}")]


def _option(options: Sequence[Choice], value: Any, path: str) -> list[FacetProblem]:
    if not isinstance(value, str):
        return [FacetProblem(path, "wrong_shape")]
    known = any(option.id == value for option in options)
    return [] if known else [FacetProblem(path, "unknown_option")]


def _many(options: Sequence[Choice], value: Any, path: str) -> list[FacetProblem]:
    if not isinstance(value, list):
        return [FacetProblem(path, "wrong_shape")]
    if len(value) > len(options):
        return [FacetProblem(path, "too_many")]
    wrong = [problem for inner in value for problem in _option(options, inner, path)]
    return wrong or ([FacetProblem(path, "repeated")] if len(set(value)) < len(value) else [])


def _texts(facet: Facet, value: Any, path: str) -> list[FacetProblem]:
    if not isinstance(value, list):
        return [FacetProblem(path, "wrong_shape")]
    if facet.max_items is not None and len(value) > facet.max_items:
        return [FacetProblem(path, "too_many")]
    wrong: list[FacetProblem] = []
    for place, inner in enumerate(value):
        wrong += _text(facet.limit, inner, f"{path}.{place}")
        if isinstance(inner, str) and not inner.strip():
            wrong.append(FacetProblem(f"{path}.{place}", "empty"))
    return wrong or ([FacetProblem(path, "repeated")] if len(set(value)) < len(value) else [])


def _text(limit: int | None, value: Any, path: str) -> list[FacetProblem]:
    if not isinstance(value, str):
        return [FacetProblem(path, "wrong_shape")]
    if limit is not None and len(value) > limit:
        return [FacetProblem(path, "too_long")]
    # Half of a character: JSON can carry it but nothing can store it as UTF-8, so it must be said here.
    broken = any("\ud800" <= letter <= "\udfff" for letter in value)
    return [FacetProblem(path, "unreadable_text")] if broken else []


def _date(value: Any, path: str) -> list[FacetProblem]:
    try:
        # Only the long form: fromisoformat also takes "20250304" and week dates, which the phone never writes.
        same = isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        same = False
    return [] if same else [FacetProblem(path, "wrong_shape")]


def _templates(facet: Facet, value: Any, path: str, steps: StepVersions) -> list[FacetProblem]:
    if facet.max_items is None:
        return _template(facet, value, path, steps)
    if not isinstance(value, list):
        return [FacetProblem(path, "wrong_shape")]
    if len(value) > facet.max_items:
        return [FacetProblem(path, "too_many")]
    return [
        problem for place, inner in enumerate(value) for problem in _template(facet, inner, f"{path}.{place}", steps)
    ]


def _template(facet: Facet, value: Any, path: str, steps: StepVersions) -> list[FacetProblem]:
    if not isinstance(value, Mapping) or set(value) != {"id", "sections"}:
        return [FacetProblem(path, "wrong_shape")]
    chosen, sections = value["id"], value["sections"]
    versions = steps.get(chosen) if isinstance(chosen, str) else None
    if versions is None:
        return [FacetProblem(f"{path}.id", "unknown_option")]
    if not isinstance(sections, Mapping):
        return [FacetProblem(f"{path}.sections", "wrong_shape")]
    known = frozenset[str]().union(*versions)
    found = [
        problem
        for step, text in sections.items()
        for problem in _text(facet.limit, text, f"{path}.sections.{step if step in known else '?'}")
    ]
    # All boxes must belong to one version of the template, not to a mixture nobody was ever shown.
    if not any(version.issuperset(sections) for version in versions):
        found.append(FacetProblem(f"{path}.sections.?", "unknown_part"))
    return found
