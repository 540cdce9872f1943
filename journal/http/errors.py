"""Turn errors into one JSON shape and one page. No exception text, no input and no trace ever goes out."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from journal.errors import Invalid, JournalError, NotFound, TooLarge, TooMany
from journal.language import gettext, marked

_log = logging.getLogger("journal")

_UNFORESEEN = marked(
    "Something went wrong on our side. What you wrote is not lost if you go back: try again in a moment."
)

_WORDS = {
    400: marked("We could not read what was sent. Please go back and try again."),
    404: NotFound.message,
    405: marked("That page cannot be used in this way. Please go back and try again."),
    413: TooLarge.message,
    415: marked("That kind of content cannot be used here."),
    422: Invalid.message,
    429: TooMany.message,
}


_TITLES = {
    401: marked("Please sign in"),
    403: marked("Not this page"),
    404: marked("Not found"),
    409: marked("Something changed"),
}


def init_errors(app: Flask) -> None:
    """Answer every error here. Handlers for single pages (the sign-in page, kept text) come before these."""
    app.register_error_handler(JournalError, respond)
    app.register_error_handler(HTTPException, _werkzeug)
    app.register_error_handler(Exception, _unforeseen)
    # Flask logs what fails inside a handler with its message; a message may hold what somebody wrote.
    app.log_exception = lambda info: _note(info[1])  # type: ignore[method-assign, assignment]


def wants_json() -> bool:
    """Tell whether a program is asking rather than a person."""
    return request.path.startswith("/api/")


def answer(status: int, code: str, message: str, fields: dict[str, str] | None = None) -> Response:
    """Give the one JSON shape: {"error": {"code", "message", "fields"?}}."""
    body: dict[str, object] = {"code": code, "message": message}
    if fields:
        body["fields"] = fields
    response = jsonify(error=body)
    response.status_code = status
    return response


def respond(error: JournalError) -> Response:
    """Give the general answer to an error of ours; pages with a better one fall back on it."""
    if wants_json():
        response = answer(error.status, error.code, error.message, getattr(error, "fields", None))
    else:
        response = _page(error.status, error.message, getattr(error, "fields", None))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _werkzeug(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:  # a redirect that Werkzeug raises
        return Response(status=status, headers=error.get_headers())
    message = gettext(_WORDS.get(status, JournalError.message))
    if wants_json():
        return answer(status, (error.name or "error").lower().replace(" ", "_"), message)
    return _page(status, message)


def _unforeseen(error: Exception) -> Response:
    _note(error)
    message = gettext(_UNFORESEEN)
    if wants_json():
        return answer(500, "server_error", message)
    return _page(500, message)


def _note(error: BaseException | None) -> None:
    """Log the type and the place in the code: enough to mend it, and nothing anybody wrote."""
    trace, place = error.__traceback__ if error else None, "?"
    while trace is not None:
        place, trace = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}", trace.tb_next
    _log.error("unforeseen %s at %s serving %s", type(error).__name__, place, request.endpoint)


def _page(status: int, message: str, fields: dict[str, str] | None = None) -> Response:
    title = gettext(_TITLES.get(status, marked("That did not work")))
    try:
        page = render_template("errors/error.html", code=status, title=title, message=message, fields=fields or {})
    except Exception as error:  # whatever it is, it must not reach the server's own log with its message
        _note(error)
        return Response(message, status, mimetype="text/plain")
    return Response(page, status)
