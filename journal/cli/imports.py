"""Load journals in the documented format (docs/journal-format.md) into the database."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import click
from sqlalchemy.orm import Session

from journal.access import Actor, Role
from journal.accounts import operations as accounts
from journal.accounts import queries
from journal.accounts.keys import Keys
from journal.analyser.results import ELEMENTS, VALENCES
from journal.cli.running import running
from journal.database import new_id
from journal.errors import Invalid
from journal.http import Runtime, transaction
from journal.reflections import operations
from journal.reflections.content import Content, Draft
from journal.reflections.rules import WHY
from journal.schemas import limits
from journal.schemas.revision import LATEST


@dataclass(frozen=True, slots=True)
class Journal:
    """One journal as a file holds it."""

    id: str
    role: str
    entries: tuple[Draft, ...]


@click.command("import")
@click.option(
    "--journal", "folder", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder."
)
def import_journals(folder: Path) -> None:
    """Load every journal (*.json) in a folder, a person each, and print how to sign in. Again changes nothing."""
    journals = read_folder(folder)
    with running() as parts:
        for journal in journals:
            email = f"{journal.id}@journals.example"
            password = secrets.token_urlsafe(12)
            person, fresh = find_or_add(parts, email, journal.id, password, None, [Role.PRACTITIONER])
            count = load(parts, person, journal.entries)
            how = f"password {password}" if fresh else "password as it was"
            click.echo(f"{email}: {count} entries, analysed; {how}")


def read_folder(folder: Path) -> list[Journal]:
    """Give the journals of a folder; raise Invalid, naming the file and the entry, where one cannot be read."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise Invalid(f"There are no journals (*.json) in {folder}.")
    return [read_journal(path) for path in files]


def read_journal(path: Path, *, shift: timedelta = timedelta(0)) -> Journal:
    """Give one journal. Ids follow from the persona's, so that loading a file twice makes no second copy.

    `shift` moves every entry in time by the same amount.
    """
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        persona = plain["persona"]
        space = uuid5(UUID(int=0), f"journal:{persona['id']}")
        entries = tuple(_draft(space, entry, shift) for entry in plain["entries"])
        return Journal(str(persona["id"]), str(persona["role"]), entries)
    except (ValueError, KeyError, TypeError) as error:
        # The kind of error and the file: never the text that could not be read.
        raise Invalid(f"{path.name} is not a journal in the documented format ({type(error).__name__}).") from None


def find_or_add(
    parts: Runtime, email: str, name: str, password: str, organisation_id: UUID | None, roles: list[Role]
) -> tuple[Actor, bool]:
    """Give the person with this address, and whether they are new."""
    with parts.database.read() as session:
        person = queries.person_by_email(session, email)
        if person is not None:
            return queries.actor_of(session, person), False
    person_id, hashed = new_id(), parts.passwords.hash(password)
    parts.keys.make(person_id)
    with transaction(parts) as work:
        person = accounts.add_person(
            work.session,
            person_id=person_id,
            email=email,
            name=name,
            password_hash=hashed,
            organisation_id=organisation_id,
            roles=roles,
        )
        return queries.actor_of(work.session, person), True


def load(parts: Runtime, actor: Actor, drafts: tuple[Draft, ...]) -> int:
    """Take the drafts into the person's journal in batches and give how many it then holds of them."""
    kept = 0
    for start in range(0, len(drafts), limits.BATCH_REVISIONS):
        batch = [operations.prepared(_own(actor, draft)) for draft in drafts[start : start + limits.BATCH_REVISIONS]]
        with transaction(parts) as work:
            kept += _take(work.session, parts.keys, actor, batch)
    return kept


def _take(session: Session, keys: Keys, actor: Actor, batch: list[Draft]) -> int:
    taken = operations.take(session, keys, actor, batch)
    for revision_id, why in taken.refused:
        click.echo(f"  not taken: {revision_id}: {WHY[why]}", err=True)
    return len(taken.acknowledged)


def _own(actor: Actor, draft: Draft) -> Draft:
    """Give the draft under ids of this person's own: two people may load the same file."""
    return Draft(
        id=uuid5(actor.id, f"revision:{draft.id}"),
        entry_id=uuid5(actor.id, f"entry:{draft.entry_id}"),
        parents=(),
        content=draft.content,
        deleted=False,
        written_at=draft.written_at,
        schema=draft.schema,
    )


def _draft(space: UUID, entry: dict[str, Any], shift: timedelta) -> Draft:
    name = str(entry["id"])
    written_at = datetime.fromisoformat(entry["written_at"].replace("Z", "+00:00")) + shift
    valence = entry.get("valence")
    facets: dict[str, Any] = {}
    if valence in VALENCES:
        facets["valence"] = valence
    # A labelled journal says which elements an entry is about, not in which state: how it went stands in for that.
    state = "present" if valence == "went_well" else "strained"
    marks = {element: state for element in entry.get("elements", []) if element in ELEMENTS}
    if marks:
        facets["elements"] = marks
    return Draft(
        id=uuid5(space, name),
        entry_id=uuid5(space, f"entry:{name}"),
        parents=(),
        content=Content(str(entry["text"]), (), facets),
        deleted=False,
        written_at=written_at,
        schema=LATEST,
    )
