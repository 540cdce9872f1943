"""The phone's shell: one document for every address a phone keeps, its service worker, and its manifest.

The document is the same for everybody: made once, with nobody signed in. It is packed like a static file, which a page
that holds a secret beside words from elsewhere must never be.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from dataclasses import dataclass, field

from flask import Blueprint, Flask, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from journal import language
from journal.access import Policy
from journal.http import browser_keeps, policy, runtime, sleeper
from journal.http.assets import LOGO, Assets
from journal.http.errors import wants_json
from journal.http.packing import pack, packed
from journal.http.policy import policy_of
from journal.web.write import shared_page

blueprint = Blueprint("shell", __name__)

_ID = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"

ADDRESSES = (
    "^/write$",
    "^/write/shared$",
    "^/write/with/[a-z0-9-]+$",
    "^/journal$",
    f"^/entries/{_ID}(/(edit|question|revisions))?$",
    "^/themes$",
    "^/phone(/(lock|safe|waiting))?$",
)
"""Every address the shell answers, as patterns that mean the same in Python and JavaScript. The one list of them."""

_FIRST = (
    "css/app.css",
    "data/schemas/",
    "icons/app-192.png",
    "icons/app.svg",
    "icons/drawings.svg",
    LOGO,
    "icons/sprite.svg",
    "js/phone/",  # every view: one that is not there is a hole in the journal where there is no signal
)
# What a notification may say, in the order the worker knows: to write, what was planned, a small change.
_NOTIFICATIONS = (
    language.marked("A few minutes to write?"),
    language.marked("Something you planned has come round"),
    language.marked("Is it still happening?"),
)
_LATER = ("js/components/", "js/analyser/", "js/identifiers/", "data/analyser/", "data/identifiers/")


@dataclass(slots=True)
class Shell:
    """What the phone keeps, made at the first request and then held."""

    assets: Assets
    _documents: dict[str, bytes] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def document(self, code: str) -> bytes:
        """Give the shell document in a language."""
        with self._lock:
            # A request of its own: no session, no person, no message can come into what everybody is given.
            if code not in self._documents:
                address = runtime().settings.address
                with current_app.test_request_context("/shell", base_url=address), language.speaking(code):
                    words, imports = language.script_words(code), self.assets.shell_import_map
                    page = render_template("shell/shell.html", import_map=imports, words=words)
                self._documents[code] = page.encode()
        return self._documents[code]

    def worker(self) -> bytes:
        """Give the service worker's text, led by one line that tells it what there is to keep.

        The shell's address names the language, so that a worker never keeps another than it was told.
        """
        code = language.language()
        name = "sw-rollback.js" if runtime().settings.worker == "rollback" else "sw.js"
        text = self.assets.workers[name]
        names = list(self.assets.names())
        wanted = (name for name in names if name.startswith(_FIRST))
        # With what they import: a screen comes whole or not at all.
        imported = (one for name in names if name.startswith("js/phone/") for one in self.assets.modules(name))
        first = list(dict.fromkeys([*wanted, *imported]))
        later = [name for name in names if name.startswith(_LATER) and name not in first]
        told = {
            "shell": url_for("shell.document", lang=code if len(runtime().settings.languages) > 1 else None),
            "document": hashlib.sha256(self.document(code)).hexdigest()[:12],
            "said": [language.gettext(words) for words in _NOTIFICATIONS],
            "assets": [self.assets.url(name) for name in first],
            "later": [self.assets.url(name) for name in later],
            "paths": list(ADDRESSES),
            "support": url_for("support.index"),
            "open": _open(current_app),
        }
        version = hashlib.sha256(json.dumps(told).encode() + text).hexdigest()[:12]
        return f"const SHELL = {json.dumps({'version': version, **told}, separators=(',', ':'))};\n".encode() + text


def init_shell(app: Flask, assets: Assets) -> None:
    """Answer the shell's addresses, before anybody is asked to sign in: a session that is over stops no writing."""
    app.extensions["shell"] = Shell(assets)
    app.register_blueprint(blueprint)
    answered = re.compile("|".join(ADDRESSES))

    @app.before_request
    def answer() -> Response | None:
        opened = request.method == "GET" and request.headers.get("Sec-Fetch-Dest", "document") == "document"
        # The session last: an answer it was looked at for varies with the cookie, and a file must not.
        if opened and answered.match(request.path):
            return _document() if browser_keeps() else None
        # A session that sleeps: what would show words shows the lock instead, and goes on from there once it is open.
        closed = opened and _is_closed(request.endpoint) and not wants_json()
        return _document() if closed and browser_keeps() and sleeper() else None


@blueprint.get("/shell")
@policy(Policy.PUBLIC)
def document() -> Response:
    """The shell document, for the service worker to keep, in the language it names."""
    asked = request.args.get("lang")
    return _document(asked if asked in runtime().settings.languages else None)


@blueprint.get("/sw.js")
@policy(Policy.PUBLIC)
def worker() -> Response:
    """The service worker. It is asked for again at most a day later, whatever a cache on the way thinks."""
    return _fresh(_shell().worker(), "text/javascript")


@blueprint.get("/manifest.webmanifest")
@policy(Policy.PUBLIC)
def manifest() -> Response:
    """What a phone needs to put the journal among its apps."""
    return _fresh(render_template("pwa/manifest.json").encode(), "application/manifest+json")


@blueprint.get("/phone")
@blueprint.get("/phone/lock")
@blueprint.get("/phone/safe")
@blueprint.get("/phone/waiting")
@policy(Policy.SIGNED_IN)
def phone() -> AnyResponse:
    """Go to the account page: this browser keeps no journal, or the shell would have answered."""
    return redirect(url_for("me.index"), 303)


@blueprint.get("/write/shared")
@policy(Policy.SIGNED_IN)
def shared_before() -> AnyResponse:
    """Go to the box: what was shared came with another request."""
    return redirect(url_for("write.form"), 303)


@blueprint.post("/write/shared")
@policy(Policy.SIGNED_IN)
def shared() -> str:
    """Show the box with what another app shared in it, where no service worker was there to take it."""
    parts = dict.fromkeys(request.form.get(name, "").strip() for name in ("title", "text", "url"))
    return shared_page("\n\n".join(part for part in parts if part))


def _is_closed(endpoint: str | None) -> bool:
    """Tell whether a page is for people who are signed in alone."""
    return endpoint is not None and policy_of(current_app, endpoint) not in (Policy.PUBLIC, Policy.SIGNED_OUT)


def _open(app: Flask) -> list[str]:
    """Give the first parts of addresses under which every page is open to anybody, and shows nobody's words."""
    closed: dict[str, bool] = {}
    for rule in app.url_map.iter_rules():
        first = rule.rule.split("/")[1]
        if "GET" in (rule.methods or ()):
            closed[first] = closed.get(first, False) or _is_closed(rule.endpoint)
    return sorted(first for first, is_closed in closed.items() if not is_closed)


def _shell() -> Shell:
    shell: Shell = current_app.extensions["shell"]
    return shell


def _document(code: str | None = None) -> Response:
    return _fresh(_shell().document(code or language.language()), "text/html")


def _fresh(content: bytes, kind: str) -> Response:
    """Give what is the same for everybody, to be asked for again each time and sent only where it changed."""
    response = pack(content, packed(content), kind)
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(hashlib.sha256(content).hexdigest()[:32], weak=True)
    response.make_conditional(request)
    return response
