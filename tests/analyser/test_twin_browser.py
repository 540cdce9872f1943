"""In a real browser, under the strict policy of the shell: fetched as it is served, it finds and asks the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.place import Place

from .conformance import cases
from .test_twin import as_sent, in_python, shared

PART = 6
RUN = """async ({texts, cases}) => {
  const analyser = await (await import("/static/js/analyser/index.js")).load();
  const entry = ({text, ...rest}) => ({...rest, text: texts[text]});
  return {
    found: texts.map((text) => analyser.analyse(text)),
    questions: cases.map((one) => analyser.nextQuestion(entry(one.entry), one.history.map(entry), one.asked)),
  };
}"""


@pytest.mark.browser
def test_the_browser_finds_and_asks_the_same(chromium: Browser, place: Place) -> None:
    texts, chosen = cases()
    found, questions = in_python()
    whole = {n for n, text in enumerate(texts) if text.encode("utf-8", "ignore").decode() == text}
    part = [n for n, case in enumerate(chosen) if n % PART == 0 and len(case.history) <= 12]
    part = [n for n in part if {chosen[n].text, *chosen[n].history} <= whole]
    used = sorted({n for at in part for n in (chosen[at].text, *chosen[at].history)})
    page = chromium.new_page()
    try:
        page.goto(f"{place.address}/shell")
        sent = {"texts": [text if n in used else "" for n, text in enumerate(texts)]}
        theirs = page.evaluate(RUN, sent | {"cases": [as_sent(chosen[at]) for at in part]})
    finally:
        page.close()
    assert len(part) >= 200
    assert theirs["questions"] == [questions[at] for at in part]
    for n in used:
        assert theirs["found"][n] == shared(found[n]), repr(texts[n])
