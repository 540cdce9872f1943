"""`POST /api/device` as a phone meets it: one key for each device of each person, given until it is taken away."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from journal import audit, clock
from journal.accounts import devices, operations
from journal.accounts.errors import DeviceRevoked
from journal.accounts.models import Device, LiveSession
from journal.crypto import CannotOpen, Place
from journal.http import transaction
from tests.api.test_sync import Phone, revision
from tests.people import PASSWORD


def keeping(cast, who="author"):
    """A browser whose person let it keep their journal."""
    client = cast.browser(who)
    with client.session_transaction() as held:
        held["keeps"] = True
    return client


def asked(client, device):
    return client.post("/api/device", json={"device": str(device)})


def device_ids(parts, actor):
    with parts.database.read() as session:
        return {row.id: row.revoked_at for row in devices.devices_of(session, actor)}


def test_a_device_is_given_one_key_and_the_same_one_ever_after(cast):
    browser, device = keeping(cast), str(uuid4())
    first = asked(browser, device)
    assert first.status_code == 200
    key = base64.b64decode(first.json.pop("key"))
    assert len(key) == 32
    assert first.json == {
        "user": str(cast.author.id),
        "name": "Author",
        "roles": ["practitioner"],
        "organisation": True,
        "device": device,
        "key": base64.b64encode(key).decode(),
    }
    again = asked(keeping(cast), device)
    assert base64.b64decode(again.json["key"]) == key
    assert base64.b64decode(asked(browser, uuid4()).json["key"]) != key
    assert first.headers["Cache-Control"] == "no-store"


def test_a_person_alone_is_told_so(cast):
    assert asked(keeping(cast, "alone"), uuid4()).json["organisation"] is False


def test_one_id_under_two_people_is_two_devices_and_tells_neither_of_the_other(cast, parts):
    device = uuid4()
    mine, theirs = asked(keeping(cast), device), asked(keeping(cast, "other_author"), device)
    assert mine.status_code == theirs.status_code == 200
    assert mine.json["key"] != theirs.json["key"]
    for other in (asked(keeping(cast, "other_author"), device), asked(keeping(cast, "other_author"), uuid4())):
        assert set(other.json) == set(mine.json)
    with transaction(parts) as work:
        devices.revoke(work.session, cast.other_author, device)
    assert asked(keeping(cast), device).status_code == 200
    with parts.database.read() as session:
        sealed = session.get(Device, (cast.author.id, device)).sealed
    with pytest.raises(CannotOpen):
        parts.keys.open(sealed, Place("device", "sealed", cast.other_author.id, device))


def test_only_a_browser_that_keeps_is_given_a_key(cast, parts):
    assert asked(cast.stranger(), uuid4()).status_code == 401
    answer = asked(cast.browser("author"), uuid4())
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "not_keeping")
    assert device_ids(parts, cast.author) == {}


@pytest.mark.parametrize("body", [{}, {"device": "x"}, {"device": None}, {"device": 3}, [], "x"])
def test_what_is_no_device_is_refused_in_our_shape(cast, body):
    answer = keeping(cast).post("/api/device", json=body)
    assert answer.status_code == 422
    assert set(answer.json["error"]) >= {"code", "message"}


def test_a_device_whose_key_was_taken_is_refused_signed_out_and_takes_nothing(cast, parts):
    device = uuid4()
    browser = keeping(cast)
    assert asked(browser, device).status_code == 200
    other = keeping(cast)
    assert other.post(f"/me/devices/{device}/take-key").status_code == 303
    assert browser.get("/me").status_code == 303, "its session ended with its key"
    assert other.get("/me").status_code == 200
    again = keeping(cast)
    refused = asked(again, device)
    assert (refused.status_code, refused.json["error"]["code"]) == (403, "device_revoked")
    phone = Phone(cast, "author")
    phone.device = str(device)
    sent = revision("Not for a phone that is lost.")
    answer = phone.post(sent)
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "device_revoked")
    assert "revisions" not in answer.json
    phone.device = str(uuid4())
    assert phone.sync()["revisions"] == [], "nothing of it was taken"


def test_a_key_that_is_given_back_is_the_same_key(cast):
    device, browser = uuid4(), keeping(cast)
    before = asked(browser, device).json["key"]
    other = keeping(cast)
    other.post(f"/me/devices/{device}/take-key")
    assert other.post(f"/me/devices/{device}/give-back").status_code == 303
    assert asked(keeping(cast), device).json["key"] == before
    phone = Phone(cast, "author")
    phone.device = str(device)
    assert phone.sync(revision())["acknowledged"]


def test_a_forgotten_device_loses_its_key_for_good(cast, parts):
    device, browser = uuid4(), keeping(cast)
    before = asked(browser, device).json["key"]
    other = keeping(cast)
    assert other.post(f"/me/devices/{device}/forget").status_code == 404, "not while it is in use"
    other.post(f"/me/devices/{device}/take-key")
    assert other.post(f"/me/devices/{device}/forget").status_code == 303
    assert device_ids(parts, cast.author) == {}
    assert asked(other, device).json["key"] != before


@pytest.mark.parametrize("act", ["take-key", "give-back", "forget"])
def test_nobody_else_reaches_a_device_of_mine(cast, parts, act):
    device, browser = uuid4(), keeping(cast)
    asked(browser, device)
    if act != "take-key":
        browser.post(f"/me/devices/{device}/take-key")
    before = device_ids(parts, cast.author)
    for kind in ("other_author", "administrator", "supervisor", "far_administrator", "alone"):
        assert cast.browser(kind).post(f"/me/devices/{device}/{act}").status_code == 404
        assert cast.browser(kind).post(f"/me/devices/{uuid4()}/{act}").status_code == 404
    assert cast.stranger().post(f"/me/devices/{device}/{act}").status_code == 401
    assert device_ids(parts, cast.author) == before


def test_the_twenty_first_device_is_refused_kindly_until_one_is_given_up(cast, parts):
    browser, held = keeping(cast), [uuid4() for _ in range(devices.MOST)]
    for device in held:
        assert asked(browser, device).status_code == 200
    more = uuid4()
    refused = asked(browser, more)
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "too_many_devices")
    assert asked(browser, held[0]).status_code == 200, "those that are there go on"
    cast.browser("author").post(f"/me/devices/{held[3]}/take-key")
    cast.browser("author").post(f"/me/devices/{held[5]}/take-key")
    assert asked(keeping(cast), more).status_code == 200
    left = device_ids(parts, cast.author)
    assert held[3] not in left, "the one whose key was taken first went"
    assert left[held[5]] is not None
    assert len(left) == devices.MOST


def test_a_new_password_ends_sessions_and_takes_no_key(cast, mailbox):
    device, phone = uuid4(), keeping(cast)
    before = asked(phone, device).json["key"]
    keeping(cast).post("/me/password", data={"password": "four small boats out"})
    assert asked(phone, device).status_code == 401
    assert asked(keeping(cast), device).json["key"] == before


def test_closing_an_account_takes_its_devices_with_it(cast, parts):
    browser = keeping(cast)
    asked(browser, uuid4())
    cast.actor("administrator")
    assert browser.post("/me/close", data={"sure": "yes"}).status_code == 303
    with parts.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Device)) == 0


def test_when_a_device_was_last_seen_is_noted_now_and_then(cast, parts):
    now = clock.now()
    with clock.hold(now):
        phone, device = Phone(cast, "author"), uuid4()
        phone.device = str(device)
        asked(keeping(cast), device)

    def seen():
        with parts.database.read() as session:
            return session.get(Device, (cast.author.id, device)).seen_at

    for minutes, noted in ((20, 0), (59, 0), (80, 80)):
        with clock.hold(now + timedelta(minutes=minutes)):
            fresh = Phone(cast, "author")
            fresh.device = str(device)
            fresh.sync()
        assert seen() == now + timedelta(minutes=noted)


def test_the_record_tells_what_was_done_and_nothing_else(cast, parts):
    device, browser = uuid4(), keeping(cast)
    key = asked(browser, device).json["key"]
    other = keeping(cast)
    for act in ("take-key", "give-back", "take-key", "forget"):
        other.post(f"/me/devices/{device}/{act}")
    with parts.database.read() as session:
        rows = [row for row in audit.recent(session, cast.author.realm_id) if row.action.startswith("device.")]
    assert [row.action for row in reversed(rows)] == [
        "device.added",
        "device.revoked",
        "device.given_back",
        "device.revoked",
        "device.forgotten",
    ]
    assert all(row.facts == {"device": str(device)} for row in rows)
    assert key not in json.dumps([row.facts for row in rows])


def test_asking_without_end_is_slowed_down(cast):
    browser, device = keeping(cast), uuid4()
    statuses = [asked(browser, device).status_code for _ in range(62)]
    assert statuses[:60] == [200] * 60
    assert statuses[-1] == 429


def test_the_account_page_names_each_device_in_plain_words(cast):
    browser = keeping(cast)
    asked(browser, uuid4())
    page = browser.get("/me").text
    assert "Devices that keep my journal" in page
    assert "Chrome on Android" in page
    assert "Take its key away" in page
    assert "/phone" in page
    assert "Devices that keep" not in cast.browser("other_author").get("/me").text


def test_a_session_is_tied_to_its_device_and_others_live_on(cast, parts):
    device = uuid4()
    asked(keeping(cast), device)
    cast.browser("author")
    with parts.database.read() as session:
        tied = session.scalars(select(LiveSession.device_id).where(LiveSession.owner_id == cast.author.id)).all()
    assert sorted(tied, key=str) == sorted([device, None], key=str)


def test_a_cookie_from_before_there_were_devices_still_signs_in_and_keeps_nothing(cast):
    browser = cast.browser("author")
    assert browser.get("/write").text.count("<textarea") >= 1
    assert Phone(cast, "author").sync(revision())["acknowledged"]


def test_signing_in_carries_the_wish_to_keep(cast):
    cast.actor("author")
    form = {"email": "author@example.org", "password": PASSWORD}
    for sent, where, kept in (
        ({"keep": "yes"}, "/write#in", True),
        ({}, "/write", False),
        ({"keep": "no"}, "/write", False),
    ):
        browser = cast.stranger()
        answer = browser.post("/sign-in", data={**form, **sent})
        assert answer.location == where
        assert (asked(browser, uuid4()).status_code == 200) is kept


def test_two_first_calls_in_one_instant_give_one_key(cast, parts):
    """The row that is there wins, whatever a second call has made in the meantime."""
    device = uuid4()
    author = cast.author
    with transaction(parts) as work:
        one = devices.device_key(work.session, parts.keys, author, device, "One")
    with transaction(parts) as work:
        two = devices._add(work.session, parts.keys, author, device, "Two")
        assert parts.keys.open(two.sealed, devices._place(author.id, device)) == one


def test_a_suspended_person_is_given_no_key(cast, parts):
    browser, device, administrator = keeping(cast), uuid4(), cast.administrator
    asked(browser, device)
    with transaction(parts) as work:
        operations.suspend(work.session, administrator, cast.author.id)
    assert asked(browser, device).status_code == 401
    with transaction(parts) as work:
        operations.restore(work.session, administrator, cast.author.id)
        devices.revoke(work.session, cast.author, device)
    with pytest.raises(DeviceRevoked), transaction(parts) as work:
        devices.device_key(work.session, parts.keys, cast.author, device, "One")


@pytest.mark.parametrize("path", ["/sign-out", "/me/sessions/end-all", "/me/close"])
def test_whoever_leaves_a_browser_that_keeps_goes_through_the_shell_which_takes_the_key(cast, path):
    assert keeping(cast).post(path, data={"sure": "yes"}).location == "/shell#out"


def test_a_browser_that_made_itself_another_device_is_signed_out_with_either(cast):
    """A thief who clears what the browser keeps gets a new id in the same session: taking the old key must end that."""
    for taken in (0, 1):
        browser, ids = keeping(cast), [uuid4(), uuid4()]
        for device in ids:
            assert asked(browser, device).status_code == 200
        bystander = keeping(cast)
        asked(bystander, uuid4())
        cast.browser("author").post(f"/me/devices/{ids[taken]}/take-key")
        assert browser.get("/me").status_code == 303
        assert bystander.get("/me").status_code == 200
