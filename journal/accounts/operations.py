"""Write people, sessions, invitations and links. Every function flushes and none commits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from journal import audit, clock
from journal.access import Actor, Role
from journal.accounts import queries
from journal.accounts.errors import AddressTaken, LastAdministrator, LinkEnded
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
from journal.accounts.rules import INVITATION_LIVES, RESET_LIVES, SIGN_UP_LIVES, SessionLimits, clean_email, clean_name
from journal.accounts.tokens import make_token, token_hash
from journal.database import new_id
from journal.errors import Conflict, Invalid, NotFound
from journal.language import gettext


def found_organisation(session: Session, name: str) -> Organisation:
    """Give a new organisation, flushed."""
    organisation = Organisation(id=new_id(), name=clean_name(name), created_at=clock.now())
    session.add(organisation)
    session.flush()
    return organisation


def add_person(
    session: Session,
    *,
    person_id: UUID,
    email: str,
    name: str,
    password_hash: str,
    organisation_id: UUID | None,
    roles: Collection[Role],
) -> Person:
    """Give a new person, flushed; raise AddressTaken where the address has an account.

    The caller has made the person's data key under the same id beforehand.
    """
    person = Person(
        id=person_id,
        organisation_id=organisation_id,
        email=clean_email(email),
        name=clean_name(name),
        password_hash=password_hash,
        created_at=clock.now(),
    )
    if queries.person_by_email(session, person.email):
        raise AddressTaken
    session.add(person)
    try:
        session.flush()
    except IntegrityError:
        # Two sign-ups in the same instant: the unique address decides.
        raise AddressTaken from None
    session.add_all(PersonRole(person_id=person.id, role=role) for role in roles)
    session.flush()
    audit.record(session, organisation_id or person.id, person.id, "person.joined", person=person.id)
    return person


def start_session(session: Session, person: Person, *, browser: str) -> str:
    """Start a session and give its token, which exists nowhere else. The address a person came from is not kept."""
    token, now = make_token(), clock.now()
    session.add(
        LiveSession(
            owner_id=person.id,
            token_hash=token_hash(token),
            created_at=now,
            seen_at=now,
            confirmed_at=now,
            browser=browser[:80],
        )
    )
    audit.record(session, person.organisation_id or person.id, person.id, "session.started")
    return token


def end_session(session: Session, owner_id: UUID, token: str) -> None:
    """End the session this token opens, if it is there."""
    session.execute(
        delete(LiveSession).where(LiveSession.owner_id == owner_id, LiveSession.token_hash == token_hash(token))
    )


def end_session_by_id(session: Session, actor: Actor, session_id: UUID) -> None:
    """End one of the actor's own sessions; raise NotFound where it is not theirs."""
    row = session.scalar(select(LiveSession).where(LiveSession.owner_id == actor.id, LiveSession.id == session_id))
    if row is None:
        raise NotFound
    session.delete(row)
    audit.record(session, actor.realm_id, actor.id, "session.ended", session=session_id)


def end_all_sessions(session: Session, owner_id: UUID) -> None:
    """Sign the person out everywhere."""
    session.execute(delete(LiveSession).where(LiveSession.owner_id == owner_id))


def touch_session(session: Session, live: LiveSession) -> None:
    """Note that the session is in use, so that it does not end as idle."""
    session.execute(
        update(LiveSession)
        .where(LiveSession.owner_id == live.owner_id, LiveSession.token_hash == live.token_hash)
        .values(seen_at=clock.now())
    )


def put_to_sleep(session: Session, actor: Actor) -> None:
    """Let the session in use open nothing from now on, until it is woken."""
    session.execute(
        update(LiveSession)
        .where(LiveSession.owner_id == actor.id, LiveSession.id == actor.session_id, LiveSession.asleep_at.is_(None))
        .values(asleep_at=clock.now())
    )


def wake(session: Session, actor: Actor) -> None:
    """Let the session in use open what is its person's again."""
    session.execute(
        update(LiveSession)
        .where(LiveSession.owner_id == actor.id, LiveSession.id == actor.session_id)
        .values(asleep_at=None)
    )


