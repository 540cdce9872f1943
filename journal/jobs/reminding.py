"""Send the reminders that are due. Several processes may do so at once, and any may be killed: none goes out twice."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from journal import clock
from journal.accounts.errors import KeyGone
from journal.http import Runtime, transaction
from journal.reminders import claiming, following, operations, queries, subscribing, vapid
from journal.reminders.answers import Answer
from journal.reminders.claiming import Given

CLAIMS_A_ROUND = 20
PEOPLE_A_CLAIM = 50
JOURNALS_A_ROUND = 200
AT_ONCE = 8

Sender = Callable[[Given], Answer]
"""Sends one message and gives the push service's answer."""

_log = logging.getLogger("journal.jobs")


def run_once(parts: Runtime, *, stop: threading.Event | None = None, sender: Sender | None = None) -> None:
    """Look for small changes in what was written lately, then send what is due: at most so much a round."""
    _follow(parts)
    for _ in range(CLAIMS_A_ROUND):
        if (stop is not None and stop.is_set()) or not _anybody(parts):
            return
        with transaction(parts) as work:
            given, people = claiming.claim(work.session, parts.keys, clock.now(), people=PEOPLE_A_CLAIM)
        if given:
            _send(parts, given, sender or _over_the_network(parts))
        if people < PEOPLE_A_CLAIM:
            break


def _follow(parts: Runtime) -> None:
    with parts.database.read() as session:
        people = queries.people_behind(session, JOURNALS_A_ROUND)
    for owner_id in people:
        try:
            with parts.database.read() as session:
                found = following.look(session, parts.keys, owner_id)
            with transaction(parts) as work:
                operations.keep_found(work.session, parts.keys, owner_id, found)
        except KeyGone:
            continue  # their account is being closed at this moment


def _anybody(parts: Runtime) -> bool:
    """Look whether anything is due before asking for the writer, whom somebody who saves may be waiting for."""
    with parts.database.read() as session:
        return session.scalar(queries.due_people(clock.now(), 1)) is not None


def _send(parts: Runtime, given: Sequence[Given], sender: Sender) -> None:
    """Send what was claimed, and keep what the answers say about the subscriptions."""
    with ThreadPoolExecutor(min(AT_ONCE, len(given)), thread_name_prefix="push") as pool:
        answers = list(pool.map(lambda one: _try(sender, one), given))
    now = clock.now()
    with transaction(parts) as work:
        for one, answer in zip(given, answers, strict=True):
            if answer.dead:
                subscribing.forget_dead(work.session, one.owner_id, one.device_id, one.endpoint_hash)
            elif (until := answer.quiet_until(now)) is not None:
                subscribing.keep_quiet(work.session, one.owner_id, one.device_id, one.endpoint_hash, until)
    failed = Counter(answer.status for answer in answers if not answer.taken and not answer.dead)
    for status, count in failed.items():
        hint = " (is JOURNAL_PUSH_CONTACT an address that exists?)" if status == 403 else ""
        _log.warning("%d reminders were not taken by a push service: status %d%s", count, status, hint)


def _try(sender: Sender, one: Given) -> Answer:
    try:
        return sender(one)
    except Exception as error:  # one message that cannot be sent must not take the answers to the others with it
        _log.error("a reminder could not be sent: %s", type(error).__name__)
        return Answer(0)


def _over_the_network(parts: Runtime) -> Sender:
    # Imported here, the one such place: what it loads is 16 MB that a server without a reminder to send never needs.
    from journal.reminders import delivery

    key = vapid.private_key(parts.ring)
    settings = parts.settings

    def sender(given: Given) -> Answer:
        return delivery.send(
            given.subscription,
            given.kind,
            key,
            contact=settings.contact,
            transport=delivery.post,
            more_hosts=settings.push_hosts,
        )

    return sender
