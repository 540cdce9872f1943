"""Small word grammars found in a text, with who they are about and whether they are denied.

A pattern is a line of slots, one word each, matched inside one sentence (the notation is in `lexicons/README.md`):

    word        any form of the word, by its stem        =word      exactly this form (so is any word with an ')
    a|b|=c      any of these                             @class     any word of a class in `classes.json`
    a?          the word or nothing                      ..3        up to three words between
    ^           start of a sentence (first slot only)
    me: them:   before the slots: only when the sentence speaks of the writer, or of somebody else
    even-not:   before the slots: also when denied ("no bed" is still about beds)

What somebody else says, between quotation marks or told without any ("he kept saying where is my husband"), is not the
writer's: a pattern added as `own` does not count there. What is told so runs from a word of the class `saying`, said by
another, to where the writer comes back in ("and I", ", I") or the sentence ends.

All patterns are compiled into one tree of words, so that a text is walked once whatever their number.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, count
from operator import and_, or_
from types import MappingProxyType
from typing import NamedTuple

from journal.analyser.known import Known
from journal.analyser.language import Document, stem, stem_of

NEGATORS = frozenset(
    {"not", "no", "never", "without", "hardly", "barely", "nobody", "none", "nor", "neither", "nothing", "w/out", "w/o"}
)
NEGATION_REACH = 3
NOT_DENYING = frozenset({"only", "just", "wonder", "matter", "least", "doubt", "surprise"})
_FIRST = frozenset({"i", "i'm", "i've", "i'd", "i'll", "we", "we're", "we've", "we'd", "im", "ive", "myself"})
_THIRD = frozenset(
    {"he", "she", "they", "he's", "she's", "they're", "they've", "he'd", "she'd", "they'd", "you", "you're", "who"}
)
_SPEAKERS = _THIRD - {"you", "you're", "who"}
_SPEECH = frozenset({"say", "ask", "tell", "repli", "add", "shout", "whisper", "text"})
_PREPOSITIONS = frozenset(
    {"for", "with", "of", "to", "about", "at", "by", "from", "on", "in", "over", "after", "between"}
)
_CLAUSE = re.compile(r"[,;:.!?—–]|\s-\s")
_QUOTED = re.compile(r"[\"“][^\"“”\n]{1,2000}[\"”]")
MOST_VARIANTS = 600
NEAR = 3
WHO_SPEAKS = 4
PEOPLE = ("patient", "kin", "senior", "colleague")


class Found(NamedTuple):
    """A pattern found: what it stands for, and the tokens it covers (end exclusive)."""

    meaning: Meaning
    start: int
    end: int


_found = tuple.__new__  # Found(...) in half the time


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """What a pattern stands for: `kind` and `name` say which list and entry it is from, `weight` its strength."""

    kind: str
    name: str
    weight: float = 1.0
    about: str = "any"
    even_denied: bool = False
    anchored: bool = False
    own: bool = False


class _Node:
    """A place in the tree. Most are leaves, so nothing is made until it is needed: the garbage collector walks the
    whole tree again and again, and three empty containers a node cost a fifth of the time of an analysis."""

    __slots__ = ("ahead", "follow", "gaps", "meanings")

    def __init__(self) -> None:
        self.follow: Mapping[str, _Node] = _NOTHING
        self.gaps: tuple[tuple[int, _Node], ...] = ()
        self.meanings: tuple[Meaning, ...] = ()
        self.ahead: _Ahead | None = None

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

    def look_ahead(self) -> _Ahead:
        """Give all that may come next, at once or after a gap; kept when a place with gaps is first met."""
        ahead: dict[str, tuple[tuple[int, _Node], ...]] = {}
        ways = ((1, self.follow), *((reach + 1, beyond.follow) for reach, beyond in self.gaps))
        for most, follow in ways:
            for key, child in follow.items():
                ahead[key] = (*ahead.get(key, ()), (most, child))
        self.ahead = max(most for most, _ in ways), ahead
        return self.ahead


_NOTHING: Mapping[str, _Node] = MappingProxyType({})


# What may come after a place with gaps, so that the words ahead are looked at once, whatever the number of gaps: how
# many words on at most, in all and for each key, and where each key leads.
_Ahead = tuple[int, dict[str, tuple[tuple[int, _Node], ...]]]

# Plain tuples, as they are unpacked for every word of every text. Of an opening, the place a pattern's first word leads
# to: the place, the bits of every key that may come second, and the widest gap. Of a word: its keys, these as bits, the
# bits of which one must be near for an opening of it to count, its openings, and whether it denies what follows.
_Opening = tuple[_Node, int, int]
_Word = tuple[tuple[str, ...], int, int, tuple[_Opening, ...], bool]
_Said = tuple[tuple[str, ...], ...]
_ANY = 1  # the bit of every word, and of the end of the text


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
        self._saying, self._returning = (
            frozenset(key.removeprefix("=") for key in self._classes.get(name, ())) for name in ("saying", "returning")
        )
        self._speakers = _people().union(*(self._classes.get(name, ()) for name in PEOPLE))
        self._bits: dict[str, int] = {}
        self._openings = Known(self._opening)
        self._words = Known(self._word)

    def add(self, pattern: str, kind: str, name: str, weight: float = 1.0, *, own: bool = False) -> None:
        """Add one pattern, `own` where only the writer's words count; raise `PatternError` where it cannot be read."""
        about, even_denied, slots = _flags(pattern)
        anchored = slots[:1] == ["^"]
        slots = slots[1:] if anchored else slots
        if not slots or slots[0].startswith("..") or slots[-1].startswith(".."):
            raise PatternError(f"{pattern!r}: begins or ends with nothing to match")
        meaning = Meaning(kind, name, weight, about, even_denied, anchored, own)
        ends = [self._root]
        for slot in slots:
            ends = self._step(ends, slot, pattern)
            if len(ends) > MOST_VARIANTS:
                raise PatternError(f"{pattern!r}: more than {MOST_VARIANTS} variants")
        if self._root in ends:
            raise PatternError(f"{pattern!r}: every word is optional")
        for node in ends:
            node.meanings += (meaning,)
        self._bits.clear()
        self._openings.clear()
        self._words.clear()

    def find(self, document: Document) -> list[Found]:
        """Give everything that is found, in order of where it starts; the same stretch may carry several meanings."""
        if not document.lowers:
            return []
        keys, bits, needed, openings, denies = zip(*map(self._words.__getitem__, document.lowers), strict=True)
        # Most openings lead nowhere, which one look at the bits of the next word tells, or at those of the next four.
        following = (*bits[1:], _ANY)
        two = (*map(or_, following, (*following[1:], _ANY)), _ANY, _ANY)
        near = (*map(or_, two, two[2:]),)
        looks = following, two, near, near
        sentence_of, first = document.sentence_of, document.first
        found: list[Found] = []
        for at in compress(count(), map(and_, needed, near)):
            sentence = sentence_of[at]
            begin, rest = first[sentence], keys[at + 1 : first[sentence + 1]]
            for node, ahead, reach in openings[at]:
                if reach > NEAR or ahead & looks[reach][at]:
                    _walk(node, at, rest, begin, found)
                elif node.meanings:
                    _note(node.meanings, at, at + 1, begin, found)
        if not found:
            return found
        denied = _denied(document, [*compress(range(len(denies)), denies)])
        quoted = _quoted(document)
        others = quoted | self._told(document)
        readings = _Readings(document, quoted)
        return [
            hit
            for hit in found
            if (hit[1] not in denied or hit[0].even_denied)
            and not (hit[0].own and hit[1] in others)
            and (hit[0].about == "any" or readings.hold(hit))
        ]

    def _told(self, document: Document) -> set[int]:
        """Give the words of what somebody else says, as far as it is told without quotation marks."""
        told: set[int] = set()
        if self._saying.isdisjoint(document.lowers):
            return told
        for verb in compress(count(), map(self._saying.__contains__, document.lowers)):
            sentence = document.sentence_of[verb]
            begin, end = document.first[sentence], document.first[sentence + 1]
            if self._another_says(document, verb, begin):
                told.update(range(verb + 1, self._until(document, verb + 1, end)))
        return told

    def _another_says(self, document: Document, verb: int, begin: int) -> bool:
        words, near = document.lowers, max(begin, verb - WHO_SPEAKS)
        # "I told his father and explained": after an "and" it may be whoever began the sentence.
        since = begin if verb > begin and words[verb - 1] in self._returning else max(begin, verb - 3)
        if not _FIRST.isdisjoint(words[since:verb]) or _denies(words[verb - 1]):
            return False
        return not (_SPEAKERS.isdisjoint(words[near:verb]) and self._speakers.isdisjoint(document.stems[near:verb]))

    def _until(self, document: Document, start: int, end: int) -> int:
        """Give where what somebody says ends: at the first "and I" or ", I" after its first word, or at `end`."""
        words = document.lowers
        for at in range(start + 1, end):
            if words[at] in _FIRST:
                if words[at - 1] in self._returning:
                    return at - 1
                if _CLAUSE.search(document.text[document.ends[at - 1] : document.starts[at]]):
                    return at
        return end

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

    def _word(self, lower: str) -> _Word:
        root = stem_of(lower)
        exact = "=" + lower
        number = ("@number",) if lower[0].isdigit() else ()
        keys = (root, exact, *self._class_of.get(root, ()), *self._class_of.get(exact, ()), *number)
        used = tuple(key for key in dict.fromkeys(keys) if key in self._used)
        follow = self._root.follow
        openings = tuple(self._openings[key] for key in used if key in follow)
        needed = 0
        for node, ahead, reach in openings:
            needed |= ahead | _ANY if node.meanings or reach > NEAR else ahead
        return used, self._together(used) | _ANY, needed, openings, _denies(lower)

    def _opening(self, key: str) -> _Opening:
        node = self._root.follow[key]
        ahead = {key for place in (node, *(beyond for _, beyond in node.gaps)) for key in place.follow}
        return node, self._together(ahead), max((reach for reach, _ in node.gaps), default=0)

    def _together(self, keys: Iterable[str]) -> int:
        """Give the bits of those of the keys that may come second in a pattern."""
        if not self._bits:
            firsts = self._root.follow.values()
            places = [place for node in firsts for place in (node, *(beyond for _, beyond in node.gaps))]
            seconds = Counter(key for place in places for key in place.follow)
            # The commonest get the lowest bits: then most words have small numbers, and those are fast to look up.
            self._bits.update((key, _ANY << n) for n, (key, _) in enumerate(seconds.most_common(), 1))
        bits = 0
        for key in keys:
            bits |= self._bits.get(key, 0)
        return bits


