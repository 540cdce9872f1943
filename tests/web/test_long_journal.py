"""A journal of 5,000 entries: every page answers, nothing is missing, paging walks all of it once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from journal.reflections import queries
from tests.reflections.writing import draft, take

ENTRIES = 5_000
SENTENCES = (
    "No time to sit with her.",
    "He waited in the corridor.",
    "I said nothing on the round.",
    "She laughed and so did I.",
    "The daughter asked me to be honest.",
)


def test_every_page_of_a_long_journal_answers_and_nothing_is_missing(cast, parts):
    author, start = cast.author, datetime(2016, 1, 1, tzinfo=UTC)
    drafts = [
        draft(f"{SENTENCES[n % 5]} {SENTENCES[(n // 7) % 5]} {n}", written_at=start + timedelta(hours=17 * n))
        for n in range(ENTRIES)
    ]
    for first in range(0, ENTRIES, 50):
        assert take(parts, author, *drafts[first : first + 50]).refused == ()
    with parts.database.read() as session:
        assert queries.count(session, author) == ENTRIES
        bodies = {seen.head.body for seen in queries.every(session, parts.keys, author)}
    assert bodies == {one.content.body for one in drafts}

    browser = cast.browser("author")
    page = browser.get("/journal").text
    seen = re.findall(r"/entries/([0-9a-f-]{36})", page)
    for _ in range(3):
        older = re.search(r'href="(/journal\?before=[^"]+)"', page)
        page = browser.get(older.group(1).replace("&amp;", "&")).text
        seen += re.findall(r"/entries/([0-9a-f-]{36})", page)
    assert len(seen) == len(set(seen)) == 80
    assert "corridor. She laughed and so did I. 2" in browser.post("/journal/search", data={"words": "corridor 2"}).text
    themes = browser.get("/themes")
    assert themes.status_code == 200
    assert "keeps coming up" in themes.text
