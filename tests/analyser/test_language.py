"""Words and sentences: nothing lost, nothing invented, whatever the text."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.analyser import analyse
from journal.analyser.language import Document, abbreviations, read, stem, stem_of, tokens
from tests.analyser.journals import labelled

SIGNS = [*"abz .!?'’\"”\n\r\t\x00-/&+1Aéשلä\u202eİ", "e\u0301", "👩\u200d⚕️", "Mrs ", "pt. ", "s/w ", "and she "]
AWKWARD = st.lists(st.sampled_from(SIGNS), max_size=200).map("".join)


def said(document: Document) -> list[str]:
    return [document.text[start:end] for start, end in document.sentences]


@settings(deadline=None)
@given(AWKWARD | st.text(max_size=200))
def test_every_word_lies_inside_exactly_one_sentence(text: str) -> None:
    document = read(text)
    assert len(document.sentence_of) == len(document.tokens)
    for token, n in zip(document.tokens, document.sentence_of, strict=True):
        start, end = document.sentences[n]
        assert 0 <= start <= token.start < token.end <= end <= len(text)
        assert text[token.start : token.end] == token.text
    ends = [0, *[end for _, end in document.sentences]]
    assert all(start >= before for before, (start, _) in zip(ends, document.sentences, strict=False))
    assert document.first == [
        next((k for k, m in enumerate(document.sentence_of) if m >= n), len(document.tokens))
        for n in range(len(document.sentences) + 1)
    ]


@settings(deadline=None)
@given(AWKWARD)
def test_no_letter_or_figure_falls_between_the_words(text: str) -> None:
    covered = {at for token in read(text).tokens for at in range(token.start, token.end)}
    assert all(at in covered for at, sign in enumerate(text) if sign.isalnum())


@settings(deadline=None)
@given(AWKWARD | st.text(max_size=200) | st.sampled_from(sorted(abbreviations())))
def test_the_lower_case_form_of_a_word_tells_its_stem(text: str) -> None:
    assert [stem_of(token.lower) for token in tokens(text)] == [token.stem for token in tokens(text)]


def test_no_slip_is_put_back_to_another_slip() -> None:
    """Else "dont" and "don't" would have one lower-case form and two stems."""
    table = abbreviations()
    assert not [meant for meant in table.values() if "'" in meant and meant in table]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S/w pt. re: meds. Went home.", ["S/w pt. re: meds.", "Went home."]),
        ("Mrs P. was upset. She cried.", ["Mrs P. was upset.", "She cried."]),
        ("handover from Mrs P. She made toast.", ["handover from Mrs P.", "She made toast."]),
        ('"Go where?" and stayed. Then left.', ['"Go where?" and stayed.', "Then left."]),
        ('"You go home at eight." I\'ve thought about it.', ['"You go home at eight."', "I've thought about it."]),
        ("Seen by Dr. Smith at 09.35 re s.13(2). No bed.", ["Seen by Dr. Smith at 09.35 re s.13(2).", "No bed."]),
        ("fell x2 ? cause. obs ok", ["fell x2 ? cause.", "obs ok"]),
        ("pt settled\nfamily rang\n\nwill chase", ["pt settled", "family rang", "will chase"]),
    ],
)
def test_sentences_of_shorthand_and_speech(text: str, expected: list[str]) -> None:
    assert said(read(text)) == expected


def test_a_dictated_run_on_is_parted_at_its_joints() -> None:
    text = (
        "so I went to see her this morning and she was sat in the kitchen with the baby on her lap and the telly on "
        "and I asked her how she was sleeping and she said not great but then her mum came in and started on about "
        "the feeding and I could see her shut down so I asked if we could look at the cot upstairs and she came with me"
    )
    parts = said(read(text))
    assert len(parts) >= 3
    assert all(len(part.split()) <= 80 for part in parts)


def test_shorthand_and_slips_share_the_stem_of_the_word_meant() -> None:
    assert stem("pts") == stem("patient")
    assert stem("didnt") == stem("didn’t")
    assert stem("exausted") == stem("exhausted")
    assert stem("w/out") == stem("without")


def test_a_word_of_sixty_four_thousand_letters_is_left_alone() -> None:
    assert stem("a" * 65536) == "a" * 65536


def steps(work: Callable[[], object]) -> int:
    """Count the lines of Python run; time would depend on the machine."""
    count = 0

    def trace(frame: object, event: str, _: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece",
    ["a ", "not ", ". ", "?", "\n", "e\u0301", "a'", "Mrs P. ", "1. ", '"', "a/", "she said i ", "sat with her and "],
)
def test_work_grows_no_faster_than_the_text(piece: str) -> None:
    size = 1500 // len(piece)
    analyse(piece * size * 2)
    once = steps(lambda: analyse(piece * size))
    twice = steps(lambda: analyse(piece * size * 2))
    assert twice < 2.5 * once + 2000


def test_importing_the_analyser_loads_neither_the_toolkit_nor_the_web() -> None:
    code = (
        "import sys; from journal.analyser import analyse; analyse('Sat with her.'); "
        "print([n for n in ('nltk.parse', 'nltk.corpus', 'flask', 'sqlalchemy', 'numpy') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_whole_toolkit_can_still_be_imported_afterwards() -> None:
    code = "from journal.analyser.language import stem; stem('nursing'); import nltk; print(nltk.stem.PorterStemmer)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "PorterStemmer" in done.stdout


def test_sentences_of_the_journals_are_of_readable_length() -> None:
    lengths = [len(text.split()) for entry in labelled() for text in said(read(entry["text"]))]
    assert max(lengths) <= 80
    assert 8 <= sum(lengths) / len(lengths) <= 20
