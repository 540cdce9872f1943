"""The application factory: a readable list of named steps."""

from __future__ import annotations

import os
import threading

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from journal import api, web
from journal.config import Settings, read_settings
from journal.config.places import STATIC, TEMPLATES
from journal.http.acting import init_acting
from journal.http.assets import init_assets
from journal.http.errors import init_errors
from journal.http.headers import init_headers
from journal.http.language import init_language
from journal.http.mail import Mailer
from journal.http.origin import init_origin
from journal.http.policy import init_policies
from journal.http.runtime import Runtime, open_runtime
from journal.http.sessions import Sessions
from journal.jobs.rounds import run_until

# The largest request: a full sync batch, or a form with the longest entry in its worst encoding, and room around it.
LARGEST_REQUEST = 1024 * 1024


def create_app(settings: Settings, *, mailer: Mailer | None = None) -> Flask:
    """Give the application for these settings, its database migrated."""
    parts = open_runtime(settings, mailer=mailer)
    try:
        parts.migrate()
        return _assemble(settings, parts)
    except BaseException:
        parts.close()
        raise


def _assemble(settings: Settings, parts: Runtime) -> Flask:
    app = Flask("journal", static_folder=None, template_folder=str(TEMPLATES))
    app.extensions["journal"] = parts
    configure(app, parts)
    trust_proxies(app, settings)
    init_language(app, settings)
    init_origin(app)
    init_acting(app)
    assets = init_assets(app, STATIC, settings)
    init_headers(app, assets)
    web.init_web(app, assets)
    api.init_api(app)
    init_errors(app)  # after the API, whose library would answer errors in a shape of its own
    init_policies(app)
    return app


def from_environment() -> Flask:
    """Give the application the environment asks for, its timed work begun; the WSGI server calls this."""
    app = create_app(read_settings(os.environ))
    start_jobs(app.extensions["journal"])
    return app


def start_jobs(parts: Runtime) -> None:
    """Do timed work in a thread of the one server process; on PostgreSQL `python -m journal.jobs` does it."""
    if not parts.settings.on_postgresql:
        threading.Thread(target=run_until, args=(parts, threading.Event()), name="jobs", daemon=True).start()


def configure(app: Flask, parts: Runtime) -> None:
    """Set what Flask itself needs. The cookie only ever holds our session token and fixed words."""
    https = parts.settings.https
    app.config.update(
        SECRET_KEY=parts.ring.derive("cookie"),
        SESSION_COOKIE_NAME="__Host-journal" if https else "journal",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        TESTING=parts.settings.testing,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.session_interface = Sessions()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def trust_proxies(app: Flask, settings: Settings) -> None:
    """Believe the address and scheme that this many proxies in front report, and no more."""
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
