"""Serve the journal with a production WSGI server, and say how to sign in."""

from __future__ import annotations

import os
import runpy

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from sqlalchemy import select

from journal import clock
from journal.access import Role
from journal.accounts import operations
from journal.accounts.models import Invitation, Organisation, Person
from journal.cli.running import running
from journal.config import Settings
from journal.http import Runtime, transaction


@click.command()
@click.option("--port", type=int, help="Port to listen on (JOURNAL_PORT).")
@click.option("--host", help="Address to listen on (JOURNAL_HOST).")
def serve(port: int | None, host: str | None) -> None:
    """Migrate, print the address and how to sign in, and serve until stopped."""
    if port:
        os.environ["JOURNAL_PORT"] = str(port)
    if host:
        os.environ["JOURNAL_HOST"] = host
    with running() as parts:
        settings = parts.settings
        how = first_link(parts)
    click.echo(f"\n  {settings.product_name} is at {settings.address}")
    if how:
        click.echo("  Nobody has an account yet. Open this link to make the first one (it looks after the others):")
        click.echo(f"  {settings.address}/join/{how}\n")
    else:
        click.echo("  Sign in there with your email address and password.\n")
    run_server(settings)


@click.command()
def migrate() -> None:
    """Bring both databases to the newest migration and stop."""
    with running():
        click.echo("Both databases are up to date.")


@click.command()
def jobs() -> None:
    """Do timed work until stopped, beside servers on PostgreSQL. (On the embedded database the server does it.)"""
    runpy.run_module("journal.jobs", run_name="__main__")


def run_server(settings: Settings) -> None:
    """Serve until stopped. The server process reads the same environment again.

    One process on the embedded database, where one queue of writers is what makes many threads fast; as many as there
    are cores on PostgreSQL. There is no access log: addresses and paths of a private journal are nobody's business.
    """
    workers = (os.cpu_count() or 1) if settings.on_postgresql else 1
    Server(
        "journal.app:from_environment",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=settings.threads,
        backpressure=settings.threads * 4,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
        # A dead worker stops the server, for its supervisor to start again. Granian's own respawning can swallow the
        # signal to stop that arrives beside it (Ctrl-C reaches both), and then never ends.
        respawn_failed_workers=False,
    ).serve()


def first_link(parts: Runtime) -> str | None:
    """Give the token of an invitation for the very first person, or None where somebody has an account.

    Each start makes a fresh one and ends the one before, so a link that was printed and lost is worth nothing.
    """
    with transaction(parts) as work:
        session = work.session
        if session.scalar(select(Person.id).limit(1)):
            return None
        organisation = session.scalar(select(Organisation).limit(1))
        if organisation is None:
            organisation = operations.found_organisation(session, "My organisation")
        for old in session.scalars(select(Invitation).where(Invitation.accepted_at.is_(None))):
            old.cancelled_at = clock.now()
        roles = (Role.ADMINISTRATOR, Role.PRACTITIONER)
        return operations.add_invitation(session, organisation.id, "", roles, None)
