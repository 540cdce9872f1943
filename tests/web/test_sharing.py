"""The way a share takes, through the pages: nothing leaves unseen, undecided or twice, and no text is in an address."""

import html
import re
from uuid import uuid4

import pytest

from journal import audit
from journal.http import transaction
from journal.reflections import operations as reflections
from journal.reflections.content import Answer
from journal.supervision import operations, queries
from tests.supervision.scenes import BOXES, PLAIN, agreed, shared_entry, write

NAMED = "Mrs Okafor was waiting. I told Mrs Okafor I was sorry. I felt ashamed."
TELLING = "She is a retired midwife with motor neurone disease. I felt sad."


def hidden(page, action):
    """Every hidden field of the form that posts to `action`, and what is chosen in it."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.S).group(1)
    data = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form):
        data.setdefault(html.unescape(name), []).append(html.unescape(value))
    for tag in re.findall(r"<input [^>]*checked[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag).group(1), re.search(r'value="([^"]*)"', tag).group(1)
        data.setdefault(html.unescape(name), []).append(html.unescape(value))
    return data


class Sharing:
    """An author's browser on the way of one share."""

    def __init__(self, cast, parts, body=PLAIN, facets=None, answers=()):
        self.parts, self.cast = parts, cast
        agreed(parts, cast.author, cast.supervisor)
        self.entry_id, self.revision_id = write(parts, cast.author, body, facets, answers)
        self.browser = cast.browser("author")
        self.look_at, self.share_at = (f"/bring/{self.entry_id}/{step}" for step in ("look", "share"))

    def choose(self, **changes):
        page = self.browser.get(f"/bring/{self.entry_id}").text
        return self.browser.post(self.look_at, data={**hidden(page, self.look_at), **changes})

    def onward(self, page, to, **changes):
        return self.browser.post(to, data={**hidden(page.text, to), **changes})

    def queue(self):
        with self.parts.database.read() as session:
            return queries.queue(session, self.cast.supervisor)


@pytest.fixture
def way(cast, parts):
    return Sharing(cast, parts)


def test_a_plain_entry_is_chosen_looked_at_and_shared(way):
    looked = way.choose()
    assert looked.status_code == 200 and html.escape(PLAIN) in looked.text and "This is what would leave" in looked.text
    assert way.queue() == []
    done = way.onward(looked, way.share_at)
    assert (done.status_code, done.location) == (303, "/bring")
    assert [one.author for one in way.queue()] == ["Author"]
    assert "Not opened yet." in way.browser.get("/bring").text


def test_the_usual_way_is_everything_for_fourteen_days_with_the_only_supervisor(cast, parts):
    way = Sharing(cast, parts, facets=BOXES, answers=(Answer("q", "What did she say?", "That it was fine."),))
    page = way.browser.get(f"/bring/{way.entry_id}").text
    chosen = hidden(page, way.look_at)
    assert chosen["section"] == ["body", "template.sections.so_what", "answers.0", "marks"]
    assert (chosen["days"], chosen["supervisor"]) == (["14"], [str(cast.supervisor.id)])


def test_names_are_decided_about_before_anything_is_shown_to_leave(cast, parts):
    way = Sharing(cast, parts, NAMED)
    words = way.choose()
    assert "Words to decide about" in words.text and "<mark>Mrs Okafor</mark>" in words.text
    assert "anonym" not in words.text.lower()
    undecided = way.onward(words, way.share_at.replace("share", "look"), **decisions(words, ""))
    assert "Words to decide about" in undecided.text
    looked = way.onward(words, way.look_at, **decisions(words, "replace"))
    assert "This is what would leave" in looked.text and "Okafor" not in looked.text
    way.onward(looked, way.share_at)
    (item,) = way.queue()
    page = cast.browser("supervisor").get(f"/shared-with-me/{item.id}").text
    assert "Okafor" not in page and "I felt ashamed." in page
    assert "Mrs Okafor" in way.browser.get(f"/entries/{way.entry_id}").text


def decisions(page, what):
    names = {html.unescape(name) for name in re.findall(r'name="(word-[^"]*)"', page.text)}
    assert names
    return dict.fromkeys(names, what)


