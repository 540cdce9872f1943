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

Read by `notation.py`; `places.py` walks all of them at once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, compress, count, pairwise
from typing import NamedTuple

from journal.analyser.known import Known
from journal.analyser.language import Document, stem, stem_of
from journal.analyser.notation import Line, Meaning, Notation, word_key
from journal.analyser.places import Place, Standing, place_of, starts

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
WHO_SPEAKS = 4
PEOPLE = ("patient", "kin", "senior", "colleague")


class Found(NamedTuple):
    """A pattern found: what it stands for, and the tokens it covers (end exclusive)."""

    meaning: Meaning
    start: int
    end: int


_found = tuple.__new__  # Found(...) in half the time

# Of a word, a plain tuple, as it is unpacked for every word of every text: its keys that may come second or later in a
# pattern, the place it opens, what it means all by itself, and whether it denies what follows.
_Word = tuple[tuple[str, ...], Place, tuple[Meaning, ...], bool]


class Matcher:
    """All patterns of the lexicons in one walk."""

    def __init__(self, classes: Mapping[str, Iterable[str]]) -> None:
        self._notation = Notation(classes)
        self._lines: list[Line] = []
        words_of = {name: frozenset(word_key(word) for word in words) for name, words in classes.items()}
        self._class_of: dict[str, tuple[str, ...]] = {}
        for name, words in words_of.items():
            for word in words:
                self._class_of[word] = (*self._class_of.get(word, ()), "@" + name)
        self._saying, self._returning = (
            frozenset(key.removeprefix("=") for key in words_of.get(name, ())) for name in ("saying", "returning")
        )
        self._speakers = _people().union(*(words_of.get(name, ()) for name in PEOPLE))
        self._starts: Mapping[str, Sequence[Standing]] = {}
        self._later: frozenset[str] = frozenset()
        self._openings = Known(self._opening)
        self._words = Known(self._word)

    def add(self, pattern: str, kind: str, name: str, weight: float = 1.0, *, own: bool = False) -> None:
        """Add one pattern, `own` where only the writer's words count; raise `PatternError` where it cannot be read."""
        self._lines.append(self._notation.read(pattern, kind, name, weight, own))
        self._starts = {}

    def find(self, document: Document) -> list[Found]:
        """Give everything that is found, single words first; the same stretch may carry several meanings."""
        if not document.lowers:
            return []
        if not self._starts:
            self._begin()
        keys, openings, meanings, denies = zip(*map(self._words.__getitem__, document.lowers), strict=True)
        found = [_found(Found, (meaning, at, at + 1)) for at in compress(count(), meanings) for meaning in meanings[at]]
        for begin, end in pairwise(document.first):
            _walk(openings, keys, begin, end, found)
        if not found:
            return found
        denied = _denied(document, [*compress(range(len(denies)), denies)])
        quoted = _quoted(document)
        others = quoted | self._told(document)
        begins = frozenset(document.first)
        readings = _Readings(document, quoted)
        return [
            hit
            for hit in found
            if (hit[1] not in denied or hit[0].even_denied)
            and not (hit[0].own and hit[1] in others)
            and not (hit[0].anchored and hit[1] not in begins)
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

    def _begin(self) -> None:
        """Make ready for a text after patterns were added; what begins them comes last, as other threads look at it."""
        self._later = frozenset([key for line in self._lines for slot in line.slots[1:] for key in slot.keys])
        self._notation.forget()
        self._openings.clear()
        self._words.clear()
        self._starts = starts(self._lines)

    def _word(self, lower: str) -> _Word:
        root = stem_of(lower)
        exact = "=" + lower
        number = ("@number",) if lower[0].isdigit() else ()
        keys = dict.fromkeys((root, exact, *self._class_of.get(root, ()), *self._class_of.get(exact, ()), *number))
        opening = self._openings[tuple([key for key in keys if key in self._starts])]
        return tuple([key for key in keys if key in self._later]), opening, opening.meanings, _denies(lower)

    def _opening(self, keys: tuple[str, ...]) -> Place:
        opening = place_of(chain.from_iterable([self._starts[key] for key in keys]))
        opening.look_ahead()
        return opening


def _denies(lower: str) -> bool:
    return lower in NEGATORS or lower == "cannot" or lower.endswith("n't")


def _walk(openings: Sequence[Place], keys: Sequence[tuple[str, ...]], begin: int, end: int, found: list[Found]) -> None:
    """Add what is found of two words or more in a sentence, walking on from every word of it side by side."""
    walks = [(place, start, start) for start, place in enumerate(openings[begin:end], begin) if place.open]
    for place, start, at in walks:
        ahead = place.ahead or place.look_ahead()
        after, stop = at, at + 1 + place.far
        for said in keys[at + 1 : stop if stop < end else end]:
            after += 1
            for key in said:
                if key in ahead:
                    for next_ in ahead[key]:
                        if after <= at + next_.most:
                            for meaning in next_.meanings:
                                found.append(_found(Found, (meaning, start, after + 1)))
                            if next_.open:
                                walks.append((next_, start, after))


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