def tidy_sessions(session: Session, limits: SessionLimits) -> None:
    """Forget sessions past their absolute limit."""
    session.execute(delete(LiveSession).where(LiveSession.created_at < clock.now() - limits.absolute))


def change_password(session: Session, person: Person, password_hash: str, *, by_link: bool = False) -> None:
    """Set a new password and sign the person out everywhere: whoever knew the old one is out too.

    The record tells a password that was set by a link, which anybody who held it may have done.
    """
    person.password_hash = password_hash
    end_all_sessions(session, person.id)
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
        .values(used_at=clock.now())
    )
    action = "password.set_by_link" if by_link else "password.changed"
    audit.record(session, person.organisation_id or person.id, None if by_link else person.id, action, person=person.id)
    session.flush()


def invite(
    session: Session,
    actor: Actor,
    *,
    email: str,
    roles: Collection[Role],
    team_id: UUID | None = None,
) -> str:
    """Give the token of a new invitation into the administrator's organisation."""
    if actor.organisation_id is None:
        raise NotFound
    if not roles:
        raise Invalid(gettext("Please choose at least one role."), roles=gettext("Choose at least one."))
    if team_id is not None:
        _own_team(session, actor, team_id)
    token = add_invitation(session, actor.organisation_id, clean_email(email), roles, actor.id, team_id)
    audit.record(session, actor.realm_id, actor.id, "person.invited", roles=" ".join(sorted(roles)))
    return token


def add_invitation(
    session: Session,
    organisation_id: UUID,
    email: str,
    roles: Collection[Role],
    invited_by: UUID | None,
    team_id: UUID | None = None,
) -> str:
    """Give the token of a new invitation, flushed. With `email` empty, the holder says their own (first start only)."""
    token, now = make_token(), clock.now()
    session.add(
        Invitation(
            token_hash=token_hash(token),
            organisation_id=organisation_id,
            team_id=team_id,
            email=email,
            roles=sorted(roles),
            invited_by=invited_by,
            created_at=now,
            expires_at=now + INVITATION_LIVES,
        )
    )
    session.flush()
    return token


def cancel_invitation(session: Session, actor: Actor, invitation_id: UUID) -> None:
    """Cancel an invitation of the administrator's organisation; raise NotFound where there is none."""
    row = session.scalar(
        select(Invitation).where(Invitation.id == invitation_id, Invitation.organisation_id == actor.organisation_id)
    )
    if row is None:
        raise NotFound
    row.cancelled_at = clock.now()
    audit.record(session, actor.realm_id, actor.id, "invitation.cancelled", invitation=invitation_id)


def accept_as_new(
    session: Session, invitation: Invitation, *, person_id: UUID, email: str, name: str, password_hash: str
) -> Person:
    """Give the new person an invitation brings in. The address is the invitation's own where it names one."""
    person = add_person(
        session,
        person_id=person_id,
        email=invitation.email or email,
        name=name,
        password_hash=password_hash,
        organisation_id=invitation.organisation_id,
        roles=[Role(role) for role in invitation.roles],
    )
    _finish_invitation(session, invitation, person)
    return person


def accept_as(session: Session, actor: Actor, invitation: Invitation) -> Person:
    """Let a person who already has an account take up an invitation to their own address.

    Raises Conflict where they belong to another organisation: one journal serves one employer at a time.
    """
    person = session.get(Person, actor.id)
    if person is None or (invitation.email and invitation.email != person.email):
        raise Conflict(gettext("This invitation is for another email address. Please sign in with that one."))
    if person.organisation_id not in (None, invitation.organisation_id):
        raise Conflict(
            gettext("Your account is part of another organisation. Leave that one first, or use another email address.")
        )
    person.organisation_id = invitation.organisation_id
    held = queries.roles_of(session, person.id)
    session.add_all(PersonRole(person_id=person.id, role=role) for role in invitation.roles if Role(role) not in held)
    audit.record(session, invitation.organisation_id, person.id, "person.joined", person=person.id)
    _finish_invitation(session, invitation, person)
    return person


