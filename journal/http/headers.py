"""Security headers on every response."""

from __future__ import annotations

import base64
import hashlib

from flask import Flask, Response, request

from journal.http.assets import Assets
from journal.http.transaction import runtime

_EVERYWHERE = (
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
)


def init_headers(app: Flask, assets: Assets) -> None:
    """Send the headers with every response; the one inline script, an import map, is allowed by its hash."""
    inline = (assets.import_map, assets.door_import_map, assets.shell_import_map)
    maps = " ".join(sorted({f"'{_hash(one)}'" for one in inline}))
    content = "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {maps}",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            *_EVERYWHERE,
            # The one policy there may be: it makes the address of the service worker, and no other.
            "trusted-types worker",
        )
    )
    of_pictures = "; ".join(("default-src 'none'", *_EVERYWHERE, "trusted-types"))

    @app.after_request
    def send(response: Response) -> Response:
        headers = response.headers
        is_file = request.endpoint == "static_files.file"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if runtime().settings.https:
            headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        headers.setdefault("Cache-Control", "no-store")
        # The rest is about documents. A phone's first load is two dozen files, and these lines would weigh as much as
        # a third of its scripts; of files only a drawing can be a document that runs anything.
        if is_file and response.mimetype != "image/svg+xml":
            return response
        headers["Content-Security-Policy"] = of_pictures if is_file else content
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["X-Frame-Options"] = "DENY"
        if not is_file:
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        return response


def _hash(script: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"
