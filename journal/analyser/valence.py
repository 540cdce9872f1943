"""How it seems to have gone: well, mixed or hard. The author's own word always wins over this."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cache
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

from journal.analyser.concepts import KIND as CONCEPT
from journal.analyser.data import load
from journal.analyser.elements import Gathered
from journal.analyser.known import Known
from journal.analyser.language import Document
from journal.analyser.patterns import NEGATION_REACH, NEGATORS, NOT_DENYING, Found
from journal.analyser.results import VALENCES, Valence
from journal.analyser.signals import SIGNALS
from journal.analyser.told import Told
from journal.analyser.wording import SIDES, Rule, families_in, rules, score

KIND = "valence"
ENDING = 12
# Of entries by writers left out half are that sure: three in four right, one in twenty the opposite.
SURE = 0.58
# Fewer words are a guess: "I waited." went neither well nor hard by itself.
SHORTEST = 12
_SETBACKS = frozenset({"down", "late", "again", "still"})
_SETBACK, _NEGATION = 1, 2


class Balance(NamedTuple):
    """The few amounts the rule weighs beside how a text is built and its families of words.

    Cues and concepts that lean to good against those that lean to hard; everyday words for good and for hard in the
    whole text, in its last sentences (how somebody ends tells most) and after its last "but"; how much of both there
    is; how much is denied; whether somebody did a thing themselves or was stood by, and how many elements were alive;
    and how many of the last words belong to families of good, of hard and of plain wording.
    """

    cues: float
    concepts: float
    words: float
    ending: float
    turned: float
    clash: float
    denied: float
    empowerment: float
    commitment: float
    elements: float
    ending_good: float
    ending_hard: float
    ending_plain: float


def how_it_went(
    document: Document,
    found: Iterable[Found],
    gathered: Gathered,
    measured: Mapping[str, float],
    leaning: Mapping[str, float],
    tells: Mapping[str, Told],
) -> tuple[Valence, bool]:
    """Give the likeliest of the three, and whether that is more than a guess.

    One rule weighs how much of it went well, another how much was hard; mixed is what holds both. "mixed" and a guess
    for a text without a word in it.
    """
    if not document.lowers:
        return "mixed", False
    pick, learned = _rules()
    amounts = (*pick(measured), *balance(document, found, gathered))
    good, hard = [score(learned[side], amounts) + leaning[side] + tells[side].amount for side in SIDES]
    scores = by_sides(good, hard, load("weights/entries.json")["both"])
    best = max(scores)
    powers = sum([math.exp(each - best) for each in scores])
    return VALENCES[scores.index(best)], 1 / powers >= SURE and len(document.lowers) >= SHORTEST


def by_sides(good: float, hard: float, both: float) -> tuple[float, float, float]:
    """Give what speaks for each of VALENCES; `both` is what speaks for good and hard together beside each of them."""
    return good, good + hard + both, hard


def balance(document: Document, found: Iterable[Found], gathered: Gathered) -> Balance:
    """Give the amounts of one entry."""
    cues: dict[str, set[int]] = {"good": set(), "bad": set()}
    met: dict[str, set[str]] = {"good": set(), "bad": set()}
    leanings = _leanings()
    for meaning, start, _ in found:
        if meaning.kind == KIND and meaning.weight >= 1:
            cues[meaning.name].add(start)
        elif meaning.kind == CONCEPT and meaning.name in leanings:
            met[leanings[meaning.name]].add(meaning.name)
    words = document.lowers
    denials = bytes(map(_denials.__getitem__, words))
    strong = {element: list(spans.values()).count("strong") for element, spans in gathered.items()}
    leans, turn = _leans(words, cues, _negated(words, denials))
    good, bad = _sums(leans, 0)
    end = _ending(document)
    ending = _sums(leans, end)
    closing = [family.partition("_")[0] for family in families_in(words[end:])]
    turned = _sums(leans, turn) if turn else (0, 0)
    return Balance(
        cues=math.log1p(len(cues["good"])) - math.log1p(len(cues["bad"])),
        concepts=math.log1p(len(met["good"])) - math.log1p(len(met["bad"])),
        words=math.log1p(good) - math.log1p(bad),
        ending=math.log1p(ending[0]) - math.log1p(ending[1]),
        turned=math.log1p(turned[0]) - math.log1p(turned[1]),
        clash=math.log1p(min(good, bad)),
        denied=50 * (len(denials) - denials.count(0)) / max(len(words), 12),
        empowerment=math.log1p(strong["empowerment"]),
        commitment=math.log1p(strong["commitment"]),
        elements=float(sum([1 for count in strong.values() if count])),
        ending_good=math.log1p(closing.count("good")),
        ending_hard=math.log1p(closing.count("hard")),
        ending_plain=math.log1p(closing.count("plain")),
    )


def _leans(words: Sequence[str], cues: Mapping[str, set[int]], negated: Set[int]) -> tuple[dict[int, int], int]:
    """Give +1 or -1 for each word that leans to good or to hard, and where the last turn ("but") stands (0: none)."""
    leans = dict.fromkeys(cues["good"], 1)
    leans.update((at, -1) for at in cues["bad"])
    known = _words()
    turn = 0
    for at in compress(range(len(words)), map(known.__contains__, words)):
        lean = known[words[at]]
        if lean:
            leans[at] = -lean if at in negated else lean
        else:
            turn = at
    return leans, turn


def _denial(word: str) -> int:
    if word in NEGATORS or word.endswith("n't"):
        return _NEGATION
    return _SETBACK if word in _SETBACKS else 0


_denials = Known(_denial)


def _negated(words: Sequence[str], denials: bytes) -> set[int]:
    """Give the words denied: of negations near enough the first decides ("not only" denies nothing)."""
    decided: dict[int, bool] = {}
    at = denials.find(_NEGATION)
    while at >= 0:
        denies = at + 1 < len(words) and words[at + 1] not in NOT_DENYING
        for after in range(at + 1, at + NEGATION_REACH + 1):
            decided.setdefault(after, denies)
        at = denials.find(_NEGATION, at + 1)
    return {at for at, denies in decided.items() if denies}


def _sums(leans: Mapping[int, int], since: int) -> tuple[int, int]:
    counted = [lean for at, lean in leans.items() if at >= since]
    good = counted.count(1)
    return good, len(counted) - good


def _ending(document: Document) -> int:
    """Give the first token of the last sentences: as many as hold twelve words, at least one."""
    n = len(document.sentences) - 1
    while n > 0 and len(document.lowers) - document.first[n] < ENDING:
        n -= 1
    return document.first[n]


@cache
def _words() -> dict[str, int]:
    """Give +1 for words of good, -1 for words of hard, 0 for those that turn."""
    stored = load("polarity.json")
    good, bad = (" ".join(stored[name].values()).split() for name in ("good", "bad"))
    return {**dict.fromkeys(stored["turns"], 0), **dict.fromkeys(bad, -1), **dict.fromkeys(good, 1)}


@cache
def _leanings() -> dict[str, str]:
    return {concept: name for name, lists in load("cues/valence.json").items() for concept in lists["concepts"]}


@cache
def _rules() -> tuple[Callable[[Mapping[str, float]], tuple[float, ...]], dict[str, Rule]]:
    """Give what picks the measured amounts in order, and the rules for these and the balance.

    Two elements have families of words too; here they are weighed by their strong cues.
    """
    measured = [name for name in dict.fromkeys((*SIGNALS, *load("hints.json"))) if name not in Balance._fields]
    return itemgetter(*measured), rules(KIND, (*measured, *Balance._fields))
