"""Releases: what a cohort is meeting, for its trainers and for the people it is about.

The page, the JSON and the CSV all come from the one text that was stored; nothing here depends on who is looking but
the way back.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template

from journal import clock
from journal.access import Policy, Role
from journal.http import actor, policy, reading
from journal.insight import queries
from journal.insight.models import Release
from journal.insight.periods import MEMBERS_FOR_A_QUARTER, Period, period_of
from journal.insight.queries import Branch, Published

blueprint = Blueprint("releases", __name__)

HIDDEN = "too few to show"
"""What a hidden cell says. Not "fewer than 10": with noise, as many as 14 may stand behind it."""


ORDINARY = "elements"
"""A section that every release has, but for a quarter that holds the sensitive themes alone."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A cohort of a trainer with what was decided for it, the newest first."""

    branch: Branch
    releases: tuple[tuple[Release, str], ...]

    @property
    def is_small(self) -> bool:
        """Whether it has fewer people than any release needs."""
        return self.branch.size < MEMBERS_FOR_A_QUARTER


@blueprint.get("/releases")
@policy(Policy.TRAINER)
def index() -> str:
    """The trainer's cohorts and their releases."""
    acting, today = actor(), clock.now().date()
    with reading() as session:
        branches = queries.trained_cohorts(session, acting, today)
        rows = queries.releases_of(session, [branch.cohort.id for branch in branches])
    shelves = [
        Shelf(branch, tuple((row, titled(row)) for row in rows if row.cohort_id == branch.cohort.id))
        for branch in branches
    ]
    return render_template("releases/index.html", shelves=shelves)


@blueprint.get("/releases/<uuid:release_id>")
@policy(Policy.SIGNED_IN)
def release(release_id: UUID) -> str:
    """One release, for a trainer of its cohort or somebody of the cohort; 404 for everybody else."""
    found = _found(release_id)
    sections = {section["id"]: pictured(section) for section in json.loads(found.figures)["sections"]}
    trains = Role.TRAINER in actor().roles
    return render_template(
        "releases/release.html", found=found, period=titled(found.release), sections=sections, trains=trains
    )


@blueprint.get("/releases/<uuid:release_id>/figures.json")
@policy(Policy.SIGNED_IN)
def as_json(release_id: UUID) -> Response:
    """The figures as they are stored, byte for byte."""
    return _download(_found(release_id), "json", "application/json", lambda text: text)


@blueprint.get("/releases/<uuid:release_id>/figures.csv")
@policy(Policy.SIGNED_IN)
def as_csv(release_id: UUID) -> Response:
    """The same figures as a table: a line a cell, in the order of the release."""
    return _download(_found(release_id), "csv", "text/csv", _table)


def named(period: Period) -> str:
    """Give a period's name: "March 2026", "January to March 2026"."""
    last = f"{period.ends_on:%B %Y}"
    return last if period.length == "month" else f"{period.starts_on:%B} to {last}"


def titled(row: Release) -> str:
    """Give a release's name in a list: its period, and where it holds only the harder themes, that too."""
    name = named(period_of(row.period))
    if row.figures is None or ORDINARY in {section["id"] for section in json.loads(row.figures)["sections"]}:
        return name
    return f"{name}, harder things"


def in_words(cell: dict[str, Any]) -> str:
    """Give what a cell says."""
    if cell["kind"] == "about":
        return f"about {cell['value']}"
    return "most" if cell["kind"] == "most" else HIDDEN


def pictured(section: dict[str, Any]) -> dict[str, Any]:
    """Give a section with what its pictures need: for each cell its words, and a length made of rounded figures alone.

    "Most" is drawn one step beyond the largest figure of the section, whatever is behind it.
    """
    values = [cell["value"] for row in section["rows"] for cell in row["cells"] if cell["value"] is not None]
    longest = max(values, default=0) + (
        5 if any(_is_most(cell) for row in section["rows"] for cell in row["cells"]) else 0
    )
    rows = [
        {
            **row,
            "cells": [
                {"value": longest if _is_most(cell) else cell["value"], "shown": in_words(cell)}
                for cell in row["cells"]
            ],
        }
        for row in section["rows"]
    ]
    shown = [row for row in rows if any(cell["value"] is not None for cell in row["cells"])]
    return {
        **section,
        "rows": rows,
        "shown": shown,
        "hidden": [row for row in rows if row not in shown],
        "longest": longest,
        "single": len(section["columns"]) == 1,
    }


def _is_most(cell: dict[str, Any]) -> bool:
    return bool(cell["kind"] == "most")


def _found(release_id: UUID) -> Published:
    with reading() as session:
        return queries.release(session, actor(), release_id)


def _download(found: Published, ending: str, kind: str, made: Any) -> Response:
    response = Response(made(found.figures), mimetype=kind)
    name = f"release-{found.release.period}-{str(found.cohort.id)[:8]}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _table(figures: str) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(["section", "row", "column", "people"])
    for section in json.loads(figures)["sections"]:
        for row in section["rows"]:
            for column, cell in zip(section["columns"], row["cells"], strict=True):
                writer.writerow([section["label"], row["label"], column["label"], in_words(cell)])
    return written.getvalue()
