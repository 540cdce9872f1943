"""What is typed on a page of the server's is in no file of a shared computer: browsers write what stands in other forms
into the files they restore themselves from, in clear. Only the boxes for writing itself are left to the browser: where
the signal went as they were sent, going back is the one way to the words, and losing them would be worse."""

from __future__ import annotations

from html.parser import HTMLParser
from uuid import uuid4

import pytest

from journal.access import Policy
from journal.http.policy import policy_of
from tests.people import PASSWORD
from tests.reflections.writing import draft, take

BROUGHT_BACK = {
    "/write",
    "/write/with/<template_id>",
    "/entries/<uuid:entry_id>/edit",
    "/entries/<uuid:entry_id>/question",
    "/entries/<uuid:entry_id>/again/<template_id>",
}


class Forms(HTMLParser):
    """`open` is every box for words whose form lets the browser keep them; `boxes` counts all."""

    def __init__(self) -> None:
        super().__init__()
        self.form: dict[str, str | None] | None = None
        self.open: list[str] = []
        self.boxes = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.form = given
        words = tag == "textarea" or (tag == "input" and given.get("type", "text") in ("text", "search"))
        if words and "readonly" not in given:
            self.boxes += tag == "textarea"
            # A line of the account (an address, a name) is no words of a reflection.
            is_own = tag == "textarea" or given.get("autocomplete") is None
            if is_own and (self.form or {}).get("autocomplete") != "off":
                self.open.append(str(given.get("name")))

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


def looked_at(page: str) -> Forms:
    found = Forms()
    found.feed(page)
    return found


def test_every_box_on_every_page_is_kept_out_of_the_browsers_files(cast, parts, app):
    one = draft("Only I may read about the kettle.", facets={"elements": {"time": "missing"}})
    take(parts, cast.author, one)
    browser, boxes = cast.browser("author"), {}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith(("/static", "/api", "/style", "/people")):
            continue
        given = {name: "driscoll" if name == "template_id" else one.entry_id for name in rule.arguments}
        if policy_of(app, rule.endpoint) is not Policy.SIGNED_IN or {"token", "release_id"} & set(given):
            continue
        with app.test_request_context():
            path = app.url_map.bind("localhost").build(rule.endpoint, given, method="GET")
        found = looked_at(browser.get(path).text)
        boxes[rule.rule] = found.boxes
        words = set(found.open) - {"zone"}  # the name of a time zone is nobody's words
        assert bool(words) is (rule.rule in BROUGHT_BACK), (rule.rule, found.open)
    assert sum(1 for count in boxes.values() if count) >= 6, boxes


@pytest.mark.parametrize("where", ["/write", "/bring"])
def test_words_that_a_page_carries_on_are_kept_out_of_them_too(cast, where):
    words = {"text": "Typed while the session ended.", "revision": str(uuid4()), "entry": str(uuid4())}
    browser = cast.stranger()
    page = browser.post("/write", data=words).text
    assert words["text"] in page
    assert (looked_at(page).open, looked_at(page).boxes) == ([], 1)
    carried = {"kept-path": where, "kept.text": words["text"]}
    cast.actor("author")
    page = browser.post("/sign-in", data={"email": "author@example.org", "password": PASSWORD, **carried}).text
    assert words["text"] in page
    assert (looked_at(page).open, looked_at(page).boxes) == ([], 1)