def test_the_gate_cannot_be_walked_around(cast, parts):
    way = Sharing(cast, parts, NAMED)
    words = way.choose()
    straight = way.browser.post(way.share_at, data={**hidden(words.text, way.look_at), "seen": "0" * 64})
    assert straight.status_code in (409, 422)
    looked = way.onward(words, way.look_at, **decisions(words, "replace"))
    # Decisions other than those that were looked at, and text of one's own, do not leave.
    other = way.onward(looked, way.share_at, **decisions(looked, "leave"))
    assert other.status_code == 409
    assert way.onward(looked, way.share_at, body="Something else.").status_code == 422
    assert way.queue() == []


def test_a_copy_to_take_away_passes_the_same_gate_and_is_kept_nowhere(cast, parts):
    way = Sharing(cast, parts, NAMED)
    words = way.choose(supervisor="copy")
    assert "Words to decide about" in words.text and "Only the copy changes." in words.text
    copy_at = way.look_at.replace("look", "copy")
    # Not looked at, not decided, or decided otherwise than was looked at: nothing leaves.
    straight = way.browser.post(copy_at, data={**hidden(words.text, way.look_at), "seen": "0" * 64})
    assert straight.status_code in (409, 422) and "It is shown this once." not in straight.text
    looked = way.onward(words, way.look_at, **decisions(words, "replace"))
    assert "Your copy would hold exactly this." in looked.text and "Supervisor" not in looked.text
    assert way.onward(looked, copy_at, **decisions(looked, "leave")).status_code == 409
    made = way.onward(looked, copy_at)
    assert made.status_code == 200 and "no-store" in made.headers["Cache-Control"]
    assert "It is shown this once." in made.text and "I felt ashamed." in made.text
    assert "Okafor" not in made.text and "Author" not in made.text
    assert way.queue() == []
    with parts.database.read() as session:
        taken = [one for one in audit.recent(session, cast.author.realm_id) if one.action == "copy.taken"]
    assert [one.facts for one in taken] == [{"entry": str(way.entry_id)}]


def test_who_would_know_is_asked_of_a_copy_too(cast, parts):
    way = Sharing(cast, parts, TELLING)
    looked = way.choose(supervisor="copy")
    if "Words to decide about" in looked.text:
        looked = way.onward(looked, way.look_at, **decisions(looked, "leave"))
    copy_at = way.look_at.replace("look", "copy")
    assert "They might, and I still want the copy" in looked.text
    asked = way.onward(looked, copy_at)
    assert asked.status_code == 422 and "Choose one of the two." in asked.text
    assert way.onward(looked, copy_at, known="yes").status_code == 200


def test_nobody_takes_a_copy_of_somebody_elses_entry(cast, parts):
    way = Sharing(cast, parts)
    looked = way.choose(supervisor="copy")
    copy_at = way.look_at.replace("look", "copy")
    for other in ("other_author", "supervisor", "administrator"):
        assert cast.browser(other).post(copy_at, data=hidden(looked.text, copy_at)).status_code == 404


def test_a_copy_needs_no_supervisor(cast, parts):
    entry_id, _ = write(parts, cast.author, PLAIN)
    browser = cast.browser("author")
    page = browser.get(f"/bring/{entry_id}").text
    assert "Nobody to share with yet" in page
    look_at, copy_at = f"/bring/{entry_id}/look", f"/bring/{entry_id}/copy"
    assert hidden(page, look_at)["supervisor"] == ["copy"]
    looked = browser.post(look_at, data=hidden(page, look_at))
    made = browser.post(copy_at, data=hidden(looked.text, copy_at))
    assert made.status_code == 200 and html.escape(PLAIN) in made.text


def test_what_was_looked_at_for_a_supervisor_is_looked_at_again_for_a_copy(way):
    """Whom it is for was part of what they decided."""
    looked = way.choose()
    again = way.browser.post(way.look_at.replace("look", "copy"), data=hidden(looked.text, way.share_at))
    assert again.status_code == 409 and "Your copy would hold exactly this." in again.text


