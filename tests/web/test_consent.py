"""The author's own choice, in words, and what was published about their cohorts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from journal import clock
from journal.http import transaction
from journal.insight import operations, queries
from tests.insight.population import AFTER, BEFORE, Population


@pytest.fixture
def population(cast, parts) -> Population:
    return Population(parts, cast.administrator)


def test_agreeing_and_withdrawing(cast, parts):
    browser = cast.browser("author")
    assert "Your entries do not count" in browser.get("/me/counting").text
    assert browser.post("/me/counting", data={"count": "yes"}, follow_redirects=True).status_code == 200
    page = browser.get("/me/counting").text
    assert "Your entries count" in page
    assert "from the next month or quarter" in page
    with parts.database.read() as session:
        first = queries.consent_of(session, cast.author)
    browser.post("/me/counting", data={"count": "yes"})
    with parts.database.read() as session:
        assert queries.consent_of(session, cast.author).given_at == first.given_at
    browser.post("/me/counting", data={"count": "no"})
    assert "Your entries do not count" in browser.get("/me/counting").text
    assert browser.post("/me/counting", data={"count": "maybe"}).status_code == 422


def test_one_persons_choice_is_nobody_elses(cast, parts):
    cast.browser("author").post("/me/counting", data={"count": "yes"})
    with parts.database.read() as session:
        assert queries.consent_of(session, cast.other_author) is None


def test_a_person_alone_counts_towards_nothing(cast):
    browser = cast.browser("alone")
    assert "You write on your own" in browser.get("/me/counting").text
    assert browser.post("/me/counting", data={"count": "yes"}).status_code == 404


def test_an_author_sees_what_was_published_about_the_cohorts_they_were_in(cast, parts, population):
    people = population.people(41)
    top = population.cohort("Hospital")
    ward = population.cohort("Ward seven", people[:40], top)
    population.consent(people[:39])
    population.write_many(people[:39], lambda number: {"valence": "was_hard"}, days=[date(2026, 2, 3)])
    rows = population.publish(on=AFTER)
    late, silent = people[40], people[39]
    with clock.hold(AFTER), transaction(parts) as work:
        operations.add_members(work.session, population.administrator, ward, [late.id])
    with clock.hold(datetime(2026, 4, 3, tzinfo=UTC)):
        for one in (people[0], silent):
            page = cast.browser(one).get("/me/counting").text
            assert "Hospital, January to March 2026" in page
            assert "Ward seven, January to March 2026" in page
            for row in rows:
                assert cast.browser(one).get(f"/releases/{row.id}").status_code == 200
        assert "Nothing yet." in cast.browser(late).get("/me/counting").text
        assert cast.browser(late).get(f"/releases/{rows[0].id}").status_code == 404
    assert BEFORE < AFTER
