"""The main job, from a blank box on a phone to a release on a trainer's laptop."""

from __future__ import annotations

import csv
import io

from playwright.sync_api import expect

from journal.cli.demo import COHORT
from tests.browser.looking import COLOUR_RULES, axe_finds, runs_off
from tests.browser.writing import ENTRY, MARK, entry_path, is_kept, question, stands_at, tap_chip

ANSWER = "I could have said at the door that I had ten minutes."
AGAIN = "The clock was the third person in the room."


def write_and_answer(page):
    """A minute after the visit: the words, two chips, how it went, one question passed over and one answered."""
    page.get_by_label("What happened?").fill(ENTRY)
    tap_chip(page, "Communication")
    tap_chip(page, "Time", times=2)
    stands_at(page, "Communication", "present")
    stands_at(page, "Time", "strained")
    page.get_by_label("mixed").tap()
    page.get_by_role("button", name="Save").tap()
    is_kept(page)
    first = question(page)
    assert first.endswith("?")
    page.get_by_role("button", name="Ask me something else").tap()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first)
    asked = question(page)
    page.get_by_text("Why this question?").tap()
    page.get_by_label("Your answer").fill(ANSWER)
    page.get_by_role("button", name="Keep my answer").tap()
    expect(page.get_by_text("Your answer is kept with the entry.")).to_be_visible()
    return asked


def test_from_a_blank_box_to_supervision_and_back(place, device):
    phone = device("phone")
    phone.sign_in("nurse-ed")
    page = phone.page
    asked = write_and_answer(page)
    path = entry_path(page)

    # The entry holds all of it.
    main = page.get_by_role("main")
    for words in (ENTRY, ANSWER, asked, "mixed"):
        expect(main).to_contain_text(words)
    expect(main.get_by_role("img", name="Communication present, Time strained")).to_be_visible()
    assert axe_finds(page) == []

    # It is first in the journal, and found by its words, which stand in no address.
    page.get_by_role("link", name="Journal").first.tap()
    expect(page.get_by_role("listitem").filter(has=page.locator("time")).first).to_contain_text("Third visit this week")
    page.get_by_label("Find in your own words").fill(f"kettle {MARK}")
    page.get_by_role("button", name="Find").tap()
    expect(page.get_by_text("1 entry holds these words.")).to_be_visible()
    assert axe_finds(page) == []
    assert page.url == f"{place.address}/journal/search"

    # Changed, and every version kept.
    page.get_by_role("link", name="Third visit this week").tap()
    page.get_by_role("link", name="Change").tap()
    box = page.get_by_label("Change your entry")
    expect(box).to_have_value(ENTRY)
    box.fill(ENTRY + " Next time I will sit down first.")
    page.get_by_role("button", name="Keep the change").tap()
    expect(main).to_contain_text("Next time I will sit down first.")
    expect(main).to_contain_text(ANSWER)
    page.get_by_text("More", exact=True).tap()
    page.get_by_role("link", name="Earlier versions").tap()
    expect(page.get_by_role("heading", name="Every version")).to_be_visible()
    versions = page.get_by_role("main").locator("section")
    expect(versions).to_have_count(3)
    assert [("sit down first" in one, ANSWER in one) for one in versions.all_inner_texts()] == [
        (True, True),
        (False, True),
        (False, False),
    ]

    # Looked at again through other boxes.
    phone.goto(path)
    page.get_by_text("Look at it again through other boxes").tap()
    page.get_by_role("link", name="Six steps round").tap()
    page.get_by_role("textbox").first.fill(AGAIN)
    page.get_by_role("button", name="Keep").tap()
    expect(main).to_contain_text(AGAIN)

    # Two facets are offered and no more; one choice in each.
    page.get_by_text("Add a little more").tap()
    form = page.locator("form", has=page.get_by_role("button", name="Keep", exact=True))
    expect(form).to_be_visible()
    names = form.locator("input[name=facet]").evaluate_all("all => all.map(one => one.value)")
    assert 1 <= len(names) <= 2
    for name in names:
        form.locator(f"[name^='f-{name}']:is([type=radio], [type=checkbox])").first.check()
    form.get_by_role("button", name="Keep", exact=True).tap()
    expect(page.get_by_text("Kept.", exact=True)).to_be_visible()
    kept = place.holding("nurse-ed", MARK)
    assert len(kept) == 1
    assert set(names) <= set(kept[0].head.facets)

    share_and_take_back(place, device, phone, path)

    page.get_by_role("link", name="Me", exact=True).tap()
    page.get_by_role("button", name="Sign out", exact=True).tap()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.goto(path)
    assert "/sign-in" in page.url
    nothing_written_stands_in(phone)


def decide(page):
    """See what would leave, and leave every word that was found as it is."""
    page.get_by_role("button", name="See what would leave").tap()
    words, leaves = (page.get_by_role("heading", name=n) for n in ("Words to decide about", "This is what would leave"))
    expect(words.or_(leaves)).to_be_visible()
    if words.is_visible():
        assert axe_finds(page) == []
        for choice in page.get_by_label("Leave it").all():
            choice.check()
        page.get_by_role("button", name="See what would leave").tap()
    expect(leaves).to_be_visible()


