"""Every route, as every kind of person, against one table made from the policies. A new route is in it by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Uuid, select
from werkzeug.routing import Rule

from journal import web
from journal.access import Policy, Role, may
from journal.accounts.tokens import make_token
from journal.app import create_app
from journal.database import Base
from journal.http import policy
from journal.http.policy import PolicyMissing, policy_of
from tests.people import Cast, Mailbox

KINDS = (
    "stranger",
    "author",
    "other_author",
    "supervisor",
    "trainer",
    "administrator",
    "far_administrator",
    "alone",
)

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# Arguments that are neither ids nor numbers: one-time tokens, names in our own catalogues, and files.
PLAIN_ARGUMENTS = {"token", "template_id", "period_id", "name"}

# What a route may answer to somebody who may use it, where it names nothing: a page, a way onward, or a form again.
OPENED = {200, 201, 204, 302, 303, 400, 409, 413, 415, 422}

FAR_PLACES = iter(range(10**9))


@pytest.fixture
def settings(embedded, tmp_path):
    """Policies are asked before any database: one kind is enough for some thousand calls."""
    with embedded.fresh(tmp_path) as given:
        yield given


@pytest.fixture
def app(settings, mailbox):
    application = create_app(replace(settings, open_sign_up=True), mailer=mailbox)
    yield application
    application.extensions["journal"].close()


def routes(app) -> list[tuple[Rule, str]]:
    """Every rule with each method it takes."""
    return [(rule, method) for rule in app.url_map.iter_rules() for method in METHODS if method in (rule.methods or ())]


def path_of(app, rule: Rule, object_id: UUID | None = None) -> str:
    """The rule's path with something well formed in place of each argument."""
    values = {
        "UUIDConverter": object_id or uuid4(),
        "IntegerConverter": 999_983,
        "PathConverter": "css/not-there-000.css",
    }
    arguments = {name: values.get(type(rule._converters[name]).__name__, make_token()) for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, arguments, method=next(iter(rule.methods - {"OPTIONS"})))


def expected(app, cast: Cast, kind: str, rule: Rule, method: str) -> tuple[set[int], str]:
    """The one table: what this kind of person may meet at this route, and why."""
    asked = policy_of(app, rule.endpoint)
    acting = None if kind == "stranger" else cast.actor(kind)
    if not may(asked, acting):
        if acting is not None:
            return {403}, "another role"
        return ({303}, "sign in") if method == "GET" and not rule.rule.startswith("/api/") else ({401}, "sign in")
    return ({404}, "nothing of theirs") if rule.arguments else (OPENED, "opened")


def call(cast: Cast, kind: str, path: str, method: str):
    """Call it in a browser of its own, signed in just now, from an address of its own."""
    browser = cast.stranger() if kind == "stranger" else cast.browser(kind)
    place = next(FAR_PLACES)
    browser.environ_base["REMOTE_ADDR"] = f"10.{place >> 16 & 255}.{place >> 8 & 255}.{place & 255}"
    return browser.open(path, method=method)


def test_the_table_holds_for_every_route_and_every_kind_of_person(app, cast, capsys):
    broken, seen = [], 0
    for rule, method in routes(app):
        for kind in KINDS:
            statuses, why = expected(app, cast, kind, rule, method)
            answer = call(cast, kind, path_of(app, rule), method)
            seen += 1
            right = answer.status_code in statuses
            if why == "sign in" and answer.status_code == 303:
                right = answer.location.startswith("/sign-in")
            if not right:
                broken.append(f"{method} {rule.rule} as {kind}: {answer.status_code}, not {why} {sorted(statuses)}")
    with capsys.disabled():
        print(f"\n{len(routes(app))} routes, {seen} calls", end=" ")
    assert seen == len(routes(app)) * len(KINDS)
    assert seen > 300
    assert broken == []


def test_a_password_is_asked_again_where_the_policy_says_so(app, cast):
    from datetime import timedelta

    from journal import clock

    now, broken, seen = clock.now(), [], 0
    for rule, method in routes(app):
        asked = policy_of(app, rule.endpoint)
        if asked not in (Policy.CONFIRMED, Policy.ADMINISTRATOR_CONFIRMED):
            continue
        with clock.hold(now):
            browser = cast.browser("administrator")
        with clock.hold(now + timedelta(minutes=10)):
            answer = browser.open(path_of(app, rule), method=method)
        seen += 1
        right = answer.location.startswith("/confirm") if answer.status_code == 303 else answer.status_code == 401
        if not right:
            broken.append(f"{method} {rule.rule}: {answer.status_code}")
    assert seen > 5
    assert broken == []


def test_what_is_there_looks_to_others_like_what_is_not(app, cast):
    """Ids of real rows of every table, tried at every route by people they have nothing to do with."""
    from tests.house.world import fill

    fill(app, cast)
    ids = ids_of_rows(cast.parts)
    assert len(ids) > 15
    broken, seen = [], 0
    browsers = {kind: cast.browser(kind) for kind in ("other_author", "far_supervisor", "far_administrator", "alone")}
    for rule, method in routes(app):
        if not any(type(converter).__name__ == "UUIDConverter" for converter in rule._converters.values()):
            continue
        for kind, browser in browsers.items():
            for object_id in ids:
                status = browser.open(path_of(app, rule, object_id), method=method).status_code
                seen += 1
                if status not in (403, 404):
                    broken.append(f"{method} {rule.rule} as {kind}: {status}")
    assert seen > 2000
    assert broken == []


