"""How it seems to have gone: well, mixed or hard. The author's own word always wins over this."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import compress

from journal.analyser.concepts import KIND as CONCEPT
from journal.analyser.data import load
from journal.analyser.elements import Gathered
from journal.analyser.language import Document
from journal.analyser.patterns import NEGATION_REACH, NEGATORS, NOT_DENYING, Found
from journal.analyser.results import VALENCES, Valence
from journal.analyser.wording import counts, score

KIND = "valence"
ENDING = 12
# Of entries by writers left out a third are that sure: seven in ten of those right, one in fifteen the opposite.
SURE = 0.58
SIDES = ("good", "hard", "plain")
_DENIALS = NEGATORS | {"down", "late", "again", "still"}


def how_it_went(
    document: Document,
    found: Iterable[Found],
    gathered: Gathered,
    measured: Mapping[str, float],
    leaning: Mapping[str, float],
) -> tuple[Valence, bool]:
    """Give the likeliest of the three by a linear rule, and whether that is more than a guess.

    "mixed" and a guess for a text without a word in it.
    """
    if not document.lowers:
        return "mixed", False
    amounts = {**measured, **balance(document, found, gathered)}
    scores = {name: score(KIND, name, amounts) + leaning[name] for name in VALENCES}
    best = max(VALENCES, key=lambda name: scores[name])
    powers = sum(math.exp(scores[name] - scores[best]) for name in VALENCES)
    return best, 1 / powers >= SURE


def balance(document: Document, found: Iterable[Found], gathered: Gathered) -> dict[str, float]:
    """Give the few amounts the rule weighs.

    Cues and concepts that lean to good against those that lean to hard; everyday words for good and for hard in the
    whole text, in its last sentences (how somebody ends tells most) and after its last "but"; how much of both there
    is; how much is denied; how many elements were alive, and whether somebody did a thing themselves or was stood by;
    and how many of the last words belong to families of good, of hard and of plain wording.
    """
    cues: dict[str, set[int]] = {"good": set(), "bad": set()}
    met: dict[str, set[str]] = {"good": set(), "bad": set()}
    leanings = _leanings()
    for hit in found:
        if hit.meaning.kind == KIND and hit.meaning.weight >= 1:
            cues[hit.meaning.name].add(hit.start)
        elif hit.meaning.kind == CONCEPT and hit.meaning.name in leanings:
            met[leanings[hit.meaning.name]].add(hit.meaning.name)
    words = document.lowers
    denied = sum(map(_DENIALS.__contains__, words)) + " ".join((*words, "")).count("n't ")
    strong = {element: [kind for _, kind in spans].count("strong") for element, spans in gathered.items()}
    leans, turn = _leans(words, cues)
    good, bad = _sums(leans, 0)
    end = _ending(document)
    ending = _sums(leans, end)
    closing = dict.fromkeys(SIDES, 0)
    for family, count in counts(words[end:]).items():
        side = family.split("_")[0]
        if side in closing:
            closing[side] += count
    turned = _sums(leans, turn) if turn else (0, 0)
    return {
        "cues": math.log1p(len(cues["good"])) - math.log1p(len(cues["bad"])),
        "concepts": math.log1p(len(met["good"])) - math.log1p(len(met["bad"])),
        "words": math.log1p(good) - math.log1p(bad),
        "ending": math.log1p(ending[0]) - math.log1p(ending[1]),
        "turned": math.log1p(turned[0]) - math.log1p(turned[1]),
        "clash": math.log1p(min(good, bad)),
        "denied": 50 * denied / max(len(words), 12),
        "empowerment": math.log1p(strong["empowerment"]),
        "commitment": math.log1p(strong["commitment"]),
        "elements": float(sum(1 for count in strong.values() if count)),
        **{f"ending_{side}": math.log1p(count) for side, count in closing.items()},
    }


def _leans(words: Sequence[str], cues: Mapping[str, set[int]]) -> tuple[dict[int, int], int]:
    """Give +1 or -1 for each word that leans to good or to hard, and where the last turn ("but") stands (0: none)."""
    leans = dict.fromkeys(cues["good"], 1)
    leans.update((at, -1) for at in cues["bad"])
    known = _words()
    turn = 0
    for at in compress(range(len(words)), map(known.__contains__, words)):
        lean = known[words[at]]
        if lean:
            leans[at] = -lean if _is_denied(words, at) else lean
        else:
            turn = at
    return leans, turn


def _is_denied(words: Sequence[str], at: int) -> bool:
    for n in range(max(0, at - NEGATION_REACH), at):
        if words[n] in NEGATORS or words[n].endswith("n't"):
            return words[n + 1] not in NOT_DENYING
    return False


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
