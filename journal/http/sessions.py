"""The signed cookie of a browser's session, kept away from what is the same for everybody."""

from __future__ import annotations

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class Sessions(SecureCookieSessionInterface):
    """Flask's own sessions, but for answers that any cache may keep: those set no cookie and vary with none.

    Flask-Login looks at the session in every request, which alone would make each file vary with the cookie: a phone
    would fetch all of them again when somebody signs in.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Save the session with the answer, unless the answer is for everybody."""
        if not response.cache_control.immutable:
            super().save_session(app, session, response)
