"""`POST /api/sync` as a phone meets it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from journal.http import transaction
from journal.reflections import operations
from tests.reflections.writing import changes, draft, take


def revision(body="A word at the door.", **given):
    plain = {
        "id": str(uuid4()),
        "entry_id": str(uuid4()),
        "parents": [],
        "body": body,
        "answers": [],
        "facets": {},
        "deleted": False,
        "written_at": "2026-03-04T18:20:00+00:00",
        "schema": 1,
    }
    return {**plain, **given}


class Phone:
    """A phone of one person: what it sends and where it stands."""

    def __init__(self, cast, who):
        self.client, self.person = cast.browser(who), cast.actor(who)
        self.device, self.epoch, self.cursor = str(uuid4()), None, 0

    def post(self, *revisions, **other):
        body = {
            "user": str(self.person.id),
            "device": self.device,
            "epoch": self.epoch,
            "cursor": self.cursor,
            "revisions": list(revisions),
        }
        return self.client.post("/api/sync", json={**body, **other})

    def sync(self, *revisions):
        answer = self.post(*revisions)
        assert answer.status_code == 200, answer.text
        self.epoch, self.cursor = answer.json["epoch"], answer.json["cursor"]
        return answer.json


@pytest.fixture
def phone(cast):
    return Phone(cast, "author")


def test_one_phone_writes_and_another_reads(cast, phone):
    one = revision("Naïve 👩🏽‍⚕️ שלום", facets={"elements": {"time": "missing"}})
    assert phone.sync(one)["acknowledged"] == [one["id"]]
    got = Phone(cast, "author").sync()["revisions"]
    assert got == [one]


def test_a_lost_reply_is_mended_by_sending_again(phone):
    one = revision()
    first, again = phone.post(one), phone.post(one)
    assert first.json["acknowledged"] == again.json["acknowledged"] == [one["id"]]


def test_what_a_phone_sent_itself_is_not_sent_back(phone):
    assert phone.sync(revision())["revisions"] == []
    assert phone.sync()["revisions"] == []


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({"schema": 99}, "unknown_schema"),
        ({"schema": "1"}, "malformed"),
        ({"schema": True}, "malformed"),
        ({"body": 7}, "malformed"),
        ({"written_at": "yesterday"}, "malformed"),
        ({"written_at": "2026-03-04T18:20:00"}, "malformed"),
        ({"written_at": "1066-03-04T18:20:00+00:00"}, "bad_date"),
        ({"surprise": 1}, "malformed"),
        ({"facets": {"mood": "blue"}}, "unknown_facet"),
        ({"facets": {"elements": {"time": "gone"}}}, "unknown_facet"),
        ({"body": "x" * (64 * 1024 + 1)}, "too_large"),
        ({"id": "not-an-id"}, "malformed"),
        ({"parents": ["not-an-id"]}, "malformed"),
        ({"answers": [{"question_id": "q"}]}, "malformed"),
    ],
)
def test_a_broken_revision_is_refused_alone_with_a_kind_reason(phone, broken, why):
    good, bad = revision(), revision(**broken)
    answer = phone.sync(bad, good)
    assert answer["acknowledged"] == [good["id"]]
    assert [r["why"] for r in answer["rejected"]] == [why]
    assert answer["rejected"][0]["id"] == (bad["id"] if bad["id"] != "not-an-id" else "")
    assert answer["rejected"][0]["message"].endswith(".")


def test_a_revision_may_not_follow_itself(phone):
    own = str(uuid4())
    assert phone.sync(revision(id=own, parents=[own]))["rejected"][0]["why"] == "own_parent"


def test_a_thing_that_is_no_revision_is_refused_without_taking_the_rest(phone):
    answer = phone.post("text", revision())
    assert answer.status_code == 422
    assert answer.json["error"]["code"]


@pytest.mark.parametrize(
    "envelope",
    [
        {"cursor": -1},
        {"cursor": "0"},
        {"cursor": 2**70},
        {"epoch": "x"},
        {"extra": 1},
        {"user": None},
        {"revisions": {}},
    ],
)
def test_a_broken_envelope_is_one_clear_answer(phone, envelope):
    answer = phone.post(**envelope)
    assert answer.status_code == 422
    assert set(answer.json["error"]) >= {"code", "message"}


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"user":'])
def test_malformed_json_is_one_clear_answer(phone, data):
    answer = phone.client.post("/api/sync", data=data, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.json["error"]["message"]


def test_too_many_at_once_is_said_and_nothing_is_taken(phone):
    many = [revision() for _ in range(51)]
    assert phone.post(*many).status_code == 422
    assert phone.sync(*many[:50])["rejected"] == []


def test_more_bytes_than_a_batch_holds_are_refused_whole(phone):
    assert phone.post(*[revision("x" * 60_000) for _ in range(20)]).status_code == 413


def test_another_person_is_never_mixed_in(cast, phone):
    one = revision()
    answer = phone.post(one, user=str(cast.other_author.id))
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "other_person"
    assert phone.sync()["revisions"] == []


def test_nobody_syncs_without_signing_in(cast):
    answer = cast.stranger().post("/api/sync", json={})
    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "sign_in_needed"


def test_another_site_cannot_make_a_browser_sync(phone):
    answer = phone.client.post("/api/sync", json={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_an_erased_entry_stays_erased_on_every_phone(cast, parts, phone):
    one = revision()
    phone.sync(one)
    old = Phone(cast, "author")
    old.sync()
    author = cast.author
    with transaction(parts) as work:
        operations.erase(work.session, author, changes(parts, author).revisions[0].entry_id)
    assert old.sync()["purged"] == [one["entry_id"]]
    late = old.sync(one, revision(entry_id=one["entry_id"], parents=[one["id"]]))
    assert {r["why"] for r in late["rejected"]} == {"erased"}


def test_after_a_restored_backup_the_phone_is_given_everything_again(cast, parts, phone):
    one = revision()
    phone.sync(one)
    stood = phone.cursor
    with transaction(parts) as work:
        operations.begin_epoch(work.session)
    answer = phone.post()
    assert answer.json["epoch"] != phone.epoch
    assert [r["id"] for r in answer.json["revisions"]] == [one["id"]]
    assert answer.json["cursor"] == stood


def test_a_phone_with_nothing_gets_a_long_journal_in_parts(cast, parts):
    drafts = [draft(f"entry {n}") for n in range(130)]
    for start in range(0, 130, 50):
        take(parts, cast.author, *drafts[start : start + 50])
    phone, got, rounds = Phone(cast, "author"), [], 0
    while True:
        answer = phone.sync()
        got += [r["id"] for r in answer["revisions"]]
        rounds += 1
        if not answer["more"]:
            break
    assert got == [str(d.id) for d in drafts]
    assert rounds == 3


def test_the_document_describes_what_the_server_does(cast):
    document = cast.stranger().get("/api/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) >= {"/api/sync", "/api/device", "/api/phone", "/api/themes"}
    schemas = document["components"]["schemas"]
    assert {"SyncRequest", "SyncResponse", "RevisionV1"} <= set(schemas)


@pytest.mark.parametrize(
    "body",
    ["[" * 100_000, '{"a":' * 50_000 + "1" + "}" * 50_000, '{"cursor": ' + "9" * 10_000 + "}", "\xff", '{"user": '],
    ids=["lists", "objects", "digits", "letters", "cut"],
)
def test_a_body_that_cannot_be_parsed_is_a_bad_request_and_no_fault_of_ours(phone, body):
    answer = phone.client.post("/api/sync", data=body.encode("latin-1"), content_type="application/json")
    assert answer.status_code == 400
    assert answer.json["error"]["code"] == "bad_request"
