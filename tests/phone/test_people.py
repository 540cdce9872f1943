"""Who is on a phone: never two people's words together, and nobody's words gone at a sign-out."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete

from journal.accounts import devices
from journal.accounts.models import Device
from journal.http import transaction
from tests.phone.test_store import draft

PRETEND_PUSH = """(how) => {
  const unsubscribe = async () => {
    window.ended = (window.ended ?? 0) + 1;
    if (how === "broken") throw new DOMException("no", "AbortError");
    return true;
  };
  const registration = { pushManager: { getSubscription: async () => ({ unsubscribe }) } };
  Object.defineProperty(navigator.serviceWorker, "getRegistration", { value: async () => registration });
}"""


def names(phone) -> list[str]:
    return [one["name"] for one in phone.do("people", "people")["ok"]]


def test_signing_out_with_everything_sent_leaves_nothing(phone):
    one = phone()
    one.do("write", "Sent.")
    one.do("sync")
    assert one.do("leave") is False
    assert one.do("databases") == ["afterword"]
    assert (one.do("people", "current")["ok"], names(one)) == (None, [])


def test_signing_out_tells_the_server(phone):
    one = phone()
    one.do("leave")
    assert one.do("resume") is True
    assert one.do("people", "begin")["failed"]
    assert one.page.evaluate("fetch('/api/phone').then((answer) => answer.status)") == 401


def test_signing_out_with_no_signal_ends_the_notifications_of_this_browser(phone):
    """Whoever uses it next must not be told of somebody else's journal."""
    one = phone()
    one.page.evaluate(PRETEND_PUSH, "ok")
    # The worker of a phone has it; here it is loaded before.
    one.page.evaluate("import('/static/js/components/push.js').then(() => {})")
    one.context.set_offline(True)
    one.do("leave")
    assert one.page.evaluate("window.ended") == 1


def test_notifications_that_cannot_be_ended_hold_up_no_sign_out(phone):
    one = phone()
    one.page.evaluate(PRETEND_PUSH, "broken")
    assert one.do("leave") is False
    assert one.page.evaluate("window.ended") == 1, "it was tried"
    assert one.do("people", "current")["ok"] is None


def test_signing_out_with_no_signal_parks_what_waits_and_tells_the_server_later(phone):
    one = phone()
    me = one.open()
    one.do("write", "Not sent.")
    one.do("call", "keepDraft", draft("Half typed"))
    one.context.set_offline(True)
    assert one.page.evaluate("fetch('/sign-in').then(() => 'through', () => 'no')") == "no"
    assert one.do("leave") is True
    assert one.do("databases") == ["afterword", f"afterword-{me}"]
    assert one.page.evaluate("(id) => stores.openStore(id).then((s) => s.get('keys', 'device'))", me) is None
    assert one.do("people", "current")["ok"] is None
    assert one.do("people", "people")["ok"][0]["parked"] is True
    assert one.do("resume") is False
    one.context.set_offline(False)
    assert one.do("resume") is True
    assert one.page.evaluate("fetch('/api/phone').then((answer) => answer.status)") == 401
    # The same person signs in again: everything is there.
    one.sign_in("author")
    assert one.open() == me
    assert one.do("entries")[0]["head"]["body"] == "Not sent."
    assert one.do("call", "drafts")["ok"][0]["body"] == "Half typed"
    assert one.do("sync")["kind"] == "idle"
    assert one.do("leave") is True, "a half typed text is on no server"


def test_another_person_finds_their_own_journal_and_the_first_keeps_theirs(phone, live):
    one = phone()
    first = one.open()
    one.do("write", "The first one's.")
    one.sign_in("other_author")
    # Until the phone asks, what it sends is refused, and it keeps all.
    assert one.do("sync")["kind"] == "other-person"
    second = one.do("begin")["id"]
    assert second != first
    one.open()
    assert one.do("entries") == []
    one.do("write", "The second one's.")
    assert one.do("sync")["kind"] == "idle"
    assert [r.body for r in live.revisions("other_author")] == ["The second one's."]
    assert "The first one's." not in [r.body for r in live.revisions("author")]
    one.sign_in("author")
    assert one.do("begin")["id"] == first
    one.open()
    assert [e["head"]["body"] for e in one.do("entries")] == ["The first one's."]
    assert f"afterword-{second}" not in one.do("databases"), "all of it was sent, so nothing of it stays"
    assert one.do("sync")["kind"] == "idle"


def test_a_sign_in_is_not_ended_by_an_older_sign_out_that_was_never_told(phone):
    one = phone()
    one.context.set_offline(True)
    one.do("leave")
    one.context.set_offline(False)
    one.sign_in("other_author")
    one.do("begin")
    assert one.do("resume") is True
    assert one.page.evaluate("fetch('/api/phone').then((answer) => answer.status)") == 200


def test_an_expired_session_blocks_neither_writing_nor_reading_and_the_same_person_goes_on(phone):
    one = phone()
    one.context.clear_cookies()
    one.do("write", "With no session.")
    assert one.do("sync")["kind"] == "signed-out"
    one.kill()
    one.open()
    assert one.do("entries")[0]["head"]["body"] == "With no session."
    one.sign_in("author")
    assert one.do("sync")["kind"] == "idle"


def test_a_revoked_phone_loses_its_key_and_no_text(phone, live):
    one = phone()
    me = one.open()
    device = one.do("people", "current")["ok"]["device"]
    one.do("write", "Before it was taken.")
    with transaction(live.parts) as work:
        devices.revoke(work.session, live.actor("author"), UUID(device))
    one.sign_in("author")
    assert one.do("sync")["kind"] == "revoked"
    begun = one.page.evaluate("people.begin(fetch.bind(window)).catch((error) => error.code)")
    assert begun == "device_revoked"
    state = one.page.evaluate("(id) => stores.openStore(id).then((s) => lock.lockState(s))", me)
    assert state["kind"] == "gone"
    with transaction(live.parts) as work:
        devices.give_back(work.session, live.actor("author"), UUID(device))
    one.do("begin")
    one.open()
    assert one.do("entries")[0]["head"]["body"] == "Before it was taken."


def test_a_key_the_server_lost_costs_only_what_it_never_had(phone, live):
    """The server gives another key: what it has comes again, what it never had stays sealed and is told of."""
    one = phone()
    one.do("write", "The server has this.")
    one.do("sync")
    with transaction(live.parts) as work:
        work.session.execute(delete(Device).where(Device.owner_id == live.actor("author").id))
    one.do("begin")
    one.open()
    assert one.do("entries") == []
    assert one.do("sync")["kind"] == "idle"
    assert "The server has this." in [e["head"]["body"] for e in one.do("entries")]


def test_no_signal_is_no_signal(phone):
    one = phone()
    one.context.set_offline(True)
    assert one.page.evaluate("fetch('/sign-in').then(() => 'through', () => 'no')") == "no"
    one.do("write", "On the ward.")
    state = one.do("sync")
    assert state["kind"] == "offline"
    assert state["since"] is not None
    one.context.set_offline(False)
    assert one.do("sync")["kind"] == "idle"


def test_forgetting_takes_everything(phone):
    one = phone()
    me = one.open()
    one.do("write", "To be thrown away.")
    one.do("people", "forget", me)
    assert one.do("databases") == ["afterword"]
    assert names(one) == []
