"""Each of the fifteen points finds what it is for, and leaves a decent question alone."""

from __future__ import annotations

import pytest

from journal.analyser import bank
from journal.analyser.check import is_near_duplicate, is_open, problems, sitting_problems
from journal.analyser.results import Asked

ENTRY = "She said her daughter never visits. I rang the GP and then the ward. Maria from night staff had 3 of them."

BAD = [
    (1, "What happened? What did you feel?"),
    (1, "What happened next"),
    (1, "It was a long day. What helped?"),
    (2, "What would you say to yourself about this if you were reading it a year from now on a quiet day at home?"),
    (3, "Whose idea was it?"),
    (3, "Describe how it felt?"),
    (4, "What made it so, and why did you leave?"),
    (5, "What should happen now?"),
    (5, "What if you make sure to rest, how would that be?"),
    (6, "Did they understand you?"),
    (6, "Would you do it again?"),
    (7, "How it went matters, doesn't it?"),
    (7, "What else could it be, don't you think?"),
    (8, "What made this such a great visit?"),
    (8, "What did you get wrong?"),
    (9, "What would your manager say about it?"),
    (9, "What would Brenda say about it?"),
    (9, "What happened to the other 4?"),
    (10, "What was their name?"),
    (10, "Which ward was it on?"),
    (12, "How did the dementia show?"),
    (12, "What does the law ask of you here?"),
    (13, "What interdisciplinary considerations arose?"),
    (13, "How holistic was it?"),
]

GOOD = [
    "What did you notice first?",
    "How would they tell this story, starting from their chair?",
    "When has this gone a little better than usual, and what was different?",
    "Suppose next week went a little better, what would you be doing?",
    'Is there anything else about "never visits"?',
    "From 0 to 10, how sure are you this can shift, and what makes it not 0?",
    "If they had kept a journal that night, what would it say?",
    "Tell me, what stayed with you?",
    "What would Maria add to this?",
    "What did the family need?",
]


@pytest.mark.parametrize(("point", "question"), BAD)
def test_point_finds_what_it_is_for(point: int, question: str) -> None:
    assert point in {problem.point for problem in problems(question, ENTRY)}


@pytest.mark.parametrize("question", GOOD)
def test_decent_question_is_left_alone(question: str) -> None:
    assert problems(question, ENTRY) == []


def test_the_writers_own_words_are_not_held_against_a_question() -> None:
    assert problems('What is behind "a great big mistake"?', "It was a great big mistake.") == []


def test_repeating_one_of_the_last_five_is_found_and_an_older_one_is_not() -> None:
    question = "What would you notice first if this were going better?"
    shown = ["What would you notice first if it went better?", "How?", "What then?", "Where was it?", "What helped?"]
    assert 11 in {problem.point for problem in problems(question, recent=shown)}
    assert problems(question, recent=[*shown, "What did you feel?"]) == []


def test_a_different_question_with_shared_grammar_is_no_repeat() -> None:
    assert not is_near_duplicate("What did you do with the time you had?", "What did you do with the anger you had?")


def test_a_fourth_question_in_one_sitting_is_found() -> None:
    strong = [item.id for item in bank.questions() if item.strength]
    shown = [Asked(one, "e1") for one in strong[:3]]
    assert sitting_problems(shown) == []
    assert [problem.point for problem in sitting_problems([*shown, Asked(strong[3], "e1")])] == [14]


def test_too_little_about_strength_is_found() -> None:
    plain = [item.id for item in bank.questions() if not item.strength]
    strong = [item.id for item in bank.questions() if item.strength]
    assert [problem.point for problem in sitting_problems([Asked(one) for one in plain[:3]])] == [15]
    assert sitting_problems([Asked(plain[0]), Asked(plain[1]), Asked(strong[0])]) == []


OPEN = [
    "What do you make of that?",
    "How are you feeling about it all now?",
    "So, um, what's been going on for you this week?",
    "Can you tell me a little bit more about your drinking?",
    "Okay. Tell me about a typical day.",
    "I'm wondering what you think would happen if you stopped?",
    "Why do you say that?",
    "And when you do smoke, what does that do for you?",
    "Would you mind describing what that was like for you?",
    "What else?",
    "Where do you wanna go from here?",
    "Right, so what about your family, how do they see it?",
    "What kind of things have you tried before?",
    "What makes it a six and not a four?",
    "Do you want to quit? What worries you about it?",
    "Could you walk me through that?",
    "Okay, so talk to me a little bit more about what they told you.",
    "This can lower the risk, okay? Uh, what-what are your thoughts about that?",
    "How important would it be for you to change that?",
]

CLOSED = [
    "Do you smoke?",
    "How many drinks would you have in a week?",
    "So you live with your mum?",
    "Is it okay if I ask you a few questions?",
    "How long have you been married?",
    "On a scale of one to ten, how ready are you?",
    "Okay. And what time do you get up?",
    "Have you ever tried to stop before, or not?",
    "Where do you work?",
    "You've not told him, right?",
    "When did you last see the doctor?",
    "Um, does that make sense to you?",
    "What's your date of birth?",
    "Are you more worried about the money or your health?",
    "Every day?",
    "You know what I mean?",
    "We try to work together, wo-would that be okay?",
    "So you're drinking a lot?",
    "How much do they drink?",
]


@pytest.mark.parametrize("question", OPEN)
def test_open_question_is_seen_as_open(question: str) -> None:
    assert is_open(question)


@pytest.mark.parametrize("question", CLOSED)
def test_closed_question_is_seen_as_closed(question: str) -> None:
    assert not is_open(question)


@pytest.mark.parametrize("text", ["", "?", "   ", "okay so um", "😀?", "what" * 5000 + "?", "so " * 20000 + "?"])
def test_any_text_gets_an_answer(text: str) -> None:
    assert is_open(text) in (True, False)
    assert isinstance(problems(text, ENTRY), list)