def ids_of_rows(parts, each: int = 2) -> list[UUID]:
    """A few ids from every id column of every table."""
    found: dict[UUID, None] = {}
    with parts.database.read() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, Uuid):
                    values = session.scalars(select(column).where(column.is_not(None)).distinct().limit(each))
                    found.update(dict.fromkeys(values))
    return list(found)


def test_paths_are_plain_and_their_arguments_typed(app):
    for rule in app.url_map.iter_rules():
        for piece in re.sub(r"<[^>]*>", "", rule.rule).split("/"):
            assert re.fullmatch(r"[a-z0-9]*(-[a-z0-9]+)*(\.[a-z]+)?", piece), rule.rule
        for name, converter in rule._converters.items():
            kind = type(converter).__name__
            assert kind in ("UUIDConverter", "IntegerConverter") or name in PLAIN_ARGUMENTS, (rule.rule, name, kind)


def test_reading_changes_nothing_and_only_posts_change(app):
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/api/"):
            assert rule.methods <= {"GET", "HEAD", "OPTIONS", "POST"}, rule.rule


def test_the_table_sees_the_routes_we_know(app):
    seen = {(method, rule.rule) for rule, method in routes(app)}
    assert {
        ("GET", "/sign-in"),
        ("POST", "/sign-in"),
        ("POST", "/sign-out"),
        ("GET", "/people/<uuid:person_id>"),
        ("POST", "/people/<uuid:person_id>/suspend"),
        ("GET", "/join/<token>"),
        ("GET", "/static/<path:name>"),
        ("POST", "/write"),
        ("POST", "/api/sync"),
    } <= seen


def test_the_table_would_see_a_wrong_answer(app, cast):
    """The guard itself: a route that lets the wrong people in is told from one that does not."""
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == "people.index")
    opened, why = expected(app, cast, "administrator", rule, "GET")
    assert (opened, why) == (OPENED, "opened")
    assert expected(app, cast, "author", rule, "GET")[0] == {403}
    assert expected(app, cast, "stranger", rule, "GET")[0] == {303}
    app.view_functions["people.index"].policy = Policy.SIGNED_IN
    try:
        assert call(cast, "trainer", "/people", "GET").status_code != 403
    finally:
        app.view_functions["people.index"].policy = Policy.ADMINISTRATOR


def test_a_route_without_a_policy_stops_the_server_from_starting(settings, monkeypatch):
    real, opened = web.init_web, []

    def with_one_more(app, assets):
        real(app, assets)
        app.add_url_rule("/open-to-all", "open_to_all", lambda: "hello")
        opened.append(app.extensions["journal"])

    monkeypatch.setattr(web, "init_web", with_one_more)
    with pytest.raises(PolicyMissing, match="open_to_all"):
        create_app(settings, mailer=Mailbox())
    opened[0].close()


def test_a_policy_that_is_declared_is_enough(settings, monkeypatch):
    real = web.init_web

    def with_one_more(app, assets):
        real(app, assets)
        app.add_url_rule("/declared", "declared", policy(Policy.TRAINER)(lambda: "hello"))

    monkeypatch.setattr(web, "init_web", with_one_more)
    app = create_app(settings, mailer=Mailbox())
    cast = Cast(app)
    assert call(cast, "trainer", "/declared", "GET").text == "hello"
    assert call(cast, "author", "/declared", "GET").status_code == 403
    app.extensions["journal"].close()


@pytest.mark.parametrize("asked", list(Policy))
def test_every_policy_is_in_the_table_of_who_may(asked, cast):
    for kind in KINDS[1:]:
        actor = cast.actor(kind)
        role = {"supervisor": Role.SUPERVISOR, "trainer": Role.TRAINER}.get(asked.value)
        if asked.value.startswith("administrator"):
            role = Role.ADMINISTRATOR
        assert may(asked, actor) == (role is None or role in actor.roles)
    assert may(asked, None) == (asked in (Policy.PUBLIC, Policy.SIGNED_OUT))


def test_a_role_without_an_organisation_opens_nothing(cast):
    for role in (Role.SUPERVISOR, Role.TRAINER, Role.ADMINISTRATOR):
        assert not may(Policy(role.value), replace(cast.alone, roles=frozenset({role})))


def test_the_doors_open_to_everybody_are_these_and_no_others(app):
    open_doors = {
        f"{method} {rule.rule}"
        for rule, method in routes(app)
        if policy_of(app, rule.endpoint) in (Policy.PUBLIC, Policy.SIGNED_OUT)
    }
    assert {door for door in open_doors if not door.startswith("GET /static/")} == {
        "GET /",
        "GET /sign-in",
        "POST /sign-in",
        "POST /sign-out",
        "GET /reset",
        "POST /reset",
        "GET /reset/<token>",
        "POST /reset/<token>",
        "GET /sign-up",
        "POST /sign-up",
        "GET /sign-up/<token>",
        "POST /sign-up/<token>",
        "GET /join/<token>",
        "POST /join/<token>",
        "GET /support",
        "GET /privacy",
        "GET /style",
        "GET /api/openapi.json",
        "POST /api/device/wake",
        "GET /shell",
        "GET /sw.js",
        "GET /manifest.webmanifest",
    }


def test_accounts_of_others_are_for_administrators_alone(app):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/people"):
            assert policy_of(app, rule.endpoint) in (Policy.ADMINISTRATOR, Policy.ADMINISTRATOR_CONFIRMED), rule.rule
