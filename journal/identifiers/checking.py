"""The check itself: patterns, places and people over one text, overlaps settled, replacements chosen."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from journal.identifiers.lexicon import FLAG, Lexicon, lexicon, read
from journal.identifiers.people import Run, candidates, manner, people, surely_named
from journal.identifiers.places import Heads, Places
from journal.identifiers.replacing import Passage, Words, choose_replacements
from journal.identifiers.results import Found
from journal.identifiers.shapes import Shape, compile_shapes, matches
from journal.identifiers.sight import Sight
from journal.identifiers.spans import Span
from journal.identifiers.tokens import Token, fold, tokenise

_CUE_SETS = (
    "shut_titles", "particles", "scenes", "scene_openers", "months_before", "number_words", "human_states",
    "sure_scenes", "appositions", "grades", "speakers", "movers", "ways", "reporting",
)  # fmt: skip


class _Rules:
    """Everything that is read and compiled once."""

    def __init__(self) -> None:
        cues, allow, places = read("cues"), read("allow"), read("places")
        self.lexicon: Lexicon = lexicon()
        self.shapes: list[Shape] = compile_shapes(read("patterns"))
        self.heads = Heads(places)
        self.words = Words(self.lexicon, read("replacements"))
        self.scores: dict[str, Any] = read("scores")
        for name in _CUE_SETS:
            self.scores[name] = frozenset(cues[name].split())
        for name in ("naming_pairs", "listening_pairs"):
            self.scores[name] = frozenset(cues[name])
        self.scores["calendar"] = frozenset(allow["calendar"].split())
        for name in ("place_before", "origin_before", "moved_before"):
            self.scores[name] = frozenset(places[name].split())
        self.phrases: dict[str, list[list[str]]] = {}
        for phrase in allow["phrases"]:
            keys = _keys(tokenise(phrase))
            self.phrases.setdefault(keys[0], []).append(keys)


@cache
def _rules() -> _Rules:
    return _Rules()


def _keys(tokens: Sequence[Token]) -> list[str]:
    return [token.key + token.ending for token in tokens]


@dataclass(slots=True)
class _Line:
    """One line as it was read: spans of patterns and places, and every candidate for a name."""

    start: int
    text: str
    tokens: list[Token]
    spans: list[Span]
    sight: Sight
    runs: list[Run]


def check(
    text: str, *, strict: bool = False, known: Sequence[str] = (), dismissed: Collection[str] = ()
) -> list[Found]:
    """What in the text could identify somebody, in order and never overlapping; offsets in code points.

    `strict` is for text about to leave its author: everything plausible, at the price of false alarms. `known` are
    words this author has replaced before (always marked), `dismissed` those they have said identify nobody (left
    alone while writing, only a "maybe" in strict mode).

    No rule looks past the end of a line, so that a phone need only read the lines again that have changed. What
    lines share: how the whole is written, who is surely named in it, and the words that stand in for each person.
    """
    rules = _rules()
    lines = _read(text, rules, known, strict=strict)
    named = surely_named((run for line in lines for run in line.runs), rules.scores["sure"])
    ignored = {fold(word) for word in dismissed}
    passages, left = [], []
    for line in lines:
        spans = _coupled(line, _settle([*line.spans, *people(line.sight, line.runs, named, strict=strict)]))
        dropped = {span.start for span in spans if ignored and fold(line.text[span.start : span.end]) in ignored}
        left.append(dropped)
        kept = spans if strict else [span for span in spans if span.start not in dropped]
        passages.append(Passage(line.text, line.tokens, kept))
    replacements = iter(choose_replacements(passages, rules.words))
    found = []
    for line, passage, dropped in zip(lines, passages, left, strict=True):
        for span in passage.spans:
            sure = span.score >= rules.scores["sure"] and span.start not in dropped
            start, end = line.start + span.start, line.start + span.end
            found.append(Found(start, end, span.type, "sure" if sure else "maybe", next(replacements)))
    return found


def _read(text: str, rules: _Rules, known: Sequence[str], *, strict: bool) -> list[_Line]:
    """Every line that holds anything."""
    wanted = _wanted(known)
    written, start = [], 0
    for line in text.split("\n"):
        tokens = tokenise(line)
        if tokens:
            written.append((start, line, tokens))
        start += len(line) + 1
    shouting, lowered = manner(tokens for _, _, tokens in written)
    lines = []
    for start, line, tokens in written:
        spans = matches(line, rules.shapes, rules.lexicon, strict=strict) + _remembered(tokens, wanted, rules.lexicon)
        taken = _covered(tokens, spans)
        for first, last in _quiet(tokens, rules.phrases):
            taken[first:last] = [True] * (last - first)
        flags = [rules.lexicon.flags(token.key) if token.kind == "word" else 0 for token in tokens]
        placed = Places(tokens, taken, flags, rules.heads).found()
        for index, covered in enumerate(_covered(tokens, placed)):
            taken[index] = taken[index] or covered
        sight = Sight(tokens, taken, flags, rules.scores, shouting=shouting, lowered=lowered)
        lines.append(_Line(start, line, tokens, spans + placed, sight, candidates(sight)))
    return lines


def _coupled(line: _Line, spans: Sequence[Span]) -> list[Span]:
    """The spans with two names side by side as one: "John and Mary" are told together, "my mentor Rose and ..." not."""
    joined: list[Span] = []
    for span in spans:
        before = joined[-1] if joined else None
        if before is not None and _paired(line, before, span):
            joined[-1] = Span(before.start, span.end, "PERSON", min(before.score, span.score), "couple")
        else:
            joined.append(span)
    return joined


def _paired(line: _Line, one: Span, other: Span) -> bool:
    if one.kind != "person" or other.kind != "person" or line.text[one.end : other.start] not in (" and ", " & "):
        return False
    if " " in line.text[one.start : one.end] or " " in line.text[other.start : other.end]:
        return False
    first = bisect_left(line.tokens, one.start, key=lambda token: token.start)
    if first > 1 and line.tokens[first - 1].kind == "mark":
        first -= 1
    return first == 0 or not line.sight.flags[first - 1] & (FLAG["KIN"] | FLAG["ROLE"])


def _covered(tokens: Sequence[Token], spans: Sequence[Span]) -> list[bool]:
    """For each token whether one of the spans reaches into it."""
    covered = [False] * len(tokens)
    ends = [token.after for token in tokens]
    for span in spans:
        index = bisect_right(ends, span.start)
        while index < len(tokens) and tokens[index].start < span.end:
            covered[index] = True
            index += 1
    return covered


def _quiet(tokens: Sequence[Token], phrases: dict[str, list[list[str]]]) -> list[tuple[int, int]]:
    """Stretches of tokens that are phrases of the allow-list ("Match of the Day")."""
    quiet = []
    for index, token in enumerate(tokens):
        for keys in phrases.get(token.key + token.ending, ()):
            if _keys(tokens[index : index + len(keys)]) == keys:
                quiet.append((index, index + len(keys)))
    return quiet


def _wanted(known: Sequence[str]) -> dict[str, list[list[str]]]:
    """The author's own replaced words by their first word."""
    wanted: dict[str, list[list[str]]] = {}
    for words in known:
        keys = [token.key for token in tokenise(words)]
        if keys:
            wanted.setdefault(keys[0], []).append(keys)
    return wanted


