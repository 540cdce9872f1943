"""What somebody else says without quotation marks is theirs; what the writer says, asks or thinks stays their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.analyser import analyse
from journal.analyser.cues import find
from journal.analyser.data import load
from journal.analyser.language import read
from journal.analyser.patterns import Matcher

# Each speaks of being tired, in the words of somebody else.
THEIRS = [
    "she said I'm so tired of this",
    "She said yes I am tired.",
    "He kept saying please I'm tired let me sleep.",
    "Mum said no thank you I'm too tired.",
    "pt asked me am i tired or ill",
    "She kept asking me why am I so tired.",
    "He asked is everybody here tired.",
    "Her daughter said we're all tired.",
    "Pt kept shouting help me I am tired.",
    "The dad said sorry I was tired.",
    "My patient told me the ward looked tired.",
    "They said nobody asks if you're tired.",
    "She say me I am tired, nobody come.",
    "She tell to the doctor I am tired of needles.",
    "the son say to me why you are tired",
    "wife crying and saying i am tired i cant do it",
    "He says he is tired.",
    "He goes no way I'm tired.",
    "She replied that she was tired.",
    "The consultant whispered we are all tired.",
    "The registrar said tired is not a diagnosis.",
    "my manager said you look tired",
    "The man in bed four shouted I'm tired of waiting.",
    "Her sister texted I'm tired.",
    "He wrote I am tired of being a case.",
    "At the door the officer said are you tired.",
    "The mother explained that she gets tired by noon.",
    "He said afterwards I'm tired of pretending.",
    "She said in the van I'm tired of being asked.",
    "A nurse said out loud what we were, tired.",
    "the boy asked could he go home he was tired",
    "She insisted she wasn't ill only tired.",
]
# Each speaks of being tired, in the words of the writer.
MINE = [
    "I said I was tired.",
    "I told her I was tired.",
    "I kept saying I was tired.",
    "I said no, I'm tired.",
    "I asked him to stop because I was tired.",
    "I've said before that I get tired.",
    "We said we were tired.",
    "Said I was tired.",
    "Told him I was tired.",
    "told my manager I'm tired",
    "Asked for help. I was tired.",
    "She asked me to stay and I was tired.",
    "She said yes and I felt tired.",
    "He said he was fine but I was tired.",
    "She told me all of it, I was tired by then.",
    "He asked a lot of me, I'm tired.",
    "Mum said she understood so I told her I was tired.",
    "She said nothing; I was tired.",
    "he asked again & i was tired",
    "The doctor said wait then I got tired.",
    "Nobody said anything. We were tired.",
    "They didn't say anything, just looked tired.",
    "She never said a word about being tired.",
    "I told his father straight away and explained that I was tired.",
    "I sat with the patient and said we were both tired.",
    "She cried because I was tired and short with her.",
    "I wonder who says so when everybody is tired.",
    "You say it when you're tired.",
    "Nothing about her visit left me tired.",
    "The patient slept. I was tired.",
    "I was tired when she told me.",
    "Being tired I asked her twice.",
    "It's hard to say when I am tired.",
]


def of_writer(text: str, word: str = "tired") -> bool:
    made = Matcher(load("classes.json"))
    made.add(word, "kind", "name", own=True)
    return bool(made.find(read(text)))


@pytest.mark.parametrize("text", THEIRS)
def test_what_somebody_else_says_is_not_the_writers(text: str) -> None:
    assert not of_writer(text)


@pytest.mark.parametrize("text", MINE)
def test_what_the_writer_says_stays_the_writers(text: str) -> None:
    assert of_writer(text)


@pytest.mark.parametrize("text", THEIRS)
def test_quotation_marks_say_the_same(text: str) -> None:
    assert not of_writer(f'"{text}"')


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("He said I'm afraid he's passed.", "feeling"),
        ("She asked who taught me.", "learning"),
        ("Daughter said next time I will ask for the doctor first.", "plan"),
    ],
)
def test_no_part_of_a_reflection_rests_on_what_somebody_else_says(text: str, part: str) -> None:
    """Their words may show their view, and no other part."""
    assert not any(hit.meaning.kind == "components" and hit.meaning.name == part for hit in find(read(text)))
    alone = text.split(" ", 2)[2]
    assert any(hit.meaning.kind == "components" and hit.meaning.name == part for hit in find(read(alone)))


def test_their_words_still_show_their_view() -> None:
    text = "She said she was frightened of the ward."
    assert any(hit.meaning.name == "perspective" for hit in find(read(text)))


def test_distress_is_heard_whoever_seems_to_say_it() -> None:
    """Run-on dictation cannot be told from speech, and a miss costs most here."""
    text = "she said no one was free and honestly I want to die"
    assert [signpost.kind for signpost in analyse(text).signposts] == ["distress"]
    run_on = "she said sit down please I want to die"
    assert [signpost.kind for signpost in analyse(run_on).signposts] == ["distress"]


@given(st.lists(st.sampled_from('she said asked I and but , . " “ ” me tired not never mum'.split()), max_size=40))
def test_what_is_left_out_is_all_that_own_changes(words: list[str]) -> None:
    """A pattern that counts in the writer's words alone finds some of what it finds otherwise, and nothing else."""
    document = read(" ".join(words))
    everywhere, own = (Matcher(load("classes.json")) for _ in range(2))
    everywhere.add("tired", "kind", "name")
    own.add("tired", "kind", "name", own=True)
    places = {hit.start for hit in everywhere.find(document)}
    assert {hit.start for hit in own.find(document)} <= places
