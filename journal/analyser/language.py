"""Words and sentences of reflections as they are really written: shorthand, dictation, formal prose, quoted speech.

Everything here runs in time linear in the length of the text, whatever the text: the word pattern cannot backtrack,
the sentence rules look at a bounded window, and no word longer than forty letters is stemmed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from itertools import accumulate
from typing import NamedTuple

from journal.analyser.data import load
from journal.analyser.known import Known
from journal.analyser.results import Span
from journal.analyser.stemming import LONGEST_WORD, snowball

LONG_SENTENCE = 45
LONGEST_SENTENCE = 80
SHORTEST_PIECE = 12
WRAPPED_LINE = 60

# A run of letters or digits with any combining marks; an apostrophe may join (didn't, o'clock). Hyphens part words, so
# that "follow-up" and "follow up" are the same. "s/w", "w/out", "D&V", "y/o" are one word each.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f"
)
_LETTER = r"[^\W_]"
_LETTERS = rf"{_LETTER}+(?:[{_MARKS}\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d]+{_LETTER}*)*"
# Nearly every text holds Latin letters and everyday signs alone, and of these a class of its own is found faster.
_LATIN = "[0-9A-Za-zª²³µ¹º¼-¾À-ÖØ-öø-ɏ]"
_BEYOND = re.compile(r"[^\0-\u024f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]")


def _word(letter: str, letters: str) -> re.Pattern[str]:
    # One group around all of it, so that `split` gives gap, word, gap, ...: half the time of a match object a word.
    short = rf"[A-Za-z](?:/[A-Za-z]{{1,4}}(?!{letter})|&[A-Za-z](?!{letter}))"
    return re.compile(rf"({short}|{letters}(?:['’]{letters})*|[&+])")


_LATIN_WORD, _ANY_WORD = _word(_LATIN, f"{_LATIN}+"), _word(_LETTER, _LETTERS)
# A run of marks is looked at from its first mark only: from each mark of a long run it would take quadratic time. What
# it may begin with stands first and alone, which lets the search skip all other signs.
_BREAK = re.compile(r"[.!?…\n\r](?:(?<=[\n\r])[ \t\r\n]*|(?<![.!?…].)[.!?…]*[\"'”’»)\]]*(?=\s|$))")
_UP_TO_OPENING = re.compile(r"[^\s(\[\"'“‘]*")
_BULLET = re.compile(r"[-*•–—▪◦]\s|\(?\d{1,2}[.)]\s|\(?[a-z]{1,3}\)\s")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sr", "st", "rev", "fr", "sgt", "nurse", "sister"})
_JOINTS = frozenset({"so", "but", "then", "anyway", "because", "cos", "although", "though", "which"})
_OPENERS = frozenset({"i", "she", "he", "they", "we", "it", "the", "there", "then", "so", "that", "this", "you"})
_OPENS_AFTER_INITIAL = _OPENERS | frozenset(
    {"a", "an", "but", "and", "when", "what", "my", "her", "his", "in", "on", "at", "no"}
)


class Token(NamedTuple):
    """One word: as written, lower case (apostrophe straight, and put back: "dont" is "don't"), stem, and its place."""

    text: str
    lower: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """A text with its words and sentences; `sentence_of` holds the sentence index of each token.

    `first` holds for each sentence the index of its first token, with the number of tokens as a last item, so the
    tokens of sentence n are `tokens[first[n]:first[n + 1]]`. The other fields are the columns of `tokens`: to map over
    one of them takes a tenth of the time of a loop over tokens.
    """

    text: str
    sentences: list[Span]
    sentence_of: list[int]
    first: list[int]
    written: tuple[str, ...]
    lowers: tuple[str, ...]
    stems: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @cached_property
    def tokens(self) -> list[Token]:
        """The words in order, made when first asked for: the analysis of an entry needs the columns alone, mostly."""
        columns = self.written, self.lowers, self.stems, self.starts, self.ends
        return [*map(_token, zip(*columns, strict=True))]


_token = partial(tuple.__new__, Token)  # what Token._make does, in a fifth of the time


def _forms(word: str) -> tuple[str, str]:
    """Give the lower-case form and the stem of a word."""
    if len(word) > LONGEST_WORD:
        return word.lower(), word.lower()
    lower = "and" if word in "&+" else word.lower().replace("’", "'")
    meant = abbreviations().get(lower, lower)
    return (meant if "'" in meant else lower), snowball(meant)


_known = Known(_forms)


def read(text: str) -> Document:
    """Read a text into words and sentences; every word lies inside exactly one sentence."""
    written, lowers, stems, starts, ends = _columns(text)
    spans = _sentences(text, lowers, starts)
    sentence_of: list[int] = []
    first = [0]
    for n, (_, end) in enumerate(spans):
        at = bisect_left(starts, end, first[n])
        sentence_of += [n] * (at - first[n])
        first.append(at)
    return Document(text, spans, sentence_of, first, written, lowers, stems, starts, ends)


def tokens(text: str) -> list[Token]:
    """Give the words of a text in order, without punctuation; "&" and "+" count as the word "and"."""
    return [*map(_token, zip(*_columns(text), strict=True))]


_Columns = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[int, ...], tuple[int, ...]]


def _columns(text: str) -> _Columns:
    """Give the words by columns: as written, lower, stem, start, end."""
    plain = text.isascii() or not _BEYOND.search(text)
    pieces = (_LATIN_WORD if plain else _ANY_WORD).split(text)
    if len(pieces) == 1:
        return (), (), (), (), ()
    written = tuple(pieces[1::2])
    lowers, stems = zip(*map(_known.__getitem__, written), strict=True)
    bounds = tuple(accumulate(map(len, pieces)))
    return written, lowers, stems, bounds[:-1:2], bounds[1::2]


def sentences(text: str) -> list[Span]:
    """Give the sentences of a text as spans without surrounding white space.

    A full stop ends a sentence unless it belongs to an abbreviation (pt., e.g., Mrs), an initial after a title
    (Mrs P.) or a list number; a lower-case start is allowed, as shorthand has it. A line break ends one unless it
    looks like a wrapped line. A run-on of over 45 words is parted at its joints ("so", "but", "and she ...").
    """
    _, lowers, _, starts, _ = _columns(text)
    return _sentences(text, lowers, starts)


def stem(word: str) -> str:
    """Give the stem of a word after undoing shorthand and common slips ("pts" as "patients", "dont" as "don't")."""
    lower = word.lower().replace("’", "'")
    return snowball(abbreviations().get(lower, lower))


def stems_of_lines(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Give the stems of the words of each line, all lines read at once: a quarter of the time of one by one."""
    _, _, stems, starts, _ = _columns("\n".join(lines))
    ends = [bisect_left(starts, end) for end in accumulate(len(line) + 1 for line in lines)]
    return [stems[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]


def stem_of(lower: str) -> str:
    """Give the stem of a word by its lower-case form, as a `Token` has it; so what is known of words may go by that."""
    return lower if len(lower) > LONGEST_WORD else snowball(abbreviations().get(lower, lower))


@cache
def stop_words() -> frozenset[str]:
    """Give the words (lower case) that name nothing: grammar, fillers of speech, and the verbs every sentence needs."""
    return frozenset(load("stop.json"))


@cache
def abbreviations() -> dict[str, str]:
    """Give the field's shorthand and frequent slips, each with the one word it stands for."""
    table: dict[str, str] = load("abbreviations.json")["words"]
    return table


@cache
def stopped() -> frozenset[str]:
    """Give the short forms that end in a full stop without ending a sentence (pt., re., approx.)."""
    return frozenset(load("abbreviations.json")["stopped"])


def _sentences(text: str, words: Sequence[str], starts: Sequence[int]) -> list[Span]:
    found: list[Span] = []
    at = 0
    for start, end in _segments(text):
        if start >= end:
            continue
        begin, at = at, bisect_left(starts, end, at)
        if begin == at and found:
            found[-1] = (found[-1][0], end)
        elif at - begin > LONG_SENTENCE:
            found.extend(_parts(text, words[begin:at], starts[begin:at], (start, end)))
        else:
            found.append((start, end))
    return found


def _segments(text: str) -> Iterator[Span]:
    start = 0
    for match in _BREAK.finditer(text):
        if _ends_sentence(text, start, match):
            yield _trimmed(text, start, match.end())
            start = match.end()
    yield _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end].lstrip()
    return end - len(piece), end - len(piece) + len(piece.rstrip())


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    mark = match.group()
    after = text[match.end() : match.end() + 24].lstrip(" \t")
    if mark[0] in "\n\r":
        return _ends_line(text, start, match.start(), mark, after)
    if not after:
        return True
    lower_next = after[0].islower()
    if mark[-1] not in ".!?…":
        return not lower_next
    if mark[0] == "?" and lower_next and match.start() > start and text[match.start() - 1].isspace():
        return False
    if mark == ".":
        return not _is_short_form(text, start, match.start(), after)
    return not (lower_next and mark in ("..", "...", "…"))


