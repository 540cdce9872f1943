"""A real server full of demo people, and what a test may do behind its back: make sessions, end them, look at rows."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete, select

from journal import clock
from journal.access import Actor
from journal.accounts import operations as accounts
from journal.accounts import queries as people
from journal.accounts.models import Device, Organisation, Person
from journal.accounts.tokens import session_cookie
from journal.app import create_app
from journal.config import Settings
from journal.database import new_id
from journal.http import transaction
from journal.insight.models import Cohort, Release
from journal.reflections import operations, queries
from journal.reflections.content import Content, Draft
from journal.schemas.revision import LATEST
from journal.supervision.models import Share
from journal.throttle.models import Bucket
from tests.people import BROWSER, Mailbox
from tests.server.processes import Server


class Place:
    """`journal demo` in a process of its own. `app` is a second copy on the same files, in the test's process."""

    def __init__(self, folder: Path, *, languages: str = "en") -> None:
        self.server = Server(folder, "demo", JOURNAL_OPEN_SIGN_UP="yes", JOURNAL_LANGUAGES=languages).wait(240)
        self.address = self.server.address
        self.mailbox = Mailbox()
        self._mailed: dict[str, str] = {}
        settings = Settings(data_dir=folder / "data", port=self.server.port, open_sign_up=True)
        self.app = create_app(settings, mailer=self.mailbox)
        self.parts = self.app.extensions["journal"]

    def close(self) -> None:
        self.parts.close()
        self.server.stop()

    def actor(self, name: str) -> Actor:
        """Give a demo person by the first part of their address."""
        with self.parts.database.read() as session:
            person = people.person_by_email(session, f"{name}@wharfside.example")
            assert person is not None, name
            return people.actor_of(session, person)

    def cookie(self, name: str, *, keeps: bool = False) -> dict[str, str]:
        """Give the cookie of a session begun just now, as a browser is given it, one that keeps the journal or not:
        tests that are not about signing in would otherwise use up the tries of one address."""
        actor = self.actor(name)
        with transaction(self.parts) as work:
            token = accounts.start_session(work.session, work.session.get_one(Person, actor.id), browser="Test")
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = session_cookie(actor.id, token)
            session["_fresh"] = True
            if keeps:
                session["keeps"] = True
        held = client.get_cookie("journal")
        assert held is not None
        return {"name": held.key, "value": held.value, "url": self.address}

    def end_sessions(self, name: str) -> None:
        """End every session of somebody, as the limits or another phone of theirs would."""
        with transaction(self.parts) as work:
            accounts.end_all_sessions(work.session, self.actor(name).id)

    def forget_devices(self, name: str) -> None:
        """Forget every phone of somebody, and how often anybody asked for anything."""
        owner = self.actor(name).id
        with transaction(self.parts) as work:
            work.session.execute(delete(Device).where(Device.owner_id == owner))
            work.session.execute(delete(Bucket))

    def entries(self, name: str) -> list[queries.Seen]:
        """Give somebody's entries, the newest first."""
        with self.parts.database.read() as session:
            return list(queries.every(session, self.parts.keys, self.actor(name)))

    def holding(self, name: str, words: str) -> list[queries.Seen]:
        """Give somebody's entries that hold these words, in any version that counts."""
        return [one for one in self.entries(name) if any(words in head.content.full_text() for head in one.heads)]

    def write(self, name: str, text: str, *, follows: queries.Seen | None = None) -> UUID:
        """Write an entry, or another version of one beside those it has, as a second phone would."""
        actor = self.actor(name)
        first = follows.head.parents if follows else ()
        draft = Draft(
            id=new_id(),
            entry_id=follows.id if follows else new_id(),
            parents=tuple(first),
            content=Content(text, (), {}),
            deleted=False,
            written_at=clock.now(),
            schema=LATEST,
        )
        with transaction(self.parts) as work:
            operations.write(work.session, self.parts.keys, actor, draft)
        return draft.entry_id

    def share_id(self) -> UUID:
        """Give the id of the demo's own share."""
        with self.parts.database.read() as session:
            return session.scalars(select(Share.id).order_by(Share.shared_at)).first()

    def release_id(self) -> UUID:
        with self.parts.database.read() as session:
            return session.scalars(select(Release.id).where(Release.figures.is_not(None))).first()

    def cohort_id(self) -> UUID:
        with self.parts.database.read() as session:
            return session.scalars(select(Cohort.id)).first()

    def team_id(self) -> UUID:
        """Give a team with people in it."""
        administrator = self.actor("administrator")
        with transaction(self.parts) as work:
            team = accounts.add_team(work.session, administrator, f"Night team {new_id().hex[:4]}")
            accounts.set_team_members(work.session, administrator, team.id, [self.actor("nurse-ed").id])
            return team.id

    def join_token(self) -> str:
        """Give the token of an invitation nobody has used."""
        administrator = self.actor("administrator")
        with transaction(self.parts) as work:
            organisation = work.session.scalar(select(Organisation))
            return accounts.add_invitation(
                work.session, organisation.id, "", list(administrator.roles), administrator.id
            )

    def mailed_token(self, door: str) -> str:
        """Ask at `reset` or `sign-up` for a link, once in a run, and give the token that was mailed.

        More would meet the limit on messages to one address, as anybody else's would.
        """
        if door in self._mailed:
            return self._mailed[door]
        email = "supervisor@wharfside.example" if door == "reset" else f"{new_id().hex[:8]}@elsewhere.example"
        client = self.app.test_client()
        client.environ_base.update({f"HTTP_{k.upper().replace('-', '_')}": v for k, v in BROWSER.items()})
        client.post(f"/{door}", data={"email": email})
        self._mailed[door] = re.findall(rf"/{door}/(\S+)", self.mailbox.sent[-1][2])[-1]
        return self._mailed[door]


def filled(folder: Path) -> Path:
    """Give a folder that `journal demo --fill-only` has filled, once for every worker of a test run."""
    done, data = folder / "done", folder / "data"
    folder.mkdir(exist_ok=True)
    try:
        (folder / "begun").touch(exist_ok=False)
    except FileExistsError:
        for _ in range(2400):
            if done.exists():
                return data
            time.sleep(0.1)
        raise RuntimeError("the demo was not filled in four minutes") from None
    server = Server(folder, "demo", "--fill-only")
    if server.process.wait(240) != 0:
        raise RuntimeError(server.printed())
    done.touch()
    return data


def copy_of(data: Path, folder: Path) -> None:
    """Put a copy of filled data where a server of one's own will look for it."""
    shutil.copytree(data, folder / "data")
