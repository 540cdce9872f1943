"""The journal: entries newest first, filters by mark, and search in one's own words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from uuid import UUID

from flask import Blueprint, render_template, request

from journal.access import Policy
from journal.analyser.results import ELEMENTS, VALENCES
from journal.http import actor, policy, reading, runtime
from journal.language import month_name
from journal.reflections import queries
from journal.reflections.queries import Seen

blueprint = Blueprint("journal", __name__)

PAGE = 20


@blueprint.get("/journal")
@policy(Policy.SIGNED_IN)
def index() -> str:
    """Show a page of entries. Filters are ids of ours; what somebody searches for never stands in an address."""
    element, went = _known("element", ELEMENTS), _known("went", VALENCES)
    keys, acting = runtime().keys, actor()
    before = _before()
    with reading() as session:
        count = queries.count(session, acting)
        if element or went:
            found = (seen for seen in queries.every(session, keys, acting, before=before) if _fits(seen, element, went))
            page = list(islice(found, PAGE + 1))
        else:
            page = queries.page(session, keys, acting, limit=PAGE + 1, before=before)
    return _page(page[:PAGE], count=count, older=_place(page[PAGE - 1]) if len(page) > PAGE else None)


@blueprint.post("/journal/search")
@policy(Policy.SIGNED_IN)
def search() -> str:
    """Show the entries that hold all the words. Posted, so that the words are in no address and no log."""
    words = request.form.get("words", "").strip()[:200]
    keys, acting = runtime().keys, actor()
    with reading() as session:
        count = queries.count(session, acting)
        found = queries.search(session, keys, acting, words)
    return _page(found, count=count, words=words)


def _page(entries: list[Seen], *, count: int, older: str | None = None, words: str = "") -> str:
    return render_template(
        "journal/index.html",
        months=_by_month(entries),
        count=count,
        shown=len(entries),
        older=older,
        words=words,
        element=request.args.get("element", ""),
        went=request.args.get("went", ""),
        first_page="before" not in request.args,
    )


def _by_month(entries: Iterable[Seen]) -> list[tuple[str, list[Seen]]]:
    months: dict[str, list[Seen]] = {}
    for seen in entries:
        months.setdefault(month_name(seen.started_at), []).append(seen)
    return list(months.items())


def _fits(seen: Seen, element: str, went: str) -> bool:
    facets = seen.head.facets
    return (not element or element in facets.get("elements", {})) and (not went or facets.get("valence") == went)


def _known(name: str, values: tuple[str, ...]) -> str:
    value = request.args.get(name, "")
    return value if value in values else ""


def _place(last: Seen) -> str:
    """Give the place after an entry: its time in microseconds and its id."""
    return f"{int(last.started_at.timestamp() * 1_000_000)}.{last.id.hex}"


def _before() -> tuple[datetime, UUID] | None:
    moment, _, last = request.args.get("before", "").partition(".")
    try:
        return datetime.fromtimestamp(int(moment) / 1_000_000, UTC), UUID(hex=last)
    except (ValueError, OverflowError, OSError):
        return None
