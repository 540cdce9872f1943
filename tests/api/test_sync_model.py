"""A model of three phones and a server that loses and repeats: nothing acknowledged is lost, nothing is doubled.

Two people's phones, so that nothing crosses between them either. The real application and database answer; the network
is the model's: a reply may be lost, a request may come twice, parts of the outbox in any order.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from journal.app import create_app
from journal.http import transaction
from journal.reflections import operations
from tests.api.test_sync import Phone, revision
from tests.people import Cast, Mailbox

PHONES = st.integers(0, 2)


class Model(RuleBasedStateMachine):
    """Phones 0 and 1 are the author's, phone 2 is another author's."""

    databases = None

    @initialize()
    def start(self):
        self._folder = tempfile.TemporaryDirectory()
        self._fresh = self.databases.fresh(Path(self._folder.name))
        self.app = create_app(self._fresh.__enter__(), mailer=Mailbox())
        self.cast = Cast(self.app)
        self.phones = [Phone(self.cast, who) for who in ("author", "author", "other_author")]
        self.outbox = [{}, {}, {}]
        self.held = [{}, {}, {}]
        self.acknowledged = {"author": {}, "other_author": {}}
        self.erased = set()

    def owner(self, n):
        return "author" if n < 2 else "other_author"

    @rule(n=PHONES, words=st.text(min_size=1, max_size=40))
    def write(self, n, words):
        one = revision(words)
        self.outbox[n][one["id"]] = self.held[n][one["id"]] = one

    @rule(n=PHONES, words=st.text(min_size=1, max_size=40), data=st.data())
    @precondition(lambda self: any(self.held))
    def change(self, n, words, data):
        if not self.held[n]:
            return
        old = self.held[n][data.draw(st.sampled_from(sorted(self.held[n])))]
        one = revision(words, entry_id=old["entry_id"], parents=[old["id"]])
        self.outbox[n][one["id"]] = self.held[n][one["id"]] = one

    @rule(n=PHONES, data=st.data(), reply_lost=st.booleans(), twice=st.booleans())
    def sync(self, n, data, reply_lost, twice):
        waiting = sorted(self.outbox[n])
        sending = data.draw(st.permutations(waiting)) if waiting else []
        batch = [self.outbox[n][i] for i in sending[: data.draw(st.integers(0, 50))]]
        phone = self.phones[n]
        answer = phone.post(*batch).json
        if twice:
            assert phone.post(*batch).json["acknowledged"] == answer["acknowledged"]
        kept = set(answer["acknowledged"])
        assert kept <= {one["id"] for one in batch}
        # From here the server has said it: whatever the network does next, these are never lost.
        for one in batch:
            if one["id"] in kept:
                self.acknowledged[self.owner(n)][one["id"]] = one
        for refused in answer["rejected"]:
            assert refused["why"] == "erased"
        if reply_lost:
            return
        for one in batch:
            self.outbox[n].pop(one["id"], None)
        for one in answer["revisions"]:
            self.held[n][one["id"]] = one
        for entry_id in answer["purged"]:
            self.drop(n, entry_id)
        phone.epoch, phone.cursor = answer["epoch"], answer["cursor"]

    def drop(self, n, entry_id):
        for store in (self.held[n], self.outbox[n]):
            for i in [i for i, one in store.items() if one["entry_id"] == entry_id]:
                del store[i]

    @rule(n=PHONES)
    def evict(self, n):
        """The browser throws away all that was synced; what waits is the phone's alone and stays."""
        self.held[n] = dict(self.outbox[n])
        self.phones[n].cursor, self.phones[n].epoch = 0, None

    @rule()
    def restored(self):
        with transaction(self.app.extensions["journal"]) as work:
            operations.begin_epoch(work.session)

    @rule(data=st.data())
    @precondition(lambda self: self.acknowledged["author"])
    def erase(self, data):
        known = self.acknowledged["author"]
        one = known[data.draw(st.sampled_from(sorted(known)))]
        author = self.cast.author
        with transaction(self.app.extensions["journal"]) as work:
            entry_id = next(
                w.entry_id
                for w in operations.queries.changes(work.session, self.cast.parts.keys, author, 0).revisions
                if str(w.entry_id) == one["entry_id"]
            )
            operations.erase(work.session, author, entry_id)
        self.erased.add(one["entry_id"])
        self.acknowledged["author"] = {i: o for i, o in known.items() if o["entry_id"] != one["entry_id"]}

    @invariant()
    def a_new_phone_gets_each_acknowledged_revision_once_and_nothing_else(self):
        if not hasattr(self, "phones"):
            return
        for who in ("author", "other_author"):
            phone, got = Phone.__new__(Phone), []
            old = self.phones[0 if who == "author" else 2]
            phone.client, phone.person, phone.device = old.client, old.person, old.device
            phone.epoch, phone.cursor = None, 0
            while True:
                answer = phone.sync()
                got += answer["revisions"]
                if not answer["more"]:
                    break
            assert {one["id"]: one for one in got} == self.acknowledged[who]
            assert len(got) == len(self.acknowledged[who])

    def teardown(self):
        if hasattr(self, "app"):
            self.app.extensions["journal"].close()
            self._fresh.__exit__(None, None, None)
            self._folder.cleanup()


@pytest.mark.parametrize("kind", ["embedded", "postgres"])
def test_whatever_the_network_does(kind, request):
    databases = request.getfixturevalue(kind)
    machine = type("Machine", (Model,), {"databases": databases})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
