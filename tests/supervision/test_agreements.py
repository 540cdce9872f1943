"""Both must agree, either may end it, and asking tells nothing about who exists."""

import pytest
from sqlalchemy import select

from journal.access import Role
from journal.accounts import operations as accounts
from journal.accounts import queries as account_queries
from journal.accounts.models import Person
from journal.http import transaction
from journal.supervision import agreements, queries
from journal.supervision.errors import AgreementNotFound, NotYourSupervisor
from journal.supervision.models import Agreement
from tests.supervision.scenes import agreed


def relations(parts, actor):
    with parts.database.read() as session:
        return queries.relations(session, actor)


def propose(parts, actor, supervisor_id):
    with transaction(parts) as work:
        agreements.propose_supervisor(work.session, actor, supervisor_id)


def propose_by_address(parts, actor, email):
    with transaction(parts) as work:
        agreements.propose_supervisee(work.session, actor, email)


def count(parts):
    with parts.database.read() as session:
        return len(session.scalars(select(Agreement)).all())


def test_a_proposal_is_nothing_until_the_other_agrees(cast, parts):
    author, supervisor = cast.author, cast.supervisor
    propose(parts, author, supervisor.id)
    (seen,) = relations(parts, author)
    assert (seen.other, seen.agreed_at, seen.proposed_by_me) == ("Supervisor", None, True)
    with parts.database.read() as session:
        assert queries.my_supervisors(session, author) == []
    with pytest.raises(AgreementNotFound), transaction(parts) as work:
        agreements.agree(work.session, author, seen.id)
    with transaction(parts) as work:
        agreements.agree(work.session, supervisor, seen.id)
    with parts.database.read() as session:
        assert [one.other_id for one in queries.my_supervisors(session, author)] == [supervisor.id]


def test_only_a_supervisor_of_ones_own_organisation_can_be_asked(cast, parts):
    for whom in ("author", "other_author", "trainer", "far_supervisor", "alone"):
        with pytest.raises(NotYourSupervisor):
            propose(parts, cast.author, cast.actor(whom).id)
    assert count(parts) == 0


def test_a_supervisor_cannot_supervise_themselves(cast, parts):
    supervisor = cast.supervisor
    with pytest.raises(NotYourSupervisor):
        propose(parts, supervisor, supervisor.id)
    propose_by_address(parts, supervisor, supervisor.email)
    assert count(parts) == 0


def test_a_supervisor_asking_by_address_learns_nothing_until_it_is_agreed(cast, parts):
    supervisor, author, far = cast.supervisor, cast.author, cast.far_supervisor
    for email in (" Author@Example.org ", "nobody@example.org", far.email):
        propose_by_address(parts, supervisor, email)
        assert relations(parts, supervisor) == []
    assert relations(parts, far) == []
    (asked,) = relations(parts, author)
    with transaction(parts) as work:
        agreements.agree(work.session, author, asked.id)
    assert [one.other for one in relations(parts, supervisor)] == ["Author"]


def test_somebody_suspended_is_not_asked(cast, parts):
    supervisor, author, administrator = cast.supervisor, cast.author, cast.administrator
    with transaction(parts) as work:
        accounts.suspend(work.session, administrator, author.id)
    propose_by_address(parts, supervisor, author.email)
    assert count(parts) == 0


def test_asking_twice_is_asking_once_and_asking_each_other_is_agreeing(cast, parts):
    author, supervisor = cast.author, cast.supervisor
    propose(parts, author, supervisor.id)
    propose(parts, author, supervisor.id)
    assert count(parts) == 1 and relations(parts, author)[0].agreed_at is None
    propose_by_address(parts, supervisor, author.email)
    assert count(parts) == 1 and relations(parts, author)[0].agreed_at is not None


def test_either_ends_it_and_it_can_begin_again(cast, parts):
    for ender in (cast.author, cast.supervisor):
        agreement_id = agreed(parts, cast.author, cast.supervisor)
        with transaction(parts) as work:
            agreements.end(work.session, ender, agreement_id)
        assert relations(parts, cast.author) == relations(parts, cast.supervisor) == []
        with pytest.raises(AgreementNotFound), transaction(parts) as work:
            agreements.end(work.session, ender, agreement_id)
    assert agreed(parts, cast.author, cast.supervisor) != agreement_id


def test_nobody_else_agrees_or_ends(cast, parts):
    propose(parts, cast.author, cast.supervisor.id)
    (asked,) = relations(parts, cast.supervisor)
    for other in map(cast.actor, ("other_author", "other_supervisor", "administrator")):
        for act in (agreements.agree, agreements.end):
            with pytest.raises(AgreementNotFound), transaction(parts) as work:
                act(work.session, other, asked.id)


def test_who_has_lost_the_role_is_not_shared_with_and_cannot_agree(cast, parts):
    author, supervisor, administrator = cast.author, cast.supervisor, cast.administrator
    agreed(parts, author, supervisor)
    agreed(parts, author, cast.other_supervisor)
    propose_by_address(parts, supervisor, cast.other_author.email)
    with transaction(parts) as work:
        accounts.set_roles(work.session, administrator, supervisor.id, [Role.PRACTITIONER])
        work.session.flush()
        assert [one.other for one in queries.my_supervisors(work.session, author)] == ["Other Supervisor"]
        assert queries.possible_supervisors(work.session, author) == []
    other = cast.other_author
    (asked,) = relations(parts, other)
    with pytest.raises(AgreementNotFound), transaction(parts) as work:
        agreements.agree(work.session, other, asked.id)
    with parts.database.read() as session:
        changed = account_queries.actor_of(session, session.get_one(Person, supervisor.id))
    propose_by_address(parts, changed, cast.trainer.email)
    assert relations(parts, cast.trainer) == []
