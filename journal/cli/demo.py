"""A guided first look: a server full of people who do not exist."""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import click
from sqlalchemy import select

from journal import clock
from journal.access import Actor, Role
from journal.accounts import operations as accounts
from journal.accounts import queries
from journal.accounts.models import Organisation
from journal.cli import releases
from journal.cli.imports import find_or_add, load, read_journal
from journal.cli.running import running
from journal.cli.serve import run_server
from journal.config import read_settings
from journal.config.places import JOURNALS
from journal.config.settings import LOCAL_HOSTS
from journal.database import new_id
from journal.errors import Conflict, Forbidden
from journal.http import Runtime, transaction
from journal.insight import operations as insight
from journal.insight.models import Release
from journal.insight.periods import Period, quarter_of
from journal.reflections import queries as reflections
from journal.reflections.content import Content, Draft
from journal.schemas.revision import LATEST
from journal.supervision import agreements
from journal.supervision import operations as supervision
from journal.supervision.content import MARKS, pieces_of
from journal.supervision.looking import Wish, look

ORGANISATION = "Wharfside Care (demo)"
PASSWORD = "three quiet herons"  # noqa: S105 - printed on the screen, for people who do not exist, on this machine alone

WRITERS = {
    "hv-community": ("Megan", "health visitor"),
    "nurse-ed": ("Dani", "emergency nurse"),
    "nurse-hospice": ("Anna", "hospice nurse"),
    "sw-mental": ("Kofi", "mental health social worker"),
}
OTHERS = {
    "supervisor": ("Ruth", "supervisor", [Role.PRACTITIONER, Role.SUPERVISOR]),
    "trainer": ("Tom", "trainer", [Role.TRAINER]),
    "administrator": ("Priya", "administrator", [Role.ADMINISTRATOR]),
}
COHORT = "Everybody at Wharfside"
GENERATED = 70
SHARED = "nurse-ed"


@click.command()
@click.option("--port", type=int, help="Port to listen on (JOURNAL_PORT).")
@click.option("--fill-only", is_flag=True, help="Fill the demo's database and stop.")
def demo(port: int | None, fill_only: bool) -> None:
    """Serve a demo: four people's journals of a year, a supervisor, a trainer, an administrator and a cohort."""
    os.environ.setdefault("JOURNAL_DATA_DIR", str(Path("var") / "demo"))
    if port:
        os.environ["JOURNAL_PORT"] = str(port)
    settings = read_settings(os.environ)
    if settings.host not in LOCAL_HOSTS:
        raise Forbidden("The demo has a password that everybody knows: it is served on this machine alone.")
    with running(settings) as parts:
        fill(parts)
    click.echo(f"\n  The demo is at {settings.address}\n  Everybody's password: {PASSWORD}\n")
    for name, (first, job) in WRITERS.items():
        click.echo(f"  {_email(name):34} {first}, {job}: a year of entries")
    for name, (first, job, _) in OTHERS.items():
        click.echo(f"  {_email(name):34} {first}, {job}")
    click.echo("")
    if not fill_only:
        run_server(settings)


def fill(parts: Runtime) -> None:
    """Fill the database with the demo's people where they are not there yet; what is there stays as it is."""
    today = clock.now()
    quarter = _last_closed_quarter(today)
    organisation, fresh = _organisation(parts)
    if not fresh:
        _check_whole(parts)
        return
    click.echo("Filling the demo: this takes a little while, once.")
    people = {name: _person(parts, organisation, name, first, roles) for name, (first, _, roles) in OTHERS.items()}
    writers = {name: _writer(parts, organisation, name, today) for name in WRITERS}
    crowd = _crowd(parts, organisation)
    _cohort(parts, people["administrator"], people["trainer"], [*writers.values(), *crowd], quarter)
    for number, actor in enumerate(crowd):
        load(parts, actor, _made_entries(number, quarter))
    releases.publish(parts, organisation, quarter.id)
    _share(parts, writers[SHARED], people["supervisor"])


def _organisation(parts: Runtime) -> tuple[Organisation, bool]:
    with transaction(parts) as work:
        found = work.session.scalar(select(Organisation).where(Organisation.name == ORGANISATION))
        return (found, False) if found else (accounts.found_organisation(work.session, ORGANISATION), True)


def _check_whole(parts: Runtime) -> None:
    """Raise Conflict where an earlier filling was stopped half way: the release is its last step but one."""
    with parts.database.read() as session:
        if session.scalar(select(Release.id).limit(1)) is None:
            folder = parts.settings.data_dir
            raise Conflict(f"The demo was stopped while it was being filled. Remove {folder} and start it again.")


