"""A supervisor's pages: what was brought, as it was brought, while it may be read; and nothing about anybody else."""

import html
import re

import pytest

from journal.access import Role
from journal.accounts import operations as accounts
from journal.http import transaction
from journal.supervision import agreements, operations
from journal.supervision.content import FrozenCopy, Here, Piece
from journal.supervision.preparation import functions, prompts_for
from tests.supervision.scenes import BOXES, PLAIN, agreed, share, shared_entry, wish_for, write


def queue_of(browser):
    return re.findall(r'href="/shared-with-me/([0-9a-f-]{36})"', browser.get("/shared-with-me").text)


def test_the_queue_holds_each_item_once_and_none_of_its_words(cast, parts):
    share_id = shared_entry(parts, cast.author, cast.supervisor)
    browser = cast.browser("supervisor")
    assert queue_of(browser) == [str(share_id)]
    page = browser.get("/shared-with-me").text
    assert "Not opened yet." in page and PLAIN[:10] not in page


def test_a_copy_reads_with_its_marks_and_what_is_here_and_three_questions(cast, parts):
    agreed(parts, cast.author, cast.supervisor)
    entry_id, _ = write(parts, cast.author, PLAIN, BOXES)
    share_id = share(parts, cast.author, wish_for(entry_id, cast.supervisor, ("body", "marks")))
    answer = cast.browser("supervisor").get(f"/shared-with-me/{share_id}")
    page = html.unescape(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert PLAIN in page and "From Author" in page and "strained" in page and "mixed" in page
    assert "It meant more to her" not in page
    assert "not here yet" in page.lower()
    assert page.count("<h3>To ") == 3
    for word in ("score", "compliance", "grade", "level", "submit"):
        assert not re.search(rf"\b{word}\b", re.sub(r"<[^>]*>", " ", page), re.I), word


def test_for_anybody_else_the_copy_is_not_there(cast, parts):
    share_id = shared_entry(parts, cast.author, cast.supervisor)
    for who in set(cast.names()) - {"supervisor"}:
        assert cast.browser(who).get(f"/shared-with-me/{share_id}").status_code == 404, who
    answer = cast.stranger().get(f"/shared-with-me/{share_id}")
    assert answer.status_code in (303, 401) and "ashamed" not in answer.text


def test_once_it_has_ended_it_is_not_there(cast, parts):
    author, supervisor, administrator = cast.author, cast.supervisor, cast.administrator
    browser = cast.browser("supervisor")
    for how in ("withdrawn", "entry erased", "agreement ended", "role lost"):
        agreement_id = agreed(parts, author, supervisor)
        entry_id, _ = write(parts, author)
        share_id = share(parts, author, wish_for(entry_id, supervisor))
        assert queue_of(browser) == [str(share_id)]
        with transaction(parts) as work:
            if how == "withdrawn":
                operations.withdraw(work.session, author, share_id)
            elif how == "entry erased":
                operations.withdraw_entry(work.session, author, entry_id)
            elif how == "agreement ended":
                agreements.end(work.session, author, agreement_id)
            else:
                accounts.set_roles(work.session, administrator, supervisor.id, [Role.PRACTITIONER])
        assert browser.get(f"/shared-with-me/{share_id}").status_code == 404, how
        assert how == "role lost" or queue_of(browser) == []


def test_the_answer_to_an_address_is_the_same_whoever_it_belongs_to(cast):
    browser, answers = cast.browser("supervisor"), []
    for email in (cast.author.email, "nobody@example.org", cast.far_supervisor.email, cast.supervisor.email):
        done = browser.post("/shared-with-me/supervisees", data={"email": email})
        answers.append((done.status_code, re.sub(r"\d", "", browser.get(done.location).text)))
    assert len(set(answers)) == 1
    assert browser.post("/shared-with-me/supervisees", data={"email": "nobody"}).status_code == 422


def test_the_pages_of_supervision_are_for_supervisors(cast):
    for who in ("author", "trainer", "administrator", "alone"):
        browser = cast.browser(who)
        assert browser.get("/shared-with-me").status_code == 403
        assert browser.post("/shared-with-me/supervisees", data={"email": "a@example.org"}).status_code == 403


@pytest.mark.parametrize("valence", [None, "went_well", "mixed", "was_hard"])
@pytest.mark.parametrize("found", [(), ("description",), ("feeling", "perspective", "analysis", "learning", "plan")])
@pytest.mark.parametrize("elements", [{}, {"time": "missing"}, {"time": "present", "empowerment": "strained"}])
def test_there_is_a_question_for_each_function_whatever_was_shared(valence, found, elements):
    copy = FrozenCopy(
        author="A",
        written_at=None,
        revision_id=None,
        pieces=(Piece("body", "", "x"),),
        elements=elements,
        valence=valence,
        here=tuple(Here(one, "") for one in found),
    )
    prompts = prompts_for(copy)
    assert [one.function for one in prompts] == ["restorative", "formative", "normative"]
    assert all(one.text.endswith("?") and len(one.text.split()) <= 20 for one in prompts)


def test_every_function_ends_with_a_question_that_always_fits():
    for function in functions():
        assert "when" not in function["questions"][-1]
        assert all("when" in question for question in function["questions"][:-1])
