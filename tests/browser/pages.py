"""Every page that can be opened, from the routes themselves, for each of the demo's people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from journal.access import Policy, may
from journal.http.policy import policy_of
from tests.browser.place import Place

PEOPLE = ("stranger", "nurse-ed", "supervisor", "trainer", "administrator")

# Answers that are not pages: a document for programs, downloads, and the address that only leads onward. The shell
# is no page of anybody who keeps nothing; its screens are walked in tests/phone.
NOT_PAGES = frozenset({"openapi", "releases.as_csv", "releases.as_json", "sign_in.home"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A page as somebody opens it: what its screenshot is called, and its path."""

    name: str
    path: str


def rules(app: Flask) -> list[Rule]:
    """Give the routes that are pages."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint.partition(".")[0] != "shell"
        and rule.endpoint not in NOT_PAGES
        and not rule.endpoint.startswith(("static", "api"))
        and not rule.rule.startswith(("/static/", "/api/"))
    ]


def pages_of(place: Place, who: str) -> list[Opened]:
    """Give every page this person can open, each once, with an id of something of theirs where it asks for one."""
    acting = None if who == "stranger" else place.actor(who)
    known = _arguments(place, who)
    opened = []
    for rule in rules(place.app):
        policy = policy_of(place.app, rule.endpoint)
        # Pages for everybody are the same whoever is signed in; they are looked at with and without somebody.
        if policy is Policy.PUBLIC and who not in ("stranger", "nurse-ed"):
            continue
        if not may(policy, acting) or (acting is not None and policy is Policy.SIGNED_OUT):
            continue
        if not rule.arguments:
            opened.append(Opened(rule.endpoint, rule.rule))
        elif rule.endpoint in known:
            path = place.app.url_map.bind("localhost").build(rule.endpoint, known[rule.endpoint], method="GET")
            opened.append(Opened(rule.endpoint, path))
    return opened + ([Opened("error", "/not-here")] if who in ("stranger", "nurse-ed") else [])


def _arguments(place: Place, who: str) -> dict[str, dict[str, Any]]:
    """Give what stands for each argument, by endpoint, where this person has such a thing."""
    if who == "stranger":
        return {
            "join.form": {"token": place.join_token()},
            "reset.open_link": {"token": place.mailed_token("reset")},
            "sign_up.open_link": {"token": place.mailed_token("sign-up")},
        }
    if who == "supervisor":
        return {"supervision.copy": {"share_id": place.share_id()}}
    if who == "trainer":
        return {"releases.release": {"release_id": place.release_id()}}
    if who == "administrator":
        return {
            "people.person": {"person_id": place.actor("nurse-ed").id},
            "teams.team": {"team_id": place.team_id()},
            "cohorts.cohort": {"cohort_id": place.cohort_id()},
        }
    entry = {"entry_id": place.entries(who)[0].id}
    return {
        "write.with_template": {"template_id": "driscoll"},
        "entries.entry": entry,
        "entries.edit": entry,
        "entries.again": entry | {"template_id": "gibbs"},
        "entries.revisions": entry,
        "questions.ask": entry,
        "sharing.form": entry,
        "sharing.shared": {"share_id": place.share_id()},
        "releases.release": {"release_id": place.release_id()},
    }
