"""Answers to a phone are gzipped where only the phone itself can have asked for them."""

from __future__ import annotations

import gzip
import json
from uuid import uuid4

import pytest

WORDS = "She had the kettle on before I had my coat off, and then told me about the letter. "


def offered(app, cast, **headers):
    browser = cast.browser("author")
    revision = {
        "id": str(uuid4()),
        "entry_id": str(uuid4()),
        "parents": [],
        "body": WORDS * 30,
        "answers": [],
        "facets": {},
        "deleted": False,
        "written_at": "2026-03-03T12:00:00+00:00",
        "schema": 1,
    }
    asking = {"user": str(cast.author.id), "device": str(uuid4()), "epoch": None, "cursor": 0, "revisions": []}
    browser.post("/api/sync", json={**asking, "revisions": [revision]})
    return browser.post("/api/sync", json={**asking, "device": str(uuid4())}, headers=headers)


def test_an_answer_the_phone_asked_for_is_gzipped_and_the_same(app, cast):
    answer = offered(app, cast, **{"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) == len(answer.data) < 1500
    assert WORDS * 30 in {one["body"] for one in json.loads(gzip.decompress(answer.data))["revisions"]}
    assert "Sec-Fetch-Site" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "none"},
        {"Accept-Encoding": "br", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_any_other_answer_has_the_length_of_its_words_alone(app, cast, headers):
    answer = offered(app, cast, **headers)
    assert "Content-Encoding" not in answer.headers
    assert WORDS * 30 in {one["body"] for one in answer.json["revisions"]}
