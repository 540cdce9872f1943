"""The vocabulary: every entry is whole, every pattern can be read, and patterns mean what their notation says."""

from __future__ import annotations

import pytest

from journal.analyser import analyse
from journal.analyser.concepts import vocabulary
from journal.analyser.cues import matcher
from journal.analyser.data import load
from journal.analyser.language import read
from journal.analyser.notation import PatternError
from journal.analyser.patterns import Matcher
from journal.analyser.results import ELEMENTS
from tests.analyser.journals import labelled

CONDITIONS = {"autonomy", "continuity_time", "training_skills", "attitudes", "separation"}
MECHANISMS = {"person", "professional", "systems", "culture"}
UNPLAIN = {"utilise", "paradigm", "stakeholder", "psychosocial", "service user", "non-compliance", "bed blocker"}


def concepts(text: str) -> set[str]:
    return {hit.concept for hit in analyse(text).concepts}


def found(pattern: str, text: str) -> bool:
    made = Matcher({"kin": ["mum", "daughter"]})
    made.add(pattern, "kind", "name")
    return bool(made.find(read(text)))


def test_there_are_at_least_250_concepts_each_with_its_own_label() -> None:
    known = vocabulary().values()
    assert len(known) >= 250
    assert len({concept.label.lower() for concept in known}) == len(known)


@pytest.mark.parametrize("concept", vocabulary().values(), ids=lambda concept: concept.id)
def test_a_concept_is_whole_and_plain(concept: object) -> None:
    from_vocabulary = vocabulary()[concept.id]  # type: ignore[attr-defined]
    assert from_vocabulary.id == from_vocabulary.id.lower()
    assert 3 <= len(from_vocabulary.label) <= 60
    assert not any(word in from_vocabulary.label.lower() for word in UNPLAIN)
    assert from_vocabulary.definition.endswith(".")
    assert set(from_vocabulary.elements) <= set(ELEMENTS)
    assert set(from_vocabulary.conditions) <= CONDITIONS
    assert set(from_vocabulary.mechanisms) <= MECHANISMS
    assert len(from_vocabulary.patterns) >= 5
    assert len(set(from_vocabulary.patterns)) == len(from_vocabulary.patterns)


def test_every_pattern_of_every_list_can_be_read() -> None:
    matcher()


def test_no_concept_swallows_the_journals() -> None:
    """A concept found in a third of four very different journals says nothing about any of them."""
    counts: dict[str, int] = {}
    for entry in labelled():
        for concept in concepts(entry["text"]):
            counts[concept] = counts.get(concept, 0) + 1
    assert max(counts.values()) <= len(labelled()) / 5, max(counts, key=lambda name: counts[name])
    assert len(counts) >= 150


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("sit with", "Sat with him.", True),
        ("=sit with", "Sat with him.", False),
        ("ask|tell ..2 @kin", "told the poor daughter", True),
        ("ask|tell ..2 @kin", "told the very poor old daughter", False),
        ("no? bed", "no bed", True),
        ("^ home", "Home late.", True),
        ("^ home", "Got home late.", False),
        ("bed ..3 home", "No bed. Went home.", False),
        ("rush", "I did not rush.", False),
        ("rush", "I did not stay, rushing again.", True),
        ("even-not: bed", "There was no bed.", True),
        ("rush", "Not only rushed but late.", True),
        ("me: tired", "I was tired.", True),
        ("me: tired", "Tired today.", True),
        ("me: tired", "She was tired.", False),
        ("me: tired", "The patient was tired.", False),
        ("me: tired", 'She said "I am tired".', False),
        ("me: tired", "I told her I was tired.", True),
        ("me: tired", "mum said i'm tired of this", False),
        ("them: tired", "She was tired.", True),
        ("she's tired", "she is tired", False),
    ],
)
def test_the_notation(pattern: str, text: str, expected: bool) -> None:
    assert found(pattern, text) is expected


@pytest.mark.parametrize("pattern", ["", "..2 bed", "bed ..2", "bed ..99", "@nobody", "you: bed", "bed, home", "a? b?"])
def test_a_pattern_that_cannot_be_read_is_refused_by_name(pattern: str) -> None:
    with pytest.raises(PatternError, match="'"):
        Matcher({}).add(pattern, "kind", "name")


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("5 pts on trolleys in the corridor again", "corridor-care"),
        ("Ward was two nurses down so I had both bays.", "short-staffed"),
        ("pt medically fit, still waiting for package of care day 19", "delayed-discharge"),
        ("The family was told nothing, nobody had rung the daughter.", "family-not-told"),
        ("resident refuse the wash, she push my hand away", "refusal"),
        ("Her husband answered for her the whole time.", "family-speaks-for"),
        ("I bit my tongue in the ward round.", "kept-quiet"),
        ("CP conference, mum said nobody had explained the letter", "multi-agency"),
        ("They say my accent is hard to understand on the phone.", "second-language-worker"),
        ("His ACCT was opened after cuts to his arms.", "self-harm"),
        ("She gave her own insulin for the first time today.", "independence"),
        ("He is lonely since his wife died.", "loneliness"),
        ("Year 9 pupil showed me cuts on her wrist.", "self-harm"),
        ("I couldn't switch off when I got home.", "switching-off"),
        ("Wrote it up to cover myself.", "defensive-writing"),
        ("I had judged him before I met him.", "assumptions"),
        ("I was in tears in the car park.", "tears-mine"),
        ("Felt tearful all the way home.", "tears-mine"),
        ("Jo brought me a brew without asking.", "colleague-kindness"),
        ("On break I bought a paper for the man in bed 4.", "going-extra"),
        ("Bought him a newspaper with my own money.", "going-extra"),
    ],
)
def test_concepts_in_many_ways_of_writing(text: str, concept: str) -> None:
    assert concept in concepts(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Sat down with her and calmed down.", "autism-ld"),
        ("The crash of the trolley made her jump.", "computer-systems"),
        ("His partner sat there with the remote in his hand.", "remote-contact"),
        ("I wrote the dose on the board and read it back.", "letters"),
        ("Nothing happened all night, which was lovely.", "not-listened-staff"),
        ("Walked her round to resus 2 for her coat.", "sudden-death"),
        ("My battery is dead and the Blackout was on.", "sudden-death"),
        ("Two blood bottles and a bottle of water.", "infant-feeding"),
        ("We cut down a boy in B4.", "cuts"),
        ("Get in touch if it changes.", "touch"),
        ("Ms Green drew up the drugs.", "long-illness"),
        ("Time flies.", "self-neglect"),
        ("He came out and went past the shop.", "sexuality-gender"),
        ("He came out and went past the shop.", "listening"),
        ("The health visitor rang.", "family-bedside"),
        ("Everyone was tearing their hair out over the rota.", "tears-mine"),
        ("I tear the old labels off first.", "low-mood"),
        ("They bought me a bike, he told me.", "colleague-kindness"),
        ("They bought me a bike, he told me.", "going-extra"),
    ],
)
def test_a_word_in_another_sense_is_no_concept(text: str, concept: str) -> None:
    assert concept not in concepts(text)


def test_a_text_of_one_phrase_is_stored_in_little_room() -> None:
    hits = analyse("Short staffed again, family upset. " * 1_800 + "She gave her own insulin.").concepts
    assert len(hits) <= 200
    assert {"short-staffed", "independence"} <= {hit.concept for hit in hits}
    assert max(sum(hit.concept == name for hit in hits) for name in {hit.concept for hit in hits}) <= 12


def test_classes_hold_single_words() -> None:
    assert all(" " not in word for words in load("classes.json").values() for word in words)
