"""Fill the database with something of everything, so that there are real ids to guess."""

from __future__ import annotations

from flask import Flask

from journal.accounts import operations
from journal.http import transaction
from tests.people import Cast


def fill(app: Flask, cast: Cast) -> None:
    """Rows of the author, of the supervisor and of the administrator's side, made as people make them."""
    author, supervisor, administrator = cast.author, cast.supervisor, cast.administrator
    with transaction(cast.parts) as work:
        team = operations.add_team(work.session, administrator, "North")
        operations.set_team_members(work.session, administrator, team.id, [author.id, supervisor.id])
        operations.invite(work.session, administrator, email="new@example.org", roles=["practitioner"])
    browser = cast.browser("author")
    assert browser.post("/write", data={"text": "Third visit. She told me about the letter."}).status_code in (200, 303)
