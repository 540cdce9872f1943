"""The journal in Welsh on a phone: the shell that is kept speaks it with no signal too, and nothing runs off."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import axe_finds, double_text, runs_off
from tests.browser.place import Place, copy_of
from tests.phone.test_no_signal import box, write

WELSH = {"locale": "cy-GB"}
MONTHS = "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr".split()
SCREENS = ("/write", "/journal", "/themes", "/phone", "/phone/lock", "/phone/safe")
PAGES = ("/bring", "/reminders", "/me", "/consent", "/support")


@pytest.fixture(scope="module")
def place(demo, tmp_path_factory):
    """A server that offers Welsh, on a copy of the demo."""
    own = tmp_path_factory.mktemp("welsh")
    copy_of(demo, own)
    started = Place(own, languages="cy")
    yield started
    started.close()


def kept_shells(page):
    """Give the addresses of the shells in the cache."""
    return page.evaluate("""async () => {
      const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
      return all.flat().map(({ url }) => url.slice(location.origin.length)).filter((one) => one.startsWith("/shell"));
    }""")


def test_a_welsh_shell_that_is_kept_opens_in_welsh_with_no_signal(pocket, between):
    holder = pocket("nurse-ed", **WELSH)
    page = holder.keep_the_journal()
    expect(page.get_by_role("heading", name="Beth ddigwyddodd?")).to_be_visible()
    assert kept_shells(page) == ["/shell?lang=cy"]
    holder.close()
    between.down()
    page = holder.start()
    page.goto("/write")
    assert not holder.reaches_the_server()
    assert page.evaluate("document.documentElement.lang") == "cy"
    expect(page.get_by_role("heading", name="Beth ddigwyddodd?")).to_be_visible()
    write(page, "Mae’r tegell ymlaen cyn i mi dynnu fy nghot.")
    page.get_by_role("button", name="Cadw", exact=True).first.tap()
    expect(page.get_by_text(re.compile("^1 yn aros ers "))).to_be_visible()
    page.goto("/journal")
    expect(page.get_by_role("heading", name=re.compile(f"^({'|'.join(MONTHS)}) \\d{{4}}$")).first).to_be_visible()
    page.goto("/me")
    expect(page.get_by_text("Mae angen signal ar y dudalen hon")).to_be_visible()
    page.goto("/phone")
    expect(page.locator(".definitions")).to_contain_text(re.compile("1 cofnod, ers "))


def test_a_phone_in_english_keeps_the_english_shell(pocket):
    page = pocket("nurse-ed").keep_the_journal()
    expect(page.get_by_role("heading", name="What happened?")).to_be_visible()
    assert page.locator("#language").count() == 0
    assert kept_shells(page) == ["/shell?lang=en"]


@pytest.mark.parametrize("width", [412, 320])
def test_welsh_words_fit_and_axe_finds_nothing(pocket, place, width):
    holder = pocket("nurse-ed", **WELSH, viewport={"width": width, "height": 839})
    page = holder.keep_the_journal()
    entry = f"/entries/{place.entries('nurse-ed')[0].id}"
    found = []
    for path in (*SCREENS, entry, f"{entry}/question", *PAGES):
        page.goto(path)
        page.locator("main h1, main textarea").first.wait_for()
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.lang") == "cy", path
        found += [f"{path}: {line}" for line in runs_off(page)]
        if width == 412:
            found += [f"{path}: {line}" for line in axe_finds(page)]
            double_text(page)
            found += [f"{path}, text twice as large: {line}" for line in runs_off(page)]
    assert found == []
    assert holder.said == []


def test_a_locked_phone_and_a_refused_pin_speak_welsh(pocket):
    page = pocket("nurse-ed", **WELSH).keep_the_journal()
    page.goto("/phone/lock")
    page.locator("#pin").fill("12")
    page.get_by_role("button", name="Troi’r clo ymlaen").tap()
    expect(page.get_by_role("alert")).to_contain_text("Ni chafodd dim ei newid.")
    expect(box(page)).to_have_count(0)