def _denies(lower: str) -> bool:
    return lower in NEGATORS or lower == "cannot" or lower.endswith("n't")


def _walk(node: _Node, start: int, rest: _Said, begin: int, found: list[Found]) -> None:
    """Add what is found from a place on; `rest` holds the keys of the sentence's words after the one at `start`."""
    places = [(node, 0)]
    for node, at in places:
        if node.meanings:
            _note(node.meanings, start, start + 1 + at, begin, found)
        if node.gaps:
            far, ahead = node.ahead or node.look_ahead()
            for after, keys in enumerate(rest[at : at + far], at + 1):
                for key in keys:
                    if key in ahead:
                        for most, child in ahead[key]:
                            if after <= at + most:
                                places.append((child, after))
        elif node.follow and at < len(rest):
            follow = node.follow
            for key in rest[at]:
                if key in follow:
                    places.append((follow[key], at + 1))


def _note(meanings: tuple[Meaning, ...], start: int, end: int, begin: int, found: list[Found]) -> None:
    for meaning in meanings:
        if not meaning.anchored or start == begin:
            found.append(_found(Found, (meaning, start, end)))


def _denied(document: Document, denying: list[int]) -> set[int]:
    """Give the places denied: the nearest word that denies decides, if it is near and in the same clause."""
    words, text = document.lowers, document.text
    denied: set[int] = set()
    for at, nearest in zip(denying, [*denying[1:], len(words)], strict=True) if denying else ():
        end = document.first[document.sentence_of[at] + 1]
        if at + 1 < end and words[at + 1] in NOT_DENYING:
            continue
        for start in range(at + 1, min(at + NEGATION_REACH, end - 1, nearest) + 1):
            if _CLAUSE.search(text[document.ends[start - 1] : document.starts[start]]):
                break
            denied.add(start)
    return denied