_EVERYDAY = FLAG["COMMON"] | FLAG["FUNCTION"] | FLAG["MODAL"] | FLAG["MONTH"] | FLAG["VERBAL"]


def _remembered(tokens: Sequence[Token], wanted: dict[str, list[list[str]]], words: Lexicon) -> list[Span]:
    """Where the author's own replaced words stand again; an everyday word ("will") only as a name is written."""
    if not wanted:
        return []
    spans = []
    for index, token in enumerate(tokens):
        for keys in wanted.get(token.key, ()):
            stretch = tokens[index : index + len(keys)]
            name = token.shape not in ("lower", "") and not token.opens
            if [each.key for each in stretch] == keys and (
                name or len(keys) > 1 or not words.flags(token.key) & _EVERYDAY
            ):
                spans.append(Span(token.start, stretch[-1].end, "PERSON", 90, "known"))
    return spans


def _settle(spans: Sequence[Span]) -> list[Span]:
    """Spans in order without overlaps: the longer wins, then the surer; the rest of a cut one is dropped."""
    kept: list[Span] = []
    starts: list[int] = []
    for span in sorted(spans, key=lambda each: (each.start - each.end, -each.score, each.start)):
        place = bisect_left(starts, span.start)
        before_ends = place == 0 or kept[place - 1].end <= span.start
        after_starts = place == len(kept) or kept[place].start >= span.end
        if span.end > span.start and before_ends and after_starts:
            kept.insert(place, span)
            starts.insert(place, span.start)
    return kept
