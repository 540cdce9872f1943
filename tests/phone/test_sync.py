"""Sync as the server and older or newer versions of it answer, beside the faults of the network."""

from __future__ import annotations

import json

import pytest

from tests.phone.faults import passed
from tests.phone.pocket import eventually

COUNTED = """() => {
  window.sent = [];
  const real = syncer.fetch;
  syncer.fetch = async (...given) => {
    sent.push(given[1].body);
    return real(...given);
  };
}"""


def states(phone) -> list[str]:
    return sorted(row["state"] for row in phone.do("rows"))


def test_one_phone_writes_and_another_reads(phone):
    one, two = phone(), phone()
    made = one.do("write", "Naïve 👩🏽‍⚕️ שלום \ud83d half")
    one.do("call", "answer", made["entry"], {"question_id": "q", "question": "Why?", "text": "Because."})
    one.do("sync")
    two.do("sync")
    here = next(e for e in one.do("entries") if e["id"] == made["entry"])
    there = next(e for e in two.do("entries") if e["id"] == made["entry"])
    assert there["head"] == {**here["head"], "written_at": there["head"]["written_at"]}
    assert (here["state"], there["state"]) == ("synced", "synced")


def test_nothing_that_is_sent_is_asked_for_twice(phone):
    """One save costs one request."""
    one = phone()
    one.do("sync")
    one.page.evaluate(COUNTED)
    one.do("write", "Once.")
    one.do("sync")
    assert len(one.page.evaluate("sent")) == 1


def test_batches_hold_at_most_50_revisions_and_256_kb(phone):
    one = phone()
    one.page.evaluate("async () => { for (let n = 0; n < 60; n++) await bench.write(`Small ${n}`); }")
    one.page.evaluate("async () => { for (let n = 0; n < 6; n++) await bench.write('x'.repeat(60_000) + n); }")
    one.page.evaluate(COUNTED)
    state = one.do("sync")
    assert state["kind"] == "idle"
    bodies = [json.loads(body)["revisions"] for body in one.page.evaluate("sent")]
    assert sum(map(len, bodies)) == 66
    assert all(len(body) <= 50 for body in bodies)
    assert all(len(json.dumps(body, ensure_ascii=False)) <= 270_000 for body in bodies)
    assert set(states(one)) == {"synced"}


def test_one_that_the_server_chokes_on_does_not_hold_up_the_rest(phone):
    one = phone()
    poison = one.do("write", "Poison.")
    for n in range(5):
        one.do("write", f"Fine {n}.")

    def chokes(route):
        if poison["revision"] in (route.request.post_data or ""):
            route.fulfill(status=500, content_type="application/json", body='{"error": {"code": "server_error"}}')
        else:
            route.continue_()

    one.network = chokes
    for _ in range(6):
        one.do("sync")
    assert [row["body"] for row in one.do("rows") if row["state"] != "synced"] == ["Poison."]
    one.network = passed
    one.do("sync")
    assert set(states(one)) == {"synced"}


def refusing(why: str):
    """A server that takes nothing, for this reason."""

    def refuse(route):
        sent = json.loads(route.request.post_data or "{}")
        said = {
            "acknowledged": [], "revisions": [], "purged": [], "cursor": sent["cursor"], "more": False,
            "epoch": sent["epoch"] or "00000000-0000-4000-8000-000000000001",
            "rejected": [{"id": one["id"], "why": why, "message": "The server's words."} for one in sent["revisions"]],
        }  # fmt: skip
        route.fulfill(status=200, content_type="application/json", body=json.dumps(said))

    return refuse


@pytest.mark.parametrize("why", ["malformed", "too_large", "not_possible", "a reason of the future"])
def test_what_is_refused_is_kept_and_shown_with_the_reason(phone, why):
    one = phone()
    made = one.do("write", "Refused.")
    one.network = refusing(why)
    assert one.do("sync")["kind"] == "idle"
    waiting = one.do("call", "waiting")["ok"]
    assert waiting == {
        "count": 0, "since": None,
        "refused": [{"entry": made["entry"], "why": why, "message": "The server's words."}],
    }  # fmt: skip
    entry = one.do("call", "entry", made["entry"])["ok"]
    assert (entry["state"], entry["head"]["body"]) == ("refused", "Refused.")
    one.network = passed
    one.do("sync")
    assert one.do("call", "entry", made["entry"])["ok"]["state"] == "refused", "it is not sent by itself"
    again = one.do("call", "resave", made["entry"])["ok"]
    assert (again["id"] == made["entry"]) == (why != "not_possible")
    one.do("sync")
    entry = one.do("call", "entry", again["id"])["ok"]
    assert (entry["state"], entry["head"]["body"], len(entry["revisions"])) == ("synced", "Refused.", 1)


def test_what_is_refused_can_be_thrown_away_or_written_anew(phone):
    one = phone()
    gone, mended = one.do("write", "To throw away."), one.do("write", "Too long, say.")
    one.network = refusing("too_large")
    one.do("sync")
    one.network = passed
    one.do("call", "discard", gone["entry"])
    assert one.do("call", "entry", gone["entry"])["ok"] is None
    one.do("edit", mended["entry"], [mended["revision"]], "Shorter.")
    one.do("sync")
    assert one.do("call", "waiting")["ok"] == {"count": 0, "since": None, "refused": []}


