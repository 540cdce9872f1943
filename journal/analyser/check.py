"""The fifteen points a question must meet before anybody sees it, as code.

Points 1 to 13 look at one question (9 and 11 need the entry and the questions shown before); 14 and 15 look at what
one person has been shown. Each problem names its point and says plainly what is the matter. The word lists are in
`lexicons/check.json`. A question here is what a person reads: the writer's own words may stand in double quotes in it
and are not held to points 8, 10, 12 and 13, for they are the writer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from journal.analyser.bank import DEED, Words, by_id, cues, groups_in, groups_taken_for_granted
from journal.analyser.data import load
from journal.analyser.openness import is_open
from journal.analyser.reflecting import deed_line
from journal.analyser.results import Asked

__all__ = ["Problem", "is_near_duplicate", "is_open", "problems", "sitting_problems"]

MOST_WORDS = 20
RECENT = 5
PER_SITTING = 3
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_NUMBER = re.compile(r"\d+")
_CAPITAL = re.compile(r"(?<=[\s,:;(])(?!I\b)[A-Z][A-Za-z'’]*")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """One point of the check that a question does not meet."""

    point: int
    reason: str


def problems(question: str, entry: str | None = None, recent: Sequence[str] = ()) -> list[Problem]:
    """Give what keeps a question from being asked, in the order of the points; empty where nothing does.

    `entry` is the text it would be asked of: without it, point 9 is passed over. `recent` are the texts shown before,
    oldest first; only the last five count.
    """
    bare = _QUOTED.sub(" ", question)
    words = Words(bare)
    found = [
        *_shape(question, bare),
        *_opening(question, words),
        *_manner(bare, words),
        *(_presupposes(bare, words, entry) if entry is not None else ()),
        *_reaches_too_far(words),
        *(_repeats(question, recent)),
        *_plainness(words),
    ]
    return sorted(found, key=lambda problem: problem.point)


def sitting_problems(shown: Sequence[Asked]) -> list[Problem]:
    """Give what is wrong with what one person was shown: more than three under one entry, too little about strength."""
    found: list[Problem] = []
    counts: dict[str, int] = {}
    for asked in shown:
        if asked.entry_id:
            counts[asked.entry_id] = counts.get(asked.entry_id, 0) + 1
    if any(count > PER_SITTING for count in counts.values()):
        found.append(Problem(14, "more than three questions in one sitting"))
    strengths = sum(1 for asked in shown if asked.question_id in by_id() and by_id()[asked.question_id].strength)
    if strengths < len(shown) // 3:
        found.append(Problem(15, "fewer than one in three ask about strength, exception or what worked"))
    return found


def is_near_duplicate(first: str, second: str) -> bool:
    """Say whether two questions ask for nearly the same: three fifths of their content words, at least two, agree."""
    one, two = _content(first), _content(second)
    both = len(one & two)
    if one == two:
        return bool(one) or Words(first).lower == Words(second).lower
    return both >= 2 and 5 * both >= 3 * len(one | two)


@lru_cache(maxsize=4096)
def _content(question: str) -> frozenset[str]:
    # The first five letters stand for the word: crude, but the same on the server and on the phone.
    return frozenset(word[:5] for word in Words(_QUOTED.sub(" ", question)).lower if word not in _list("light"))


@cache
def _list(name: str) -> tuple[str, ...]:
    return tuple(load("check.json")[name])


def _shape(question: str, bare: str) -> Iterator[Problem]:
    asking = bare.count("?")
    inner = [m.group() for m in _SENTENCE_END.finditer(bare.strip())]
    if asking != 1 or not question.rstrip().endswith("?"):
        yield Problem(1, "needs exactly one question mark, at its end")
    elif len(inner) != 1:
        yield Problem(1, "needs to be one sentence")
    length = len(question.split())
    if length > MOST_WORDS:
        yield Problem(2, f"has {length} words; 20 is the most")


def _opening(question: str, words: Words) -> Iterator[Problem]:
    lower = question.strip().lower()
    first = words.lower[0] if words.lower else ""
    allowed = any(lower.startswith(form) for form in _list("allowed_forms"))
    opens = first in _list("openers") or any(lower.startswith(start) for start in _list("opening_phrases"))
    if not (opens or allowed):
        yield Problem(3, "does not open with what, how, when, where, which, suppose, tell me or if")
    if first in _list("yes_no") and not allowed:
        yield Problem(6, "opens so that yes or no would answer it")


def _manner(bare: str, words: Words) -> Iterator[Problem]:
    lower = words.lower
    if "why" in lower and {"you", "did", "didn't"} & set(lower[lower.index("why") + 1 :][:4]):
        yield Problem(4, "asks why you did something, which sounds like blame")
    for phrase in _list("advice"):
        if phrase in words:
            yield Problem(5, f"gives advice in disguise: {phrase}")
            break
    tail = bare.lower().replace("’", "'").rstrip("? ")
    if any(tail.endswith(f" {tag}") and tail[: -len(tag)].rstrip().endswith((",", "-")) for tag in _list("tags")):
        yield Problem(7, "ends in a tag that asks for agreement")
    elif any(phrase in words for phrase in _list("leading")):
        yield Problem(7, "leads towards an answer")
    for phrase in _list("verdicts"):
        if phrase in words:
            yield Problem(8, f"praises or judges: {phrase}")
            break


def _presupposes(bare: str, words: Words, entry: str) -> Iterator[Problem]:
    text = Words(entry)
    shown = groups_in(text) | ({DEED} if deed_line(entry)[0] else frozenset())
    for group in sorted(groups_taken_for_granted(words) - shown):
        yield Problem(9, f"takes {cues()[group].label or group} for granted, which the entry does not mention")
    known = set(text.lower)
    for match in _CAPITAL.finditer(bare):
        if match.group().lower().replace("’", "'") not in known:
            yield Problem(9, f"names {match.group()}, which the entry does not mention")
    for match in _NUMBER.finditer(bare):
        if match.group() not in ("0", "10") and match.group() not in entry:
            yield Problem(9, f"brings in the number {match.group()}")


def _reaches_too_far(words: Words) -> Iterator[Problem]:
    for phrase in _list("identifying"):
        if phrase in words:
            yield Problem(10, f"asks for something that identifies: {phrase}")
            break
    for phrase in _list("claims"):
        if phrase in words:
            yield Problem(12, f"speaks of diagnosis, drugs, law or procedure: {phrase}")
            break


def _repeats(question: str, recent: Sequence[str]) -> Iterator[Problem]:
    if any(is_near_duplicate(question, shown) for shown in recent[-RECENT:]):
        yield Problem(11, "is nearly the same as one of the last five shown")


def _plainness(words: Words) -> Iterator[Problem]:
    hard = [word for word in words.lower if _syllables(word) > 3 and word not in _list("long_but_plain")]
    middling = [word for word in words.lower if _syllables(word) == 3]
    if hard:
        yield Problem(13, f"uses a hard word: {hard[0]}")
    elif len(middling) > 4:
        yield Problem(13, "has too many long words")
    for phrase in _list("jargon"):
        if phrase in words:
            yield Problem(13, f"uses jargon: {phrase}")
            break


def _syllables(word: str) -> int:
    """Count the syllables of an English word, roughly: runs of vowels, without most silent endings."""
    count = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) or word.endswith("ed") and word[-3:-2] not in "td"
    return max(1, count - 1 if silent else count)
