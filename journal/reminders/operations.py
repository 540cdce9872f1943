"""Plan reminders, note actions and look at small changes again. Every function flushes and none commits.

Whatever changes a plan ends by working out anew when its person is next reminded of anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal import clock
from journal.access import Actor
from journal.accounts.keys import Keys
from journal.accounts.models import Person
from journal.database import insert_if_absent, new_id
from journal.errors import Invalid
from journal.language import gettext
from journal.reflections import operations as reflections
from journal.reflections import queries as journals
from journal.reflections.content import Draft
from journal.reminders import queries
from journal.reminders.content import Action, Plan, Time
from journal.reminders.errors import ActionNotFound, TimeNotFound
from journal.reminders.following import Found, joined, look
from journal.reminders.models import AgreedAction, ReminderPlan
from journal.reminders.rules import (
    ACTION_CHARACTERS,
    LATER_DAYS,
    MOST_ACTIONS,
    MOST_TIMES,
    known_zone,
    next_due,
)
from journal.reminders.sealing import open_action, open_plan, seal_action, seal_plan
from journal.schemas.revision import LATEST

FURTHEST = timedelta(days=2 * 366)

ANSWERS = ("yes", "partly", "no")


@dataclass(slots=True)
class Held:
    """A plan that is being changed: its row, locked, and the plan, opened."""

    row: ReminderPlan
    plan: Plan


def add_time(session: Session, keys: Keys, actor: Actor, *, days: Iterable[int], minute: int, zone: str | None) -> None:
    """Remind the actor to write on these days at this minute of the day.

    `zone` is taken where they have no times yet. Raises Invalid for no days, or more times than there is room for.
    """
    held = hold(session, keys, actor.id)
    chosen = frozenset(days)
    if not chosen or not chosen <= set(range(7)) or not 0 <= minute < 24 * 60:
        raise Invalid(day=gettext("Choose at least one day."))
    if any(one.days == chosen and one.minute == minute for one in held.plan.times):
        return  # the form sent twice
    if len(held.plan.times) >= MOST_TIMES:
        raise Invalid(day=gettext("There is room for %(n)s times. Take one off first.", n=MOST_TIMES))
    if zone and not held.plan.times and known_zone(zone):
        held.plan = replace(held.plan, zone=zone)
    held.plan = replace(held.plan, times=(*held.plan.times, Time(new_id(), chosen, minute)))
    settle(session, keys, held)


def remove_time(session: Session, keys: Keys, actor: Actor, time_id: UUID) -> None:
    """Take a time off again; raise TimeNotFound where there is no such one."""
    held = hold(session, keys, actor.id)
    left = tuple(one for one in held.plan.times if one.id != time_id)
    if len(left) == len(held.plan.times):
        raise TimeNotFound
    held.plan = replace(held.plan, times=left)
    settle(session, keys, held)


def set_clock(session: Session, keys: Keys, actor: Actor, *, zone: str, minute: int) -> None:
    """Set where the actor's clock is, and the time of day for actions and changes; raise Invalid for no such place."""
    if not known_zone(zone):
        raise Invalid(zone=gettext("We do not know that time zone. It looks like Europe/London."))
    held = hold(session, keys, actor.id)
    held.plan = replace(held.plan, zone=zone, minute=minute)
    settle(session, keys, held)


def pause(session: Session, keys: Keys, actor: Actor, *, days: int | None) -> None:
    """Send nothing for so many days, or (None) until the actor says otherwise."""
    held = hold(session, keys, actor.id)
    held.plan = replace(held.plan, paused=True, until=clock.now() + timedelta(days=days) if days else None)
    settle(session, keys, held)


def go_on(session: Session, keys: Keys, actor: Actor) -> None:
    """Send reminders again."""
    held = hold(session, keys, actor.id)
    held.plan = replace(held.plan, paused=False, until=None)
    settle(session, keys, held)


def note_action(
    session: Session, keys: Keys, actor: Actor, once: UUID, *, text: str, agreed_with: str, due_on: date
) -> None:
    """Note something the actor means to do by a day. `once` is the form's own: sent again, it changes nothing.

    Raises Invalid for no words, too many, or a day that is past or more than two years off.
    """
    held = hold(session, keys, actor.id)
    today = queries.today_of(held.plan, clock.now())
    if not text or len(text) > ACTION_CHARACTERS:
        raise Invalid(action=gettext("Write what you want to do, in at most a thousand characters."))
    if len(agreed_with) > ACTION_CHARACTERS:
        raise Invalid(agreed_with=gettext("That is longer than there is room for."))
    if not today <= due_on <= today + FURTHEST:
        raise Invalid(due_on=gettext("Choose today or a later day, within two years."))
    if session.get(AgreedAction, (actor.id, once)) is not None:
        return
    open_now = session.scalar(select(func.count()).select_from(queries.open_actions(actor.id).subquery())) or 0
    if open_now >= MOST_ACTIONS:
        raise Invalid(action=gettext("There are %(n)s here already. Tick one or take one off first.", n=MOST_ACTIONS))
    sealed = seal_action(keys, actor.id, once, Action(text, agreed_with, due_on))
    session.add(AgreedAction(owner_id=actor.id, id=once, noted_at=clock.now(), sealed=sealed))
    session.flush()
    settle(session, keys, held)