def take_a_copy(phone, path):
    """The same words on a sheet to print, which no other page shows again."""
    page = phone.goto(path)
    page.get_by_role("link", name="Share").tap()
    page.get_by_label("Nobody here: a copy to take with you").check()
    decide(page)
    expect(page.get_by_text("Your copy would hold exactly this.")).to_be_visible()
    assert axe_finds(page) == []
    who_would_know = page.get_by_label("I do not think so")
    if who_would_know.is_visible():
        who_would_know.check()
    page.get_by_role("button", name="Make the copy").tap()
    page.wait_for_url("**/copy")
    expect(page.get_by_role("article")).to_contain_text(MARK)
    assert axe_finds(page) == [] == runs_off(page)
    assert MARK not in page.url
    page.emulate_media(color_scheme="dark")
    assert axe_finds(page, rules=COLOUR_RULES) == []
    page.emulate_media(color_scheme="light")
    page.get_by_role("link", name="The entry").tap()
    page.wait_for_url(f"**{path}")
    phone.goto("/bring")


def share_and_take_back(place, device, phone, path):
    """One entry goes to Ruth as it was seen to leave, is opened, is taken back, and is gone."""
    page = phone.goto(path)
    page.get_by_role("link", name="Share").tap()
    decide(page)
    expect(page.get_by_role("article")).to_contain_text(MARK)
    assert axe_finds(page) == []
    who_would_know = page.get_by_label("I do not think so")
    if who_would_know.is_visible():
        who_would_know.check()
    page.get_by_role("button", name="Share with Ruth").tap()
    shared = page.locator("section.card", has_text="Third visit this week")
    expect(shared).to_contain_text("Not opened yet.")

    take_a_copy(phone, path)

    laptop = device("laptop")
    laptop.sign_in("supervisor")
    desk = laptop.page
    desk.get_by_role("link", name="Shared with me").click()
    desk.get_by_role("link", name="Dani").first.click()
    desk.wait_for_url("**/shared-with-me/*")
    read = desk.url
    expect(desk.get_by_role("main")).to_contain_text(MARK)
    assert axe_finds(desk) == []
    assert desk.goto(path).status == 404

    phone.goto("/bring")
    expect(shared).to_contain_text("First opened on")
    shared.get_by_role("button", name="Take it back").tap()
    expect(shared).to_have_count(0)
    assert desk.goto(read).status == 404
    assert MARK not in desk.content()
    nothing_written_stands_in(laptop)


def nothing_written_stands_in(device):
    """No word anybody wrote is in an address that was asked for, or left behind in the browser."""
    for words in (MARK, "kettle", "Third", "door", "clock"):
        assert not [address for address in device.addresses if words.lower() in address.lower()]
    left = device.page.evaluate(
        """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, await caches.keys(),
            await indexedDB.databases()])"""
    )
    assert left == "[{},{},[],[]]"


def test_themes_lead_to_the_entries_they_rest_on(place, device):
    phone = device("phone", "nurse-ed")
    page = phone.goto("/themes")
    theme = page.get_by_role("article").first
    quote = theme.get_by_role("listitem").filter(has=page.locator("q")).first
    words = quote.locator("q").inner_text().strip("“”\"' .")
    quote.get_by_role("link").tap()
    page.wait_for_url("**/entries/*")
    expect(page.get_by_role("main")).to_contain_text(words)


def test_a_theme_is_renamed_and_hidden_and_shown_again(place, device):
    phone = device("phone", "nurse-hospice")
    page = phone.goto("/themes")
    label = page.get_by_role("article").first.get_by_role("heading").inner_text()
    theme = page.get_by_role("article").filter(has=page.get_by_role("heading", name=label, exact=True))
    theme.get_by_text("Rename it, put it into another, or hide it").tap()
    theme.get_by_label("Your name for it").fill("The last hour")
    theme.get_by_role("button", name="Keep the name").tap()
    mine = page.get_by_role("article").filter(has=page.get_by_role("heading", name="The last hour"))
    expect(mine).to_have_count(1)
    mine.get_by_text("Rename it, put it into another, or hide it").tap()
    mine.get_by_role("button", name="This is not a theme").tap()
    expect(page.get_by_text("Hidden by you (1)")).to_be_visible()
    expect(mine).to_have_count(0)
    page.get_by_text("Hidden by you (1)").tap()
    page.get_by_role("button", name="Show it again").tap()
    expect(mine).to_have_count(1)
    assert not [address for address in phone.addresses if "last" in address.lower()]


def test_a_trainer_reads_the_release_and_takes_the_figures_away(place, device):
    laptop = device("laptop")
    laptop.sign_in("trainer")
    page = laptop.page
    page.get_by_role("link", name="Releases").click()
    page.wait_for_url("**/releases")
    page.get_by_role("main").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(COHORT)
    expect(page.get_by_role("table").first).to_contain_text("Understanding")
    with page.expect_download() as download:
        page.get_by_role("link", name="Figures as CSV").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    assert len(rows) > 20
    assert len({len(row) for row in rows if row}) == 1
    for name in ("nurse-ed", "nurse-hospice"):
        assert page.goto(f"/entries/{place.entries(name)[0].id}").status == 404


def test_an_administrator_meets_no_entry(place, device):
    laptop = device("laptop")
    laptop.sign_in("administrator")
    page = laptop.page
    for name in ("nurse-ed", "sw-mental"):
        seen = place.entries(name)[0]
        words = seen.head.body[:40]
        for path in (f"/entries/{seen.id}", f"/entries/{seen.id}/edit", f"/entries/{seen.id}/question"):
            assert page.goto(path).status == 404
        for path in ("/people", f"/people/{place.actor(name).id}", "/people/releases", "/people/cohorts", "/journal"):
            laptop.goto(path)
            assert words not in page.content()
    assert page.goto(f"/shared-with-me/{place.share_id()}").status == 404
    assert page.goto(f"/releases/{place.release_id()}").status == 404