def ask_for_reset(session: Session, email: str) -> str | None:
    """Give the token of a link to set a new password, or None where nobody can sign in with the address.

    The page says the same in both cases. A link is written in both, too, so that neither takes longer; the one for
    nobody names nobody, and its token is thrown away here.
    """
    person = queries.person_by_email(session, email)
    known = person is not None and person.suspended_at is None
    holder_id = person.id if person and known else None
    token = _add_link(session, LinkPurpose.RESET, email if known else "", holder_id, clock.now() + RESET_LIVES)
    return token if known else None


def make_reset_link(session: Session, actor: Actor, person_id: UUID) -> str:
    """Give the token of a link with which a colleague can set a new password, for an administrator to hand over.

    Raises NotFound for anybody else, Conflict for somebody who is suspended.
    """
    person = _colleague(session, actor, person_id)
    if person.suspended_at is not None:
        raise Conflict(gettext("This person is suspended. Let them sign in again first."))
    audit.record(session, actor.realm_id, actor.id, "reset_link.made", person=person.id)
    return _add_link(session, LinkPurpose.RESET, person.email, person.id, clock.now() + RESET_LIVES)


def ask_to_sign_up(session: Session, email: str) -> str | None:
    """Give the token of a link to finish signing up alone, or None where the address has an account already.

    As for a reset, a link is written in both cases; the one for an address in use ended before it began.
    """
    known = queries.person_by_email(session, email) is not None
    ends = clock.now() + (timedelta(0) if known else SIGN_UP_LIVES)
    token = _add_link(session, LinkPurpose.SIGN_UP, "" if known else email, None, ends)
    return None if known else token


def reset_password(session: Session, token: str, password_hash: str) -> Person:
    """Set a new password by a link and give the person; raise LinkEnded where the link cannot be used."""
    link = queries.open_link(session, token, LinkPurpose.RESET, clock.now(), to_use=True)
    person = session.get(Person, link.person_id) if link.person_id else None
    if person is None or person.suspended_at is not None:
        raise LinkEnded
    change_password(session, person, password_hash, by_link=True)
    return person


def finish_sign_up(session: Session, token: str, *, person_id: UUID, name: str, password_hash: str) -> Person:
    """Give the new person a sign-up link brings in, who is alone and keeps a journal."""
    link = queries.open_link(session, token, LinkPurpose.SIGN_UP, clock.now(), to_use=True)
    link.used_at = clock.now()
    return add_person(
        session,
        person_id=person_id,
        email=link.email,
        name=name,
        password_hash=password_hash,
        organisation_id=None,
        roles=[Role.PRACTITIONER],
    )


def set_roles(session: Session, actor: Actor, person_id: UUID, roles: Collection[Role]) -> None:
    """Set a colleague's roles; raise NotFound for anybody else, LastAdministrator where none would be left."""
    person = _colleague(session, actor, person_id)
    if not roles:
        raise Invalid(gettext("Please choose at least one role."), roles=gettext("Choose at least one."))
    if Role.ADMINISTRATOR not in roles:
        keep_an_administrator(session, person)
    session.execute(delete(PersonRole).where(PersonRole.person_id == person.id))
    session.add_all(PersonRole(person_id=person.id, role=role) for role in sorted(set(roles)))
    audit.record(session, actor.realm_id, actor.id, "roles.set", person=person.id, roles=" ".join(sorted(roles)))


def suspend(session: Session, actor: Actor, person_id: UUID) -> None:
    """Stop a colleague from signing in, and end their sessions. Their words stay sealed and theirs."""
    person = _colleague(session, actor, person_id)
    if person.id == actor.id:
        raise Conflict(gettext("You cannot suspend yourself. Another administrator can."))
    keep_an_administrator(session, person)
    person.suspended_at = clock.now()
    end_all_sessions(session, person.id)
    audit.record(session, actor.realm_id, actor.id, "person.suspended", person=person.id)