def tick_action(session: Session, keys: Keys, actor: Actor, action_id: UUID, *, done: bool = True) -> None:
    """Note that an action is done, or that it is not after all; raise ActionNotFound where it is not the actor's."""
    held = hold(session, keys, actor.id)
    row = _own_action(session, actor, action_id)
    row.done_at = (row.done_at or clock.now()) if done else None
    session.flush()
    settle(session, keys, held)


def remove_action(session: Session, keys: Keys, actor: Actor, action_id: UUID) -> None:
    """Take an action off for good; raise ActionNotFound where it is not the actor's."""
    held = hold(session, keys, actor.id)
    session.delete(_own_action(session, actor, action_id))
    session.flush()
    settle(session, keys, held)


def answer_change(session: Session, keys: Keys, actor: Actor, entry_id: UUID, once: UUID, answer: str) -> None:
    """Write into the entry, as a new revision `once`, whether its small change still happens ("yes", "partly", "no").

    The same answer sent again changes nothing. Raises EntryNotFound or ChangeNotFound where there is nothing to ask.
    """
    if answer not in ANSWERS:
        raise Invalid(answer=gettext("Choose one of the answers."))
    held = hold(session, keys, actor.id)
    seen = journals.entry(session, keys, actor, entry_id)
    change = queries.change_in(session, keys, actor, entry_id)
    today = queries.today_of(held.plan, clock.now())
    if once not in seen.head_ids:
        facets = {
            **seen.head.facets,
            queries.FACET: {**change, "still_happening": answer, "checked": today.isoformat()},
        }
        draft = Draft(
            id=once,
            entry_id=entry_id,
            parents=seen.alike,
            content=replace(seen.head.content, facets=facets),
            deleted=False,
            written_at=clock.now(),
            schema=LATEST,
        )
        reflections.write(session, keys, actor, draft)
    _join(session, keys, held, look(session, keys, actor.id))


def ask_later(session: Session, keys: Keys, actor: Actor, entry_id: UUID) -> None:
    """Leave a small change alone for a week; raise EntryNotFound or ChangeNotFound where there is nothing to ask."""
    held = hold(session, keys, actor.id)
    queries.change_in(session, keys, actor, entry_id)
    _join(session, keys, held, look(session, keys, actor.id))
    later = queries.today_of(held.plan, clock.now()) + timedelta(days=LATER_DAYS)
    changes = tuple(replace(one, later=later) if one.entry_id == entry_id else one for one in held.plan.changes)
    held.plan = replace(held.plan, changes=changes)
    settle(session, keys, held)


def keep_found(session: Session, keys: Keys, owner_id: UUID, found: Found) -> None:
    """Keep what `look` found in a person's journal, unless somebody else has looked meanwhile."""
    _join(session, keys, hold(session, keys, owner_id), found)


def hold(session: Session, keys: Keys, owner_id: UUID) -> Held:
    """Give a person's plan with its row locked, made where there is none.

    The person's own row comes first: closing an account takes the two in that order, and neither then waits for the
    other.
    """
    session.execute(select(Person.id).where(Person.id == owner_id).with_for_update(read=True, key_share=True))
    insert_if_absent(session, ReminderPlan, owner_id=owner_id, through_seq=0, sealed=seal_plan(keys, owner_id, Plan()))
    row = session.scalars(
        select(ReminderPlan)
        .where(ReminderPlan.owner_id == owner_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    return Held(row, open_plan(keys, row))


def settle(session: Session, keys: Keys, held: Held) -> None:
    """Keep the plan, and when its person is next reminded.

    A moment that has come already and waits for the job stays: whoever syncs at six must still be reminded at six.
    """
    now = clock.now()
    held.row.sealed = seal_plan(keys, held.row.owner_id, held.plan)
    if held.row.next_at is None or held.row.next_at > now:
        held.row.next_at = next_moment(session, keys, held, now)
    session.flush()


def next_moment(session: Session, keys: Keys, held: Held, after: datetime) -> datetime | None:
    """Give when the person is next reminded of anything after this moment."""
    return next_due(held.plan, actions_of(session, keys, held.row.owner_id), after)


def actions_of(session: Session, keys: Keys, owner_id: UUID) -> list[Action]:
    """Give what a person means to do and has not done."""
    return [open_action(keys, row) for row in session.scalars(queries.open_actions(owner_id))]


def _join(session: Session, keys: Keys, held: Held, found: Found) -> None:
    if held.row.through_seq == found.since:
        held.plan, held.row.through_seq = joined(held.plan, found), found.through
        settle(session, keys, held)


def _own_action(session: Session, actor: Actor, action_id: UUID) -> AgreedAction:
    row = session.get(AgreedAction, (actor.id, action_id))
    if row is None:
        raise ActionNotFound
    return row
