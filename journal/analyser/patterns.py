"""Small word grammars found in a text, with who they are about and whether they are denied.

A pattern is a line of slots, one word each, matched inside one sentence (the notation is in `lexicons/README.md`):

    word        any form of the word, by its stem        =word      exactly this form (so is any word with an ')
    a|b|=c      any of these                             @class     any word of a class in `classes.json`
    a?          the word or nothing                      ..3        up to three words between
    ^           start of a sentence (first slot only)
    me: them:   before the slots: only when the sentence speaks of the writer, or of somebody else
    even-not:   before the slots: also when denied ("no bed" is still about beds)

All patterns are compiled into one tree of words, so that a text is walked once whatever their number.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from journal.analyser.language import Document, Token, stem

NEGATORS = frozenset(
    {"not", "no", "never", "without", "hardly", "barely", "nobody", "none", "nor", "neither", "nothing", "w/out", "w/o"}
)
NEGATION_REACH = 3
NOT_DENYING = frozenset({"only", "just", "wonder", "matter", "least", "doubt", "surprise"})
_FIRST = frozenset({"i", "i'm", "i've", "i'd", "i'll", "we", "we're", "we've", "we'd", "im", "ive", "myself"})
_THIRD = frozenset(
    {"he", "she", "they", "he's", "she's", "they're", "they've", "he'd", "she'd", "they'd", "you", "you're", "who"}
)
_SPEECH = frozenset({"say", "ask", "tell", "repli", "add", "shout", "whisper", "text"})
_PREPOSITIONS = frozenset(
    {"for", "with", "of", "to", "about", "at", "by", "from", "on", "in", "over", "after", "between"}
)
_CLAUSE = re.compile(r"[,;:.!?—–]|\s-\s")
_QUOTED = re.compile(r"[\"“][^\"“”\n]{1,2000}[\"”]")
MOST_VARIANTS = 600


class Found(NamedTuple):
    """A pattern found: what it stands for, and the tokens it covers (end exclusive)."""

    meaning: Meaning
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """What a pattern stands for: `kind` and `name` say which list and entry it is from, `weight` its strength."""

    kind: str
    name: str
    weight: float = 1.0
    about: str = "any"
    even_denied: bool = False
    anchored: bool = False


class _Node:
    """A place in the tree. Most are leaves, so nothing is made until it is needed: the garbage collector walks the
    whole tree again and again, and three empty containers a node cost a fifth of the time of an analysis."""

    __slots__ = ("follow", "gaps", "meanings")

    def __init__(self) -> None:
        self.follow: Mapping[str, _Node] = _NOTHING
        self.gaps: tuple[tuple[int, _Node], ...] = ()
        self.meanings: tuple[Meaning, ...] = ()

    def child(self, key: str) -> _Node:
        """Give the place one word on, made where it is new."""
        found = self.follow.get(key)
        if found is None:
            found = _Node()
            if isinstance(self.follow, dict):
                self.follow[key] = found
            else:
                self.follow = {key: found}
        return found


_NOTHING: Mapping[str, _Node] = MappingProxyType({})


class PatternError(ValueError):
    """A pattern that cannot be read; the message names the pattern and what is wrong with it."""


class Matcher:
    """All patterns of the lexicons in one tree."""

    def __init__(self, classes: Mapping[str, Iterable[str]]) -> None:
        self._root = _Node()
        self._used: set[str] = set()
        self._classes = {name: frozenset(_word_key(w) for w in words) for name, words in classes.items()}
        self._class_of: dict[str, tuple[str, ...]] = {}
        for name, words in self._classes.items():
            for word in words:
                self._class_of[word] = (*self._class_of.get(word, ()), "@" + name)
        self._keys = lru_cache(maxsize=1 << 16)(self._keys_of)
        self._openings = lru_cache(maxsize=1 << 16)(self._openings_of)

    def add(self, pattern: str, kind: str, name: str, weight: float = 1.0) -> None:
        """Add one pattern; raise `PatternError` where it cannot be read."""
        about, even_denied, slots = _flags(pattern)
        anchored = slots[:1] == ["^"]
        slots = slots[1:] if anchored else slots
        if not slots or slots[0].startswith("..") or slots[-1].startswith(".."):
            raise PatternError(f"{pattern!r}: begins or ends with nothing to match")
        meaning = Meaning(kind, name, weight, about, even_denied, anchored)
        ends = [self._root]
        for slot in slots:
            ends = self._step(ends, slot, pattern)
            if len(ends) > MOST_VARIANTS:
                raise PatternError(f"{pattern!r}: more than {MOST_VARIANTS} variants")
        if self._root in ends:
            raise PatternError(f"{pattern!r}: every word is optional")
        for node in ends:
            node.meanings += (meaning,)
        self._keys.cache_clear()
        self._openings.cache_clear()

    def find(self, document: Document) -> list[Found]:
        """Give everything that is found, in order of where it starts; the same stretch may carry several meanings."""
        words = document.tokens
        keys = [self._keys(word.lower, word.stem) for word in words]
        found: list[Found] = []
        openings = self._openings
        first = document.first
        for n in range(len(document.sentences)):
            begin, end = first[n], first[n + 1]
            for start in range(begin, end):
                for node in openings(keys[start]):
                    # Most openings lead nowhere, which one look at the next word tells.
                    if not (node.meanings or node.gaps):
                        if start + 1 == end or node.follow.keys().isdisjoint(keys[start + 1]):
                            continue
                    self._walk(node, start, begin, end, keys, found)
        if not found:
            return found
        readings = _Readings(document)
        return [hit for hit in found if readings.hold(hit)]

    def _walk(
        self, node: _Node, start: int, begin: int, end: int, keys: list[tuple[str, ...]], found: list[Found]
    ) -> None:
        waiting = [(node, start + 1)]
        while waiting:
            node, at = waiting.pop()
            for meaning in node.meanings:
                if not meaning.anchored or start == begin:
                    found.append(Found(meaning, start, at))
            if at < end:
                follow = node.follow
                if follow:
                    for key in keys[at]:
                        if key in follow:
                            waiting.append((follow[key], at + 1))
                for reach, beyond in node.gaps:
                    follow = beyond.follow
                    for later in range(at, min(at + reach + 1, end)):
                        for key in keys[later]:
                            if key in follow:
                                waiting.append((follow[key], later + 1))

    def _step(self, ends: list[_Node], slot: str, pattern: str) -> list[_Node]:
        if slot.startswith(".."):
            return [self._gap(node, _reach(slot, pattern)) for node in ends]
        optional = slot.endswith("?")
        ahead: dict[int, _Node] = {id(node): node for node in ends} if optional else {}
        for choice in (slot[:-1] if optional else slot).split("|"):
            key = self._key(choice, pattern)
            for node in ends:
                child = node.child(key)
                ahead[id(child)] = child
        return list(ahead.values())

    def _gap(self, node: _Node, reach: int) -> _Node:
        for known, beyond in node.gaps:
            if known == reach:
                return beyond
        beyond = _Node()
        node.gaps += ((reach, beyond),)
        return beyond

    def _key(self, choice: str, pattern: str) -> str:
        if choice.startswith("@"):
            if choice[1:] not in self._classes:
                raise PatternError(f"{pattern!r}: no class {choice!r}")
            key = choice
        else:
            if not choice or not all(c.isalnum() or c in "='/&" for c in choice):
                raise PatternError(f"{pattern!r}: {choice!r} is not one word")
            key = _word_key(choice)
        self._used.add(key)
        return key

    def _keys_of(self, lower: str, root: str) -> tuple[str, ...]:
        exact = "=" + lower
        number = ("@number",) if lower[0].isdigit() else ()
        keys = (root, exact, *self._class_of.get(root, ()), *self._class_of.get(exact, ()), *number)
        return tuple(key for key in dict.fromkeys(keys) if key in self._used)

    def _openings_of(self, keys: tuple[str, ...]) -> tuple[_Node, ...]:
        follow = self._root.follow
        return tuple(follow[key] for key in keys if key in follow)


class _Readings:
    """Who a stretch of a document is about and whether it is denied, worked out only where a pattern asks."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._quotes: list[tuple[int, int]] | None = None
        self._denials: dict[int, bool] = {}
        self._writers: dict[int, bool] = {}

    def hold(self, hit: Found) -> bool:
        meaning, start = hit.meaning, hit.start
        if not meaning.even_denied:
            denied = self._denials.get(start)
            if denied is None:
                denied = self._denials[start] = self._denied(start)
            if denied:
                return False
        if meaning.about == "any":
            return True
        writer = self._writers.get(start)
        if writer is None:
            writer = self._writers[start] = self._of_writer(start)
        return (meaning.about == "me") == writer

    def _denied(self, start: int) -> bool:
        words, document = self._document.tokens, self._document
        begin = max(document.first[document.sentence_of[start]], start - NEGATION_REACH)
        for at in range(start - 1, begin - 1, -1):
            word = words[at].lower
            if word in NEGATORS or word.endswith("n't") or word == "cannot":
                gaps = (document.text[words[n].end : words[n + 1].start] for n in range(at, start))
                return words[at + 1].lower not in NOT_DENYING and not any(map(_CLAUSE.search, gaps))
        return False

    def _of_writer(self, start: int) -> bool:
        """The nearest subject before the stretch decides; none at all means the writer, as shorthand leaves "I" out."""
        words = self._document.tokens
        begin = self._document.first[self._document.sentence_of[start]]
        if self._in_quotes(words[start]):
            return False
        for at in range(start, begin - 1, -1):
            word = words[at]
            if word.lower in _FIRST:
                return not (at > begin and words[at - 1].stem in _SPEECH and self._said_by_another(at - 1, begin))
            if word.lower in _THIRD:
                return False
            if at < start and word.stem in _people() and not self._governed(at, begin):
                return False
        return True

    def _said_by_another(self, verb: int, begin: int) -> bool:
        words = self._document.tokens
        return not any(words[at].lower in _FIRST for at in range(max(begin, verb - 3), verb))

    def _governed(self, at: int, begin: int) -> bool:
        words = self._document.tokens
        return any(words[n].lower in _PREPOSITIONS for n in range(max(begin, at - 2), at))

    def _in_quotes(self, word: Token) -> bool:
        if self._quotes is None:
            self._quotes = [match.span() for match in _QUOTED.finditer(self._document.text)]
        before = bisect_left(self._quotes, (word.start,)) - 1
        return before >= 0 and word.start < self._quotes[before][1]


