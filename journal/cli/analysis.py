"""Analyse again after an upgrade."""

from __future__ import annotations

import click
from sqlalchemy import select

from journal.accounts.models import Person
from journal.cli.running import running
from journal.http import transaction
from journal.reflections import operations


@click.command()
def reanalyse() -> None:
    """Analyse every entry that this version has not analysed yet. Stop it when you like: it goes on where it was."""
    with running() as parts:
        with parts.database.read() as session:
            people = list(session.scalars(select(Person.id).order_by(Person.id)))
        total = 0
        with click.progressbar(people, label="People") as walk:
            for owner_id in walk:
                while True:
                    with transaction(parts) as work:
                        done = operations.reanalyse(work.session, parts.keys, owner_id)
                    total += done
                    if not done:
                        break
        click.echo(f"{total} entries analysed.")
