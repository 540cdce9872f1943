"""What no address alone shows: a box with words in it, an answer refused, no signal, a cohort too small, paper."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from playwright.sync_api import Page

from journal.cli.demo import PASSWORD
from journal.http import transaction
from journal.insight import operations as insight
from tests.browser.looking import open_all
from tests.browser.place import Place
from tests.browser.writing import tap_chip

WORDS = (
    "Third visit to Mrs Okafor and the kettle was on before I had my coat off. She told me about the letter without "
    "being asked. I kept looking at the clock, and I think she saw. I felt rushed and a bit ashamed."
)

Step = Callable[[Page], None]
Scene = tuple[str, str, Step]
"""What it is called, where it begins, and what is done there."""


def nothing(_: Page) -> None:
    """Leave the page as it is met."""


def shell(entry: UUID) -> list[Scene]:
    """Give the screens kept on a phone, for somebody with this entry."""
    return [
        ("Write", "/write", nothing),
        ("Write, begun", "/write", _begun),
        ("Write, more", "/write", _opened),
        ("Write, about to save", "/write", _asking),
        ("Write, with boxes", "/write/with/driscoll", nothing),
        ("Journal", "/journal", nothing),
        ("Journal, looking", "/journal", _looking),
        ("Journal, nothing found", "/journal", _found_nothing),
        ("Entry", f"/entries/{entry}", nothing),
        ("Entry, edit", f"/entries/{entry}/edit", nothing),
        ("Question", f"/entries/{entry}/question", nothing),
        ("Question, why", f"/entries/{entry}/question", open_all),
        ("What keeps coming up", "/themes", nothing),
        ("What keeps coming up, all open", "/themes", open_all),
        ("Me", "/phone", nothing),
        ("Lock", "/phone/lock", nothing),
        ("Safe", "/phone/safe", nothing),
        ("Waiting", "/phone/waiting", nothing),
        ("No such entry", "/entries/00000000-0000-7000-8000-000000000000", nothing),
        ("No signal: journal", "/journal", _cut),
        ("No signal: a page that is not kept", "/bring", _cut),
    ]


def refused(place: Place) -> dict[str, list[Scene]]:
    """Give forms as they come back when something in them cannot stand, by who fills them in."""
    entry = place.entries("nurse-ed")[0].id
    return {
        "stranger": [
            ("Sign in, refused", "/sign-in", _wrong_password),
            ("Sign up, refused", "/sign-up", _send),
            ("Join, refused", f"/join/{place.join_token()}", _send),
        ],
        "nurse-ed": [
            ("Write, nothing written", "/write", _send),
            ("Bring, words to decide about", f"/bring/{_with_names(place)}", _bring),
            ("Bring, a look at what leaves", f"/bring/{entry}", _bring),
            ("Bring, a copy to take with you", f"/bring/{entry}", _copy),
            ("Password, refused", "/me/password", _send),
        ],
        "supervisor": [("Shared with me, refused", "/shared-with-me", _ask_nobody)],
        "administrator": [("Invitations, refused", "/people/invitations", _send)],
    }


def papers(place: Place) -> list[tuple[str, str, str]]:
    """Give who prints what: a person, what it is, its address."""
    return [
        ("nurse-ed", "Entry", f"/entries/{place.entries('nurse-ed')[0].id}"),
        ("nurse-ed", "What keeps coming up", "/themes"),
        ("supervisor", "Preparation", f"/shared-with-me/{place.share_id()}"),
        ("trainer", "Release", f"/releases/{place.release_id()}"),
        ("administrator", "People", "/people"),
    ]


def small_cohort(place: Place) -> None:
    """Give the trainer a second cohort, of four people."""
    administrator, trainer = place.actor("administrator"), place.actor("trainer")
    members = [place.actor(name).id for name in ("nurse-ed", "hv-community", "nurse-hospice", "sw-mental")]
    with transaction(place.parts) as work:
        cohort = insight.add_cohort(work.session, administrator, "Hospice nights")
        insight.add_members(work.session, administrator, cohort.id, members)
        insight.set_trainers(work.session, administrator, cohort.id, [trainer.id])


def _with_names(place: Place) -> UUID:
    return place.write("nurse-ed", "Sat with Mrs Okafor, a retired magistrate, on Hartley Ward. She cried.")


def _begun(page: Page) -> None:
    page.locator("#text").press_sequentially(WORDS, timeout=60_000)
    for element, taps in (("Communication", 1), ("Time", 2), ("Collaboration", 3)):
        tap_chip(page, element, times=taps)
    page.get_by_label("was hard").tap()
    page.wait_for_timeout(2500)
    page.evaluate("() => scrollTo(0, 0)")


def _opened(page: Page) -> None:
    open_all(page)
    page.wait_for_timeout(500)


def _asking(page: Page) -> None:
    page.locator("#text").fill("")
    page.locator("#text").press_sequentially("Rang Mrs Okafor at six.")
    page.wait_for_timeout(2500)
    page.get_by_role("button", name="Save", exact=True).tap()
    page.wait_for_timeout(800)


def _looking(page: Page) -> None:
    page.get_by_role("searchbox").first.fill("clock")
    page.wait_for_timeout(1500)


def _found_nothing(page: Page) -> None:
    page.get_by_role("searchbox").first.fill("zyxwillow")
    page.wait_for_timeout(1500)


def _cut(page: Page) -> None:
    page.context.set_offline(True)
    page.goto(page.url)
    page.wait_for_timeout(800)


def _wrong_password(page: Page) -> None:
    page.get_by_label("Email").fill("nurse-ed@wharfside.example")
    page.get_by_label("Password").fill(f"{PASSWORD}, or not")
    _send(page)


def _send(page: Page) -> None:
    """Send the first form of the page, whatever the browser itself would say against it."""
    page.evaluate("() => { document.querySelectorAll('form').forEach(form => { form.noValidate = true; }); }")
    page.locator("main form .button-primary, main form .button-quiet").locator("visible=true").first.click()
    page.wait_for_timeout(800)


def _bring(page: Page) -> None:
    for name in ("What happened", "Ruth"):
        choice = page.get_by_label(name).first
        if choice.count() and not choice.is_checked():
            choice.check()
    _send(page)


def _copy(page: Page) -> None:
    for name in ("Nobody here: a copy to take with you", "Leave it", "I do not think so"):
        for choice in page.get_by_label(name).all():
            choice.check()
        if page.locator("main form").count():
            _send(page)


def _ask_nobody(page: Page) -> None:
    page.get_by_label("Ask somebody by email address").fill("nobody@elsewhere.example")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_timeout(800)
