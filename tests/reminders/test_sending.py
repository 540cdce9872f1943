"""What leaves for push services: encrypted for one browser, signed, one word long, and once."""

from __future__ import annotations

import http.server
import logging
import threading
from datetime import UTC, datetime, timedelta

import http_ece
import pytest
from sqlalchemy import delete, func, select

from journal import clock
from journal.accounts import devices
from journal.accounts.models import Device, Person
from journal.audit.models import AuditEntry
from journal.crypto import KeyRing
from journal.database import new_id
from journal.http import transaction
from journal.jobs import reminding
from journal.reminders import claiming, delivery, operations, vapid
from journal.reminders.answers import Answer
from journal.reminders.content import Kind
from journal.reminders.models import PushSubscription, ReminderPlan, ReminderSent
from journal.reminders.rules import MOST_SUBSCRIPTIONS
from tests.reminders.browsers import Browser, Service, claims_of, keeping, subscribed
from tests.reminders.test_plans import do, next_at, note, tried

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)  # a Monday
SIX = datetime(2026, 6, 1, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def held():
    with clock.hold(NOW):
        yield


@pytest.fixture
def service() -> Service:
    return Service()


def every_day_at_six(parts, actor) -> None:
    do(parts, operations.add_time, actor, days=range(7), minute=18 * 60, zone="Europe/London")


def run(parts, service, at: datetime) -> None:
    """Let the job do one round at a moment."""
    with clock.hold(at):
        reminding.run_once(parts, sender=service.sender(parts))


def rows(parts, table) -> int:
    with parts.database.read() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_a_browser_opens_what_is_sent_and_finds_one_word(cast, parts, service):
    every_day_at_six(parts, cast.author)
    browser = subscribed(cast, "author")
    run(parts, service, SIX - timedelta(seconds=1))
    assert service.taken == []
    run(parts, service, SIX)
    [(address, body, headers)] = service.taken
    assert address == browser.endpoint
    assert browser.open(body) == {"kind": "write"}
    with pytest.raises(http_ece.ECEException):
        Browser(secret=browser.secret).open(body)
    assert b"write" not in body
    assert headers["Content-Encoding"] == "aes128gcm"
    assert 0 < int(headers["TTL"]) <= 24 * 3600
    assert headers["Urgency"] == "normal"
    assert "Topic" not in headers


def test_a_push_service_can_tell_who_sends_and_that_it_is_meant(cast, parts, service):
    every_day_at_six(parts, cast.author)
    client = keeping(cast, "author")
    key = client.post("/api/reminders/compare", json={"endpoint": None}).json["key"]
    browser = Browser(host="web.push.apple.com")
    client.post("/api/reminders/subscribe", json=browser.told())
    run(parts, service, SIX)
    claims, signed_with = claims_of(service.taken[0][2])
    assert signed_with == key == vapid.public_key(parts.ring)
    assert claims["aud"] == "https://web.push.apple.com"
    assert claims["sub"] == "mailto:somebody@example.org"
    lasts = claims["exp"] - datetime.now(UTC).timestamp()
    assert 0 < lasts < 24 * 3600


def test_the_key_hangs_from_the_ring_and_stays_through_rotation():
    ring = KeyRing.make()
    assert vapid.public_key(ring) == vapid.public_key(ring.with_new_wrapping_key())
    assert vapid.public_key(ring) == vapid.public_key(KeyRing.read(ring.write()))
    assert vapid.public_key(ring) != vapid.public_key(KeyRing.make())


def test_every_kind_is_as_long_as_the_others_once_it_is_sealed():
    sealed = [Browser() for _ in Kind]
    service = Service()
    key = vapid.private_key(KeyRing.make())
    for browser, kind in zip(sealed, Kind, strict=True):
        delivery.send(browser.subscription, kind, key, contact="https://a.example", transport=service)
    assert len({len(body) for _, body, _ in service.taken}) == 1
    assert [b.open(body)["kind"] for b, (_, body, _) in zip(sealed, service.taken, strict=True)] == [*Kind]


def test_each_kind_is_sent_when_it_is_due_to_every_device_of_the_person_and_to_nobody_else(cast, parts, service):
    author = cast.author
    first, second = subscribed(cast, "author"), subscribed(cast, "author")
    other = subscribed(cast, "other_author")
    note(parts, author, due_on=(NOW + timedelta(days=3)).date())
    tried(parts, author, started=(NOW - timedelta(weeks=4) + timedelta(days=1)).date().isoformat())
    run(parts, service, NOW)  # finds the small change; nothing is due yet
    assert service.taken == []
    run(parts, service, datetime(2026, 6, 2, 11, 0, tzinfo=UTC))
    assert service.kinds(first) == service.kinds(second) == ["still"]
    run(parts, service, datetime(2026, 6, 3, 11, 0, tzinfo=UTC))
    assert service.kinds(first) == service.kinds(second) == ["action", "still"]
    assert service.kinds(other) == []


def test_several_things_of_a_kind_at_one_moment_are_one_notification(cast, parts, service):
    author = cast.author
    browser = subscribed(cast, "author")
    for _ in range(3):
        note(parts, author, due_on=(NOW + timedelta(days=3)).date())
    run(parts, service, datetime(2026, 6, 3, 11, 0, tzinfo=UTC))
    assert service.kinds(browser) == ["action"]


def test_however_often_the_job_runs_each_moment_is_sent_once(cast, parts, service):
    every_day_at_six(parts, cast.author)
    browser = subscribed(cast, "author")
    for seconds in (0, 0, 30, 60, 3600):
        run(parts, service, SIX + timedelta(seconds=seconds))
    assert service.kinds(browser) == ["write"]
    run(parts, service, SIX + timedelta(days=1))
    assert service.kinds(browser) == ["write", "write"]


def test_a_plan_put_back_to_a_moment_that_was_sent_sends_nothing_again(cast, parts, service):
    """The second fence: whatever moves a plan back (a mistake, a restored row), what was written down stays sent."""
    every_day_at_six(parts, cast.author)
    browser = subscribed(cast, "author")
    run(parts, service, SIX)
    with transaction(parts) as work:
        work.session.get_one(ReminderPlan, cast.author.id).next_at = SIX
    run(parts, service, SIX + timedelta(minutes=1))
    assert service.kinds(browser) == ["write"]
    assert next_at(parts, cast.author) == SIX + timedelta(days=1)


def test_what_was_due_before_a_backup_was_put_back_is_not_sent_again(cast, parts, service):
    every_day_at_six(parts, cast.author)
    browser = subscribed(cast, "author")
    with transaction(parts) as work:
        claiming.let_go(work.session, SIX + timedelta(minutes=30))
    run(parts, service, SIX + timedelta(minutes=31))
    assert service.kinds(browser) == []
    run(parts, service, SIX + timedelta(days=1))
    assert service.kinds(browser) == ["write"]


def test_after_a_time_away_only_the_newest_within_two_hours_is_sent(cast, parts, service):
    author = cast.author
    every_day_at_six(parts, author)
    do(parts, operations.add_time, author, days=range(7), minute=17 * 60, zone=None)
    browser = subscribed(cast, "author")
    run(parts, service, SIX + timedelta(days=5, minutes=30))
    assert service.kinds(browser) == ["write"]
    run(parts, service, SIX + timedelta(days=9, hours=2, seconds=1))
    assert service.kinds(browser) == ["write"]
    assert next_at(parts, author) == SIX + timedelta(days=10, hours=-1)


def test_nothing_is_sent_in_a_pause(cast, parts, service):
    every_day_at_six(parts, cast.author)
    browser = subscribed(cast, "author")
    do(parts, operations.pause, cast.author, days=7)
    for day in range(7):
        run(parts, service, SIX + timedelta(days=day))
    assert service.kinds(browser) == []
    run(parts, service, SIX + timedelta(days=7))
    assert service.kinds(browser) == ["write"]


def test_a_subscription_that_is_gone_is_forgotten_and_the_others_stay(cast, parts, service):
    every_day_at_six(parts, cast.author)
    gone, missing, stays = (subscribed(cast, "author") for _ in range(3))
    service.by_endpoint |= {gone.endpoint: Answer(410), missing.endpoint: Answer(404)}
    run(parts, service, SIX)
    run(parts, service, SIX + timedelta(days=1))
    assert [len(service.kinds(one)) for one in (gone, missing, stays)] == [1, 1, 2]
    assert rows(parts, PushSubscription) == 1


def test_a_service_that_asks_for_quiet_has_it_and_the_reminder_is_not_sent_again(cast, parts, service):
    every_day_at_six(parts, cast.author)
    do(parts, operations.add_time, cast.author, days=range(7), minute=19 * 60, zone=None)
    browser = subscribed(cast, "author")
    service.by_endpoint[browser.endpoint] = Answer(429, "7200")
    run(parts, service, SIX)
    run(parts, service, SIX + timedelta(minutes=5))
    run(parts, service, SIX + timedelta(hours=1))  # within the two hours it asked for
    assert len(service.taken) == 1
    service.by_endpoint.clear()
    run(parts, service, SIX + timedelta(days=1))
    assert len(service.taken) == 2


def test_one_message_that_cannot_be_sent_stops_no_other_and_leaves_no_words_in_the_log(cast, parts, service, caplog):
    every_day_at_six(parts, cast.author)
    broken, whole = subscribed(cast, "author"), subscribed(cast, "author")
    real = service.sender(parts)

    def sender(given):
        if given.subscription.endpoint == broken.endpoint:
            raise ValueError(f"cannot reach {broken.endpoint}")
        return real(given)

    with clock.hold(SIX), caplog.at_level(logging.DEBUG):
        reminding.run_once(parts, sender=sender)
    assert service.kinds(whole) == ["write"]
    assert "ValueError" in caplog.text
    for told in (broken.token, whole.token, str(cast.author.id), "author@example.org", broken.host):
        assert told not in caplog.text


def test_neither_log_nor_audit_says_what_a_reminder_was_about(cast, parts, service, caplog):
    browser = subscribed(cast, "author")
    note(parts, cast.author, text="Zebra crossing", due_on=(NOW + timedelta(days=2)).date())
    service.by_endpoint[browser.endpoint] = Answer(403)
    with caplog.at_level(logging.DEBUG):
        run(parts, service, datetime(2026, 6, 2, 11, 0, tzinfo=UTC))
    assert len(service.taken) == 1
    assert "status 403" in caplog.text
    with parts.database.read() as session:
        facts = repr([(row.action, row.facts) for row in session.scalars(select(AuditEntry))])
    assert "push.on" in facts
    for told in ("Zebra", browser.token, browser.host, "action"):
        assert told not in caplog.text.replace("transaction", "")
        assert told not in facts


def test_a_device_that_was_taken_off_and_a_person_who_is_suspended_are_told_nothing(cast, parts, service):
    every_day_at_six(parts, cast.author)
    every_day_at_six(parts, cast.other_author)
    off, other = subscribed(cast, "author"), subscribed(cast, "other_author")
    with transaction(parts) as work:
        device = work.session.scalar(select(Device.id).where(Device.owner_id == cast.author.id))
        devices.revoke(work.session, cast.author, device)
        work.session.get_one(Person, cast.other_author.id).suspended_at = NOW
    run(parts, service, SIX)
    assert service.kinds(off) == service.kinds(other) == []


def test_an_address_that_is_not_allowed_any_more_is_not_sent_to(cast, parts, service):
    """Looked at again before every sending: the operator may have taken a host off since."""
    every_day_at_six(parts, cast.author)
    browser = subscribed(cast, "author")
    given = []

    def sender(one):
        given.append(one)
        moved = type(one)(
            one.owner_id, one.device_id, one.endpoint_hash, Browser(host="10.0.0.1").subscription, one.kind
        )
        return service.sender(parts)(moved)

    with clock.hold(SIX):
        reminding.run_once(parts, sender=sender)
    assert len(given) == 1
    assert service.taken == []
    assert rows(parts, PushSubscription) == 0
    assert browser


def test_what_was_sent_is_forgotten_after_a_month(cast, parts, service):
    from journal.jobs import tidying

    every_day_at_six(parts, cast.author)
    subscribed(cast, "author")
    run(parts, service, SIX)
    tidying.run_once(parts)
    assert rows(parts, ReminderSent) == 1
    with clock.hold(SIX + timedelta(days=31)):
        tidying.run_once(parts)
    assert rows(parts, ReminderSent) == 0


def test_a_closed_account_leaves_nothing_and_is_sent_nothing(cast, parts, service):
    every_day_at_six(parts, cast.author)
    note(parts, cast.author)
    browser = subscribed(cast, "author")
    assert cast.browser("author").post("/me/close", data={"sure": "yes"}).status_code == 303
    run(parts, service, SIX)
    assert service.kinds(browser) == []
    assert [rows(parts, table) for table in (ReminderPlan, PushSubscription, ReminderSent)] == [0, 0, 0]


def test_a_key_that_is_gone_stops_nobody_elses_reminder(cast, parts, service):
    """Between closing an account's key and its rows, or with a key store that was put back older."""
    for who in (cast.author, cast.other_author):
        every_day_at_six(parts, who)
    subscribed(cast, "author")
    other = subscribed(cast, "other_author")
    parts.keys.destroy(cast.author.id)
    run(parts, service, SIX)
    assert service.kinds(other) == ["write"]
    run(parts, service, SIX + timedelta(minutes=1))
    assert len(service.taken) == 1


# ---- turning on and off


def state(client, endpoint: str | None) -> str:
    return client.post("/api/reminders/compare", json={"endpoint": endpoint}).json["state"]


def test_a_browser_is_told_how_it_stands(cast, parts):
    client, browser, changed = keeping(cast, "author"), Browser(), Browser()
    assert state(client, None) == state(client, browser.endpoint) == "off"
    assert client.post("/api/reminders/subscribe", json=browser.told()).json["state"] == "on"
    assert state(client, browser.endpoint) == "on"
    assert state(client, changed.endpoint) == state(client, None) == "lost"
    assert client.post("/api/reminders/subscribe", json=changed.told()).json["state"] == "on"
    assert (state(client, changed.endpoint), state(client, browser.endpoint)) == ("on", "lost")
    assert rows(parts, PushSubscription) == 1
    assert client.post("/api/reminders/unsubscribe", json={}).json["state"] == "off"
    assert state(client, changed.endpoint) == "off"
    assert rows(parts, PushSubscription) == 0


def test_a_browser_belongs_to_whoever_turned_it_on_last(cast, parts, service):
    every_day_at_six(parts, cast.author)
    browser = subscribed(cast, "author")
    other = keeping(cast, "other_author")
    assert state(other, browser.endpoint) == "off"
    assert other.post("/api/reminders/subscribe", json=browser.told()).json["state"] == "on"
    run(parts, service, SIX)
    assert service.taken == []
    assert rows(parts, PushSubscription) == 1


@pytest.mark.parametrize("locked", [False, True])
def test_signing_out_ends_what_this_device_is_told_and_not_the_others(cast, parts, service, locked):
    every_day_at_six(parts, cast.author)
    stays, client, browser = subscribed(cast, "author"), keeping(cast, "author"), Browser()
    client.post("/api/reminders/subscribe", json=browser.told())
    if locked:
        client.post("/api/device/sleep")
    assert client.post("/sign-out").status_code == 303
    run(parts, service, SIX)
    assert (service.kinds(stays), service.kinds(browser)) == (["write"], [])


def test_only_a_device_that_keeps_the_journal_is_told(cast, parts):
    plain = cast.browser("author")
    answer = plain.post("/api/reminders/subscribe", json=Browser().told())
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "unknown_device")
    assert state(plain, None) == "off"
    assert cast.stranger().post("/api/reminders/subscribe", json=Browser().told()).status_code == 401
    assert rows(parts, PushSubscription) == 0


