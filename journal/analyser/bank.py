"""The question bank and its cue words, read from `lexicons/questions.json` (format: `lexicons/QUESTIONS.md`).

Everything that decides a choice lives in that file, so that a phone without signal can make the same choice from it.
Matching is kept to what any language does alike: runs of ASCII letters, lower case, whole words and phrases.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from journal.analyser.data import load
from journal.analyser.results import Component, Element, Span, Valence

SLOT = "{words}"
DEED = "deed"
ALWAYS = "always"
_END = re.compile(r"[.!?;:\n]")
_DENYING = frozenset({"no", "without", "zero"})
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the bank; empty `elements`, `states` or `valence` mean that any will do.

    `index` is its place in the bank. `needs` are cue groups that must show in the entry, so that nothing is
    presupposed; `without` are groups that must not (asking after somebody's next year is no question where they
    died). `topics` are those of its needs that an entry can be about. `concepts` are concepts of the
    vocabulary of which the entry must hold one. `theme` marks a question for something that has come up before,
    `light` one for an entry that only tells of an ordinary day. `wide` ones sit well under nearly any entry; `narrow`
    ones ask for something that few entries hold. `gentle` ones ask about a strength so that "nothing" will do for an
    answer, without praise. `asks` tells that its words plainly ask for its `component`. `sits` tells how well readers
    found it to sit, beside others of its sort: ALWAYS, and further in some kinds of entries (`Situation.kinds`).
    """

    id: str
    text: str
    family: str
    index: int
    component: Component
    stage: int
    elements: tuple[Element, ...] = ()
    states: tuple[str, ...] = ()
    valence: tuple[Valence, ...] = ()
    needs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    strength: bool = False
    theme: bool = False
    light: bool = False
    wide: bool = False
    narrow: bool = False
    gentle: bool = False
    topics: tuple[str, ...] = ()
    asks: bool = False
    sits: tuple[tuple[str, int], ...] = ()

    @property
    def has_slot(self) -> bool:
        """Say whether the question quotes the writer's own words."""
        return SLOT in self.text


@dataclass(frozen=True, slots=True)
class Cue:
    """A group of words: `found` show that an entry holds the thing, `says` that a question takes it for granted.

    `includes` adds other groups' words. `alternative` is a weaker group that will do while none of `unless` is found;
    nothing will do while one of `blocked_by` is. A topic has to be spoken of `least` times before it is asked about;
    what people seldom write unless it weighs (anger, silence) `counts` double.
    `topic` groups are what an entry can be about; `recur` groups are worth naming when they come up again.
    """

    id: str
    found: tuple[str, ...]
    says: tuple[str, ...]
    label: str
    topic: bool
    recur: bool
    least: int
    counts: int
    concepts: frozenset[str]
    alternative: str
    unless: tuple[str, ...]
    blocked_by: tuple[str, ...]


class Words:
    """The words of a text in lower case, without a last "'s", with their spans, and a fast test for phrases.

    A phrase never runs over the end of a sentence. One whose first word follows "no" or "without" does not count,
    unless it says so itself ("no bed").
    """

    __slots__ = ("lower", "spans", "_joined", "_affirmed", "_counts")

    def __init__(self, text: str) -> None:
        matches = list(_WORD.finditer(text))
        self.lower = [match.group().lower().replace("’", "'").removesuffix("'s") for match in matches]
        self.spans: list[Span] = [match.span() for match in matches]
        joined: list[str] = []
        affirmed: list[str] = []
        end, before = 0, ""
        for word, (start, stop) in zip(self.lower, self.spans, strict=True):
            if end and _END.search(text, end, start):
                joined.append("|")
                affirmed.append("|")
                before = ""
            joined.append(word)
            affirmed.append(f"~{word}" if before in _DENYING else word)
            end, before = stop, word
        self._joined = f" {' '.join(joined)} "
        self._affirmed = f" {' '.join(affirmed)} "
        self._counts = Counter(affirmed)

    def __contains__(self, phrase: str) -> bool:
        return self.count(phrase) > 0

    def count(self, phrase: str) -> int:
        """Give how often the phrase stands in the text."""
        return self._where(phrase).count(f" {phrase} ") if " " in phrase else self._counts[phrase]

    def find(self, phrase: str) -> Span | None:
        """Give the span of the first place where the phrase stands, as whole words."""
        at = self._where(phrase).find(f" {phrase} ")
        if at < 0:
            return None
        first = self._where(phrase).count(" ", 0, at) - self._where(phrase).count("|", 0, at)
        return self.spans[first][0], self.spans[first + phrase.count(" ")][1]

    def _where(self, phrase: str) -> str:
        return self._joined if " no " in f" {phrase}" else self._affirmed


