"""The living style page: every component in every state, for whoever builds the next page."""

from __future__ import annotations

from flask import Blueprint, render_template

from journal.access import Policy
from journal.http import policy

blueprint = Blueprint("style", __name__)


@blueprint.get("/style")
@policy(Policy.PUBLIC)
def index() -> str:
    """Show every component."""
    return render_template("style/index.html")
