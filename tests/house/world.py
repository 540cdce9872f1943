"""Fill the database with something of everything, so that there are real ids to guess."""

from __future__ import annotations

from datetime import date

from flask import Flask

from journal import clock
from journal.accounts import operations
from journal.database import new_id
from journal.http import transaction
from journal.reminders import operations as reminders
from tests.insight.population import Population
from tests.people import Cast
from tests.reminders.browsers import subscribed
from tests.supervision.scenes import shared_entry


def fill(app: Flask, cast: Cast) -> None:
    """Rows of the author, the supervisor, the administrator and the trainer, made as people make them."""
    author, supervisor, administrator, trainer = cast.author, cast.supervisor, cast.administrator, cast.trainer
    with transaction(cast.parts) as work:
        team = operations.add_team(work.session, administrator, "North")
        operations.set_team_members(work.session, administrator, team.id, [author.id, supervisor.id])
        operations.invite(work.session, administrator, email="new@example.org", roles=["practitioner"])
    shared_entry(cast.parts, author, supervisor)
    subscribed(cast, author)
    with transaction(cast.parts) as work:
        reminders.add_time(work.session, cast.parts.keys, author, days=[0], minute=0, zone=None)
        reminders.note_action(
            work.session, cast.parts.keys, author, new_id(), text="ring", agreed_with="", due_on=clock.now().date()
        )
    population = Population(cast.parts, administrator)
    people = population.people(40)
    cohort_id = population.cohort("Ward seven", people)
    population.consent(people)
    population.write_many(people, lambda number: {"valence": "was_hard"}, days=[date(2026, 2, 3)])
    population.train(cohort_id, trainer)
    assert population.publish(), "there is a release to guess at"
