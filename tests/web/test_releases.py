"""Releases as people meet them: who may read one, that everybody reads the same, and that nothing else shows."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from journal import clock
from journal.access import Role
from journal.accounts import operations as accounts
from journal.http import transaction
from journal.insight import operations
from journal.reflections import operations as reflections
from journal.reflections.models import Entry
from tests.insight.population import AFTER, Population

PAGES = ("", "/figures.json", "/figures.csv")


def facets(number: int) -> dict:
    """Marks of one author of forty: 30 hard, 10 well; 20 without time; 9 done with them; nobody led by them."""
    return {
        "valence": "was_hard" if number < 30 else "went_well",
        **({"elements": {"time": "missing"}} if number < 20 else {}),
        **({"stance": "with"} if number < 9 else {}),
    }


@pytest.fixture
def population(cast, parts) -> Population:
    return Population(parts, cast.administrator)


@pytest.fixture
def people(population):
    return population.people(40)


@pytest.fixture
def published(population, people, cast, parts):
    """One release of a ward of forty, with a trainer."""
    cohort_id = population.cohort("Ward seven", people)
    population.consent(people)
    population.write_many(people, facets, days=[date(2026, 2, 3)])
    population.train(cohort_id, cast.trainer)
    (row,) = population.publish()
    return row


def test_who_may_read_a_release(published, cast, people):
    expected = {"trainer": 200, "other_trainer": 404, "administrator": 404, "author": 404, "far_administrator": 404}
    for page in PAGES:
        path = f"/releases/{published.id}{page}"
        found = {who: cast.browser(who).get(path).status_code for who in expected}
        assert found == expected, page
        assert cast.browser(people[0]).get(path).status_code == 200
        assert cast.stranger().get(path).status_code == 303


def test_one_who_is_no_trainer_any_more_reads_nothing(published, cast, parts):
    browser, administrator = cast.browser("trainer"), cast.administrator
    with transaction(parts) as work:
        accounts.set_roles(work.session, administrator, cast.trainer.id, [Role.PRACTITIONER])
    assert browser.get(f"/releases/{published.id}").status_code == 404


def test_a_release_that_was_refused_looks_like_none(population, people, cast, parts):
    cohort_id = population.cohort("Ward seven", people)
    population.consent(people)
    population.write_many(people[:14], facets, days=[date(2026, 2, 3)])
    population.train(cohort_id, cast.trainer)
    (row,) = population.publish()
    for page in PAGES:
        assert cast.browser("trainer").get(f"/releases/{row.id}{page}").status_code == 404
    listed = cast.browser("trainer").get("/releases").text
    assert "not enough people yet" in listed
    main = re.sub(r"<[^>]+>", "", re.search(r"(?s)<main.*</main>", listed)[0])
    assert set(re.findall(r"\d+", main)) <= {"40", "2026", "30"}


def test_a_small_cohort_is_told_kindly(population, people, cast, parts):
    cohort_id = population.cohort("Bay two", people[:12])
    population.train(cohort_id, cast.trainer)
    assert "There are not enough people in this cohort yet" in cast.browser("trainer").get("/releases").text


def test_asking_thirty_times_gives_the_same_bytes(published, cast, people):
    """A4: by reload, by format, by language, by viewer."""
    trainer, author = cast.browser("trainer"), cast.browser(people[3])
    for page in PAGES:
        path = f"/releases/{published.id}{page}"
        asked = [trainer.get(path, headers={"Accept-Language": f"x{n}", "Range": "bytes=0-9"}).data for n in range(30)]
        assert len(set(asked)) == 1
        other = author.get(path).data
        if page:
            assert other == asked[0]
        else:
            assert figures_in(other) == figures_in(asked[0])
    assert trainer.get(f"/releases/{published.id}/figures.json").data == published.figures.encode()


def figures_in(page: bytes) -> list[bytes]:
    """Everything a page prints or draws about figures: its tables."""
    return re.findall(rb"<table.*?</table>", page, re.DOTALL)


def test_the_page_the_csv_and_the_json_say_the_same(published, cast):
    browser = cast.browser("trainer")
    page = browser.get(f"/releases/{published.id}").text
    table = browser.get(f"/releases/{published.id}/figures.csv").text
    for section in json.loads(published.figures)["sections"]:
        for row in section["rows"]:
            for column, cell in zip(section["columns"], row["cells"], strict=True):
                said = {"about": f"about {cell['value']}", "most": "most", "fewer_than_10": "too few to show"}
                assert f"{section['label']}" in table
                assert f",{column['label']},{said[cell['kind']]}\r\n" in table
                if cell["kind"] == "about":
                    assert said["about"] in page
    assert "about 20" in page or "about 15" in page or "about 25" in page


def test_nothing_in_the_page_tells_more_than_the_rounded_figures(published, cast):
    """A6: every number a page draws with comes from a multiple of 5."""
    page = cast.browser("trainer").get(f"/releases/{published.id}").text
    longest = {
        section["id"]: max((cell["value"] or 0 for row in section["rows"] for cell in row["cells"]), default=0)
        for section in json.loads(published.figures)["sections"]
    }
    drawn = {float(one) for one in re.findall(r'data-bar-fill" width="([0-9.]+)"', page)}
    possible = {round(100 * value / top, 1) for value in range(15, 45, 5) for top in {*longest.values()} if top}
    possible |= {round(100 * value / (top + 5), 1) for value in range(15, 45, 5) for top in longest.values() if top}
    assert drawn <= possible | {100.0}
    assert "%" not in re.sub(r"<[^>]+>", "", page)
    assert "total" not in page.lower().replace("no totals", "")


def test_a_hidden_cell_is_as_long_for_nobody_as_for_nine(population, cast, parts):
    """A8 and A10: two wards alike but for a cell of nobody and of nine; their pages and files are as long."""
    rows = []
    for name, wrote in (("Ward 0", 0), ("Ward 9", 9)):
        them = population.people(40, name.replace(" ", ""))
        cohort_id = population.cohort(name, them)
        population.consent(them)
        marks = [{**facets(30), **({"stance": "with"} if number < wrote else {})} for number in range(40)]
        population.write_many(them, marks.__getitem__, days=[date(2026, 2, 3)])
        population.train(cohort_id, cast.trainer)
        rows.append(cohort_id)
    first, second = population.publish()
    browser = cast.browser("trainer")
    for page in PAGES:
        texts = [
            browser.get(f"/releases/{row.id}{page}").text.replace(str(row.id), "id").replace(str(row.cohort_id), "id")
            for row in (first, second)
        ]
        stances = [re.findall(r"(?s)stance.{0,400}|Done with them.{0,200}", one) for one in texts]
        assert [len(one) for one in stances[0]] == [len(one) for one in stances[1]]


def test_editing_and_erasing_afterwards_changes_nothing(published, cast, people, parts):
    """A7, over the page."""
    browser = cast.browser("trainer")
    before = [browser.get(f"/releases/{published.id}{page}").data for page in PAGES]
    with transaction(parts) as work:
        for one in people:
            operations.withdraw_consent(work.session, one)
            for entry_id in entry_ids(work.session, one):
                reflections.erase(work.session, one, entry_id)
    assert [browser.get(f"/releases/{published.id}{page}").data for page in PAGES] == before


def entry_ids(session, one) -> list:
    return list(session.scalars(select(Entry.id).where(Entry.owner_id == one.id)))


def test_no_sentence_anybody_wrote_is_in_a_release(population, people, cast, parts):
    population.cohort("Ward seven", people)
    population.consent(people)
    marked = "The zebra kettle by the harbour window was humming again during handover and handover."
    population.write_many(people, facets, days=[date(2026, 2, 3)], text=marked)
    (row,) = population.publish()
    for word in ("zebra", "kettle", "harbour", "humming"):
        assert word not in row.figures
    browser = cast.browser(people[0])
    for page in PAGES:
        assert "zebra" not in browser.get(f"/releases/{row.id}{page}").text


def test_a_month_later_the_list_shows_the_newest_first(published, cast):
    with clock.hold(datetime(2026, 5, 1, tzinfo=UTC)):
        page = cast.browser("trainer").get("/releases").text
    assert "January to March 2026" in page
    assert AFTER.strftime("%B %Y") in page
