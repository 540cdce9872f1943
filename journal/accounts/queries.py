"""Read people, their sessions and their organisation. Each query says who it is for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.access import Actor, Role
from journal.accounts.errors import LinkEnded
from journal.accounts.models import (
    Invitation,
    LinkPurpose,
    LiveSession,
    OneTimeLink,
    Organisation,
    Person,
    PersonRole,
    Team,
    TeamMember,
)
from journal.accounts.rules import SessionLimits
from journal.accounts.tokens import token_hash


def person_by_email(session: Session, email: str) -> Person | None:
    """Give the person who signs in with this address."""
    return session.scalar(select(Person).where(Person.email == email))


def roles_of(session: Session, person_id: UUID) -> frozenset[Role]:
    """Give the person's roles."""
    return frozenset(Role(r) for r in session.scalars(select(PersonRole.role).where(PersonRole.person_id == person_id)))


def actor_of(session: Session, person: Person, live: LiveSession | None = None) -> Actor:
    """Give the person as an actor, detached from the database."""
    return Actor(
        id=person.id,
        name=person.name,
        email=person.email,
        roles=roles_of(session, person.id),
        organisation_id=person.organisation_id,
        session_id=live.id if live else None,
        confirmed_at=live.confirmed_at if live else None,
    )


def live_session(
    session: Session, owner_id: UUID, token: str, limits: SessionLimits, now: datetime
) -> tuple[LiveSession, Person] | None:
    """Give the live session this token opens and its person, or None where it has ended or never was."""
    wanted = select(LiveSession, Person).join(Person, Person.id == LiveSession.owner_id)
    row = session.execute(
        wanted.where(LiveSession.owner_id == owner_id, LiveSession.token_hash == token_hash(token))
    ).one_or_none()
    if row is None:
        return None
    live, person = row
    if limits.ended(live.created_at, live.seen_at, now) or person.suspended_at is not None:
        return None
    return live, person


def sessions_of(session: Session, actor: Actor, limits: SessionLimits, now: datetime) -> list[LiveSession]:
    """Give the actor's own live sessions, the newest first."""
    rows = session.scalars(
        select(LiveSession).where(LiveSession.owner_id == actor.id).order_by(LiveSession.created_at.desc())
    )
    return [row for row in rows if not limits.ended(row.created_at, row.seen_at, now)]


def open_invitation(session: Session, token: str, now: datetime, *, to_use: bool = False) -> Invitation:
    """Give the invitation this link holds; raise LinkEnded where it was used, cancelled or has expired.

    Whoever uses it up asks for it `to_use`: on PostgreSQL the row is then locked, so that two cannot use it at once.
    """
    row = session.get(Invitation, token_hash(token), with_for_update=to_use)
    if row is None or row.accepted_at or row.cancelled_at or row.expires_at <= now:
        raise LinkEnded
    return row


def open_link(
    session: Session, token: str, purpose: LinkPurpose, now: datetime, *, to_use: bool = False
) -> OneTimeLink:
    """Give the one-time link; raise LinkEnded where it was used, has expired, or is for another purpose.

    `to_use` is as for invitations.
    """
    row = session.get(OneTimeLink, token_hash(token), with_for_update=to_use)
    if row is None or row.purpose != purpose or row.used_at or row.expires_at <= now:
        raise LinkEnded
    return row


def reset_links_of(session: Session, actor: Actor) -> Sequence[OneTimeLink]:
    """Give the links for a new password that were made for the actor in the last month, the newest first."""
    return session.scalars(
        select(OneTimeLink)
        .where(OneTimeLink.person_id == actor.id, OneTimeLink.purpose == LinkPurpose.RESET)
        .order_by(OneTimeLink.created_at.desc())
    ).all()


def team_names_of(session: Session, person_id: UUID) -> Sequence[str]:
    """Give the names of the person's teams, for themselves or their administrator."""
    return session.scalars(
        select(Team.name).join(TeamMember).where(TeamMember.person_id == person_id).order_by(Team.name)
    ).all()


def organisation_of(session: Session, actor: Actor) -> Organisation | None:
    """Give the actor's organisation."""
    return session.get(Organisation, actor.organisation_id) if actor.organisation_id else None


def people_of(session: Session, actor: Actor) -> list[tuple[Person, frozenset[Role]]]:
    """Give everybody in an administrator's organisation with their roles, by name."""
    if actor.organisation_id is None:
        return []
    people = session.scalars(
        select(Person).where(Person.organisation_id == actor.organisation_id).order_by(Person.name, Person.id)
    ).all()
    held: dict[UUID, set[Role]] = {person.id: set() for person in people}
    rows = select(PersonRole).join(Person).where(Person.organisation_id == actor.organisation_id)
    for row in session.scalars(rows):
        held[row.person_id].add(Role(row.role))
    return [(person, frozenset(held[person.id])) for person in people]


def colleague(session: Session, actor: Actor, person_id: UUID) -> Person | None:
    """Give a person of the actor's own organisation, or None."""
    person = session.get(Person, person_id)
    if person is None or actor.organisation_id is None or person.organisation_id != actor.organisation_id:
        return None
    return person


def colleagues(session: Session, actor: Actor, ids: Collection[UUID]) -> Sequence[Person]:
    """Give those of these people who are of the actor's own organisation; none for a person alone."""
    if actor.organisation_id is None:
        return []
    theirs = select(Person).where(Person.id.in_(ids), Person.organisation_id == actor.organisation_id)
    return session.scalars(theirs).all()


def colleagues_with(session: Session, actor: Actor, role: Role) -> Sequence[Person]:
    """Give the people of the actor's organisation who hold `role` and may sign in, by name."""
    return session.scalars(
        select(Person)
        .join(PersonRole)
        .where(
            Person.organisation_id == actor.organisation_id,
            Person.organisation_id.is_not(None),
            Person.suspended_at.is_(None),
            PersonRole.role == role,
        )
        .order_by(Person.name, Person.id)
    ).all()


def open_invitations(session: Session, actor: Actor, now: datetime) -> Sequence[Invitation]:
    """Give the invitations of an administrator's organisation that can still be used."""
    return session.scalars(
        select(Invitation)
        .where(
            Invitation.organisation_id == actor.organisation_id,
            Invitation.accepted_at.is_(None),
            Invitation.cancelled_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.created_at.desc())
    ).all()


def teams_of(session: Session, actor: Actor) -> list[tuple[Team, list[Person]]]:
    """Give the teams of an administrator's organisation with their members, by name; none for a person alone."""
    teams = session.scalars(select(Team).where(Team.organisation_id == actor.organisation_id).order_by(Team.name)).all()
    members: dict[UUID, list[Person]] = {team.id: [] for team in teams}
    rows = session.execute(
        select(TeamMember.team_id, Person)
        .join(Person, Person.id == TeamMember.person_id)
        .where(TeamMember.team_id.in_(list(members)))
        .order_by(Person.name)
    )
    for team_id, person in rows:
        members[team_id].append(person)
    return [(team, members[team.id]) for team in teams]


def administrators_left(session: Session, organisation_id: UUID, *, without: UUID) -> int:
    """Count the organisation's other administrators who may sign in."""
    rows = (
        select(Person.id)
        .join(PersonRole)
        .where(
            Person.organisation_id == organisation_id,
            Person.id != without,
            Person.suspended_at.is_(None),
            PersonRole.role == Role.ADMINISTRATOR,
        )
    )
    return len(session.scalars(rows).all())


def names_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Give the names of people by id; those who are gone are left out. For callers who may already know the ids."""
    return {row.id: row.name for row in session.scalars(select(Person).where(Person.id.in_(ids)))}
