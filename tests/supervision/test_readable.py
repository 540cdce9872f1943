"""Whatever happens in whatever order: a copy can be read exactly while its share is live."""

from dataclasses import dataclass, replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal import clock
from journal.access import Actor
from journal.http import transaction
from journal.supervision import agreements, operations, queries
from journal.supervision.errors import ShareNotFound
from journal.supervision.models import SharedCopy
from journal.supervision.sealing import EMPTY
from tests.supervision.scenes import agreed, share, wish_for, write

STEPS = st.sampled_from(
    ["read", "read", "withdraw", "end", "agree again", "a week", "a day", "tidy", "lose role", "get role", "erase"]
)


@dataclass
class World:
    """What should be true, kept beside what is."""

    reader: Actor
    agreement_id: object
    live: bool = True
    expired: bool = False
    role: bool = True


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(days=st.sampled_from([7, 14, 28]), steps=st.lists(STEPS, min_size=1, max_size=8))
def test_a_copy_is_readable_exactly_while_its_share_is_live(cast, parts, days, steps):
    author, supervisor, start = cast.author, cast.supervisor, clock.now()
    with clock.hold(start):
        world = World(supervisor, agreed(parts, author, supervisor))
        entry_id, _ = write(parts, author)
        share_id = share(parts, author, wish_for(entry_id, supervisor, days=days))
    now = start
    for step in steps:
        now += {"a week": timedelta(days=7), "a day": timedelta(days=1)}.get(step, timedelta(seconds=1))
        with clock.hold(now):
            take(parts, author, supervisor, world, share_id, entry_id, step)
            world.expired = now >= start + timedelta(days=days)
            check(parts, author, world, share_id)
    with clock.hold(now), transaction(parts) as work:
        operations.withdraw_entry(work.session, author, entry_id)


def take(parts, author, supervisor, world, share_id, entry_id, step):
    with transaction(parts) as work:
        if step == "withdraw" and world.live:
            operations.withdraw(work.session, author, share_id)
            world.live = False
        elif step == "end" and world.agreement_id:
            agreements.end(work.session, author, world.agreement_id)
            world.live, world.agreement_id = False, None
        elif step == "tidy":
            operations.end_expired(work.session, clock.now())
        elif step == "erase":
            operations.withdraw_entry(work.session, author, entry_id)
            world.live = False
    if step == "agree again" and not world.agreement_id:
        world.agreement_id = agreed(parts, author, supervisor)
    if step in ("lose role", "get role"):
        world.role = step == "get role"
        world.reader = replace(supervisor, roles=supervisor.roles if world.role else frozenset())


def check(parts, author, world, share_id):
    readable = world.live and not world.expired and world.role
    try:
        with transaction(parts) as work:
            operations.open_shared(work.session, parts.keys, world.reader, share_id)
            in_queue = [one.id for one in queries.queue(work.session, world.reader)]
        read = True
    except ShareNotFound:
        read, in_queue = False, []
    assert read is readable
    assert (share_id in in_queue) is readable
    with parts.database.read() as session:
        copy = session.get(SharedCopy, (world.reader.id, share_id))
        assert world.live or copy is None or copy.sealed == EMPTY or world.expired
