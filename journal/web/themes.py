"""What keeps coming up: the author's themes with their evidence, and the six elements over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from journal import clock
from journal.access import Policy
from journal.analyser.results import Theme, Valence
from journal.http import actor, policy, reading, runtime, writing
from journal.reflections import operations, queries
from journal.reflections.queries import Choice
from journal.reflections.recurring import Recurring

blueprint = Blueprint("themes", __name__)

EVIDENCE = 4
STRETCHES = 12
"""How many equal stretches of time the little line of a theme has."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A theme as it stands on the page."""

    key: str
    label: str
    found_label: str
    count: int
    since: str
    trend: str
    elements: tuple[str, ...]
    went: Mapping[Valence, int]
    evidence: tuple[tuple[UUID, datetime, str], ...]
    line: tuple[int, ...]


@blueprint.get("/themes")
@policy(Policy.SIGNED_IN)
def index() -> str:
    """Show at most twelve themes, those the author hid left out, and the elements month by month."""
    found = _found()
    with reading() as session:
        choices = queries.theme_choices(session, runtime().keys, actor())
    themes = zip(found.themes, found.quotes, strict=True)
    return render_template(
        "themes/index.html",
        themes=[
            _shown(one, quotes, choices.get(one.key), found) for one, quotes in themes if not _hidden(one, choices)
        ],
        hidden=[theme for theme in found.themes if _hidden(theme, choices)],
        months=[{"label": month.strftime("%b %Y"), "counts": marks} for month, marks in found.months],
        count=found.count,
    )


@blueprint.post("/themes/name")
@policy(Policy.SIGNED_IN)
def name() -> Response:
    """Remember the author's own name for a theme; an empty one goes back to the name that was found."""
    label = " ".join(request.form.get("label", "").split())[:80]
    _choose(label=label)
    return redirect(url_for("themes.index"), 303)


@blueprint.post("/themes/hide")
@policy(Policy.SIGNED_IN)
def hide() -> Response:
    """Remember that this is not a theme, or that it is one after all."""
    _choose(hidden=request.form.get("hidden") == "yes")
    return redirect(url_for("themes.index"), 303)


def _choose(label: str | None = None, hidden: bool | None = None) -> None:
    keys, acting, key = runtime().keys, actor(), request.form.get("key", "")
    if key not in {theme.key for theme in _found().themes}:
        flash("That theme has changed. Please look again.", "info")
        return
    with writing() as work:
        before = queries.theme_choices(work.session, keys, acting).get(key, Choice("", False))
        operations.choose_theme(
            work.session,
            keys,
            acting,
            key,
            label=before.label if label is None else label,
            hidden=before.hidden if hidden is None else hidden,
        )


def _found() -> Recurring:
    """Give what is kept for the journal as it stands; find and keep it where the journal has moved on.

    It is found outside the write transaction: with a long journal that takes a moment.
    """
    keys, acting = runtime().keys, actor()
    with reading() as session:
        kept = queries.kept_themes(session, keys, acting)
        if kept is not None:
            return kept
        through, found = queries.find_themes(session, keys, acting)
    with writing() as work:
        operations.keep_themes(work.session, keys, acting, through, found)
    return found


def _hidden(theme: Theme, choices: Mapping[str, Choice]) -> bool:
    return theme.key in choices and choices[theme.key].hidden


def _shown(theme: Theme, quotes: Sequence[str], choice: Choice | None, found: Recurring) -> Shown:
    moments = [found.moments[entry_id] for entry_id in theme.entries if entry_id in found.moments]
    pieces = list(zip(theme.evidence, quotes, strict=True))[:EVIDENCE]
    return Shown(
        key=theme.key,
        label=(choice.label if choice else "") or theme.label,
        found_label=theme.label,
        count=len(theme.entries),
        since=min(moments).strftime("%B %Y") if moments else "",
        trend=theme.trend,
        elements=theme.elements,
        went=theme.valence,
        evidence=tuple((UUID(piece.id), found.moments[piece.id], words) for piece, words in pieces),
        line=_line(moments, found),
    )


def _line(moments: Sequence[datetime], found: Recurring) -> tuple[int, ...]:
    """Give how many entries of a theme fall in each of twelve equal stretches from the journal's first entry to now."""
    if found.first is None or found.last is None or not moments:
        return ()
    first = found.first
    span = max((max(clock.now(), found.last) - first).total_seconds(), 1.0)
    counts = Counter(min(int((m - first).total_seconds() / span * STRETCHES), STRETCHES - 1) for m in moments)
    return tuple(counts.get(i, 0) for i in range(STRETCHES))
