"""What leaves gzipped: what is the same for everybody, and answers that only the phone itself can have asked for."""

from __future__ import annotations

import gzip
from functools import cache

from flask import Response, request

# Below this the gzip header and the processor's time cost more than they spare.
_SMALL = 1000


@cache
def packed(plain: bytes) -> bytes:
    """Give the bytes gzipped: the work of a start, done once in a process however many applications it makes."""
    return gzip.compress(plain, 9, mtime=0)


def pack(plain: bytes, gzipped: bytes | None, kind: str) -> Response:
    """Give the response with the gzipped bytes where the browser takes them, else the plain ones.

    Only for what is the same for everybody: a page that holds a secret beside what somebody else chose is never packed,
    since its length would tell of the secret (BREACH).
    """
    use = gzipped if gzipped and _taken() else None
    response = Response(use or plain, mimetype=kind)
    response.headers["Vary"] = "Accept-Encoding"
    if use:
        response.headers["Content-Encoding"] = "gzip"
    return response


def pack_answer(response: Response) -> Response:
    """Gzip an answer of the API where a script of ours asked for it, as `Sec-Fetch-Site` says.

    No other site can make a browser say so, and so nobody can have it asked again and again to watch its length.
    """
    response.headers.add("Vary", "Accept-Encoding, Sec-Fetch-Site")
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if ours and _taken() and response.status_code == 200 and (response.content_length or 0) >= _SMALL:
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _taken() -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")
