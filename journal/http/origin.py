"""Refuse requests that another site makes a browser send."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, request

from journal.errors import JournalError
from journal.http.transaction import runtime
from journal.language import marked

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class OtherSite(JournalError):
    """The request was made by a page of another site, or does not say where it comes from."""

    status = 403
    code = "other_site"
    message = marked("This request came from another site, so we did not act on it. Please open the page again here.")


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
    ours = urlsplit(runtime().settings.address)
    if request.headers.get("Origin") not in (f"{ours.scheme}://{ours.netloc}", request.host_url.rstrip("/")):
        raise OtherSite