def _writer(parts: Runtime, organisation: Organisation, name: str, today: datetime) -> Actor:
    """Give one of the four, their journal moved by whole weeks so that it ends in the last few days."""
    actor = _person(parts, organisation, name, WRITERS[name][0], [Role.PRACTITIONER])
    path = JOURNALS / f"{name}.json"
    last = max(draft.written_at for draft in read_journal(path).entries)
    load(parts, actor, read_journal(path, shift=timedelta(weeks=(today - last).days // 7)).entries)
    return actor


def _person(parts: Runtime, organisation: Organisation, name: str, first: str, roles: list[Role]) -> Actor:
    return find_or_add(parts, _email(name), first, PASSWORD, organisation.id, roles)[0]


def _crowd(parts: Runtime, organisation: Organisation) -> list[Actor]:
    """Give the people the cohort needs, whom nobody signs in as."""
    hashed = parts.passwords.hash(PASSWORD)
    ids = [new_id() for _ in range(GENERATED)]
    for person_id in ids:
        parts.keys.make(person_id)
    with transaction(parts) as work:
        people = [
            accounts.add_person(
                work.session,
                person_id=person_id,
                email=_email(f"colleague-{number:02}"),
                name=f"Colleague {number:02}",
                password_hash=hashed,
                organisation_id=organisation.id,
                roles=[Role.PRACTITIONER],
            )
            for number, person_id in enumerate(ids, 1)
        ]
        return [queries.actor_of(work.session, person) for person in people]


def _email(name: str) -> str:
    return f"{name}@wharfside.example"


def _last_closed_quarter(today: datetime) -> Period:
    return quarter_of((quarter_of(today.date()).starts_on) - timedelta(days=1))


def _cohort(parts: Runtime, administrator: Actor, trainer: Actor, members: list[Actor], quarter: Period) -> None:
    """Make the cohort as it would have stood before the quarter began: who counts is who was in on its first day."""
    before = datetime.combine(quarter.starts_on - timedelta(days=30), datetime.min.time(), UTC)
    with clock.hold(before), transaction(parts) as work:
        cohort = insight.add_cohort(work.session, administrator, COHORT)
        insight.add_members(work.session, administrator, cohort.id, [actor.id for actor in members])
        insight.set_trainers(work.session, administrator, cohort.id, [trainer.id])
        for actor in members:
            insight.give_consent(work.session, actor)


def _made_entries(number: int, quarter: Period) -> tuple[Draft, ...]:
    """Give one made-up person's entries of a quarter, always the same ones for the same number."""
    topics = json.loads((JOURNALS.parent / "sentences.json").read_text(encoding="utf-8"))["topics"]
    # Not for secrets: the demo must come out the same each time.
    draw = random.Random(f"demo {number}")  # noqa: S311
    favourites = draw.choices(topics, [topic["weight"] for topic in topics], k=4)
    days = (quarter.ends_on - quarter.starts_on).days
    start = datetime.combine(quarter.starts_on, datetime.min.time(), UTC)
    entries = []
    for turn in range(draw.randint(5, 9)):
        topic = draw.choice(favourites)
        moment = start + timedelta(days=draw.randint(0, days), hours=draw.randint(7, 22), minutes=draw.randint(0, 59))
        entries.append(_made_entry(uuid5(UUID(int=1), f"{number} {turn}"), topic, moment, draw))
    return tuple(entries)


def _made_entry(name: UUID, topic: dict[str, Any], moment: datetime, draw: random.Random) -> Draft:
    went = draw.choice(topic["went"])
    state = {"went_well": "present", "mixed": "strained", "was_hard": draw.choice(("strained", "missing"))}[went]
    facets: dict[str, Any] = {"valence": went, "elements": dict.fromkeys(topic["elements"], state)}
    conditions = dict.fromkeys(topic.get("helped", []), "helped") | dict.fromkeys(topic.get("hindered", []), "hindered")
    if conditions and draw.random() < 0.8:
        facets["conditions"] = conditions
    if topic.get("change"):
        facets["small_change"] = {"cost": "none", "still_happening": draw.choice(("yes", "yes", "partly", "no"))}
    if went == "went_well" and draw.random() < 0.7:
        facets["connection"] = {"person": {"informed": "better", "confident": "better"}}
    body = " ".join(draw.sample(topic["sentences"], 2))
    return Draft(
        id=uuid5(name, "revision"),
        entry_id=name,
        parents=(),
        content=Content(body, (), facets),
        deleted=False,
        written_at=moment,
        schema=LATEST,
    )


def _share(parts: Runtime, author: Actor, supervisor: Actor) -> None:
    """Let the two agree, and share the author's newest entry in which the strict check finds nothing to decide."""
    with transaction(parts) as work:
        agreements.propose_supervisor(work.session, author, supervisor.id)
        agreements.propose_supervisee(work.session, supervisor, author.email)
    with parts.database.read() as session:
        newest = reflections.newest(session, parts.keys, author, limit=40)
    for seen in newest:
        sections = frozenset({MARKS, *(piece.key for piece in pieces_of(seen.head.content))})
        wish = Wish(seen.id, supervisor.id, sections, 28, {})
        with transaction(parts) as work:
            found = look(work.session, parts.keys, author, wish)
            if found.undecided or found.asks_who_would_know:
                continue
            once = uuid5(author.id, "demo share")
            supervision.share(work.session, parts.keys, author, wish, once=once, seen=found.fingerprint)
            return
