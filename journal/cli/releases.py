"""Decide and publish what trainers may read of a closed period."""

from __future__ import annotations

import click
from sqlalchemy import select

from journal.accounts.models import Organisation
from journal.cli.running import running
from journal.errors import Invalid, NotFound
from journal.http import Runtime, transaction
from journal.insight import deciding, operations


@click.command()
@click.option("--organisation", "name", required=True, help="Name of the organisation.")
@click.option("--period", required=True, help="A closed quarter or month: 2026-Q3 or 2026-07.")
def release(name: str, period: str) -> None:
    """Decide and publish a closed period of every cohort that goes by it. Published is published: it never changes."""
    with running() as parts:
        with parts.database.read() as session:
            organisation = session.scalar(select(Organisation).where(Organisation.name == name))
        if organisation is None:
            raise NotFound("There is no organisation of that name.")
        published, held_back = publish(parts, organisation, period)
        click.echo(f"{period}: {published} published, {held_back} without enough people.")


def publish(parts: Runtime, organisation: Organisation, period: str) -> tuple[int, int]:
    """Give how many cohorts of the organisation got figures for the period, and how many have too few people."""
    secret = parts.ring.derive("release noise")
    try:
        with parts.database.read() as session:
            decided = deciding.decide(session, parts.keys, secret, organisation.id, period)
    except ValueError:
        raise Invalid("Write the period as 2026-Q3 or 2026-07.") from None
    with transaction(parts) as work:
        operations.publish(work.session, decided, None)
    given = sum(1 for one in decided.decisions if one.figures is not None)
    return given, len(decided.decisions) - given
