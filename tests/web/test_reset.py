import re
from datetime import timedelta

from sqlalchemy import func, select

from journal import clock
from journal.accounts import operations
from journal.accounts.models import OneTimeLink
from journal.http import transaction
from tests.people import PASSWORD

NEW = "four small boats out"


def asked(cast, mailbox, email="author@example.org"):
    assert cast.stranger().post("/reset", data={"email": email}).status_code == 200
    return re.search(r"http://localhost:8080(/reset/\S+)", mailbox.sent[-1][2]).group(1)


def sign_in(cast, password):
    return cast.stranger().post("/sign-in", data={"email": "author@example.org", "password": password}).status_code


def test_a_link_sets_a_new_password_once_and_signs_out_everywhere(cast, mailbox):
    browser = cast.browser("author")
    link = asked(cast, mailbox)
    other_link = asked(cast, mailbox)
    stranger = cast.stranger()
    assert stranger.get(link).status_code == 200
    assert stranger.get(link).status_code == 200, "a mail scanner that opens it first uses nothing up"
    weak = stranger.post(link, data={"password": "short"})
    assert weak.status_code == 422
    done = stranger.post(link, data={"password": NEW})
    assert done.location == "/sign-in"
    assert "Your new password is set" in stranger.get("/sign-in").text
    assert browser.get("/me").status_code == 303
    assert sign_in(cast, PASSWORD) == 401
    assert sign_in(cast, NEW) == 303
    for used in (link, other_link):
        assert stranger.get(used).status_code == 404
        assert stranger.post(used, data={"password": NEW}).status_code == 404
    assert mailbox.sent[-1][1] == "Your password was changed"


def test_the_page_says_the_same_for_everybody_and_only_the_known_get_mail(cast, parts, mailbox):
    cast.actor("author")
    administrator, other = cast.administrator, cast.other_author
    with transaction(parts) as work:
        operations.suspend(work.session, administrator, other.id)
    answers, rows = [], []
    for email in ("author@example.org", "nobody@example.org", "other_author@example.org"):
        answer = cast.stranger().post("/reset", data={"email": email})
        answers.append((answer.status_code, answer.text.replace(email, "EMAIL")))
        with parts.database.read() as session:
            rows.append(session.scalar(select(func.count()).select_from(OneTimeLink)))
    assert answers[0] == answers[1] == answers[2]
    assert rows == [1, 2, 3], "the same is written whoever it is about"
    assert [to for to, _, _ in mailbox.sent] == ["author@example.org"]
    with parts.database.read() as session:
        kept = set(session.execute(select(OneTimeLink.email, OneTimeLink.person_id)))
    assert kept == {("author@example.org", cast.author.id), ("", None)}, "nothing is kept of addresses we do not know"


def test_a_link_lasts_an_hour(cast, mailbox):
    cast.actor("author")
    link = asked(cast, mailbox)
    with clock.hold(clock.now() + timedelta(hours=1)):
        assert cast.stranger().get(link).status_code == 404
        late = cast.stranger().post(link, data={"password": NEW})
    assert late.status_code == 404
    assert "This link has ended" in late.text
    assert sign_in(cast, PASSWORD) == 303


def test_a_link_of_somebody_suspended_since_opens_nothing(cast, parts, mailbox):
    author, administrator = cast.author, cast.administrator
    link = asked(cast, mailbox)
    with transaction(parts) as work:
        operations.suspend(work.session, administrator, author.id)
    assert cast.stranger().post(link, data={"password": NEW}).status_code == 404


def test_the_link_names_our_own_address_whatever_the_request_says(cast, mailbox):
    cast.actor("author")
    cast.stranger().post(
        "/reset", data={"email": "author@example.org"}, headers={"Host": "evil.example", "X-Forwarded-Host": "evil"}
    )
    assert "http://localhost:8080/reset/" in mailbox.sent[-1][2]
    assert "evil" not in mailbox.sent[-1][2]


def test_changing_the_password_ends_links_that_were_asked_for_before(cast, mailbox):
    browser = cast.browser("author")
    link = asked(cast, mailbox)
    assert browser.post("/me/password", data={"password": NEW}).status_code == 303
    assert cast.stranger().get(link).status_code == 404
