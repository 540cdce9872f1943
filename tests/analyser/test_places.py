"""The walk over all patterns at once finds what each pattern finds by itself, tried slot by slot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from journal.analyser.language import read
from journal.analyser.patterns import Matcher

WORDS = ("bed", "tea", "lamp", "door")
CLASSES = {"things": ["lamp", "door"]}
_choices = st.lists(st.sampled_from((*WORDS, "@things", "=tea")), min_size=1, max_size=3).map("|".join)
_words = st.tuples(_choices, st.sampled_from(("", "", "?"))).map("".join)
_gaps = st.sampled_from(("..1", "..2", "..3"))
_middles = st.lists(st.one_of(_words, st.tuples(_gaps, _choices).map(" ".join)), max_size=4)
_patterns = st.tuples(st.sampled_from(("", "^ ")), _choices, _middles).map(
    lambda parts: parts[0] + " ".join((parts[1], *parts[2]))
)
_texts = st.lists(st.sampled_from((*WORDS, "cup", "tea.", "Bed")), min_size=1, max_size=14).map(" ".join)


@given(patterns=st.lists(_patterns, min_size=1, max_size=6, unique=True), text=_texts)
def test_all_at_once_finds_what_each_finds_alone(patterns: list[str], text: str) -> None:
    matcher = Matcher(CLASSES)
    for pattern in patterns:
        matcher.add(pattern, "kind", pattern)
    document = read(text)
    found = {(hit.meaning.name, hit.start, hit.end) for hit in matcher.find(document)}
    expected = set()
    for begin, end in zip(document.first, document.first[1:], strict=False):
        words = document.lowers[begin:end]
        for pattern in patterns:
            slots = pattern.removeprefix("^ ").split()
            for at in range(1 if pattern.startswith("^") else len(words)):
                expected |= {(pattern, begin + at, begin + stop) for stop in _ends(slots, words, at)}
    assert found == expected


def test_a_pattern_added_after_a_text_was_read_is_found_as_well() -> None:
    matcher = Matcher(CLASSES)
    matcher.add("bed|tea lamp", "kind", "first")
    assert [hit.meaning.name for hit in matcher.find(read("Tea lamp cup."))] == ["first"]
    matcher.add("lamp cup", "kind", "second")
    assert {hit.meaning.name for hit in matcher.find(read("Tea lamp cup."))} == {"first", "second"}


def _ends(slots: Sequence[str], words: Sequence[str], at: int) -> Iterator[int]:
    """Give where a pattern can end that begins at a word: every way of reading it, one after the other."""
    if not slots:
        yield at
    elif slots[0].startswith(".."):
        for between in range(int(slots[0][2:]) + 1):
            yield from _ends(slots[1:], words, at + between)
    else:
        if slots[0].endswith("?"):
            yield from _ends(slots[1:], words, at)
        if at < len(words) and any(_takes(choice, words[at]) for choice in slots[0].rstrip("?").split("|")):
            yield from _ends(slots[1:], words, at + 1)


def _takes(choice: str, word: str) -> bool:
    return word in CLASSES["things"] if choice == "@things" else word == choice.removeprefix("=")
