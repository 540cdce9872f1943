"""JSON for the phone: one module an area, described by an OpenAPI document."""

from __future__ import annotations

from flask import Flask, Response, jsonify
from flask_smorest import Api

import journal
from journal.access import Policy
from journal.api.device import blueprint as device
from journal.api.phone import blueprint as phone
from journal.api.reminders import blueprint as reminders
from journal.api.sync import blueprint as sync
from journal.api.words import blueprint as words
from journal.http import policy


def init_api(app: Flask) -> None:
    """Register every area's resources, and serve their OpenAPI document at /api/openapi.json."""
    app.config.update(
        API_TITLE="Afterword",
        API_VERSION=journal.__version__,
        OPENAPI_VERSION="3.1.0",
    )
    api = Api(app)
    api.spec.components.security_scheme(
        "session", {"type": "apiKey", "in": "cookie", "name": app.config["SESSION_COOKIE_NAME"]}
    )
    api.register_blueprint(sync)
    api.register_blueprint(reminders)
    api.register_blueprint(device)
    api.register_blueprint(phone)
    api.register_blueprint(words)

    @app.get("/api/openapi.json", endpoint="openapi")
    @policy(Policy.PUBLIC)
    def document() -> Response:
        return jsonify(api.spec.to_dict())
