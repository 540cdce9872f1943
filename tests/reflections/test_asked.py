"""Questions a phone chose by itself count as asked once their answers have come, on every device."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from journal import clock
from journal.database import new_id
from journal.http import transaction
from journal.reflections import operations, queries
from journal.reflections.content import Answer
from tests.reflections.writing import draft, take

TEXT = "She said nothing at the handover. I felt small, and I went home angry with myself."


def ask(parts, actor, entry_id):
    with transaction(parts) as work:
        return operations.ask(work.session, parts.keys, actor, entry_id)


def asked(parts, actor):
    with parts.database.read() as session:
        return queries.asked(session, parts.keys, actor)


def states(parts, actor, entry_id):
    with parts.database.read() as session:
        found = queries.questions(session, parts.keys, actor, entry_id)
    return [(one.question_id, one.state, one.number) for one in found]


def first_choice(parts, actor):
    """Give what the server would ask of the text, and so what the phone asks of it."""
    one = draft(TEXT)
    take(parts, actor, one)
    chosen = ask(parts, actor, one.entry_id)
    with transaction(parts) as work:
        operations.erase(work.session, actor, one.entry_id)
    return Answer(chosen.question_id, chosen.text, "I do not know yet.")


def test_a_question_answered_without_signal_is_asked_of_nothing_else(cast, parts):
    answer = first_choice(parts, cast.author)
    offline = draft(TEXT, answers=(answer,), written_at=clock.now() - timedelta(days=7))
    take(parts, cast.author, offline)
    assert [(one.question_id, one.entry_id) for one in asked(parts, cast.author)] == [
        (answer.question_id, offline.entry_id)
    ]
    assert asked(parts, cast.author)[0].asked_at == offline.written_at
    later = draft(TEXT)
    take(parts, cast.author, later)
    assert ask(parts, cast.author, later.entry_id).question_id != answer.question_id


def test_however_often_the_answer_comes_it_counts_once(cast, parts):
    answer = first_choice(parts, cast.author)
    one = draft(TEXT, answers=(answer,))
    after = replace(draft(TEXT, answers=(answer, answer)), entry_id=one.entry_id, parents=(one.id,))
    take(parts, cast.author, one, after)
    take(parts, cast.author, one, after)
    again = replace(after, id=new_id(), parents=(after.id,))
    take(parts, cast.author, again)
    assert states(parts, cast.author, one.entry_id) == [(answer.question_id, operations.ANSWERED, 1)]


def test_the_question_that_stood_open_here_is_closed_by_an_answer_from_the_phone(cast, parts):
    one = draft(TEXT)
    take(parts, cast.author, one)
    shown = ask(parts, cast.author, one.entry_id)
    answer = Answer(shown.question_id, shown.text, "That I stayed.")
    take(parts, cast.author, replace(draft(TEXT, answers=(answer,)), entry_id=one.entry_id, parents=(one.id,)))
    assert states(parts, cast.author, one.entry_id) == [(shown.question_id, operations.ANSWERED, 1)]
    following = ask(parts, cast.author, one.entry_id)
    assert (following.number, following.question_id != shown.question_id) == (2, True)


def test_one_that_stood_open_and_was_retired_since_is_closed_by_its_answer_too(cast, parts, monkeypatch):
    one = draft(TEXT)
    take(parts, cast.author, one)
    shown = ask(parts, cast.author, one.entry_id)
    answer = Answer(shown.question_id, shown.text, "That I stayed.")
    left = {name: item for name, item in operations.by_id().items() if name != shown.question_id}
    monkeypatch.setattr(operations, "by_id", lambda: left)
    take(parts, cast.author, replace(draft(TEXT, answers=(answer,)), entry_id=one.entry_id, parents=(one.id,)))
    assert states(parts, cast.author, one.entry_id) == [(shown.question_id, operations.ANSWERED, 1)]


def test_three_answered_on_the_phone_are_three_and_no_fourth_is_asked(cast, parts):
    answers = []
    for _ in range(3):
        one = draft(TEXT, answers=tuple(answers))
        take(parts, cast.author, one)
        shown = ask(parts, cast.author, one.entry_id)
        answers.append(Answer(shown.question_id, shown.text, "This."))
    last = draft(TEXT, answers=tuple(answers))
    take(parts, cast.author, last)
    assert ask(parts, cast.author, last.entry_id) is None


def test_a_question_of_no_bank_of_ours_is_nothing_that_was_asked(cast, parts):
    take(parts, cast.author, draft(TEXT, answers=(Answer("q", "What?", "This."),)))
    assert asked(parts, cast.author) == []


def test_a_clock_that_runs_ahead_does_not_put_it_last_for_ever(cast, parts):
    answer = first_choice(parts, cast.author)
    take(parts, cast.author, draft(TEXT, answers=(answer,), written_at=clock.now() + timedelta(days=400)))
    assert asked(parts, cast.author)[0].asked_at <= clock.now()
