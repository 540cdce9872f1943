"""Pages in the language of the device: Welsh where it is offered and asked for, English as ever everywhere else."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest

from journal import language
from journal.app import create_app
from journal.config import BadSettings, read_settings
from journal.database import new_id
from scripts import words
from tests.people import PASSWORD, Cast

WELSH = {"Accept-Language": "cy-GB,cy;q=0.9,en-GB;q=0.8"}
MESSAGES = words.messages()

# Long enough that no name, address or word of an entry is the same by chance.
TOLD = [one.one for one in MESSAGES if len(one.one) > 14 and not re.search(r"%\(|\{|^https?:", one.one)]


@pytest.fixture
def offering(settings, mailbox):
    application = create_app(replace(settings, languages=("en", "cy")), mailer=mailbox)
    yield Cast(application)
    application.extensions["journal"].close()


def written(browser):
    """An entry with marks; the address of it."""
    text = "Sat with Sam until the bus came. I felt calm and heard."
    ids = {"entry": new_id(), "revision": new_id()}
    saved = browser.post("/write", data={**ids, "text": text, "element-time": "strained", "valence": "mixed"})
    assert saved.status_code == 303
    return saved.location.removesuffix("/question")


def english_left(page):
    """Give the messages that have a Welsh translation and still stand in the page in English."""
    shown = unescape(re.sub(r"<(script|style)\b.*?</\1>|<[^>]*\slang=\"en-GB\".*?</\w+>", "", page, flags=re.S))
    said = {" ".join(text.split()) for text in re.findall(r">([^<>]+)<|(?:aria-label|data-[\w-]+)=\"([^\"]+)\"", shown)
            for text in text}  # fmt: skip
    with language.speaking("cy"):
        return sorted(text for text in TOLD if text in said and language.gettext(text) != text)


def test_a_practitioners_pages_are_welsh_throughout(offering):
    browser = offering.browser("author")
    entry = written(browser)
    own = [entry, *(f"{entry}/{page}" for page in ("edit", "question", "revisions", "again/gibbs"))]
    mine = ["/themes", "/bring", f"/bring/{entry.split('/')[2]}", "/reminders", "/me", "/me/password", "/me/close"]
    paths = ["/write", "/write/with/gibbs", "/journal", *own, *mine, "/consent", "/support", "/privacy", "/nowhere"]
    for path in paths:
        answer = browser.get(path, headers=WELSH)
        assert answer.status_code in (200, 404), path
        assert '<html lang="cy"' in answer.text, path
        assert "Accept-Language" in answer.vary, path
        assert english_left(answer.text) == [], path


def test_the_doors_are_welsh_throughout(offering):
    browser = offering.stranger()
    for path in ("/sign-in", "/reset", "/support", "/privacy", "/join/no-such-token"):
        answer = browser.get(path, headers=WELSH)
        assert '<html lang="cy"' in answer.text, path
        assert english_left(answer.text) == [], path


def test_a_page_left_in_english_would_be_noticed(offering):
    page = offering.browser("author").get("/journal").text
    assert "Find in your own words" in english_left(page)


def test_errors_and_notices_are_welsh(offering):
    browser = offering.browser("author")
    answer = browser.post("/write", data={"text": " "}, headers=WELSH)
    assert answer.status_code == 422
    assert "Ysgrifennwch ychydig eiriau yn gyntaf. Mae brawddeg yn ddigon." in answer.text
    browser.post("/me", data={"name": "Sam"}, headers=WELSH)
    wrong = offering.stranger().post("/sign-in", data={"email": "a@example.org", "password": PASSWORD}, headers=WELSH)
    assert "Nid yw’r cyfeiriad e-bost a’r cyfrinair hynny’n cyfateb." in wrong.text
    missing = offering.stranger().post("/sign-in", data={"email": "", "password": ""}, headers=WELSH)
    assert "Ysgrifennwch eich cyfeiriad e-bost." in missing.text


def test_questions_stay_english_and_say_so(offering):
    browser = offering.browser("author")
    page = browser.get(f"{written(browser)}/question", headers=WELSH).text
    assert re.search(r'class="question-text own-words" id="question" lang="en-GB">', page)
    assert "Eich ateb" in page
    assert "lang=" not in re.search(r"<h1[^>]*>", browser.get("/journal").text).group()


def test_pages_of_other_roles_are_english_as_a_whole(offering):
    for who, path in (("supervisor", "/shared-with-me"), ("trainer", "/releases"), ("administrator", "/people")):
        page = offering.browser(who).get(path, headers=WELSH).text
        assert '<html lang="en-GB"' in page
        assert "Cymorth" not in page and "Support" in page


@pytest.mark.parametrize(
    ("asked", "tag"),
    [
        ("cy", "cy"),
        ("cy-GB", "cy"),
        ("en-GB,cy;q=0.5", "en-GB"),
        ("fr,cy;q=0.4", "cy"),
        ("cy;q=0", "en-GB"),
        ("", "en-GB"),
    ],
)
def test_the_browser_decides(offering, asked, tag):
    page = offering.stranger().get("/sign-in", headers={"Accept-Language": asked}).text
    assert f'<html lang="{tag}"' in page


def test_one_request_leaves_no_language_to_the_next(offering):
    browser = offering.stranger()
    assert "Mewngofnodi" in browser.get("/sign-in", headers=WELSH).text
    assert "Mewngofnodi" not in browser.get("/sign-in").text
    assert language.language() == "en"


def test_welsh_that_nobody_reviewed_is_not_offered_by_itself(cast):
    answer = cast.stranger().get("/sign-in", headers=WELSH)
    assert '<html lang="en-GB"' in answer.text
    assert "Accept-Language" not in answer.vary


def test_an_organisation_offers_what_there_is():
    assert read_settings({"JOURNAL_LANGUAGES": "cy"}).languages == ("en", "cy")
    assert read_settings({}).languages == ("en",)
    with pytest.raises(BadSettings, match="JOURNAL_LANGUAGES"):
        read_settings({"JOURNAL_LANGUAGES": "cy,xx"})


def test_each_language_has_a_shell_of_its_own_and_the_worker_keeps_that(offering):
    browser = offering.stranger()
    english, welsh = browser.get("/shell"), browser.get("/shell", headers=WELSH)
    assert b'id="language"' not in english.data and b'id="language"' in welsh.data
    assert english.headers["ETag"] != welsh.headers["ETag"]
    assert "Accept-Language" in welsh.vary
    assert english_left(welsh.text) == []
    worker = browser.get("/sw.js", headers=WELSH).text
    assert '"shell":"/shell?lang=cy"' in worker
    assert json.loads(re.search(r'"said":(\[.*?\])', worker).group(1))[0] == "Ychydig funudau i ysgrifennu?"
    # Whatever the worker's own request asks for, it gets the one it was told of.
    assert browser.get("/shell?lang=cy").data == welsh.data
    assert browser.get("/shell?lang=xx").data == english.data
    assert '"shell":"/shell?lang=en"' in browser.get("/sw.js").text
    assert browser.get("/shell?lang=en", headers=WELSH).data == english.data
