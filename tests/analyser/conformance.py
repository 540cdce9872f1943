"""The entries and journals on which Python and JavaScript must agree: made the same way every time."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from journal.analyser import ELEMENTS, VALENCES, Asked, bank
from journal.analyser.data import load

from .journals import JOURNALS

PRACTICE = Path(__file__).parents[1] / "data" / "practice_journals"
STATES = ("present", "strained", "missing")
TYPED = str.maketrans({"a": "s", "e": "r", "o": "p"})
ODD = (
    "🙂", "👩🏽‍⚕️", "😭😭", "e\u0301", "\u0301", "\ud800", "\udc00x", "İ", "ı", "ſ",
    "ß", "ﬁ", "K", "Ǆ", "𝒶", "𝐀", "𝟗", "𠮷", "²", "½", "١٢", "Ⅷ", "مريم", "李", "ไม่",
    "नहीं", "\u00a0", "\u200d", "\u2028", "\x1c", "\x85", "\ufeff", "\x00", "\r",
    "\r\n", "\t", "\v", "_", "__x__", "s/w", "y/o", "a/b/c", "D&V", "w/out", "c/o/",
    "24/7", "&", "+", "’", "'", "don’t", "DON'T", "o'clock’s", "Σας", "ΟΔΟΣ", "...",
    "…", "?!", "! ?", ".)", '."', "”", "“", "‘", "’ ", "\n\n", "\n- ", "\n1. ",
    "(a) ", "Mrs P. ", "e.g. ", "pt. ", "No. 4", "p. ²", "J. K. R", "St. A. Then",
    "constructor", "__proto__", "toString", "x" * 41, "y" * 40, "İ" * 25, '"',
    " - ", " – ", "; ", ": ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One choice: the entry and its history as places in the list of texts, with what was marked and asked."""

    text: int
    id: str
    elements: dict[str, str]
    valence: str | None
    history: tuple[int, ...]
    asked: tuple[Asked, ...]


@cache
def journals() -> tuple[tuple[str, ...], ...]:
    """Give the texts of every demo and practice journal, in order."""
    paths = [*sorted(JOURNALS.glob("*.json")), *sorted(PRACTICE.glob("*.json"))]
    return tuple(tuple(entry["text"] for entry in json.loads(path.read_text("utf-8"))["entries"]) for path in paths)


def dictated(text: str, chance: random.Random) -> str:
    """Give the text as a phone hears it: no marks but full stops here and there, small letters, joined by "and"."""
    bare = re.sub(r"[^\w\s'’]", "", text).lower()
    return re.sub(r"\n+", " and ", bare) if chance.random() < 0.5 else re.sub(r"(\w+ \w+ \w+) and", r"\1. And", bare)


def mistyped(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for _ in range(max(1, len(words) // 8)):
        at = chance.randrange(len(words))
        word = words[at]
        words[at] = chance.choice(
            [word.translate(TYPED), word[1:], word + word[-1:], word.replace("'", ""), word[::-1]]
        )
    return " ".join(words)


def cut(text: str, chance: random.Random) -> str:
    start, end = sorted(chance.randint(0, len(text)) for _ in range(2))
    return text[start:end]


def joined(text: str, chance: random.Random) -> str:
    other = chance.choice(chance.choice(journals()))
    return text + chance.choice(["", " ", "\n", "\n\n", ". ", " but ", ", and then "]) + other


def spiked(text: str, chance: random.Random) -> str:
    """Give the text with odd characters put in, beside words and inside them."""
    for _ in range(chance.randint(1, 8)):
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(["", " "]) + chance.choice(ODD) + chance.choice(["", " "]) + text[at:]
    return text


def wrapped(text: str, chance: random.Random) -> str:
    width = chance.randint(20, 90)
    return re.sub(rf"(.{{{width}}}\S*) ", lambda found: found[1] + chance.choice(["\n", "\r\n", " \n", "\r"]), text)


def shouted(text: str, chance: random.Random) -> str:
    return chance.choice([str.upper, str.lower, str.title, str.swapcase])(text)


def mortared(text: str, chance: random.Random) -> str:
    """Give words of the cues and patterns, of the text and odd ones in any order."""
    pools = (_cue_words(), _pattern_words(), tuple(text.split()) or ("x",), ODD, (".", ",", "not", "never", "I", "she"))
    pieces = (chance.choice(chance.choice(pools)) for _ in range(chance.randint(1, 90)))
    return chance.choice([" ", " ", " ", "  ", ""]).join(pieces)


MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    dictated,
    mistyped,
    cut,
    joined,
    spiked,
    wrapped,
    shouted,
    mortared,
)


@cache
def _cue_words() -> tuple[str, ...]:
    return tuple(sorted({phrase for cue in bank.cues().values() for phrase in cue.found}))


@cache
def _pattern_words() -> tuple[str, ...]:
    lists = [*load("classes.json").values()]
    for kind in ("elements", "components", "valence", "signposts"):
        for listed in load(f"cues/{kind}.json").values():
            lists.extend([listed] if isinstance(listed, list) else listed.values())
    slots = {slot for listed in lists for pattern in listed for slot in re.split(r"[ |]", pattern)}
    return tuple(sorted(slot.strip("=?:") for slot in slots if not slot.startswith(("@", "..", "^"))))


@cache
def signpost_texts() -> tuple[str, ...]:
    """Give every text in quotation marks of the tests that speaks of signposts: distress must never be missed."""
    found: set[str] = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        source = path.read_text("utf-8")
        found.update(text for text in re.findall(r'"((?:[^"\\\n]|\\.){12,})"', source) if " " in text)
    return tuple(sorted(found))


@cache
def cases() -> tuple[tuple[str, ...], tuple[Case, ...]]:
    """Give every text, and at least 2,000 choices over them."""
    chance = random.Random(41)
    texts: list[str] = []
    chosen: list[Case] = []
    for journal in journals():
        first = len(texts)
        texts.extend(journal)
        for n, text in enumerate(journal):
            earlier = range(first, first + n)
            chosen.extend(_choices(first + n, earlier, chance, 3))
            for mutation in chance.sample(MUTATIONS, 7):
                texts.append(mutation(text, chance))
                chosen.extend(_choices(len(texts) - 1, earlier, chance, 1))
    for text in (*signpost_texts(), "", " ", "🙂", "\ufeff", ".", "\n", *ODD):
        texts.append(text)
        chosen.extend(_choices(len(texts) - 1, range(0, chance.randint(0, 40)), chance, 1))
    return tuple(texts), tuple(chosen)


def _choices(text: int, earlier: range, chance: random.Random, times: int) -> Iterator[Case]:
    ids = [item.id for item in bank.questions()]
    for _ in range(times):
        history = tuple(earlier[-chance.choice([1, 2, 5, 12, 31, 200]) :]) if chance.random() < 0.8 else ()
        shown = chance.sample(ids, chance.choice([0, 0, 1, 2, 3, 5, 24, 80, len(ids) - 4, len(ids)]))
        asked = [Asked(one, str(n // 3)) for n, one in enumerate(shown)]
        if asked and chance.random() < 0.2:
            asked.insert(chance.randint(0, len(asked)), Asked("gone-001", "here"))
        marks = chance.sample(ELEMENTS, chance.choice([0, 0, 1, 2, 6]))
        yield Case(
            text,
            chance.choice(["here", "here", "", "0"]),
            {element: chance.choice(STATES) for element in marks},
            chance.choice([None, None, *VALENCES]),
            history,
            tuple(asked),
        )