@pytest.mark.parametrize(
    "body",
    ["Half an emoji \ud83d and a tear \ud83d.", "שלום 👩‍⚕️ café.", "A\x00b \x1b[0m <b>.", "She cried. " * 5900],
)
def test_any_text_can_be_taken_away(cast, parts, body):
    way = Sharing(cast, parts, body)
    words = way.choose(supervisor="copy")
    asked = "Words to decide about" in words.text
    looked = way.onward(words, way.look_at, **decisions(words, "leave")) if asked else words
    made = way.onward(looked, way.look_at.replace("look", "copy"))
    assert made.status_code == 200 and "<b>." not in made.text
    assert all(word in made.text for word in body.split()[-1:] if word.isalpha())


def test_a_copy_of_an_entry_that_changed_meanwhile_is_shown_again(way, cast, parts):
    looked = way.choose(supervisor="copy")
    copy_at = way.look_at.replace("look", "copy")
    write(parts, cast.author, "I rang first this time.", entry_id=way.entry_id, parents=(way.revision_id,))
    again = way.onward(looked, copy_at)
    assert again.status_code == 409 and "I rang first this time." in again.text
    assert "I rang first this time." in way.onward(again, copy_at).text


def test_a_copy_of_an_entry_in_two_versions_holds_the_one_that_was_looked_at(way, cast, parts):
    write(parts, cast.author, "I rang from the car.", entry_id=way.entry_id)
    looked = way.choose(supervisor="copy")
    made = way.onward(looked, way.look_at.replace("look", "copy"))
    both = ("I rang from the car.", html.escape(PLAIN))
    assert [text in made.text for text in both] == [text in looked.text for text in both]
    assert sum(text in made.text for text in both) == 1


def test_a_copy_of_an_entry_erased_meanwhile_is_not_there(way, cast, parts):
    looked = way.choose(supervisor="copy")
    with transaction(parts) as work:
        reflections.erase(work.session, cast.author, way.entry_id)
    made = way.onward(looked, way.look_at.replace("look", "copy"))
    assert made.status_code == 404 and html.escape(PLAIN) not in made.text


def test_clues_of_two_kinds_ask_who_would_know(cast, parts):
    way = Sharing(cast, parts, TELLING)
    looked = way.choose()
    if "Words to decide about" in looked.text:
        looked = way.onward(looked, way.look_at, **decisions(looked, "leave"))
    assert "Would a colleague or the family know who this is?" in looked.text
    assert way.onward(looked, way.share_at).status_code == 422
    assert way.queue() == []
    assert way.onward(looked, way.share_at, known="yes").status_code == 303
    assert len(way.queue()) == 1


@pytest.mark.parametrize(
    "body",
    ["Half an emoji \ud83d and Mrs Okafor \ud83d.", "שלום Mrs Okafor 👩‍⚕️ café.", "A\x00b. Mrs Okafor\x1b[0m <b>."],
)
def test_any_text_can_be_looked_at_and_shared(cast, parts, body):
    way = Sharing(cast, parts, body)
    words = way.choose()
    assert words.status_code == 200
    left_open = way.onward(words, way.look_at, **(decisions(words, "") | {"word-0": "leave"}))
    assert left_open.status_code == 422 and "Nothing you wrote is lost." in left_open.text
    looked = way.onward(words, way.look_at, **decisions(words, "leave"))
    assert way.onward(looked, way.share_at).status_code == 303
    (item,) = way.queue()
    assert cast.browser("supervisor").get(f"/shared-with-me/{item.id}").status_code == 200


def test_an_entry_that_changed_meanwhile_is_shown_again(way, cast, parts):
    looked = way.choose()
    write(parts, cast.author, "I rang first this time.", entry_id=way.entry_id, parents=(way.revision_id,))
    again = way.onward(looked, way.share_at)
    assert again.status_code == 409 and "I rang first this time." in again.text
    assert way.queue() == []
    assert way.onward(again, way.share_at).status_code == 303


def test_sending_the_last_form_twice_shares_once(way):
    looked = way.choose()
    assert [way.onward(looked, way.share_at).status_code for _ in range(2)] == [303, 303]
    assert len(way.queue()) == 1


def test_what_cannot_be_shared_is_told_with_the_choices_kept(way):
    for changes, words in (
        ({"supervisor": ""}, "Please choose again."),
        ({"supervisor": str(uuid4())}, "Choose one of your supervisors."),
        ({"section": []}, "Choose at least one part."),
        ({"section": ["nothing"]}, "Choose at least one part."),
        ({"days": "365"}, "Choose 7, 14 or 28 days."),
        ({"days": "many"}, "Please choose again."),
    ):
        page = way.choose(**changes)
        assert page.status_code == 422 and words in page.text
    assert way.queue() == []


