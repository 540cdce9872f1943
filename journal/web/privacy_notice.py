"""What we keep and who may read it, in plain words."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from journal.access import Policy
from journal.http import policy, runtime

blueprint = Blueprint("privacy", __name__)


@blueprint.get("/privacy")
@policy(Policy.PUBLIC)
def index() -> ResponseReturnValue:
    """The page."""
    return render_template("privacy/index.html", settings=runtime().settings)