@cache
def questions() -> tuple[Item, ...]:
    """Give the whole bank in its order."""
    return tuple(
        Item(
            id=raw["id"],
            text=raw["text"],
            family=raw["family"],
            index=index,
            component=raw["component"],
            stage=raw["stage"],
            elements=tuple(raw.get("elements", ())),
            states=tuple(raw.get("states", ())),
            valence=tuple(raw.get("valence", ())),
            needs=tuple(raw.get("needs", ())),
            without=tuple(raw.get("without", ())),
            concepts=tuple(raw.get("concepts", ())),
            strength=raw.get("strength", False),
            theme=raw.get("theme", False),
            light=raw.get("light", False),
            wide=raw.get("wide", False),
            narrow=raw.get("narrow", False),
            gentle=raw.get("gentle", False),
            topics=tuple(name for name in raw.get("needs", ()) if cues()[name].topic),
            asks=any(phrase in Words(raw["text"]) for phrase in asking(raw["component"])),
            sits=tuple(raw.get("sits", {}).items()),
        )
        for index, raw in enumerate(load("questions.json")["questions"])
    )


@cache
def by_id() -> Mapping[str, Item]:
    """Give the questions by their ids."""
    return {item.id: item for item in questions()}


@cache
def cues() -> Mapping[str, Cue]:
    """Give the cue groups by their ids."""
    raw = load("questions.json")["cues"]
    return {
        name: Cue(
            id=name,
            found=_phrases(word for part in (name, *group.get("includes", ())) for word in raw[part]["found"]),
            says=_phrases(group.get("says", ())),
            label=group.get("label", ""),
            topic=group.get("topic", False),
            recur=group.get("recur", False),
            least=group.get("least", 1),
            counts=group.get("counts", 1),
            concepts=frozenset(group.get("concepts", ())),
            alternative=group.get("alternative", ""),
            unless=tuple(group.get("unless", ())),
            blocked_by=tuple(group.get("blocked_by", ())),
        )
        for name, group in raw.items()
    }


def _phrases(raw: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(Words(phrase).lower) for phrase in raw))


@cache
def asking(component: str) -> tuple[str, ...]:
    """Give the words by which a question plainly asks for a part of a reflection."""
    return _phrases(load("questions.json")["asking"].get(component, ()))


@cache
def weights() -> Mapping[str, int]:
    """Give the whole numbers that the choice adds up."""
    table: dict[str, int] = load("questions.json")["weights"]
    return table


@cache
def reasons() -> Mapping[str, str]:
    """Give the half-sentences from which "why this question?" is put together."""
    table: dict[str, str] = load("questions.json")["reasons"]
    return table


@cache
def named(name: str) -> frozenset[str]:
    """Give one of the bank's lists of families or groups by its name, such as `plain_families`."""
    return frozenset(load("questions.json")[name])


def groups_in(words: Words) -> frozenset[str]:
    """Give the ids of the cue groups that show in a text by its words (a deed: `reflecting.deed_line`)."""
    told = {cue.id for cue in cues().values() if any(phrase in words for phrase in cue.found)}
    plain = frozenset(name for name in told if told.isdisjoint(cues()[name].blocked_by))
    instead = (
        cue.id
        for cue in cues().values()
        if cue.alternative in plain and cue.id not in plain and plain.isdisjoint(cue.unless)
    )
    return plain | frozenset(instead)


def groups_taken_for_granted(words: Words) -> frozenset[str]:
    """Give the ids of the cue groups that a question speaks of as if they were there."""
    return frozenset(cue.id for cue in cues().values() if any(phrase in words for phrase in cue.says))


def mentions(words: Words, group: str) -> int:
    """Give how often a text speaks of a group, each time for as much as the group `counts`."""
    return cues()[group].counts * sum(words.count(phrase) for phrase in cues()[group].found)


def places(words: Words, group: str, *, most: int = 2) -> tuple[Span, ...]:
    """Give the spans of up to `most` different words or phrases that show the group, in text order."""
    cue = cues()[group]
    spans = _spans(words, cue.found)
    if not spans and cue.alternative:
        spans = _spans(words, cues()[cue.alternative].found)
    return tuple(spans[:most])


def _spans(words: Words, phrases: Iterable[str]) -> list[Span]:
    found = (words.find(phrase) for phrase in phrases if phrase in words)
    return sorted({span for span in found if span is not None})