def test_one_can_go_back_to_the_parts_with_everything_kept(cast, parts):
    way = Sharing(cast, parts, NAMED, BOXES)
    words = way.choose(section=["body"], days="28")
    looked = way.onward(words, way.look_at, **decisions(words, "leave"))
    form = hidden(looked.text, way.share_at)
    del form["seen"]
    back = way.browser.post(way.look_at, data={**form, "step": "choose"})
    kept = hidden(back.text, way.look_at)
    assert (kept["section"], kept["days"], kept["once"]) == (["body"], ["28"], form["once"])
    assert "This is what would leave" in way.browser.post(way.look_at, data=kept).text
    assert "Words to decide about" in way.browser.post(way.look_at, data={**form, "step": "words"}).text


def test_no_page_of_sharing_is_kept_by_a_browser_and_no_address_holds_words(way):
    looked = way.choose()
    for page in (looked, way.browser.get("/bring"), way.browser.get(f"/bring/{way.entry_id}")):
        assert page.headers["Cache-Control"] == "no-store"
        assert not re.search(r'(href|action)="[^"]*(ashamed|waiting)', page.text)


def test_nobody_else_comes_near(cast, parts, way):
    share_id = shared_entry(parts, cast.author, cast.supervisor)
    for who in set(cast.names()) - {"author"}:
        browser = cast.browser(who)
        assert browser.get(f"/bring/{way.entry_id}").status_code == 404
        assert browser.get(f"/bring/shares/{share_id}").status_code == 404
        assert browser.post(f"/bring/shares/{share_id}/withdraw").status_code == 404
        for step in ("look", "share"):
            sent = {"supervisor": str(cast.supervisor.id), "section": "body", "days": "14", "once": str(uuid4())}
            assert browser.post(f"/bring/{way.entry_id}/{step}", data=sent).status_code == 404
        assert PLAIN[:12] not in browser.get("/bring").text
    assert len(way.queue()) == 1


def test_the_author_takes_it_back_and_still_reads_what_left(way, cast, parts):
    way.onward(way.choose(), way.share_at)
    (item,) = way.queue()
    reader = cast.browser("supervisor")
    assert reader.get(f"/shared-with-me/{item.id}").status_code == 200
    assert "First opened on" in way.browser.get("/bring").text
    assert way.browser.post(f"/bring/shares/{item.id}/withdraw").status_code == 303
    assert reader.get(f"/shared-with-me/{item.id}").status_code == 404
    page = way.browser.get(f"/bring/shares/{item.id}").text
    assert html.escape(PLAIN) in page and "Taken back" in page


def test_asking_agreeing_and_ending_through_the_pages(cast, parts):
    author, supervisor = cast.browser("author"), cast.browser("supervisor")
    assert author.post("/bring/supervisors", data={"supervisor": ""}).status_code == 422
    assert author.post("/bring/supervisors", data={"supervisor": str(cast.trainer.id)}).status_code == 422
    assert author.post("/bring/supervisors", data={"supervisor": str(cast.supervisor.id)}).status_code == 303
    (asked,) = re.findall(r"/shared-with-me/agreements/([0-9a-f-]+)/agree", supervisor.get("/shared-with-me").text)
    assert cast.browser("other_supervisor").post(f"/shared-with-me/agreements/{asked}/agree").status_code == 404
    assert supervisor.post(f"/shared-with-me/agreements/{asked}/agree").status_code == 303
    assert "Agreed on" in author.get("/bring").text
    assert author.post(f"/bring/agreements/{asked}/end").status_code == 303
    assert author.post(f"/bring/agreements/{asked}/end").status_code == 404


def test_a_closed_account_is_told_kindly(way, cast, parts):
    looked = way.choose()
    parts.keys.destroy(cast.supervisor.id)
    answer = way.onward(looked, way.share_at)
    assert answer.status_code == 409 and "account has been closed" in html.unescape(answer.text)
    with transaction(parts) as work:
        operations.forget_person(work.session, cast.supervisor.id)
    assert way.browser.get("/bring").status_code == 200
