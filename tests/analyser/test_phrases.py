"""What `phrases.find` promises of any text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from journal.analyser.associations import fields, label
from journal.analyser.language import STOP, read, stem
from journal.analyser.phrases import FIELD, MOST_HITS, find

_WORDS = st.sampled_from(
    "the dad mum sat with her in silence no bed corridor Mrs Okafor said nothing, cold tea. I couldn't N/A\n".split(" ")
)
_TEXTS = st.one_of(st.text(max_size=400), st.lists(_WORDS, max_size=80).map(" ".join))


@settings(deadline=None)
@given(_TEXTS)
def test_every_hit_lies_in_its_sentence_and_says_what_stands_there(text: str) -> None:
    document = read(text)
    for hit in find(document):
        start, end = document.sentences[hit.sentence]
        assert start <= hit.span[0] < hit.span[1]
        assert hit.span[0] < end
        written = text[hit.span[0] : hit.span[1]]
        assert hit.surface.split()[0] == written[: len(hit.surface.split()[0])]


@settings(deadline=None)
@given(_TEXTS)
def test_a_text_gives_the_same_hits_each_time(text: str) -> None:
    assert find(read(text)) == find(read(text))


def test_an_endless_text_gives_a_bounded_number_of_hits() -> None:
    text = " ".join(f"kettle{n} and the dad" for n in range(20_000))
    assert len(find(read(text))) <= MOST_HITS


def test_runs_are_made_of_words_that_carry_meaning() -> None:
    hits = find(read("She gave me a packet of cold biscuits, then the lift broke again."))
    runs = {hit.key: hit.surface for hit in hits if not hit.key.startswith(FIELD)}
    assert runs[f"{stem('cold')} {stem('biscuits')}"] == "cold biscuits"
    assert not any(word in STOP for surface in runs.values() for word in surface.lower().split())


def test_the_name_after_a_title_is_no_phrase() -> None:
    hits = find(read("Visited Mrs Okafor and Dr Singh today, and the nurse knew."))
    assert not any("Okafor" in hit.surface or "Singh" in hit.surface for hit in hits)


def test_different_words_point_to_one_field() -> None:
    texts = ("I could not sleep, lay awake till four.", "Nightmares again.", "Sat in the car and could not go home.")
    keys = [{hit.key for hit in find(read(text))} for text in texts]
    assert set.intersection(*keys) & {FIELD + "off_duty"}


def test_each_field_has_a_label_a_reader_can_take_in() -> None:
    assert len(fields()) >= 100
    for field in fields():
        assert 1 <= len(label(field).split()) <= 9
        assert any(word.lower() not in STOP for word in label(field).replace(",", "").split())
