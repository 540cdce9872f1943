"""What a network may do to a sync request. Each is a function of the route; the server hears of it where it says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Route

PORTAL = "<!doctype html><title>Welcome to Ward WiFi</title><p>Please accept the terms."


def passed(route: Route) -> None:
    route.continue_()


def cut(route: Route) -> None:
    """The request never arrives."""
    route.abort("connectionreset")


def cut_reply(route: Route) -> None:
    """The server has committed; its reply never arrives."""
    route.fetch(timeout=5000)
    route.abort("connectionreset")


def hang(route: Route) -> None:
    """Nothing comes, for longer than anybody waits."""


def hang_reply(route: Route) -> None:
    """The server has committed, and nothing comes."""
    route.fetch(timeout=5000)


def portal(route: Route) -> None:
    """A hotel's page, with a status that says all is well."""
    route.fulfill(status=200, content_type="text/html", body=PORTAL)


def portal_as_json(route: Route) -> None:
    route.fulfill(status=200, content_type="application/json", body=PORTAL)


def redirected(route: Route) -> None:
    route.fulfill(status=302, headers={"Location": "/sign-in"}, body="")


def unauthorised(route: Route) -> None:
    route.fulfill(status=401, content_type="text/html", body=PORTAL)


def unavailable(route: Route) -> None:
    route.fulfill(status=503, content_type="text/html", body="Busy.")


def wrong_type(route: Route) -> None:
    """The server has committed; something on the way calls its reply a page."""
    reply = route.fetch(timeout=5000)
    route.fulfill(status=200, content_type="text/html", body=reply.text())


def torn(route: Route) -> None:
    """The server has committed; half of its reply arrives."""
    text = route.fetch(timeout=5000).text()
    route.fulfill(status=200, content_type="application/json", body=text[: len(text) // 2])


def twice(route: Route) -> None:
    """The request arrives two times."""
    route.fetch(timeout=5000)
    route.fulfill(response=route.fetch(timeout=5000))


def forged(route: Route) -> None:
    """The request never arrives; the reply has our shape and thanks for what it never saw, and for something else."""
    sent = json.loads(route.request.post_data or "{}")
    said = {
        "acknowledged": [*(one["id"] for one in sent["revisions"]), str(uuid4())],
        "rejected": [],
        "revisions": [],
        "purged": [],
        "cursor": sent["cursor"] + 5,
        "epoch": sent["epoch"] or str(uuid4()),
        "more": False,
    }
    route.fulfill(status=200, content_type="application/json", body=json.dumps(said))


def bare(route: Route) -> None:
    """The request never arrives; something says yes in JSON."""
    sent = json.loads(route.request.post_data or "{}")
    said = {"ok": True, "acknowledged": [one["id"] for one in sent["revisions"]]}
    route.fulfill(status=200, content_type="application/json", body=json.dumps(said))


class Replay:
    """The request never arrives; an earlier reply comes again."""

    def __init__(self) -> None:
        self.kept: str | None = None

    def __call__(self, route: Route) -> None:
        if self.kept is None:
            reply = route.fetch(timeout=5000)
            if reply.status == 200 and json.loads(route.request.post_data or "{}")["revisions"]:
                self.kept = reply.text()
            route.fulfill(response=reply)
        else:
            route.fulfill(status=200, content_type="application/json", body=self.kept)


Fault = Callable[[Route], None]

FAULTS: dict[str, Fault] = {
    one.__name__: one
    for one in (
        cut, cut_reply, hang, hang_reply, portal, portal_as_json, redirected, unauthorised, unavailable, wrong_type,
        torn, twice, forged, bare,
    )
}  # fmt: skip
