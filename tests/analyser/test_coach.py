"""The coach's promises: nothing presupposed, nothing repeated, one in three about strength, silence in distress."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journal
from journal.analyser import bank
from journal.analyser.bank import Words
from journal.analyser.check import problems, sitting_problems
from journal.analyser.coach import next_question, theme_question
from journal.analyser.data import load
from journal.analyser.entry import analyse
from journal.analyser.reflecting import _ends, deed_line, pieces, reflecting_line, slot_words
from journal.analyser.results import (
    COMPONENTS,
    ELEMENTS,
    VALENCES,
    Analysis,
    Asked,
    ComponentHit,
    ElementHit,
    Entry,
    Question,
    Signpost,
    Theme,
    Valence,
)

JOURNALS = sorted((Path(journal.__file__).parent / "demo" / "journals").glob("*.json"))
STATES = ("present", "strained", "missing")
NEVER_SAID = {"score", "grade", "level", "compliance", "submit", "streak", "ai", "anonymised"}


def entry_of(raw: dict[str, Any], *, marks: dict[str, str] | None = None) -> Entry:
    """Give a labelled entry as the coach sees it, from the labels of its readers."""
    end = len(raw["text"])
    analysis = Analysis(
        version="test",
        sentences=((0, end),),
        elements=tuple(ElementHit(element, 1.0, ((0, end),)) for element in raw["elements"]),
        components=tuple(ComponentHit(component, ((0, end),)) for component in raw["components"]),
        valence=raw["valence"],
        signposts=tuple(Signpost(flag, ((0, end),)) for flag in raw["flags"]),
        concepts=(),
        phrases=(),
    )
    return Entry(raw["id"], datetime.fromisoformat(raw["written_at"]), analysis, raw["text"], marks or {})


def simple(text: str, **changes: Any) -> Entry:
    raw = {
        "id": "e1",
        "written_at": "2025-03-04T18:20:00Z",
        "text": text,
        "elements": [],
        "components": ["description"],
    }
    return entry_of({**raw, "valence": "mixed", "flags": [], **changes})


def played(path: Path, *, per_entry: int, marked: bool) -> Iterator[tuple[Entry, Question | None, list[Asked]]]:
    """Play a journal in order, `per_entry` questions under each entry, with what was asked before each question."""
    history: list[Entry] = []
    asked: list[Asked] = []
    for n, raw in enumerate(json.loads(path.read_text("utf-8"))["entries"]):
        marks = {element: STATES[(n + k) % 3] for k, element in enumerate(raw["elements"])} if marked else {}
        entry = entry_of(raw, marks=marks)
        for _ in range(per_entry):
            question = next_question(entry, history, asked)
            yield entry, question, list(asked)
            if question:
                asked.append(Asked(question.question_id, entry.id))
        history.append(entry)


@pytest.mark.parametrize("marked", [False, True], ids=["suggested", "marked"])
@pytest.mark.parametrize("per_entry", [1, 3])
@pytest.mark.parametrize("path", JOURNALS, ids=lambda path: path.stem)
def test_journal_played_in_order_keeps_every_promise(path: Path, per_entry: int, marked: bool) -> None:
    shown: list[str] = []
    told: list[Asked] = []
    for entry, question, _ in played(path, per_entry=per_entry, marked=marked):
        if any(signpost.kind == "distress" for signpost in entry.analysis.signposts):
            assert question is None
            continue
        assert question is not None, entry.id
        assert problems(question.text, entry.text, shown) == [], (entry.id, question.text)
        told.append(Asked(question.question_id, entry.id))
        shown.append(question.text)
        assert sitting_problems(told) == []
        assert_well_formed(question, entry)
    assert len({one.question_id for one in told}) == len(told)
    families = [bank.by_id()[one.question_id].family for one in told]
    assert len(set(families)) >= min(10, len(families) // 3)


def assert_well_formed(question: Question, entry: Entry) -> None:
    assert question.why[0].isupper() and question.why.endswith(".") and question.why.count(".") == 1
    assert NEVER_SAID.isdisjoint(Words(question.why).lower)
    for start, end in question.evidence:
        assert 0 <= start < end <= len(entry.text)
    assert only_the_writers_words(question.reflecting, entry.text)
    quoted = question.text.split('"')[1::2]
    assert all(only_the_writers_words(words, entry.text) for words in quoted)


def only_the_writers_words(line: str, text: str) -> bool:
    return line.lower() in " ".join(text.lower().split())


def test_distress_is_met_with_silence_even_where_all_else_calls_for_a_question() -> None:
    entry = simple("I cannot do this any more. She said nothing.", flags=["distress"])
    assert next_question(entry) is None
    assert next_question(replace(entry, analysis=replace(entry.analysis, signposts=()))) is not None


def test_no_fourth_question_under_one_entry() -> None:
    entry = simple("Long day, nobody spoke to anybody.")
    asked: list[Asked] = []
    for _ in range(3):
        question = next_question(entry, (), asked)
        assert question is not None
        asked.append(Asked(question.question_id, entry.id))
    assert next_question(entry, (), asked) is None
    assert next_question(replace(entry, id="e2"), (entry,), asked) is not None


def test_the_authors_mark_wins_over_what_is_suggested() -> None:
    entry = simple("We had ten minutes and a lot to say.", elements=["communication"])
    question = next_question(replace(entry, elements={"time": "strained"}))
    assert question is not None
    assert "time" in bank.by_id()[question.question_id].elements
    assert question.why.startswith("You marked Time as strained")


def test_nothing_is_presumed_of_how_it_went_while_that_is_a_guess() -> None:
    entry = replace(simple("Rang her and she told me about the meeting.", valence="was_hard"), id="")
    guessed = replace(entry, analysis=replace(entry.analysis, valence_sure=False))
    kinds = [{bank.by_id()[one.question_id].valence for one in ask_many(each, 60)} for each in (entry, guessed)]
    assert kinds[0] != {()}
    assert kinds[1] == {()}
    told = replace(guessed, valence="was_hard")
    assert {bank.by_id()[one.question_id].valence for one in ask_many(told, 60)} != {()}


def test_an_ordinary_day_is_asked_after_and_nothing_else_is() -> None:
    day = replace(simple("Fish tank cleaned. New curtains, they do not meet."), id="")
    assert bank.by_id()[ask_many(day, 1)[0].question_id].light
    fuller = replace(day, analysis=replace(day.analysis, components=(ComponentHit("feeling", ((0, 1),)),)))
    assert not any(bank.by_id()[one.question_id].light for one in ask_many(fuller, 60))


def test_what_is_only_suggested_makes_no_more_of_a_few_words_than_they_tell() -> None:
    few = replace(simple("Roadworks on the bypass, and bees on the radio.", elements=["time"]), id="")
    assert bank.by_id()[ask_many(few, 1)[0].question_id].light
    many = replace(few, text=f"{few.text} {'The rain came down on the road and on the roof. ' * 3}")
    assert not any(bank.by_id()[one.question_id].light for one in ask_many(many, 20))


def test_strained_is_asked_about_before_present() -> None:
    entry = replace(
        simple("We had ten minutes, and she said a lot."), elements={"time": "present", "communication": "missing"}
    )
    question = next_question(entry)
    assert question is not None
    assert "communication" in bank.by_id()[question.question_id].elements


def test_what_is_not_in_the_entry_yet_is_what_is_drawn_out() -> None:
    for absent in ("feeling", "analysis", "learning", "plan"):
        there = [component for component in COMPONENTS if component != absent]
        entry = simple("The day went on and on, and I did what was there to be done.", components=there)
        question = next_question(entry, (), [Asked("pur-005", "e0")])
        assert question is not None
        assert bank.by_id()[question.question_id].component == absent
        assert "may not yet say" in question.why


def test_nobody_in_the_entry_means_nobody_in_the_question() -> None:
    entry = simple("Printer broken again. Hand wrote sixty labels.")
    for question in ask_many(entry, 120):
        assert problems(question.text, entry.text) == []
        assert {"they", "them", "their", "family"}.isdisjoint(Words(question.text).lower)


def test_what_is_denied_or_only_looks_like_a_phrase_is_not_taken_for_granted() -> None:
    assert "family" not in bank.groups_in(Words("No family. It is warm here."))
    assert "family" in bank.groups_in(Words("No heating. Family upstairs."))
    assert "silence" not in bank.groups_in(Words("Good she said. Nothing else, just good."))
    assert Words("She left. He said nothing at all").find("said nothing") == (13, 25)


def test_a_topic_that_keeps_coming_up_is_named_as_such() -> None:
    history = [
        replace(simple("Handover was a mess. Nobody told me about the drain.", components=list(COMPONENTS)), id=f"h{n}")
        for n in range(3)
    ]
    question = next_question(replace(history[0], id="now"), history)
    assert question is not None
    assert "handover before" in question.why
    assert question.evidence


def test_questions_come_round_again_only_when_all_that_fit_are_used_up() -> None:
    entry = replace(simple("Quiet one. Wrote it up and went."), id="")
    ids = [question.question_id for question in ask_many(entry, 400)]
    first_repeat = next(n for n, one in enumerate(ids) if one in ids[:n])
    assert first_repeat >= 120
    assert ids[first_repeat] not in ids[max(0, first_repeat - 50) : first_repeat]


def test_grave_matters_get_no_playful_question() -> None:
    entry = replace(simple("She told me he hits her. Rang it through.", flags=["safeguarding"]), id="")
    for question in ask_many(entry, 60):
        assert question.family in bank.named("grave_families")


@pytest.mark.parametrize(
    "text",
    [
        "She was thirty one weeks. No heartbeat. I dressed her in the smallest hat we had.",
        "Mum's diagnosis came through this morning. Went in anyway. Nobody knew.",
        "Expected death on the ward this afternoon. Family all there.",
        "I saw a colleague slap a resident this morning. I have not told anyone yet.",
        "I lost the baby on Tuesday. Back on the unit today. Delivered two.",
    ],
)
def test_what_is_heavy_is_met_with_nothing_light_and_nothing_cheerful_unasked(text: str) -> None:
    entry = replace(simple(text), id="")
    guess = replace(entry, analysis=replace(entry.analysis, valence_sure=False))
    items = [bank.by_id()[question.question_id] for question in ask_many(guess, 30)]
    assert not any(item.light or item.narrow for item in items)
    assert not any(item.strength for item in items[:2])
    assert all(item.family in bank.named("grave_families") for item in items)


def test_a_narrow_question_waits_for_a_mark_or_a_topic() -> None:
    entry = replace(
        simple("He said he had enough. I sat down by the window with him.", elements=["empowerment"]), id=""
    )
    suggested = [bank.by_id()[question.question_id] for question in ask_many(entry, 30)]
    assert not any(item.narrow and not (item.topics or item.concepts) for item in suggested)
    marked = replace(entry, elements={"empowerment": "strained"})
    assert any(bank.by_id()[question.question_id].narrow for question in ask_many(marked, 60))


def test_what_is_only_suggested_chooses_no_question_and_is_not_named_as_the_reason() -> None:
    entry = replace(simple("He sat down by the window with me and said little.", elements=list(ELEMENTS)), id="")
    for question in ask_many(entry, 30):
        item = bank.by_id()[question.question_id]
        assert not item.elements or item.topics or item.concepts, item.id
        assert "You marked" not in question.why


@pytest.mark.parametrize("changes", [{"valence": "was_hard"}, {"flags": ["candour"]}], ids=["hard", "grave"])
def test_where_it_was_hard_a_question_about_strength_leaves_room_for_nothing(changes: dict[str, Any]) -> None:
    entry = replace(simple("Seven of us looked at the monitor and nobody looked at her.", **changes), id="")
    items = [bank.by_id()[question.question_id] for question in ask_many(entry, 30)]
    assert sum(item.strength for item in items) >= 8
    assert all(item.gentle for item in items if item.strength)


def test_where_it_was_hard_none_about_strength_is_asked_before_it_falls_due() -> None:
    text = "We did the round and the beds and the letters, and then the round again, and went for the bus."
    entry = replace(simple(text, valence="was_hard", components=list(COMPONENTS)), id="")
    strong = [bank.by_id()[question.question_id].strength for question in ask_many(entry, 7)]
    assert [n for n, one in enumerate(strong) if one] == [2, 5]


def test_a_strength_is_rather_asked_before_one_falls_due_where_it_was_not_hard() -> None:
    plain = next(item.id for item in bank.questions() if not item.strength and not item.needs)
    strong = next(item.id for item in bank.questions() if item.strength and not item.needs)
    texts = [f"We did the round and the beds{' and the letters' * n}, and went home on the bus." for n in range(12)]
    entries = [simple(text, components=list(COMPONENTS)) for text in texts]

    def strengths(before: str) -> int:
        asked = [next_question(entry, (), [Asked(before, "e0")]) for entry in entries]
        return sum(bank.by_id()[question.question_id].strength for question in asked if question)

    assert strengths(strong) < strengths(plain)


def test_a_part_that_is_there_is_asked_for_last() -> None:
    text = "The day went on and on, and I did what was there to be done, and no more."
    entry = replace(simple(text, components=list(COMPONENTS)), id="")
    items = [bank.by_id()[question.question_id] for question in ask_many(entry, 13)[1:]]
    assert not any(item.asks and item.component != "description" for item in items)


def test_a_strength_that_fell_due_is_told_as_the_reason() -> None:
    plain = [item for item in bank.questions() if not item.strength and not item.needs][:2]
    question = next_question(simple("We did the round."), (), [Asked(item.id, "e0") for item in plain])
    assert question is not None
    assert bank.by_id()[question.question_id].strength
    assert question.why == "One question in three looks for a strength."


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("I felt so ashamed of it.", "I felt so ashamed of it"),
        ("I felt so ashamed of it", "I felt so ashamed of it"),
        ("I felt so ashamed of it, I went back.", ""),
        ("I felt so ashamed of it - then I went back.", ""),
        ("Ate late. (I felt so ashamed of it.) Slept.", "I felt so ashamed of it"),
    ],
)
def test_words_are_quoted_in_a_question_only_where_their_sentence_ends(text: str, quoted: str) -> None:
    assert slot_words(text)[0] == quoted


def test_new_writers_get_concrete_questions() -> None:
    texts = [f"Another day on the ward, number {n}, and I did the round." for n in range(40)]
    history = [replace(simple(text), id=f"h{n}") for n, text in enumerate(texts)]
    fresh = [bank.by_id()[question.question_id].stage for question in ask_many(replace(simple(texts[0]), id=""), 10)]
    later = [
        bank.by_id()[question.question_id].stage for question in ask_many(replace(simple(texts[0]), id=""), 10, history)
    ]
    assert sum(fresh) < sum(later)


DATA = Path(__file__).parents[1] / "data"
LETTERS = dict(zip("ucmiet", ELEMENTS, strict=True))


def marked_by_readers(*, each: int) -> Iterator[tuple[Entry, dict[str, int]]]:
    """Give one in `each` of the entries with marks (0 to 3, `sits` was learned from them) of questions in the bank."""
    known = bank.by_id()
    for path in sorted((DATA / "question_marks").glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines()[::each]:
            _, place, said_of, how, *given = line.split("\t")
            name, number = place.split(":")
            text = (DATA / "learning_entries" / f"{name}.tsv").read_text("utf-8").splitlines()[int(number) - 1]
            states = dict(one.split("=") for one in said_of.split(" ")) if said_of != "-" else {}
            marks = {question: int(mark) for question, mark in (one.split("=") for one in given) if question in known}
            raw = text.split("\t")[-1]
            said = None if how == "-" else VALENCES[VALENCES.index(how)]
            elements = {LETTERS[letter]: state for letter, state in states.items()}
            yield Entry(place, datetime(2025, 3, 4, tzinfo=UTC), analyse(raw), raw, elements, said), marks


def test_what_readers_found_stupid_under_an_entry_is_seldom_what_it_would_be_asked() -> None:
    best, every = [], []
    for entry, marks in marked_by_readers(each=12):
        # All else was asked before; strengths came last, so that none is due.
        others = sorted((item for item in bank.questions() if item.id not in marks), key=lambda item: item.strength)
        question = next_question(entry, (), [Asked(item.id) for item in others])
        if question and question.question_id in marks:
            best.append(marks[question.question_id])
            every.extend(marks.values())
    assert len(best) >= 400
    assert sum(every) / len(every) + 0.2 <= sum(best) / len(best)
    assert best.count(0) <= 0.035 * len(best)


def ask_many(entry: Entry, times: int, history: Sequence[Entry] = ()) -> list[Question]:
    asked: list[Asked] = []
    questions: list[Question] = []
    for n in range(times):
        question = next_question(entry, history, asked)
        if question is None:
            break
        questions.append(question)
        asked.append(Asked(question.question_id, f"{n}"))
        if entry.id:
            entry = replace(entry, id=f"other{n}")
    return questions


def test_choice_is_the_same_every_time() -> None:
    entry = simple("Visit ran over. She talked about her husband and I listened.", elements=["time"])
    assert next_question(entry) == next_question(entry)


def test_asked_ids_that_are_no_longer_in_the_bank_do_no_harm() -> None:
    assert next_question(simple("A day."), (), [Asked("old-001"), Asked("old-002", "e9")]) is not None


THEME = Theme("k", "handover", ("a", "b", "c"), (), "rising", (), {"was_hard": 3}, (), None, None)


def test_a_theme_gets_a_question_and_no_repeat() -> None:
    asked: list[Asked] = []
    for _ in range(6):
        question = theme_question(THEME, asked)
        assert question is not None
        assert bank.by_id()[question.question_id].theme
        assert problems(question.text) == []
        assert question.question_id not in {one.question_id for one in asked}
        assert "3 of your entries" in question.why
        asked.append(Asked(question.question_id))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Saw Mrs Khan. I felt ashamed of my list.", "I felt ashamed of my list"),
        ("told her. Nobody asked me what I wanted.", "nobody asked me what I wanted"),
        ("Margaret felt ashamed. Baz never listened to me.", ""),
        ("i never listened to kai or baz", ""),
        ("I felt it 14 times", ""),
        ('She said "I feel so ashamed of it all".', ""),
        ("", ""),
        ("Given morphine 5mg sc.", ""),
        ("The carers and I felt ashamed of it afterwards.", ""),
        ("The word I use is what I always say to them.", ""),
        ('I could hear that I was wrong about "all of it".', ""),
        ("I have always been sorry about it: the list of them.", ""),
        ("He said I never listened to anybody at all.", ""),
        ("Sister said not now. I never felt so small at work.", ""),
        ('"Not now" the sister said. I never felt so small at work.', "I never felt so small at work"),
        ("Went in late and I was frightened the whole time.", ""),
        ("Nobody with any time to listen.", ""),
        ('It was "NO MORE". Then he also say no more tubes, I never wanted that.', ""),
        ("I'm sorry I never asked what you wanted.", ""),
    ],
)
def test_reflecting_line_is_safe_and_the_writers_own(text: str, line: str) -> None:
    assert reflecting_line(text)[0] == line


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        ("Long day. I went back to see her, and Mrs Khan was asleep.", "I went back to see her"),
        ("Rang her back from the Larch stairs.", "rang her back"),
        ("I told her the truth and then Baz nodded.", "I told her the truth"),
        ("I sat with him because Mr Obi had gone.", "I sat with him"),
        ("We kept our list. I just listened.", "I just listened"),
        ("I asked him what he wanted. I stayed late.", "I stayed late"),
        ("I let her down. I let it go. I kept my mouth shut.", ""),
        ("I had to sit with him. I should have rung her back. I wanted to listen.", ""),
        ("I rang her back and nobody answered.", ""),
        ("I asked her without any kindness.", ""),
        ("She stayed late. They went back to see him.", ""),
        ("She said I went back to see him. I stayed late.", ""),
        ("She told me all of it, I went back to see him.", ""),
        ("She said she was fine. I went back to see her.", "I went back to see her"),
        ('"I stayed late and I listened," she said.', ""),
        ("If I stayed late it would only be me.", ""),
        ("When I rang her back she cried.", ""),
        ("I went back to bed.", ""),
        ("I sat with Mrs Khan.", ""),
        ("I sat with him all night, she said.", ""),
        ("I went back to see him, the daughter told us.", ""),
        ("'Sorry. I sat with her because of Dad', she said.", ""),
        ("I stayed with her till she slept, he goes, and then I left.", ""),
        ("I turned my back on her.", ""),
        ("I held him down until the team came.", ""),
        ("I put the phone down on her.", ""),
        ("I refused to see him.", ""),
        ("I stopped to smoke. I covered for her lies.", ""),
        ("I just " + "just " * 30 + "stayed late.", ""),
        ("The carers and I sat with him.", ""),
        ("", ""),
    ],
)
def test_a_deed_is_the_writers_own_done_and_safe_to_show(text: str, deed: str) -> None:
    assert deed_line(text)[0] == deed


def test_a_question_about_a_deed_shows_that_deed_and_is_asked_of_no_other_entry() -> None:
    entry = replace(simple("The bay was full. I went back to see her. She was awake."), id="")
    about = [one for one in ask_many(entry, 90) if "deed" in bank.by_id()[one.question_id].needs]
    assert len(about) >= 15
    for question in about:
        assert question.reflecting == "I went back to see her"
        assert [entry.text[slice(*span)] for span in question.evidence] == ["I went back to see her"]
        assert question.why.startswith("You wrote of something you did")
        assert 9 in {problem.point for problem in problems(question.text, "She went back.")}
    other = replace(entry, text="The bay was full. She went back to see him. I was awake.")
    assert not any("deed" in bank.by_id()[one.question_id].needs for one in ask_many(other, 60))


@pytest.mark.parametrize("valence", [None, "mixed", "was_hard"])
def test_a_persons_very_first_question_is_about_the_telling(valence: Valence | None) -> None:
    texts = ["Fish tank cleaned.", "I went back to see her.", "She died at four.", "Nobody asked him what he wanted."]
    told = [component for component in COMPONENTS if component != "plan"]
    for text, components in product(texts, (["description"], told)):
        entry = replace(simple(text, components=components, valence="went_well"), valence=valence)
        first = next_question(entry)
        assert first is not None
        item = bank.by_id()[first.question_id]
        assert not item.strength
        assert item.component in ("description", "feeling") or item.has_slot
    well = next_question(replace(simple("He laughed all morning."), valence="went_well"))
    assert well is not None and bank.by_id()[well.question_id].strength


def test_a_gap_is_named_only_where_the_question_plainly_asks_for_it() -> None:
    named = 0
    for entry, question, _ in chain.from_iterable(played(path, per_entry=1, marked=False) for path in JOURNALS):
        if question and "may not yet say" in question.why:
            item = bank.by_id()[question.question_id]
            there = {hit.component for hit in entry.analysis.components}
            assert item.component not in there
            assert any(phrase in Words(question.text) for phrase in bank.asking(item.component)), question.text
            named += 1
    assert named >= 20
    kept = next(item for item in bank.questions() if item.component == "feeling" and not item.asks and item.wide)
    assert "may not yet say" not in _why_of(kept)


def _why_of(item: bank.Item) -> str:
    """Give the reason for a question where it is the only one left."""
    asked = [Asked(other.id) for other in bank.questions() if other.id != item.id and not other.needs]
    entry = simple("The day went on and on.", valence=(item.valence or ("mixed",))[0])
    question = next_question(replace(entry, id="", valence=entry.analysis.valence), (), [*asked, Asked("pur-005")])
    assert question is not None and question.question_id == item.id
    return question.why


# These are words first: a sentence with one of them tells nobody's name.
WORDS_THAT_ARE_NAMES = set("bear blue chance favour man patience peace rain said sky tea".split())


def test_no_name_in_small_letters_is_shown_back() -> None:
    """Forenames but for eleven; rarer names and surnames where they are no everyday word as they stand."""
    lists = json.loads((Path(journal.__file__).parent / "identifiers/rules/names.json").read_text("utf-8"))
    rarer = {*lists["others"].split(), *lists["surnames"].split()} - set(load("everyday.json")["words"])
    known = (set(lists["trusted"].split()) - WORDS_THAT_ARE_NAMES) | rarer
    assert len(known) > 10_000
    shown = {name for name in known if any(name in Words(piece.text).lower for piece in pieces(f"I like {name}."))}
    told = {name for name in known if deed_line(f"I sat with {name}.")[0]}
    assert (shown, told) == (set(), set())


def test_a_deed_is_looked_for_near_by_in_a_text_without_an_end() -> None:
    forms = ["i", "stayed", "late", *["and", "i"] * 200]
    assert max(_ends(forms, 0, 1)) <= 18


@pytest.mark.parametrize("path", JOURNALS, ids=lambda path: path.stem)
def test_nothing_shown_back_holds_an_identifier(path: Path) -> None:
    shown = 0
    for raw in json.loads(path.read_text("utf-8"))["entries"]:
        names = {word for hit in raw["identifiers"] for word in Words(hit["text"]).lower if len(word) > 3}
        for piece in pieces(raw["text"]):
            assert raw["text"][slice(*piece.span)].lower().split() == piece.text.lower().split()
            assert names.isdisjoint(Words(piece.text).lower), (raw["id"], piece.text)
        assert names.isdisjoint(Words(deed_line(raw["text"])[0]).lower), raw["id"]
        shown += bool(reflecting_line(raw["text"])[0])
    assert shown >= 1


words = st.sampled_from(sorted({phrase for cue in bank.cues().values() for phrase in cue.found}))
names = st.sampled_from(
    ["Mrs Okafor", "Baz", "14:20", "Larch Ward", "M5 2PT", "will", "rose", "😀", "السلام", "\u0000"]
)
texts = st.lists(
    st.one_of(words, names, st.text(max_size=12), st.sampled_from([".", "?", "\n", '"', "I felt"])), max_size=30
).map(" ".join)
analyses = st.builds(
    Analysis,
    version=st.just("t"),
    sentences=st.just(()),
    elements=st.lists(st.sampled_from(ELEMENTS), unique=True, max_size=3).map(
        lambda found: tuple(ElementHit(element, 1.0, ()) for element in found)
    ),
    components=st.lists(st.sampled_from(COMPONENTS), unique=True).map(
        lambda found: tuple(ComponentHit(component, ()) for component in found)
    ),
    valence=st.sampled_from(VALENCES),
    signposts=st.lists(st.sampled_from(["exhaustion", "safeguarding", "candour", "legal"]), max_size=1).map(
        lambda found: tuple(Signpost(kind, ()) for kind in found)
    ),
    concepts=st.just(()),
    phrases=st.just(()),
)
entries = st.builds(
    Entry,
    id=st.just(""),
    written_at=st.just(datetime(2025, 3, 4, tzinfo=UTC)),
    analysis=analyses,
    text=texts,
    elements=st.dictionaries(st.sampled_from(ELEMENTS), st.sampled_from(STATES), max_size=3),
    valence=st.one_of(st.none(), st.sampled_from(VALENCES)),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(entries, min_size=1, max_size=6))
def test_any_journal_gets_decent_questions(journal_entries: list[Entry]) -> None:
    asked: list[Asked] = []
    shown: list[str] = []
    for n, entry in enumerate(journal_entries):
        question = next_question(entry, journal_entries[:n], asked)
        assert question is not None
        assert problems(question.text, entry.text, shown) == []
        assert_well_formed(question, entry)
        asked.append(Asked(question.question_id, str(n)))
        shown.append(question.text)
        assert sitting_problems(asked) == []
    assert len({one.question_id for one in asked}) == len(asked)
