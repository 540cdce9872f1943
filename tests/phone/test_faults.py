"""Whatever the network does, each text is on the server once and on each phone of its author once."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Browser

from tests.databases import Postgres
from tests.phone.faults import FAULTS, passed
from tests.phone.live import Live, planted
from tests.phone.programs import Run

SEEDS = (6, 9)
STEPS = 40

BUGS = {
    "another's version is written over": planted(
        "store.js",
        "if (!held) change(fresh, {});",
        "if (!held) {for (const {id} of await ask(rows.index('entry').getAll(fresh.entry))) rows.delete(id);"
        " change(fresh, {});}",
    ),
    "any answer is believed": planted(
        "sync.js",
        'const trouble = /** @type {const} */ ({ kind: "trouble" });',
        "const trouble = {kind: 'ok', acknowledged: sent.ids, rejected: [], revisions: [], purged: [],"
        " cursor: sent.cursor, epoch: sent.epoch, more: false};",
    ),
    "synced is said before the server has it": planted("store.js", 'state: "offered" });', 'state: "synced" });'),
    "what was offered is amended": {
        **planted("journal.js", "id: crypto.randomUUID(),", "id: parents[0] ?? crypto.randomUUID(),"),
        **planted("store.js", 'of("revisions").add(row)', 'of("revisions").put(row)'),
    },
}


def run(browser: Browser, live: Live, seed: int, bugs: dict[str, str] | None = None) -> Counter[str]:
    one = Run(browser, live, seed, bugs)
    try:
        one.play(STEPS)
        one.settle()
        return one.steps
    finally:
        one.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_every_text_is_counted_once(chromium, live, seed):
    run(chromium, live, seed)


def test_every_text_is_counted_once_on_postgresql(chromium, postgres: Postgres, tmp_path):
    with postgres.fresh(tmp_path) as settings:
        live = Live(tmp_path, settings)
        try:
            run(chromium, live, 8)
        finally:
            live.close()


@pytest.mark.parametrize("bug", BUGS)
def test_each_known_bug_is_found(chromium, live, bug):
    for seed in SEEDS:
        try:
            run(chromium, live, seed, BUGS[bug])
        except AssertionError as found:
            print(f"{bug}: {found}")
            return
    pytest.fail("no program found it")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_costs_nothing_and_says_nothing_false(phone, live, fault):
    one = phone(opened=False)
    one.open(700 if fault.startswith("hang") else 20_000)
    made = one.do("write", f"Through {fault}.")
    one.network = FAULTS[fault]
    state = one.do("sync")
    (row,) = [row for row in one.do("rows") if row["id"] == made["revision"]]
    if fault == "twice":
        assert (state["kind"], row["state"]) == ("idle", "synced")
    else:
        assert row["state"] == "offered"
        assert state["kind"] in ("offline", "trouble")
        assert state["retryAt"] > state["since"]
    one.network = passed
    one.page.evaluate("() => { syncer.timeout = 20_000; }")
    assert one.do("sync")["kind"] == "idle"
    assert one.do("entries")[0]["state"] == "synced"
    assert [r.body for r in live.revisions("author")].count(f"Through {fault}.") == 1
