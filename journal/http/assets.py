"""Static files under names that hold a hash of their content, gzipped once at start-up and served for ever."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin

from flask import Blueprint, Flask, Response

from journal.access import Policy
from journal.config import Settings
from journal.errors import NotFound
from journal.http.data_files import data_files
from journal.http.packing import pack, packed
from journal.http.policy import policy
from journal.http.theme import logo, theme_sheet

_TEXT = frozenset({".css", ".js", ".svg", ".json", ".webmanifest", ".txt"})
_STYLE = re.compile(r'^@import "(?P<name>[a-z0-9/_-]+\.css)";$', re.MULTILINE)
_MODULE = re.compile(r'^(?:import|export)\b[^;"]*"(?P<name>[./][a-z0-9./_-]+\.js)"', re.MULTILINE)
# Comments that stand on lines of their own, and the spaces lines begin with: a third of what a phone would fetch, and
# none of what it runs.
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*(?:[^*]|\*(?!/))*\*/[ \t]*|//.*)\n|^[ \t]+", re.MULTILINE)
_TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".json": "application/json"}

_SHELL_ONLY = ("js/phone/", "js/analyser/", "data/analyser/", "data/schemas/")
# What closes a journal: a sign-in on a shared device does so too.
_CLOSING = frozenset({"js/phone/people.js", "js/phone/store.js", "js/phone/vault.js"})

# Workers are served under plain names of their own, from the top: the folder of its address is what one may watch.
SHEET = "css/app.css"
LOGO = "icons/organisation"
WORKERS = frozenset({"sw.js", "sw-rollback.js"})


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is served."""

    plain: bytes
    packed: bytes | None
    type: str


class Assets:
    """Every static file, read once. An import map lets modules import each other, and find data, by plain paths.

    `import_map` is for pages and leaves out what only the shell has, since it stands in every page;
    `shell_import_map` names everything, `door_import_map` what a page needs where people sign in.
    """

    def __init__(self, folder: Path, *, colours: tuple[str, ...] = (), picture: Path | None = None) -> None:
        """Read the folder, with an organisation's colours and logo; raise BadSettings where those cannot be used."""
        self._names: dict[str, str] = {}
        self._files: dict[str, Asset] = {}
        self.workers: dict[str, bytes] = {}
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".md"):
            name = path.relative_to(folder).as_posix()
            content = _as_served(path)
            if name == SHEET and colours:
                content += theme_sheet((folder / "css" / "tokens.css").read_text(encoding="utf-8"), colours).encode()
            if name in WORKERS:
                self.workers[name] = content
            else:
                self._add(name, content)
        for name, content in data_files():
            self._add(name, content)
        self.logo = f"{LOGO}{picture.suffix.lower()}" if picture else None
        if picture and self.logo:
            self._add(self.logo, logo(picture))
        mapped = [name for name in self._names if name.endswith((".js", ".json"))]
        self.shell_import_map = self._map(mapped)
        self.import_map = self._map(name for name in mapped if not name.startswith(_SHELL_ONLY))
        self.door_import_map = self._map(sorted(_CLOSING & set(mapped)))

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

    def names(self) -> Iterable[str]:
        """Give the path under static/ of every file, in order."""
        return sorted(self._names)

    def modules(self, start: str) -> list[str]:
        """Give a module and all it imports before it runs, itself first; nothing where there is no such module."""
        found: dict[str, None] = {}
        waiting = [start]
        while waiting:
            name = waiting.pop(0)
            if name in found or name not in self._names:
                continue
            found[name] = None
            text = self._files[self._names[name]].plain.decode()
            waiting += [urljoin(f"/static/{name}", one["name"])[8:] for one in _MODULE.finditer(text)]
        return list(found)

    def _map(self, names: Iterable[str]) -> str:
        imports = {self.plain_url(name): self.url(name) for name in names}
        return json.dumps({"imports": imports}, separators=(",", ":"))

    def _add(self, name: str, plain: bytes) -> None:
        path = PurePosixPath(name)
        digest = hashlib.sha256(plain).hexdigest()[:12]
        hashed = path.with_name(f"{path.stem}-{digest}{path.suffix}").as_posix()
        kind = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        self._names[name] = hashed
        self._files[hashed] = Asset(plain, packed(plain) if path.suffix in _TEXT else None, kind)


def _as_served(path: Path) -> bytes:
    if path.suffix == ".css":
        return _joined(path)
    if path.suffix == ".js":
        return _COMMENT.sub("", path.read_text(encoding="utf-8")).encode()
    return path.read_bytes()


def _joined(path: Path) -> bytes:
    """Give a style sheet with each `@import "name.css";` line replaced by that sheet: one request instead of twenty."""

    def sheet(found: re.Match[str]) -> str:
        return _joined(path.parent / found["name"]).decode()

    return _STYLE.sub(sheet, path.read_text(encoding="utf-8")).encode()


def init_assets(app: Flask, folder: Path, settings: Settings) -> Assets:
    """Serve the folder's files, and give templates `static_url`, `import_map` and `logo_url`.

    Raises BadSettings for an organisation's colours or logo that cannot be used.
    """
    assets = Assets(folder, colours=settings.colours, picture=settings.logo)
    blueprint = Blueprint("static_files", __name__)

    @blueprint.get("/static/<path:name>")
    @policy(Policy.PUBLIC)
    def file(name: str) -> Response:
        asset = assets.get(name)
        if asset is None:
            raise NotFound
        response = pack(asset.plain, asset.packed, asset.type)
        response.headers["Cache-Control"] = "max-age=31536000, immutable"
        return response

    app.register_blueprint(blueprint)
    app.jinja_env.globals["static_url"] = assets.url
    app.jinja_env.globals["import_map"] = assets.import_map
    app.jinja_env.globals["door_import_map"] = assets.door_import_map
    app.jinja_env.globals["logo_url"] = assets.url(assets.logo) if assets.logo else None
    return assets
