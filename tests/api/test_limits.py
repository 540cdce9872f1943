"""What a phone asks for at each opening is given as often as phones open, and not without end."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [("GET", "/api/phone", None), ("GET", "/api/words", None), ("POST", "/api/reminders/compare", {"endpoint": None})],
)
def test_asking_without_end_is_slowed_down_for_one_person_alone(cast, method, path, sent):
    browser = cast.browser("author")
    answers = [browser.open(path, method=method, json=sent) for _ in range(125)]
    assert [one.status_code for one in answers[:120]] == [200] * 120
    assert answers[-1].status_code == 429
    assert answers[-1].json["error"]["code"] == "too_many_tries"
    assert 0 < int(answers[-1].headers["Retry-After"]) < 600
    assert cast.browser("other_author").open(path, method=method, json=sent).status_code == 200
