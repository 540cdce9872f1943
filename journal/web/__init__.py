"""Pages for people: one module an area, each a blueprint whose routes declare their policies."""

from __future__ import annotations

from flask import Flask

from journal.web import (
    confirm,
    invitations,
    join,
    me,
    people,
    privacy_notice,
    reset,
    sign_in,
    sign_up,
    support,
    teams,
)
from journal.web.context import init_context


def init_web(app: Flask) -> None:
    """Register every area's pages."""
    init_context(app)
    app.register_blueprint(sign_in.blueprint)
    app.register_blueprint(confirm.blueprint)
    app.register_blueprint(join.blueprint)
    app.register_blueprint(sign_up.blueprint)
    app.register_blueprint(reset.blueprint)
    app.register_blueprint(me.blueprint)
    app.register_blueprint(people.blueprint)
    app.register_blueprint(invitations.blueprint)
    app.register_blueprint(teams.blueprint)
    app.register_blueprint(support.blueprint)
    app.register_blueprint(privacy_notice.blueprint)
