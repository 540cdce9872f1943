"""Cohorts and publishing, as the administrator meets them: names, sizes, and never who wrote or what it says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from journal import clock
from journal.accounts import operations as accounts
from journal.http import transaction
from journal.insight import operations, queries
from tests.insight.population import AFTER, QUARTER, Population


@pytest.fixture
def population(cast, parts) -> Population:
    return Population(parts, cast.administrator)


def test_an_administrator_builds_a_tree(cast, parts, population):
    browser = cast.browser("administrator")
    answer = browser.post("/people/cohorts", data={"name": "Hospital", "parent": ""})
    assert answer.status_code == 303
    top = answer.location.rsplit("/", 1)[1]
    assert browser.post("/people/cohorts", data={"name": "Ward", "parent": top}).status_code == 303
    again = browser.post("/people/cohorts", data={"name": "Ward", "parent": top})
    assert again.status_code == 422
    assert "There is a cohort of this name already" in again.text
    page = browser.get("/people/cohorts").text
    assert page.index("Hospital") < page.index("Ward")
    assert browser.get(f"/people/cohorts/{top}").status_code == 200


def test_whole_teams_and_single_people_join_and_leave(cast, parts, population):
    people = population.people(6)
    with transaction(parts) as work:
        team = accounts.add_team(work.session, cast.administrator, "Night team")
        accounts.set_team_members(work.session, cast.administrator, team.id, [one.id for one in people[:4]])
        team_id = team.id
    cohort_id = population.cohort("Ward", on=clock.now())
    browser, path = cast.browser("administrator"), f"/people/cohorts/{cohort_id}"
    sent = {"teams": [str(team_id)], "people": [str(people[4].id)]}
    assert browser.post(f"{path}/members", data=sent).status_code == 303
    assert "5" in browser.get(path).text
    assert browser.post(f"{path}/leave", data={"people": [str(people[0].id)]}).status_code == 303
    with parts.database.read() as session:
        assert len(queries.members(session, cohort_id, clock.now().date())) == 4
    back = browser.post(f"{path}/members", data={"people": [str(people[0].id)]})
    assert back.status_code == 303
    with parts.database.read() as session:
        assert len(queries.members(session, cohort_id, clock.now().date())) == 5


def test_nobody_from_elsewhere_can_be_put_into_a_cohort(cast, parts, population):
    cohort_id = population.cohort("Ward")
    path = f"/people/cohorts/{cohort_id}"
    for who in (cast.far_supervisor, cast.alone):
        assert cast.browser("administrator").post(f"{path}/members", data={"people": [str(who.id)]}).status_code == 404
    for who in (cast.author, cast.far_administrator):
        sent = {"people": [str(who.id)]}
        assert cast.browser("administrator").post(f"{path}/trainers", data=sent).status_code == 404
    assert cast.browser("far_administrator").get(path).status_code == 404
    assert cast.browser("trainer").get(path).status_code == 403


def test_more_than_three_cohorts_around_one_person_is_refused_with_words(cast, parts, population):
    (one,) = population.people(1)
    for number in range(3):
        population.cohort(f"Group {number}", [one])
    cohort_id = population.cohort("Group 3")
    answer = cast.browser("administrator").post(f"/people/cohorts/{cohort_id}/members", data={"people": [str(one.id)]})
    assert answer.status_code == 409
    assert "more than three cohorts" in answer.text


def test_publishing_asks_for_the_password_and_says_nothing_of_the_figures(cast, parts, population):
    people = population.people(40)
    population.cohort("Ward seven", people)
    population.consent(people)
    population.write_many(people, lambda number: {"valence": "was_hard"}, days=[date(2026, 2, 3)])
    with clock.hold(AFTER):
        browser = cast.browser("administrator")
        before = browser.get("/people/releases")
        assert "Publish January to March 2026" in before.text
        assert browser.post(f"/people/releases/{QUARTER}").status_code == 303
        after = browser.get("/people/releases").text
        assert "published" in after
        assert "Publish January to March 2026" not in after
        assert "about" not in after
        assert "most" not in after
        again = browser.post(f"/people/releases/{QUARTER}")
        assert again.status_code == 409
        assert "never changes" in again.text
        assert browser.post("/people/releases/yesterday").status_code == 404
        assert browser.post("/people/releases/2026-Q2").status_code == 409
    with clock.hold(AFTER + timedelta(minutes=20)):
        assert browser.post(f"/people/releases/{QUARTER}").status_code == 401


def test_the_pages_do_not_change_with_who_agreed_or_wrote(cast, parts, population):
    people = population.people(40)
    cohort_id = population.cohort("Ward seven", people)
    browser = cast.browser("administrator")
    paths = ("/people/cohorts", f"/people/cohorts/{cohort_id}", "/people/releases", "/people")
    with clock.hold(AFTER):
        browser = cast.browser("administrator")
        before = [browser.get(path).data for path in paths]
        population.consent(people[:20])
        population.write_many(people[:20], lambda number: {"valence": "was_hard"}, days=[date(2026, 2, 3)])
        assert [browser.get(path).data for path in paths] == before


def test_an_empty_cohort_can_be_removed_and_one_with_a_past_cannot(cast, parts, population):
    empty, used = population.cohort("Empty"), population.cohort("Used", population.people(2))
    browser = cast.browser("administrator")
    assert browser.post(f"/people/cohorts/{empty}/remove").status_code == 303
    with transaction(parts) as work:
        ids = [one.person_id for one in queries.members(work.session, used, clock.now().date())]
        operations.end_members(work.session, cast.administrator, used, ids)
    answer = browser.post(f"/people/cohorts/{used}/remove")
    assert answer.status_code == 409
    assert "Only an empty cohort" in answer.text