def _quoted(document: Document) -> set[int]:
    """Give the words between quotation marks."""
    quoted: set[int] = set()
    if '"' not in document.text and "“" not in document.text:
        return quoted  # most texts have none, which costs next to nothing to see
    for match in _QUOTED.finditer(document.text):
        quoted.update(range(bisect_left(document.starts, match.start()), bisect_left(document.starts, match.end())))
    return quoted


class _Readings:
    """Who a stretch of a document is about, worked out only where a pattern asks."""

    def __init__(self, document: Document, quoted: set[int]) -> None:
        self._document = document
        self._quoted = quoted
        self._writers: dict[int, bool] = {}

    def hold(self, hit: Found) -> bool:
        """Say whether a stretch speaks of whom its pattern asks for."""
        writer = self._writers.get(hit.start)
        if writer is None:
            writer = self._writers[hit.start] = self._of_writer(hit.start)
        return (hit.meaning.about == "me") == writer

    def _of_writer(self, start: int) -> bool:
        """The nearest subject before the stretch decides; none at all means the writer, as shorthand leaves "I" out."""
        words, stems = self._document.lowers, self._document.stems
        begin = self._document.first[self._document.sentence_of[start]]
        if start in self._quoted:
            return False
        for at in range(start, begin - 1, -1):
            word = words[at]
            if word in _FIRST:
                return not (at > begin and stems[at - 1] in _SPEECH and self._said_by_another(at - 1, begin))
            if word in _THIRD:
                return False
            if at < start and stems[at] in _people() and not self._governed(at, begin):
                return False
        return True

    def _said_by_another(self, verb: int, begin: int) -> bool:
        words = self._document.lowers
        return not any(words[at] in _FIRST for at in range(max(begin, verb - 3), verb))

    def _governed(self, at: int, begin: int) -> bool:
        words = self._document.lowers
        return any(words[n] in _PREPOSITIONS for n in range(max(begin, at - 2), at))


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
