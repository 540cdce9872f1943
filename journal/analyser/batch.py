"""The analyser over lines of JSON, for researchers and for re-analysis: one object a line in and out, order kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from journal.analyser.categories import components_of, labels
from journal.analyser.coach import next_question
from journal.analyser.entry import analyse
from journal.analyser.results import ELEMENTS, VALENCES, Asked, Entry, Valence
from journal.analyser.themes import recurring

Line = dict[str, Any]
NO_QUESTION = "There is nothing more to ask here. What you wrote can stand as it is."
NO_QUESTION_NOW = "No question now. What you wrote sounds like a lot to carry, and it can stand as it is."
Read = TypeVar("Read")


class LineError(ValueError):
    """A line that cannot be read. The message names the line and the fault, never a word of what the line holds."""

    def __init__(self, number: int, fault: str) -> None:
        super().__init__(f"line {number}: {fault}")


def entries(lines: Iterable[str]) -> Iterator[Line]:
    """Give the analysis of each `{"id", "text"}`; raise `LineError` at the first line that is no such thing."""
    for _, line, entry in _read(lines, _entry):
        found = entry.analysis
        yield {
            "id": line["id"],
            "elements": [
                {"element": hit.element, "score": hit.score, "evidence": _lists(hit.evidence)} for hit in found.elements
            ],
            "components": [{"component": hit.component, "evidence": _lists(hit.evidence)} for hit in found.components],
            "valence": found.valence,
            "signposts": [{"kind": sign.kind, "evidence": _lists(sign.evidence)} for sign in found.signposts],
            "concepts": [{"concept": hit.concept, "span": list(hit.span)} for hit in found.concepts],
            "version": found.version,
        }


def themes(lines: Iterable[str]) -> Iterator[Line]:
    """Give the themes of one person's journal, all of its entries being the lines; best theme first."""
    journal = [entry for _, _, entry in _read(lines, _entry)]
    for theme in recurring(journal):
        yield {
            "label": theme.label,
            "entries": list(theme.entries),
            "trend": theme.trend,
            "elements": list(theme.elements),
            "valence": dict(theme.valence),
            "evidence": [{"id": piece.id, "span": list(piece.span)} for piece in theme.evidence],
        }


def question(lines: Iterable[str]) -> Iterator[Line]:
    """Give the next question for each entry with its `history` and `asked`; null but for a `why` where none is."""
    for _, line, (entry, history, asked) in _read(lines, _asking):
        chosen = next_question(entry, history, asked)
        heavy = any(signpost.kind == "distress" for signpost in entry.analysis.signposts)
        yield {
            "id": line["id"],
            "question": chosen.text if chosen else None,
            "question_id": chosen.question_id if chosen else None,
            "family": chosen.family if chosen else None,
            "why": chosen.why if chosen else NO_QUESTION_NOW if heavy else NO_QUESTION,
        }


def sentences(lines: Iterable[str]) -> Iterator[Line]:
    """Give for each `{"id", "text"}`, one sentence each, how likely each category of sentence is."""
    for _, line, text in _read(lines, _text):
        likely = labels(text)
        yield {
            "id": line["id"],
            "components": components_of(likely),
            "labels": {name: round(value, 4) for name, value in likely.items()},
        }


COMMANDS: Mapping[str, Callable[[Iterable[str]], Iterator[Line]]] = {
    "entries": entries,
    "themes": themes,
    "question": question,
    "sentences": sentences,
}


def _read(lines: Iterable[str], make: Callable[[Line], Read]) -> Iterator[tuple[int, Line, Read]]:
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            line = json.loads(text)
        except (json.JSONDecodeError, RecursionError):
            raise LineError(number, "not valid JSON") from None
        if not isinstance(line, dict):
            raise LineError(number, "not a JSON object")
        if not isinstance(line.get("id"), str | int):
            raise LineError(number, '"id" is missing or not a string')
        try:
            yield number, line, make(line)
        except _FaultError as fault:
            raise LineError(number, str(fault)) from None


class _FaultError(ValueError):
    """What is wrong with a value, told without the value."""


def _entry(line: Line) -> Entry:
    text = _text(line)
    elements = line.get("elements") if isinstance(line.get("elements"), dict) else {}
    return Entry(
        id=str(line.get("id", "")),
        written_at=_moment(line.get("written_at")),
        analysis=analyse(text),
        text=text,
        elements={name: str(state) for name, state in (elements or {}).items() if name in ELEMENTS},
        valence=_own_valence(line.get("valence")),
    )


def _asking(line: Line) -> tuple[Entry, Sequence[Entry], Sequence[Asked]]:
    history = line.get("history") or []
    asked = line.get("asked") or []
    if not isinstance(history, list) or not all(isinstance(earlier, dict) for earlier in history):
        raise _FaultError('"history" is not a list of entries')
    if not isinstance(asked, list) or not all(isinstance(one, str) for one in asked):
        raise _FaultError('"asked" is not a list of question ids')
    return _entry(line), [_entry(earlier) for earlier in history], [Asked(one) for one in asked]


def _text(line: Line) -> str:
    text = line.get("text")
    if not isinstance(text, str):
        raise _FaultError('"text" is missing or not a string')
    return text


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else _no_moment()
    except ValueError:
        return _no_moment()


def _no_moment() -> datetime:
    raise _FaultError('"written_at" is not a time in ISO 8601')


def _own_valence(value: object) -> Valence | None:
    for valence in VALENCES:
        if value == valence:
            return valence
    return None


def _lists(spans: Iterable[tuple[int, int]]) -> list[list[int]]:
    return [list(span) for span in spans]
