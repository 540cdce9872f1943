"""Read what a program sends: JSON that nobody can parse is its sender's mistake, never a fault of ours."""

from __future__ import annotations

from typing import Any

import flask
import flask_smorest
from marshmallow import Schema
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest


class _Parser(FlaskParser):
    def load_json(self, req: flask.Request, schema: Schema) -> Any:
        """Give the body as plain values; raise BadRequest also where it is nested or its numbers long past measure."""
        try:
            return super().load_json(req, schema)
        except (RecursionError, ValueError):
            raise BadRequest from None


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """A blueprint of the JSON side, whose arguments are read as above."""

    ARGUMENTS_PARSER = _Parser()