def test_what_an_older_server_does_not_know_is_offered_again_when_it_may(phone):
    one = phone()
    made = one.do("write", "With a mark of tomorrow.")
    one.network = refusing("unknown_facet")
    one.do("sync")
    one.network = passed
    one.kill()
    one.open()
    one.page.evaluate("syncer.start()")
    assert one.do("call", "entry", made["entry"])["ok"]["state"] == "synced"


def test_an_entry_erased_elsewhere_goes_and_an_edit_nobody_has_seen_stays(phone, live):
    one = phone()
    kept, seen = one.do("write", "Edited here."), one.do("write", "Erased there.")
    one.do("sync")
    one.do("call", "keepThemes", {"evidence": "Erased there."})
    one.do("edit", kept["entry"], [kept["revision"]], "Edited here, with no signal.")
    live.erase("author", kept["entry"])
    live.erase("author", seen["entry"])
    one.do("sync")
    assert one.do("call", "entry", seen["entry"])["ok"] is None
    assert one.do("call", "themes")["ok"] is None
    entry = one.do("call", "entry", kept["entry"])["ok"]
    assert (entry["why"], [r["body"] for r in entry["revisions"]]) == ("erased", ["Edited here, with no signal."])
    again = one.do("call", "resave", kept["entry"])["ok"]
    assert again["id"] != kept["entry"]
    one.do("sync")
    assert one.do("call", "entry", again["id"])["ok"]["state"] == "synced"
    assert one.do("call", "entry", kept["entry"])["ok"] is None


def test_what_a_newer_server_gives_is_kept_untouched_and_given_back_whole(phone):
    one = phone()
    newer = {
        "id": "00000000-0000-4000-8000-00000000aaaa", "entry_id": "00000000-0000-4000-8000-00000000bbbb",
        "parents": [], "body": "From tomorrow.", "answers": [], "facets": {"tide": {"of": ["x", 1.5, None]}},
        "deleted": False, "written_at": "2026-03-04T18:20:00.123456+00:00", "schema": 2, "colour": ["blue"],
    }  # fmt: skip
    said = {
        "acknowledged": [],
        "rejected": [],
        "purged": [],
        "more": False,
        "extra": 1,
        "revisions": [newer],
        "cursor": 3,
    }
    epochs = iter(["00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"])

    def gives(route):
        body = json.dumps({**said, "epoch": next(epochs)})
        route.fulfill(status=200, content_type="application/json", body=body)

    one.network = gives
    one.do("sync")
    (row,) = one.do("rows")
    assert (row["state"], row["revision"]) == ("synced", newer)
    # The server was put back: all is offered again, this too, as it came.
    said |= {"revisions": []}
    one.page.evaluate(COUNTED)
    one.do("sync")
    one.network = refusing("unknown_schema")
    one.do("sync")
    assert json.loads(one.page.evaluate("sent")[-1])["revisions"] == [newer]


def test_two_tabs_send_each_text_once(phone, live):
    one = phone()
    other = one.tab()
    other.evaluate("bench.open()")
    one.page.evaluate("for (let n = 0; n < 10; n++) void bench.write(`Tab one ${n}`)")
    other.evaluate("for (let n = 0; n < 10; n++) void bench.write(`Tab two ${n}`)")
    one.page.evaluate("bench.sync()")
    other.evaluate("bench.sync()")
    for _ in range(100):
        one.do("sync")
        if set(states(one)) == {"synced"} and len(states(one)) == 20:
            break
        one.page.wait_for_timeout(100)
    bodies = [r.body for r in live.revisions("author") if r.body.startswith("Tab ")]
    assert len(bodies) == len(set(bodies)) == 20
    eventually(other, f"(await bench.entries()).length === {len(one.do('entries'))}")


def test_a_saved_entry_is_sent_by_itself(phone):
    one = phone()
    one.page.evaluate("syncer.start()")
    one.do("write", "Nobody asked for this to be sent.")
    one.page.wait_for_function("async () => (await journal.waiting()).count === 0")


def test_a_clock_that_jumps_stops_nothing(phone):
    one = phone()
    one.page.evaluate("Date.now = () => 4e12")
    one.open()
    one.do("write", "In the year 2096.")
    one.page.evaluate("Date.now = () => 1e12")
    one.do("write", "Back in 2001.")
    state = one.do("sync")
    assert state["kind"] == "idle"
    assert set(states(one)) == {"synced"}


@pytest.mark.parametrize(
    ("said", "least", "most"), [("90", 89, 91), ("999999", 599, 601), ("soon", 0, 3), ("-5", 0, 3), (None, 0, 3)]
)
def test_a_server_that_asks_to_be_left_alone_is_for_ten_minutes_at_most(phone, said, least, most):
    one = phone()
    body = json.dumps({"error": {"code": "too_many_tries", "message": ""}})
    headers = {"Content-Type": "application/json", **({"Retry-After": said} if said else {})}
    one.network = lambda route: route.fulfill(status=429, body=body, headers=headers)
    one.page.evaluate("() => { const now = Date.now(); Date.now = () => now; }")
    one.open()
    one.do("write", "Kept meanwhile.")
    state = one.do("sync")
    assert state["kind"] == "trouble"
    assert least <= (state["retryAt"] - one.page.evaluate("Date.now()")) / 1000 <= most
    one.network = lambda route: route.continue_()
    assert one.do("sync")["kind"] == "idle"