def _ends_line(text: str, start: int, at: int, mark: str, after: str) -> bool:
    if mark.count("\n") > 1 or not after or _BULLET.match(after):
        return True
    line_start = max(start, text.rfind("\n", max(start, at - 200), at) + 1)
    return not (after[0].islower() and at - line_start > WRAPPED_LINE)


def _is_short_form(text: str, start: int, at: int, after: str) -> bool:
    """Say whether the full stop at `at` belongs to the word before it rather than to the sentence."""
    last = text[max(start, at - 24) : at]
    word = last.rpartition(" ")[2]
    if not word.isalnum():
        backwards = _UP_TO_OPENING.match(last[::-1])
        word = backwards[0][::-1] if backwards else ""
    lower = word.lower()
    if lower in _TITLES or lower in stopped():
        return True
    if lower in ("no", "p", "pp", "s", "ss", "para", "art") and after[0].isdigit():
        return True
    if word.isdigit() and at - len(word) == start:
        return True
    if len(word) == 1 and word.isupper() and word != "I":
        before = text[max(start, at - 12) : at - 1].split()
        titled = bool(before) and before[-1].rstrip(".").lower() in _TITLES
        initials = bool(before) and len(before[-1]) == 2 and before[-1][0].isupper() and before[-1][1] == "."
        opener = re.match(r"[^\W\d_]+", after)
        starts = opener is not None and opener.group().lower() in _OPENS_AFTER_INITIAL
        return (titled or initials) and not (starts and after[0].isupper())
    return False


def _parts(text: str, words: Sequence[str], starts: Sequence[int], span: Span) -> Iterator[Span]:
    """Part a run-on at its joints, each piece at least twelve words and at most eighty."""
    start, end = span
    since = 0
    for n in range(SHORTEST_PIECE, len(words) - SHORTEST_PIECE):
        length = n - since
        if length < SHORTEST_PIECE or len(words) - since <= LONG_SENTENCE:
            continue
        if _is_joint(words, n) or length >= LONGEST_SENTENCE:
            yield _trimmed(text, start, starts[n])
            start, since = starts[n], n
    yield start, end


def _is_joint(words: Sequence[str], n: int) -> bool:
    word = words[n]
    if word in _JOINTS:
        return words[n - 1] not in ("and", "but", "not", "if", "even", "or", "just", "about", "to", "in", "with")
    return word == "and" and words[n + 1] in _OPENERS


STOP = stop_words()
