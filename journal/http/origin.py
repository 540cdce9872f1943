"""Refuse requests that another site makes a browser send."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, request

from journal.errors import JournalError
from journal.http.transaction import runtime

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class OtherSite(JournalError):
    """The request was made by a page of another site, or does not say where it comes from."""

    status = 403
    code = "other_site"
    message = "This request came from another site, so we did not act on it. Please open the page again here."


def init_origin(app: Flask) -> None:
    """Check each request that may change something before anything else looks at it."""
    app.before_request(_check)


def _check() -> None:
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise OtherSite
        return
    # Older browsers and programs: the Origin they send must be the address people open, or the one they asked.
    origin = request.headers.get("Origin", "")
    parts = urlsplit(origin)
    ours = urlsplit(runtime().settings.address)
    if not origin or parts.netloc not in (ours.netloc, request.host) or parts.scheme not in ("http", "https"):
        raise OtherSite
