"""Static files under names that hold a hash of their content, gzipped once at start-up and served for ever."""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, request

from journal.access import Policy
from journal.errors import NotFound
from journal.http.policy import policy

_TEXT = frozenset({".css", ".js", ".svg", ".json", ".webmanifest", ".txt"})
_IMPORT = re.compile(r'^@import "(?P<name>[a-z0-9/_-]+\.css)";$', re.MULTILINE)
_TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is served."""

    plain: bytes
    packed: bytes | None
    type: str


class Assets:
    """Every static file, read once. `import_map` lets modules import each other by their plain paths."""

    def __init__(self, folder: Path) -> None:
        self._names: dict[str, str] = {}
        self._files: dict[str, Asset] = {}
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".md"):
            self._add(path.relative_to(folder), _joined(path) if path.suffix == ".css" else path.read_bytes())
        modules = {self.plain_url(name): self.url(name) for name in self._names if name.endswith(".js")}
        self.import_map = json.dumps({"imports": modules}, separators=(",", ":"))

    def url(self, name: str) -> str:
        """Give the address of a file by its path under static/; raise KeyError for one that is not there."""
        return f"/static/{self._names[name]}"

    @staticmethod
    def plain_url(name: str) -> str:
        """Give the address by which modules import each other."""
        return f"/static/{name}"

    def get(self, hashed: str) -> Asset | None:
        """Give a file by its hashed name."""
        return self._files.get(hashed)

    def _add(self, relative: Path, plain: bytes) -> None:
        name = relative.as_posix()
        digest = hashlib.sha256(plain).hexdigest()[:12]
        hashed = relative.with_name(f"{relative.stem}-{digest}{relative.suffix}").as_posix()
        kind = _TYPES.get(relative.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        packed = gzip.compress(plain, 9, mtime=0) if relative.suffix in _TEXT else None
        self._names[name] = hashed
        self._files[hashed] = Asset(plain, packed, kind)


def _joined(path: Path) -> bytes:
    """Give a style sheet with each `@import "name.css";` line replaced by that sheet: one request instead of twenty."""

    def sheet(found: re.Match[str]) -> str:
        return _joined(path.parent / found["name"]).decode()

    return _IMPORT.sub(sheet, path.read_text(encoding="utf-8")).encode()


def init_assets(app: Flask, folder: Path) -> Assets:
    """Serve the folder's files, and give templates `static_url` and `import_map`."""
    assets = Assets(folder)
    blueprint = Blueprint("static_files", __name__)

    @blueprint.get("/static/<path:name>")
    @policy(Policy.PUBLIC)
    def file(name: str) -> Response:
        asset = assets.get(name)
        if asset is None:
            raise NotFound
        packed = asset.packed if "gzip" in request.headers.get("Accept-Encoding", "") else None
        response = Response(packed or asset.plain, mimetype=asset.type)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["Vary"] = "Accept-Encoding"
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        return response

    app.register_blueprint(blueprint)
    app.jinja_env.globals["static_url"] = assets.url
    app.jinja_env.globals["import_map"] = assets.import_map
    return assets
