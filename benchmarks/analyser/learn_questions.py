"""Learn how well each question of the bank sits under entries of each kind, from marks that readers gave.

    PYTHONPATH=. python benchmarks/analyser/learn_questions.py [--write]

Needs SciPy and scikit-learn, at training time only. Reads `tests/data/question_marks/*.tsv` (their README tells what
the marks mean). A mark is taken against the reader's mean, so that a strict reader counts as much as a mild one. What a
question gets beyond what is told of questions of its sort (narrow, wide, about strength where it was hard ...) is
learned by ridge regression: ALWAYS, and further where an entry is of a kind (`situation.Situation.kinds`). It comes to
whole numbers of worth, POINTS for each mark; less than SMALLEST is left out, and so is a question with fewer marks than
FEWEST.

Prints what marks the choice among the questions marked under an entry gets, by what was learned from other entries,
beside the choice without it and one at random. Which questions were retired, the weights of the choice and the numbers
below were set by a look at these same marks, so what is printed flatters a little; new readers of new entries tell
more. With --write, writes `sits` into `journal/analyser/lexicons/questions.json`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import Ridge

from journal.analyser import bank, coach
from journal.analyser.bank import ALWAYS, Item
from journal.analyser.entry import analyse
from journal.analyser.results import ELEMENTS, VALENCES, Asked, Element, Entry
from journal.analyser.situation import Situation, situation_of

ROOT = Path(__file__).resolve().parents[2]
MARKS = ROOT / "tests/data/question_marks"
ENTRIES = ROOT / "tests/data/learning_entries"
BANK = ROOT / "journal/analyser/lexicons/questions.json"
LETTERS: dict[str, Element] = dict(zip("ucmiet", ELEMENTS, strict=True))
POINTS = 80
SMALLEST = 4
FEWEST = 10
# The share by which a kind of entry counts beside all entries together.
OF_A_KIND = 0.6
DECAY = 8.0
FOLDS = 10
WEAK = 2

Sits = dict[str, dict[str, float]]


class Marked(NamedTuple):
    """An entry as a reader met it, with the mark of each question, from 0 (stupid here) to 3 (worth answering)."""

    reader: str
    situation: Situation
    marks: dict[str, int]


def load_marked() -> list[Marked]:
    """Give every entry with its marks, of questions that are in the bank still and would fit there still."""
    known = bank.by_id()
    met = []
    for path in sorted(MARKS.glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            reader, place, said_of, how, *marks = line.split("\t")
            s = _situation(place, said_of, how)
            given = {name: int(mark) for name, mark in (one.split("=") for one in marks) if name in known}
            fits = {name: mark for name, mark in given.items() if coach._fits(known[name], s)}
            if fits:
                met.append(Marked(reader, s, fits))
    return met


def _situation(place: str, said_of: str, how: str) -> Situation:
    text = _text(place)
    states = dict(one.split("=") for one in said_of.split(" ")) if said_of != "-" else {}
    said = None if how == "-" else VALENCES[VALENCES.index(how)]
    marks = {LETTERS[letter]: state for letter, state in states.items()}
    entry = Entry(place, datetime(2025, 3, 4, tzinfo=UTC), analyse(text), text, marks, said)
    # Something was asked before, so that more than a first question fits.
    return situation_of(entry, (), (Asked(""),))


@cache
def _lines(name: str) -> list[str]:
    return (ENTRIES / f"{name}.tsv").read_text("utf-8").splitlines()


def _text(place: str) -> str:
    name, number = place.split(":")
    return _lines(name)[int(number) - 1].split("\t")[-1]


def sorts(item: Item, s: Situation) -> list[str]:
    """Give what is told of a question and an entry apart from which question it is."""
    hard = s.valence == "was_hard"
    told = {
        "wide": item.wide,
        "narrow": item.narrow,
        "light": item.light,
        "concepts": bool(item.concepts),
        "needs": bool(item.needs),
        "strength hard": item.strength and hard,
        "strength grave": item.strength and s.grave,
        "strength well": item.strength and s.valence == "went_well",
        "plan tender": item.component == "plan" and s.tender,
        "plan grave": item.component == "plan" and s.grave,
        "feeling grave": item.component == "feeling" and s.grave,
    }
    return [name for name, holds in told.items() if holds]


def learn(met: Sequence[Marked]) -> Sits:
    """Give for each question what it is worth in marks, ALWAYS and in each kind of entry."""
    means = _means(met)
    cells: list[tuple[int, str | tuple[str, str], float]] = []
    wanted: list[float] = []
    for one in met:
        for name, mark in one.marks.items():
            at = len(wanted)
            wanted.append(mark - means[one.reader])
            cells.extend((at, (name, kind), _share(kind)) for kind in one.situation.kinds)
            cells.extend((at, sort, 1.0) for sort in sorts(bank.by_id()[name], one.situation))
    names = list(dict.fromkeys(name for _, name, _ in cells))
    place = {name: n for n, name in enumerate(names)}
    at, column, value = zip(*((at, place[name], value) for at, name, value in cells), strict=True)
    x = csr_matrix((value, (at, column)), shape=(len(wanted), len(names)))
    weights = Ridge(alpha=DECAY, solver="lsqr").fit(x, wanted).coef_
    marks = Counter(name for one in met for name in one.marks)
    sits: Sits = {}
    for name, weight in zip(names, weights, strict=True):
        if isinstance(name, tuple) and marks[name[0]] >= FEWEST:
            sits.setdefault(name[0], {})[name[1]] = weight * _share(name[1])
    return sits


def _share(kind: str) -> float:
    return 1.0 if kind == ALWAYS else OF_A_KIND


def _means(met: Sequence[Marked]) -> dict[str, float]:
    given: dict[str, list[int]] = {}
    for one in met:
        given.setdefault(one.reader, []).extend(one.marks.values())
    return {reader: sum(marks) / len(marks) for reader, marks in given.items()}


def whole(sits: Mapping[str, float]) -> dict[str, int]:
    """Give what a question is worth in whole numbers, without what is too small."""
    points = {kind: round(POINTS * weight) for kind, weight in sorted(sits.items())}
    return {kind: amount for kind, amount in points.items() if abs(amount) >= SMALLEST}


def chosen(met: Iterable[Marked], sits: Mapping[str, Mapping[str, int]]) -> list[int]:
    """Give the mark of the question that would be chosen of those marked, by entry."""
    got = []
    for one in met:
        items = [replace(bank.by_id()[name], sits=tuple(sits.get(name, {}).items())) for name in one.marks]
        best = max(items, key=lambda item: (coach._worth(item, one.situation), -item.index))
        got.append(one.marks[best.id])
    return got


def report(title: str, marks: Sequence[int]) -> None:
    given = np.array(marks)
    print(f"{title:44} mean {given.mean():.2f}  weak {np.mean(given < WEAK):.0%}  stupid {np.mean(given == 0):.0%}")


def main() -> None:
    met = load_marked()
    texts = {text: n % FOLDS for n, text in enumerate(dict.fromkeys(one.situation.entry.text for one in met))}
    fold = [texts[one.situation.entry.text] for one in met]
    print(f"{sum(len(one.marks) for one in met)} marks of {len(texts)} entries, 0 (stupid here) to 3 (worth answering)")
    report("one at random", [mark for one in met for mark in one.marks.values()])
    report("the choice, without what sits", chosen(met, {}))
    got: list[int] = []
    for left in range(FOLDS):
        learned = learn([one for one, at in zip(met, fold, strict=True) if at != left])
        others = {name: whole(each) for name, each in learned.items()}
        got.extend(chosen([one for one, at in zip(met, fold, strict=True) if at == left], others))
    report("the choice, learned from other entries", got)
    report("the best of those marked", [max(one.marks.values()) for one in met])
    if "--write" in sys.argv:
        write({name: whole(each) for name, each in learn(met).items()})


def write(sits: Mapping[str, Mapping[str, int]]) -> None:
    """Write what was learned into the bank, a question a line as it stands."""
    lines = BANK.read_text("utf-8").splitlines()
    for n, line in enumerate(lines):
        if line.startswith('    {"id": '):
            raw = json.loads(line.rstrip(","))
            raw.pop("sits", None)
            if sits.get(raw["id"]):
                raw["sits"] = sits[raw["id"]]
            comma = "," if line.endswith(",") else ""
            lines[n] = f"    {json.dumps(raw, ensure_ascii=False)}{comma}"
    BANK.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