@lru_cache(maxsize=1)
def _people() -> frozenset[str]:
    words = (
        "patient client mum dad mother father parent daughter son sister brother wife husband partner grandmother "
        "grandfather carer family relative child baby boy girl man woman lady gentleman resident student colleague "
        "manager consultant doctor registrar nurse teacher officer neighbour friend"
    )
    return frozenset(stem(word) for word in words.split())


def _flags(pattern: str) -> tuple[str, bool, list[str]]:
    about, even_denied = "any", False
    slots = pattern.split()
    while slots and slots[0].endswith(":"):
        flag = slots.pop(0)
        if flag in ("me:", "them:"):
            about = flag[:-1]
        elif flag == "even-not:":
            even_denied = True
        else:
            raise PatternError(f"{pattern!r}: no flag {flag!r}")
    return about, even_denied, slots


def _word_key(word: str) -> str:
    # "she's" would be stemmed to "she": what has an apostrophe is meant as written.
    if "'" in word and not word.startswith("="):
        return "=" + word
    return word if word.startswith("=") else stem(word)


def _reach(slot: str, pattern: str) -> int:
    if not slot[2:].isdigit() or not 1 <= int(slot[2:]) <= 8:
        raise PatternError(f"{pattern!r}: a gap is ..1 to ..8")
    return int(slot[2:])
