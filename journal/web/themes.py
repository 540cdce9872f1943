"""What keeps coming up: the author's themes with their evidence, and the six elements over time."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from journal.access import Policy
from journal.http import actor, policy, reading, runtime
from journal.http.recurring import choose_theme, found_themes
from journal.language import gettext, short_month
from journal.reflections import queries
from journal.reflections.themes import shown

blueprint = Blueprint("themes", __name__)


@blueprint.get("/themes")
@policy(Policy.SIGNED_IN)
def index() -> str:
    """Show at most twelve themes, those the author hid left out, and the elements month by month."""
    found = found_themes()
    with reading() as session:
        choices = queries.theme_choices(session, runtime().keys, actor())
    themes = list(shown(found, choices))
    return render_template(
        "themes/index.html",
        themes=[theme for theme in themes if not theme.hidden],
        hidden=[theme for theme in themes if theme.hidden],
        months=[{"label": short_month(month), "counts": marks} for month, marks in found.months],
        count=found.count,
    )


@blueprint.post("/themes/name")
@policy(Policy.SIGNED_IN)
def name() -> Response:
    """Remember the author's own name for a theme; an empty one goes back to the name that was found."""
    return _chosen(choose_theme(request.form.get("key", ""), label=request.form.get("label", "")))


@blueprint.post("/themes/hide")
@policy(Policy.SIGNED_IN)
def hide() -> Response:
    """Remember that this is not a theme, or that it is one after all."""
    return _chosen(choose_theme(request.form.get("key", ""), hidden=request.form.get("hidden") == "yes"))


@blueprint.post("/themes/merge")
@policy(Policy.SIGNED_IN)
def merge() -> Response:
    """Remember that a theme belongs to another one, or, with no other one named, that it stands on its own again."""
    return _chosen(choose_theme(request.form.get("key", ""), into=request.form.get("into", "")))


def _chosen(known: bool) -> Response:
    if not known:
        flash(gettext("That theme has changed. Please look again."), "info")
    return redirect(url_for("themes.index"), 303)
