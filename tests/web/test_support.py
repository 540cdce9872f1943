from datetime import UTC, datetime

import pytest

from journal import clock
from journal.app import create_app
from journal.config import BadSettings, Settings
from journal.web.support import read_list

OWN = """{"locale": "en-GB", "last_checked": "2026-11-01", "groups": [
  {"title": "Here at the Trust", "when": "", "contacts": [
    {"name": "Safeguarding desk <1>", "reach": "Call 01632 960001", "link": "tel:01632960001", "about": "Until eight"}
  ]}]}"""


def test_support_is_there_for_everybody_signed_in_or_not(cast):
    for browser in (cast.stranger(), cast.browser("author"), cast.browser("administrator")):
        page = browser.get("/support")
        assert page.status_code == 200
        for words in ("999", "111", "116 123", "Freedom to Speak Up", "A journal is not a report", "union"):
            assert words in page.text
        assert 'href="tel:999"' in page.text
    assert 'href="/support"' in cast.stranger().get("/sign-in").text


def test_an_old_list_says_so_and_a_fresh_one_does_not(cast):
    with clock.hold(datetime(2026, 7, 20, tzinfo=UTC)):
        assert "Nobody has checked this list" not in cast.stranger().get("/support").text
    with clock.hold(datetime(2026, 7, 22, tzinfo=UTC)):
        page = cast.stranger().get("/support").text
    assert "Nobody has checked this list since" in page
    assert "18 January 2026" in page


def test_an_organisation_puts_its_own_list(settings, mailbox):
    settings.data_dir.joinpath("contacts.json").write_text(OWN, encoding="utf-8")
    app = create_app(settings, mailer=mailbox)
    page = app.test_client().get("/support").text
    assert "Safeguarding desk &lt;1&gt;" in page
    assert "116 123" not in page
    app.extensions["journal"].close()
    settings.data_dir.joinpath("contacts.json").unlink()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "not JSON"),
        ("[]", "not an object"),
        (OWN.replace("2026-11-01", "last week"), "last_checked"),
        (OWN.replace("tel:01632960001", "javascript:alert(1)"), r"groups\[0\].contacts\[0\].link"),
        (OWN.replace('"about": "Until eight"', '"about": 8'), r"groups\[0\].contacts\[0\].about"),
    ],
)
def test_a_list_that_cannot_be_used_is_told_when_the_server_starts(tmp_path, text, told):
    (tmp_path / "contacts.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings, match=told):
        read_list(Settings(data_dir=tmp_path))


def test_the_privacy_page_says_who_may_read_what(cast):
    for browser in (cast.stranger(), cast.browser("author")):
        page = browser.get("/privacy").text
        for words in (
            "Your supervisor",
            "A trainer",
            "An administrator",
            "A court can order",
            "not the clinical record",
        ):
            assert words in page
        assert "after 30 minutes" in page
