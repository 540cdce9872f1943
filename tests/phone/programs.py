"""Random programs over three phones: writing, editing, sync through a bad network, kills, erasure, a restored backup.

Phones 0 and 1 are one person's, phone 2 another's. Every text carries a word of its own, so that it can be counted.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import Browser

from tests.phone.faults import FAULTS, Replay, passed
from tests.phone.live import Live, Phone, Rows

OWNERS = ("author", "author", "other_author")


@dataclass
class Text:
    """One text somebody wrote. `revision` is None where the page went before anybody was told that it is saved: such a
    text is there once, or not at all."""

    phone: int
    entry: str
    body: str
    parents: list[str]
    revision: str | None


class Run:
    """A program with a seed. `play` goes through it, `settle` counts at the end; both fail on the first lost text."""

    def __init__(self, browser: Browser, live: Live, seed: int, bugs: dict[str, str] | None = None) -> None:
        self.random = random.Random(seed)
        self.name = f"seed{seed}-{uuid4().hex[:6]}"
        self.live = live
        self.phones = [Phone(browser, live, who, bugs) for who in OWNERS]
        self.replays = [Replay() for _ in OWNERS]
        self.texts: list[Text] = []
        self.erased: set[str] = set()
        self.bodies: dict[str, str] = {}
        self.backup: Rows | None = None
        self.behind = False  # the server was put back, and phones may not know
        self.steps: Counter[str] = Counter()
        for phone in self.phones:
            phone.open(700)
            phone.do("sync")

    def close(self) -> None:
        for phone in self.phones:
            phone.close()

    def play(self, steps: int) -> None:
        ways = {
            self.write: 6, self.edit: 5, self.bad_sync: 9, self.good_sync: 3, self.kill: 1, self.kill_while_saving: 2,
            self.erase: 1, self.back_up: 1, self.restore: 1, self.new_epoch: 1,
        }  # fmt: skip
        for _ in range(steps):
            step = self.random.choices(list(ways), list(ways.values()))[0]
            self.steps[step.__name__] += 1
            step(self.random.randrange(3))
            self.nothing_false_is_said()

    def write(self, n: int) -> None:
        body = self.words("Naïve 👩🏽‍⚕️")
        made = self.phones[n].do("write", body)
        self.texts.append(Text(n, made["entry"], body, [], made["revision"]))

    def edit(self, n: int) -> None:
        entries = [one for one in self.phones[n].do("entries") if one["id"] not in self.erased]
        if not entries:
            return
        entry = self.random.choice(entries)
        # Mostly as somebody who saw one version; sometimes as somebody who joins two.
        parents = [entry["head"]["id"]] if self.random.random() < 0.7 else entry["headIds"]
        body = self.words(entry["head"]["body"][:200])
        revision = self.phones[n].do("edit", entry["id"], parents, body)
        self.texts.append(Text(n, entry["id"], body, parents, revision))

    def bad_sync(self, n: int) -> None:
        name = self.random.choice([*FAULTS, "replay"])
        self.steps[name] += 1
        self.phones[n].network = self.replays[n] if name == "replay" else FAULTS[name]
        self.phones[n].do("sync")
        self.phones[n].network = passed

    def good_sync(self, n: int) -> None:
        self.phones[n].do("sync")

    def kill(self, n: int) -> None:
        self.phones[n].kill()
        self.phones[n].open(700)

    def kill_while_saving(self, n: int) -> None:
        """The page goes at some instant of a save, or of the sync that begins with it."""
        phone, entry, body = self.phones[n], str(uuid4()), self.words("Cut off")
        phone.network = FAULTS[self.random.choice(["twice", "cut_reply", "hang_reply"])]
        phone.page.evaluate("([body, id]) => { bench.write(body, id).then(() => bench.sync()); }", [body, entry])
        phone.page.wait_for_timeout(self.random.choice([0, 1, 3, 10, 60]))
        self.kill(n)
        phone.network = passed
        self.texts.append(Text(n, entry, body, [], None))

    def erase(self, n: int) -> None:
        """The author erases an entry for good, on a page."""
        there = {str(one.entry_id) for one in self.live.revisions(OWNERS[n])}
        mine = [text.entry for text in self.texts if text.entry in there - self.erased]
        if mine:
            entry = self.random.choice(mine)
            self.live.erase(OWNERS[n], entry)
            self.erased.add(entry)

    def back_up(self, n: int) -> None:
        self.backup = self.live.rows()

    def restore(self, n: int) -> None:
        """Put the last backup back, over what was written since."""
        if self.backup is not None:
            self.live.put_back(self.backup)
            self.behind = True

    def new_epoch(self, n: int) -> None:
        self.live.begin_epoch()

    def words(self, first: str) -> str:
        """Give a text nobody else writes."""
        return f"{first} {self.name}-{len(self.texts)}"

    def nothing_false_is_said(self) -> None:
        """What a phone calls saved is in its store, what it calls synced is on the server, and neither ever changes."""
        for n, phone in enumerate(self.phones):
            rows = {row["id"]: row for row in phone.do("rows")}
            there = {str(one.id) for one in self.live.revisions(OWNERS[n])}
            for own, row in rows.items():
                assert self.bodies.setdefault(own, row["body"]) == row["body"], "a revision changed"
                if row["entry"] in self.erased:
                    continue
                assert row["state"] != "refused", row["why"]
                if row["state"] == "synced" and not self.behind:
                    assert own in there, f"synced, they say, and it is not there: {row['body']}"
            for text in self.texts:
                if text.phone == n and text.revision and text.entry not in self.erased:
                    assert text.revision in rows, f"saved, they said, and it is gone: {text.body}"

    def settle(self) -> None:
        """The network is well again and has time: everybody syncs until nothing is left, and every text is counted."""
        for phone in self.phones:
            phone.page.evaluate("() => { syncer.timeout = 20_000; }")
        for last in (False, False, True):
            for phone in self.phones:
                phone.network = passed
                for _ in range(5):
                    state = phone.do("sync")
                    if state["kind"] == "idle":
                        break
                assert state["kind"] == "idle" or not last, state
        self.behind = False
        self.nothing_false_is_said()
        for n, phone in enumerate(self.phones):
            rows = [row for row in phone.do("rows") if row["entry"] not in self.erased]
            server = [one for one in self.live.revisions(OWNERS[n]) if str(one.entry_id) not in self.erased]
            assert {row["state"] for row in rows} <= {"synced"}
            assert {row["id"] for row in rows} == {str(one.id) for one in server}
            on_phone, on_server = Counter(row["body"] for row in rows), Counter(one.body for one in server)
            parents = {one.body: {str(parent) for parent in one.parents} for one in server}
            for text in self.texts:
                if OWNERS[text.phone] != OWNERS[n]:
                    assert text.body not in on_phone, "somebody else's text"
                elif text.entry not in self.erased:
                    once = {1} if text.revision else {0, 1}
                    assert on_server[text.body] in once, f"lost or doubled: {text.body}"
                    assert on_phone[text.body] == on_server[text.body]
                    assert parents.get(text.body, set()) == set(text.parents), "it follows what its author never saw"
