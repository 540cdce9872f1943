"""Keep what a form sent when it cannot be served yet: the session has ended, or the password is asked again.

The fields travel from page to page as fields of the next form, always in the body of a POST, never in an address or a
cookie. After signing in they wait on a page with one button; nothing is done with them without a tap, since somebody
else may have signed in.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.routing import RequestRedirect

from journal.access import Policy
from journal.errors import TooLarge
from journal.http.policy import policy_of
from journal.language import gettext, marked

PATH = "kept-path"
PREFIX = "kept."

# What a page carries onward needs room for the names around it within the largest request.
LARGEST = 960 * 1024

_WORDS = {
    "text": marked("What happened?"),
    "answer": marked("Your answer"),
    "note": marked("Your note"),
    "name": marked("Name"),
}
_OPEN_DOORS = frozenset({Policy.PUBLIC, Policy.SIGNED_OUT})


@dataclass(frozen=True, slots=True)
class Field:
    """One field that was sent. `words` labels the ones a person may have written; codes and ids have none."""

    name: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What was sent, and to which of our pages. `path` is empty where that page is no longer there."""

    path: str
    fields: tuple[Field, ...]

    @property
    def written(self) -> bool:
        """Tell whether there is anything among it that somebody wrote."""
        return any(field.words for field in self.fields)


def from_request() -> Kept | None:
    """Give what this POST sent; None for other requests. Raises TooLarge for more than a page can carry onward."""
    if request.method != "POST":
        return None
    if (request.content_length or 0) > LARGEST:
        raise TooLarge
    try:
        sent = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        raise TooLarge from None
    return _kept(request.path, sent)


def carried() -> Kept | None:
    """Give what the form just sent carries onward from an earlier one, or None."""
    if PATH not in request.form:
        return None
    sent = [(n.removeprefix(PREFIX), v) for n, v in request.form.items(multi=True) if n.startswith(PREFIX)]
    return _kept(request.form[PATH], sent)


def own_fields() -> MultiDict[str, str]:
    """Give the fields of the form itself, without those it carries onward."""
    return MultiDict((n, v) for n, v in request.form.items(multi=True) if n != PATH and not n.startswith(PREFIX))


def own_path(path: str, method: str = "GET") -> str:
    """Give the path where it is one of our own pages behind the door, else an empty text.

    Everything that says where to go next comes through here, so nobody can be sent to another site.
    """
    # A fragment of its own would hide the one that tells the shell to ask who has just signed in.
    if not path.startswith("/") or "#" in path or len(path) > 500 or not path.isprintable():
        return ""
    try:
        endpoint, _ = current_app.url_map.bind("localhost").match(path, method=method)
    except (HTTPException, RequestRedirect):
        return ""
    return "" if policy_of(current_app, endpoint) in _OPEN_DOORS and not endpoint.startswith("join.") else path


def _kept(path: str, sent: list[tuple[str, str]]) -> Kept:
    fields = tuple(Field(name, value, _words(name, value)) for name, value in sent if "password" not in name)
    return Kept(own_path(path, "POST"), fields)


def _words(name: str, value: str) -> str:
    if name in _WORDS:
        return gettext(_WORDS[name])
    return gettext("What you wrote") if len(value) > 60 or any(c.isspace() for c in value.strip()) else ""
