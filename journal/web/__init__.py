"""Pages for people: one module an area, each a blueprint whose routes declare their policies."""

from __future__ import annotations

from flask import Flask

from journal.http.assets import Assets
from journal.web import (
    closing,
    cohorts,
    confirm,
    consent,
    entries,
    invitations,
    join,
    journal,
    me,
    people,
    privacy_notice,
    questions,
    releases,
    reminders,
    reset,
    sharing,
    shell,
    sign_in,
    sign_up,
    style,
    supervision,
    support,
    teams,
    themes,
    write,
)
from journal.web.context import init_context
from journal.web.marking import init_marking
from journal.web.words import init_words


def init_web(app: Flask, assets: Assets) -> None:
    """Register every area's pages."""
    init_context(app)
    init_words(app)
    init_marking(app)
    shell.init_shell(app, assets)
    app.register_blueprint(write.blueprint)
    app.register_blueprint(questions.blueprint)
    app.register_blueprint(journal.blueprint)
    app.register_blueprint(entries.blueprint)
    app.register_blueprint(themes.blueprint)
    app.register_blueprint(sharing.blueprint)
    app.register_blueprint(supervision.blueprint)
    app.register_blueprint(sign_in.blueprint)
    app.register_blueprint(confirm.blueprint)
    app.register_blueprint(join.blueprint)
    app.register_blueprint(sign_up.blueprint)
    app.register_blueprint(reset.blueprint)
    app.register_blueprint(me.blueprint)
    app.register_blueprint(reminders.blueprint)
    app.register_blueprint(closing.blueprint)
    app.register_blueprint(people.blueprint)
    app.register_blueprint(invitations.blueprint)
    app.register_blueprint(teams.blueprint)
    app.register_blueprint(cohorts.blueprint)
    app.register_blueprint(releases.blueprint)
    app.register_blueprint(consent.blueprint)
    app.register_blueprint(support.blueprint)
    app.register_blueprint(privacy_notice.blueprint)
    app.register_blueprint(style.blueprint)