def restore(session: Session, actor: Actor, person_id: UUID) -> None:
    """Let a suspended colleague sign in again."""
    person = _colleague(session, actor, person_id)
    person.suspended_at = None
    audit.record(session, actor.realm_id, actor.id, "person.restored", person=person.id)


def keep_an_administrator(session: Session, person: Person) -> None:
    """Raise LastAdministrator where the organisation would have none left if this person were none any more."""
    if person.organisation_id is None or Role.ADMINISTRATOR not in queries.roles_of(session, person.id):
        return
    # On PostgreSQL two administrators could otherwise each take the role from the other in the same instant.
    session.get(Organisation, person.organisation_id, with_for_update=True)
    if not queries.administrators_left(session, person.organisation_id, without=person.id):
        raise LastAdministrator


def add_team(session: Session, actor: Actor, name: str) -> Team:
    """Give a new team of the administrator's organisation, flushed; raise Conflict where the name is taken."""
    if actor.organisation_id is None:
        raise NotFound
    name = clean_name(name)
    taken = Conflict(gettext("There is a team with this name already."))
    if session.scalar(select(Team.id).where(Team.organisation_id == actor.organisation_id, Team.name == name)):
        raise taken
    team = Team(id=new_id(), organisation_id=actor.organisation_id, name=name)
    session.add(team)
    try:
        session.flush()
    except IntegrityError:
        # Two administrators in the same instant: the unique name decides.
        raise taken from None
    audit.record(session, actor.realm_id, actor.id, "team.added", team=team.id)
    return team


def set_team_members(session: Session, actor: Actor, team_id: UUID, person_ids: Sequence[UUID]) -> None:
    """Set who is in a team; raise NotFound where the team or a person is not of the administrator's organisation."""
    team = _own_team(session, actor, team_id)
    if len(queries.colleagues(session, actor, set(person_ids))) < len(set(person_ids)):
        raise NotFound
    session.execute(delete(TeamMember).where(TeamMember.team_id == team.id))
    session.add_all(TeamMember(team_id=team.id, person_id=person_id) for person_id in set(person_ids))
    audit.record(session, actor.realm_id, actor.id, "team.set", team=team.id)


def rename(session: Session, actor: Actor, name: str) -> None:
    """Change the actor's own name."""
    session.get_one(Person, actor.id).name = clean_name(name)
    session.flush()


def keep_hash(session: Session, owner_id: UUID, old: str, new: str) -> None:
    """Put a hash of today's costs in the place of an old one of the same password."""
    session.execute(update(Person).where(Person.id == owner_id, Person.password_hash == old).values(password_hash=new))


def tidy_links(session: Session) -> None:
    """Forget one-time links and invitations that ended a month ago."""
    before = clock.now() - timedelta(days=30)
    session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < before))
    session.execute(delete(Invitation).where(Invitation.expires_at < before))


def _finish_invitation(session: Session, invitation: Invitation, person: Person) -> None:
    invitation.accepted_at = clock.now()
    if invitation.team_id is not None and session.get(TeamMember, (invitation.team_id, person.id)) is None:
        session.add(TeamMember(team_id=invitation.team_id, person_id=person.id))
    session.flush()


def _add_link(session: Session, purpose: LinkPurpose, email: str, person_id: UUID | None, expires_at: datetime) -> str:
    token = make_token()
    session.add(
        OneTimeLink(
            token_hash=token_hash(token),
            purpose=purpose,
            email=email,
            person_id=person_id,
            created_at=clock.now(),
            expires_at=expires_at,
        )
    )
    session.flush()
    return token


def _colleague(session: Session, actor: Actor, person_id: UUID) -> Person:
    person = queries.colleague(session, actor, person_id)
    if person is None:
        raise NotFound
    return person


def _own_team(session: Session, actor: Actor, team_id: UUID) -> Team:
    team = session.get(Team, team_id)
    if team is None or team.organisation_id != actor.organisation_id:
        raise NotFound
    return team