NEVER_SENT = [
    {"endpoint": "https://169.254.169.254/latest"},
    {"endpoint": "https://fcm.googleapis.com@10.0.0.1/x"},
    {"endpoint": "x" * 5000},
    {"endpoint": None},
    {"keys": {"p256dh": "AAAA", "auth": "AAAA"}},
    {"keys": {}},
    {"keys": None},
]


def test_what_a_browser_would_never_send_is_refused(cast, parts):
    client = keeping(cast, "author")
    for bad in NEVER_SENT:
        assert client.post("/api/reminders/subscribe", json={**Browser().told(), **bad}).status_code == 422, bad
    assert rows(parts, PushSubscription) == 0


def test_the_device_not_seen_for_longest_makes_room(cast, parts):
    browsers = []
    for number in range(MOST_SUBSCRIPTIONS + 2):
        with clock.hold(NOW + timedelta(minutes=number)):
            browsers.append(subscribed(cast, "author"))
    assert rows(parts, PushSubscription) == MOST_SUBSCRIPTIONS
    with parts.database.read() as session:
        seen = session.scalars(select(PushSubscription.seen_at).order_by(PushSubscription.seen_at)).all()
    assert seen[0] == NOW + timedelta(minutes=2)


def test_the_address_is_sealed_in_its_row(cast, parts):
    browser = subscribed(cast, "author")
    with parts.database.read() as session:
        row = session.scalars(select(PushSubscription)).one()
        assert browser.token.encode() not in row.sealed
        session.execute(delete(PushSubscription).where(PushSubscription.device_id == new_id()))


# ---- the network


class _Hostile(http.server.BaseHTTPRequestHandler):
    """A push service that answers with a redirect, and with more than anybody wants to read."""

    seen: list[str] = []

    def do_POST(self):
        self.seen.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(302 if self.path == "/redirect" else 429)
        self.send_header("Location", "/inside")
        self.send_header("Retry-After", "120")
        self.send_header("Content-Length", str(10**12))
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 65536)
        except OSError:
            pass

    do_GET = do_POST

    def log_message(self, *_):
        pass


def test_over_the_network_no_redirect_is_followed_and_no_answer_read():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Hostile)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    _Hostile.seen.clear()
    try:
        assert delivery.post(f"{address}/redirect", b"body", {"TTL": "1"}) == Answer(302, "120")
        assert delivery.post(f"{address}/busy", b"body", {"TTL": "1"}) == Answer(429, "120")
        assert _Hostile.seen == ["/redirect", "/busy"]
    finally:
        server.shutdown()
        server.server_close()
    assert delivery.post(f"{address}/gone", b"body", {}) == Answer(0)
