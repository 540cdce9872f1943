"""One entry: spans that hold, answers that do not change, floors under the quality figures, quiet signposts."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.analyser import (
    COMPONENTS,
    ELEMENTS,
    VERSION,
    Analysis,
    analyse,
    components,
    cues,
    from_plain,
    to_plain,
    told,
    wording,
)
from journal.analyser.categories import CATEGORIES, labels
from journal.analyser.data import load
from journal.analyser.language import read
from tests.analyser.journals import kappa, labelled, practised

PIECES = st.lists(
    st.sampled_from([entry["text"] for entry in labelled()]) | st.text(max_size=60) | st.just("I felt ashamed. "),
    max_size=3,
).map("\n".join)


def spans(found: Analysis) -> list[tuple[int, int]]:
    parts = [*found.elements, *found.components, *found.signposts]
    return [
        *found.sentences,
        *(span for part in parts for span in part.evidence),
        *(hit.span for hit in found.concepts),
        *(hit.span for hit in found.phrases),
    ]


def signs(text: str) -> set[str]:
    return {sign.kind for sign in analyse(text).signposts}


def mean_kappa(part: str, names: tuple[str, ...], entries: Sequence[dict[str, Any]] = ()) -> float:
    entries = entries or labelled()
    said = [{getattr(hit, part) for hit in getattr(analyse(e["text"]), f"{part}s")} for e in entries]
    figures = [kappa([n in e[f"{part}s"] for e in entries], [n in one for one in said]) for n in names]
    return sum(figures) / len(figures)


@settings(deadline=None, max_examples=40)
@given(PIECES)
def test_every_span_lies_inside_the_text_and_nothing_is_suggested_without_evidence(text: str) -> None:
    found = analyse(text)
    assert all(0 <= start < end <= len(text) for start, end in spans(found))
    assert all(part.evidence for part in (*found.elements, *found.components, *found.signposts))
    assert all(0 <= hit.sentence < len(found.sentences) for hit in found.concepts)
    assert found.version == VERSION


@settings(deadline=None, max_examples=40)
@given(PIECES)
def test_the_same_text_gives_the_same_answer_and_survives_storage(text: str) -> None:
    found = analyse(text)
    assert found == analyse(text)
    stored = json.loads(json.dumps(to_plain(found)))
    assert from_plain(stored) == found


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", "👩\u200d⚕️", "...", "\u202e"])
def test_a_text_without_words_has_nothing_to_say(text: str) -> None:
    found = analyse(text)
    assert (found.elements, found.components, found.signposts, found.concepts) == ((), (), (), ())
    assert found.valence == "mixed"


# Floors stand a little below what the shipped weights reach on journals they were learned from: a fall tells that
# something broke, the height tells little. What every writer gets by weights learned on what others wrote is told by
# benchmarks/analyser/train_entries.py; how strangers fare, whom nobody learned from, by the last of these tests.
def test_suggested_elements_agree_with_readers() -> None:
    assert mean_kappa("element", ELEMENTS) >= 0.70


def test_components_agree_with_readers() -> None:
    assert mean_kappa("component", COMPONENTS[1:]) >= 0.64


def test_how_it_went_agrees_with_readers() -> None:
    said = [analyse(entry["text"]).valence for entry in labelled()]
    assert kappa([entry["valence"] for entry in labelled()], said) >= 0.62


def test_how_it_went_agrees_with_the_reader_of_shorter_and_rougher_writing() -> None:
    said = [analyse(entry["text"]).valence for entry in practised()]
    assert kappa([entry["valence"] for entry in practised()], said) >= 0.60


@pytest.mark.parametrize("folder", ["development_entries", "further_entries"])
def test_other_writers_are_understood_too(folder: str) -> None:
    entries = practised(folder)
    assert mean_kappa("element", ELEMENTS, entries) >= 0.74
    assert mean_kappa("component", COMPONENTS[1:], entries) >= 0.67
    said = [analyse(entry["text"]).valence for entry in entries]
    assert kappa([entry["valence"] for entry in entries], said) >= 0.56


def test_strangers_are_understood_as_far_as_they_were() -> None:
    entries = practised("stranger_journals")
    assert mean_kappa("element", ELEMENTS, entries) >= 0.23
    assert mean_kappa("component", COMPONENTS[1:], entries) >= 0.45
    said = [analyse(entry["text"]).valence for entry in entries]
    assert kappa([entry["valence"] for entry in entries], said) >= 0.2


def test_how_it_went_is_called_sure_where_it_mostly_is() -> None:
    found = [(analyse(entry["text"]), entry["valence"]) for entry in (*labelled(), *practised("further_entries"))]
    sure = [analysis.valence == gold for analysis, gold in found if analysis.valence_sure]
    rest = [analysis.valence == gold for analysis, gold in found if not analysis.valence_sure]
    assert min(len(sure), len(rest)) >= len(found) / 5
    assert sum(sure) / len(sure) >= sum(rest) / len(rest) + 0.1


def test_an_element_without_a_cue_rests_on_words_of_its_own_family() -> None:
    for entry in labelled():
        for hit in analyse(entry["text"]).elements:
            assert all(entry["text"][start:end].strip() for start, end in hit.evidence)


def test_every_word_stands_once_in_its_family_and_every_weight_is_for_a_known_outcome() -> None:
    for family, words in load("hints.json").items():
        assert re.fullmatch("[a-z_]+", family)
        keys = words.split()
        assert len(set(keys)) == len(keys), family
        assert all(re.fullmatch(r"=?[a-z]+(?:'[a-z]+)?", key) for key in keys), family
    assert set(ELEMENTS) <= set(load("hints.json"))
    for name, outcomes in (("words", wording.OUTCOMES), ("sentences", told.OUTCOMES)):
        for packed in load("weights/entries.json")[name]["weights"].values():
            assert all(0 <= ord(part[0]) - ord("a") < len(outcomes) and int(part[1:]) for part in packed.split(" "))


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=30), st.data())
def test_sentences_tell_together_at_least_their_mean_and_at_most_what_the_clearest_tells(each, data) -> None:
    amount = told.together(each)
    assert sum(each) / len(each) - 1e-6 <= amount <= max(each) + 1e-6
    assert told.together(data.draw(st.permutations(each))) == pytest.approx(amount, abs=1e-6)
    assert told.together([*each, max(each)]) >= amount - 1e-6


def test_what_is_added_up_in_advance_is_the_sum_over_the_marks() -> None:
    stored = load("weights/entries.json")
    texts = wording.Weights((stored["words"], wording.OUTCOMES))
    sentences = wording.Weights((stored["sentences"], told.OUTCOMES))
    for text in ("?! I waited.", "Said.", *[entry["text"] for entry in labelled()]):
        document = read(text)
        cued = components.cues_by_sentence(document, cues.find(document))
        weighed = told.weigh(document, cued)
        stems = set(document.stems)
        whole = texts.amounts(0, texts.added([*stems, *wording.pairs(document)]), len(stems))
        assert weighed.leaning == dict(zip(wording.OUTCOMES, whole, strict=True))
        marked = told.sentences(document, cued)
        by_sentence = [sentences.amounts(0, sentences.added(marks), words) for marks, words in marked]
        for name, each in zip(told.OUTCOMES, zip(*by_sentence, strict=True), strict=True):
            assert weighed.told[name] == (told.together(each), each)


def test_a_part_rests_on_the_sentences_that_tell_it() -> None:
    plain = "The bus was late. Ward round at nine. We moved the bed to the window. Tea came at four. Home by six."
    for said, component in (
        ("I felt ashamed when she thanked me.", "feeling"),
        ("Next time I will ring her daughter before the meeting.", "plan"),
    ):
        text = plain.replace("Tea came at four.", said)
        (evidence,) = [hit.evidence for hit in analyse(text).components if hit.component == component]
        assert text.index(said) in [start for start, _ in evidence]
        assert len(evidence) <= 4
    assert {hit.component for hit in analyse(plain).components} == {"description"}
    alike = analyse("I felt sad.\n" * 12 + "Ok.").components
    assert {hit.component: len(hit.evidence) for hit in alike}["feeling"] == 4


@pytest.mark.parametrize("text", ["a", "Ok.", "hello", "Tuesday.", "I waited.", "?! I waited.", "She thanked me."])
def test_a_few_words_are_no_more_than_a_guess(text: str) -> None:
    assert not analyse(text).valence_sure


def test_distress_and_safeguarding_are_shown_just_where_the_reader_wants_them() -> None:
    kinds = {"distress", "safeguarding"}
    assert [signs(e["text"]) & kinds for e in practised()] == [set(e["flags"]) & kinds for e in practised()]


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("I felt really nervous and ashamed.", "Feeling"),
        ("Next time I will prepare a list of questions.", "Intention"),
        ("I think it is important that everyone is heard.", "Belief"),
        ("Why did it turn out like this?", "Reflection"),
        ("I went into the classroom and handed out the papers.", "Experience"),
    ],
)
def test_sentence_categories(sentence: str, category: str) -> None:
    likely = labels(sentence)
    assert set(likely) == set(CATEGORIES)
    assert abs(sum(likely.values()) - 1) < 1e-9
    assert max(likely, key=lambda name: likely[name]) == category


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I don't want to be here anymore.", "distress"),
        ("Sat in the car and thought about driving into the wall.", "distress"),
        ("I can't cope anymore and I'm not sleeping.", "distress"),
        ("i dont want to be here any more", "distress"),
        ("Sometimes I wish I could go to sleep and not wake up.", "distress"),
        ("better for everybody if I just wasnt around", "distress"),
        ("I cannot see a way out.", "distress"),
        ("Whats the point of any of it.", "distress"),
        ("Some nights I think about killing myself.", "distress"),
        ("Burnt out. Nothing left to give.", "exhaustion"),
        ("There were marks round the top of her arm like fingers.", "safeguarding"),
        ("I saw him pull the resident by the wrist very hard.", "safeguarding"),
        ("There were bruises on his arms that nobody could explain.", "safeguarding"),
        ("The nephew has her bank card.", "safeguarding"),
        ("I gave the wrong dose, told her, Datix done.", "candour"),
        ("gave the clexane to wrong bed. told the sister, form done", "candour"),
        ("Did the fluid balance on the wrong lady all night.", "candour"),
        ("He was sent home on Monday and came back in by ambulance.", "candour"),
        ("Sent home with paracetamol, collapsed on the step.", "candour"),
        ("Fingertip bruising, both arms, six months old.", "safeguarding"),
        ("The nephew is back and her purse is empty.", "safeguarding"),
        ("She asked me not to tell anybody.", "safeguarding"),
        ("I feel broken.", "exhaustion"),
        ("The chart was signed for turns that hadn't been done.", "speaking_up"),
        ("I have to write a statement for the coroner.", "legal"),
    ],
)
def test_a_signpost_shows_when_it_should(text: str, kind: str) -> None:
    assert kind in signs(text)


@pytest.mark.parametrize(
    "text",
    [
        "He said he wants to die at home and his wife agreed.",
        "She died at six with her daughter holding her hand.",
        "Died in the corridor. No privacy.",
        "He told me he was tired and ready to go.",
        'She said "I can\'t go on" and we talked about the hospice.',
        "The patient wanted to die and told the chaplain so. It was a peaceful death.",
        "Mum said she was exhausted.",
        "Verified a death at 0510 and could not find the form.",
        "I was dying for a wee.",
        "I've been killing myself trying to get round everybody.",
        "I could have died laughing.",
        "This job will be the death of me.",
        "I could kill myself for forgetting the form.",
        "I wanted to die of embarrassment.",
        "I nearly killed myself on the wet floor.",
        "The training was about suicide. I asked him if he was thinking of killing himself.",
        "Panic attack, pt in bay 2, settled with breathing.",
        'Mum said "what\'s the point of living" and we sat with that.',
        "Hopeless at maths, so I checked the dose twice.",
        "Busy shift but nobody hurt.",
    ],
)
def test_signposts_stay_quiet_when_dying_is_ordinary_work(text: str) -> None:
    assert not signs(text) & {"distress", "exhaustion"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sent home before the doctor came. I said nothing.", "candour"),
        ("She was sent home happy and the carers came at six.", "candour"),
        ("Rang the wrong number twice.", "candour"),
        ("Laundry machine broken. On my break I rang home.", "exhaustion"),
        ("Missed the chest drain teaching.", "exhaustion"),
        ("My supervisor asked me not to say anything for ten minutes.", "safeguarding"),
        ("Raised it before I left the building.", "speaking_up"),
    ],
)
def test_a_signpost_stays_quiet_where_only_the_words_are_alike(text: str, kind: str) -> None:
    assert kind not in signs(text)


def test_signposts_on_the_journals_miss_little_and_are_rare() -> None:
    flagged = {(e["id"], flag) for e in labelled() for flag in e["flags"]}
    shown = {(e["id"], kind) for e in labelled() for kind in signs(e["text"])}
    assert len({pair for pair in flagged if pair[1] == "distress"} - shown) == 0
    assert len(flagged & shown) >= 0.7 * len(flagged)
    distress = [pair for pair in shown if pair[1] == "distress"]
    assert len(distress) <= 4
    assert len(shown) <= 0.25 * len(labelled())
