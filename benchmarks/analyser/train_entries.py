"""Learn the weights that decide elements, components and how it went, and tell how they do on journals left out.

    PYTHONPATH=. python benchmarks/analyser/train_entries.py [--write]

Needs SciPy and scikit-learn, at training time only. Reads the labelled journals of `journal/demo/journals`, the tuning
parts of `practice_journals`, `development_entries`, `further_entries` and (how it went alone) `theme_journals`, and the
`learning_entries`, all in `tests/data`. Prints Cohen's kappa by writer: every demo journal, folder of journals and
family of voices of the learning entries is judged by weights learned on what others wrote (in FOLDS parts, none of
which shares a writer with another). With --write, learns
on all and writes `journal/analyser/lexicons/weights/entries.json`. The cues were written by people who had read most of
the journals (not the learning entries), so there these figures are honest about the weights only.

A rule weighs amounts (of cues, of families of words, of how the text is built; brought to one scale) and the marks of
the text (words, and `wording.pairs` that follow each other), each by itself: present or not, over the root of how many
different words there are. Parts of a reflection and the two sides of how it went weigh the marks of single sentences
too (`told.sentences`, as often as they are there, put together as `fitting.py` tells); elements do not, they are what
the whole is about. A mark counts if it stands in at least FEWEST entries or sentences (a pair in FEWEST_OF_A_PAIR);
weights are rounded to whole numbers of UNIT and dropped below SMALLEST. An entry of a whole journal counts for
OF_A_JOURNAL of the learning entries: its labels were set with the whole journal read, and with more care; for elements
most, since what an entry is about shows best in what its writer keeps writing about.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import fitting
import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.metrics import cohen_kappa_score

from journal.analyser import components, cues, elements, told, valence, wording
from journal.analyser.language import read
from journal.analyser.results import COMPONENTS, ELEMENTS, VALENCES
from journal.analyser.signals import SIGNALS, signals

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "journal/analyser/lexicons/weights/entries.json"
DEMO = "journal/demo/journals/*.json"
FOLDERS = ("practice_journals", "development_entries", "further_entries")
# These say how each entry went and nothing else.
VALENCE_ALONE = "theme_journals"
JOURNALS = (DEMO, *(f"tests/data/{folder}/tuning-*.json" for folder in (*FOLDERS, VALENCE_ALONE)))
LEARNING_FOLDER = "learning_entries"
LEARNING = f"tests/data/{LEARNING_FOLDER}/*.tsv"
HOW = {"w": "went_well", "m": "mixed", "h": "was_hard"}
ELEMENT_LETTERS = dict(zip("ucmiet", ELEMENTS, strict=True))
COMPONENT_LETTERS = dict(zip("fpaln", COMPONENTS[1:], strict=True))
SCALE = 0.3
MARK_SCALE = 4.0
SENTENCE_SCALE = {"components": 8.0, "valence": 4.0}
STRENGTH = {"elements": 0.07, "components": 0.03, "valence": 0.045}
OF_A_JOURNAL = {"elements": 3.0, "components": 2.2, "valence": 1.7}
FEWEST = 14
FEWEST_OF_A_PAIR = 50
UNIT = 0.1
# Weights of how it went are held smaller, so fewer of them are dropped.
SMALLEST = {"elements": 5, "components": 5, "valence": 3}
FOLDS = 8
PROCESSES = 2
ELEMENT_THRESHOLD = 0.6
# How far the threshold of a component moves from even odds to where as many are found as readers of journals found:
# those who wrote the learning entries saw an analysis less often.
TOWARDS_RATE = 0.5


Scores = dict[str, float]


class Texts:
    """Entries as numbers: amounts by name for each outcome, known marks of each, known marks of each sentence."""

    def __init__(self, rows: list[dict[str, Any]], known: list[str], known_of_sentences: list[str]) -> None:
        self.rows = rows
        self.marks = _table([(row["marks"], row["size"]) for row in rows], known)
        self.sentences = _table([sentence for row in rows for sentence in row["sentences"]], known_of_sentences)
        self.first = np.cumsum([0, *(len(row["sentences"]) for row in rows)])


def _table(marked: list[tuple[Collection[str], float]], known: list[str]) -> csr_matrix:
    place = {mark: n for n, mark in enumerate(known)}
    cells = [(n, place[mark], 1 / size) for n, (marks, size) in enumerate(marked) for mark in marks if mark in place]
    at, column, value = zip(*cells, strict=True)
    return csr_matrix((value, (at, column)), shape=(len(marked), len(known)))


def load_entries() -> list[dict[str, Any]]:
    """Give every entry with who wrote it, its labels and measured amounts; the labelled journals first."""
    rows = []
    for path in (path for pattern in JOURNALS for path in sorted(ROOT.glob(pattern))):
        for entry in json.loads(path.read_text("utf-8"))["entries"]:
            rows.append(_measured(entry, journal=path.stem, folder=path.parent.name))
    for path in sorted(ROOT.glob(LEARNING)):
        for line in path.read_text("utf-8").splitlines():
            rows.append(_measured(_unpacked(line), journal=path.stem, folder=path.parent.name))
    return rows


def _unpacked(line: str) -> dict[str, Any]:
    _, how, named, present, text = line.split("\t")
    return {
        "text": text,
        "valence": HOW[how],
        "elements": [ELEMENT_LETTERS[letter] for letter in named if letter in ELEMENT_LETTERS],
        "components": [COMPONENT_LETTERS[letter] for letter in present if letter in COMPONENT_LETTERS],
    }


def _measured(entry: dict[str, Any], journal: str, folder: str) -> dict[str, Any]:
    document = read(entry["text"])
    found = cues.find(document)
    measured = {**signals(document), **wording.families(document.lowers)}
    gathered = elements.evidence(document, found)
    by_sentence = components.cues_by_sentence(document, found)
    return {
        "journal": journal,
        "gold": entry,
        "folder": folder,
        "marks": {*document.stems, *map(" ".join, wording.pairs(document))},
        "size": math.sqrt(len(set(document.stems))) or 1.0,
        "sentences": [
            ([" ".join(mark) if isinstance(mark, tuple) else mark for mark in marks], math.sqrt(size) or 1.0)
            for marks, size in told.sentences(document, by_sentence)
        ],
        "elements": {e: {**measured, **a._asdict()} for e, a in elements.amounts_of(gathered).items()},
        "components": {c: {**measured, **components.cue_amounts(by_sentence[c])._asdict()} for c in COMPONENTS[1:]},
        "valence": {**measured, **valence.balance(document, found, gathered)._asdict()},
    }


def writer(row: dict[str, Any]) -> str:
    """Give who wrote an entry, as far as is told apart: a demo journal, a family of voices, a folder of journals."""
    alone = row["folder"] in (Path(DEMO).parent.name, LEARNING_FOLDER)
    return str(row["journal"] if alone else row["folder"])


def known_marks(marked: Iterable[set[str]]) -> list[str]:
    counted = Counter(mark for marks in marked for mark in marks)
    return sorted(mark for mark, count in counted.items() if count >= (FEWEST_OF_A_PAIR if " " in mark else FEWEST))


def labelled_in_full(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["folder"] != VALENCE_ALONE]


def features_of(outcome: str, rows: list[dict[str, Any]]) -> tuple[str, list[str]]:
    """Give the part an outcome belongs to and the names of the amounts its rule weighs."""
    if outcome in ELEMENTS:
        return "elements", [*elements.Amounts._fields, *SIGNALS, *ELEMENTS]
    if outcome in COMPONENTS:
        return "components", [*components.CueAmounts._fields, *SIGNALS]
    return "valence", list(rows[0]["valence"])


def learn_rules(texts: Texts, outcome: str) -> tuple[list[dict[str, Any]], list[fitting.Fitted], float]:
    """Give the rules of an outcome (two for how it went, good and hard, with what speaks for both; else one), and as
    fitted, with the weights of the known marks of texts and of sentences brought to one.
    """
    part, names = features_of(outcome, texts.rows)
    amounts = [row[part] if part == "valence" else row[part][outcome] for row in texts.rows]
    x = np.array([[amount[name] for name in names] for amount in amounts])
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    scale = SENTENCE_SCALE.get(part, 0.0)
    whole = hstack([csr_matrix((x - middle) / spread * SCALE), texts.marks * MARK_SCALE]).tocsr()
    counted = np.array([1.0 if row["folder"] == LEARNING_FOLDER else OF_A_JOURNAL[part] for row in texts.rows])
    if part == "valence":
        kind = np.array([VALENCES.index(row["gold"]["valence"]) for row in texts.rows])
        loss, wanted, further = fitting.one_or_both(kind, counted), 2, 1
    else:
        loss = fitting.yes_or_no(np.array([outcome in row["gold"][part] for row in texts.rows]), counted)
        wanted, further = 1, 0
    sentences = texts.sentences * scale if scale else texts.sentences[:, :0]
    known = fitting.Texts(whole, sentences, texts.first)
    fitted, both = fitting.fit(known, loss, wanted, further, decay=1 / STRENGTH[part])
    rules, brought = [], []
    for one in fitted:
        weights = one.whole[: len(names)] * SCALE / spread
        start = one.start - float(weights @ middle)
        rules.append({"start": start, "weights": dict(zip(names, map(float, weights), strict=True))})
        brought.append(fitting.Fitted(start, one.whole[len(names) :] * MARK_SCALE, one.sentences * scale))
    return rules, brought, float(both.sum())


def learn(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Give all rules (without thresholds) and the weights of the marks of texts and of sentences."""
    known = known_marks(row["marks"] for row in rows)
    of_sentences = known_marks(set(marks) for row in rows for marks, _ in row["sentences"])
    rules, fitted, both = learn_rules(Texts(rows, known, of_sentences), "valence")
    learned: dict[str, Any] = {"both": both, "valence": dict(zip(wording.SIDES, rules, strict=True))}
    whole_texts = Texts(labelled_in_full(rows), known, of_sentences)
    for part, names in (("components", COMPONENTS[1:]), ("elements", ELEMENTS)):
        learned[part] = {}
        for name in names:
            (learned[part][name],), (one,), _ = learn_rules(whole_texts, name)
            fitted.append(one)
    learned["words"] = _packed(known, wording.OUTCOMES, [one.whole for one in fitted])
    learned["sentences"] = _packed(of_sentences, told.OUTCOMES, [one.sentences for one in fitted[: len(told.OUTCOMES)]])
    return learned


def _packed(known: list[str], outcomes: Sequence[str], columns: list[np.ndarray]) -> dict[str, Any]:
    least = [
        SMALLEST["elements" if n in ELEMENTS else "components" if n in COMPONENTS else "valence"] for n in outcomes
    ]
    whole = np.rint(np.array(columns) / UNIT).astype(int)
    whole[np.abs(whole) < np.array(least)[:, None]] = 0
    packed = {
        mark: " ".join(f"{chr(97 + n)}{weight}" for n, weight in enumerate(whole[:, at]) if weight)
        for at, mark in enumerate(known)
    }
    return {"unit": UNIT, "weights": {mark: line for mark, line in packed.items() if line}}


class Judge:
    """Rules as the analyser would read them."""

    def __init__(self, rules: dict[str, Any]) -> None:
        self.rules = rules
        self.words = wording.Weights((rules["words"], wording.OUTCOMES))
        self.sentences = wording.Weights((rules["sentences"], told.OUTCOMES))

    def scores(self, row: dict[str, Any]) -> Scores:
        """Give the log-odds that the rules give each outcome in one entry."""
        leaning = dict(zip(wording.OUTCOMES, _amounts(self.words, row["marks"], row["size"]), strict=True))
        amounts = [_amounts(self.sentences, *sentence) for sentence in row["sentences"]]
        for name, each in zip(told.OUTCOMES, zip(*amounts, strict=True), strict=True):
            leaning[name] += told.together(each)

        def of(part: str, name: str, amounts: dict[str, float]) -> float:
            rule = self.rules[part][name]
            return float(rule["start"] + sum(w * amounts[f] for f, w in rule["weights"].items()) + leaning[name])

        good, hard = [of("valence", side, row["valence"]) for side in wording.SIDES]
        return {
            **{name: of("elements", name, row["elements"][name]) for name in ELEMENTS},
            **{name: of("components", name, row["components"][name]) for name in COMPONENTS[1:]},
            **dict(zip(VALENCES, valence.by_sides(good, hard, self.rules["both"]), strict=True)),
        }


def _amounts(weights: wording.Weights, marks: Iterable[str], size: float) -> list[float]:
    return weights.amounts(0, weights.added(map(_mark, marks)), round(size * size))


def _mark(written: str) -> wording.Mark:
    first, _, second = written.partition(" ")
    return (first, second) if second else first


def thresholds(scored: list[tuple[dict[str, Any], Scores]]) -> Scores:
    """Give from which log-odds each element and component counts, by entries that had no part in the rules."""
    journals = [(row["gold"], found) for row, found in scored if row["folder"] not in (LEARNING_FOLDER, VALENCE_ALONE)]
    met = {}
    for name in COMPONENTS[1:]:
        share = sum(name in gold["components"] for gold, _ in journals) / len(journals)
        met[name] = TOWARDS_RATE * float(np.quantile([found[name] for _, found in journals], 1 - share))
    return {**dict.fromkeys(ELEMENTS, math.log(ELEMENT_THRESHOLD / (1 - ELEMENT_THRESHOLD))), **met}


def judge(found: Scores, least: Scores) -> dict[str, Any]:
    """Give what is said of one entry by its scores."""
    best = max(VALENCES, key=lambda name: found[name])
    return {
        "elements": [name for name in ELEMENTS if found[name] >= least[name]],
        "components": [name for name in COMPONENTS[1:] if found[name] >= least[name]],
        "valence": best,
        "sureness": 1 / sum(math.exp(found[name] - found[best]) for name in VALENCES),
    }


def report(pairs: list[tuple[dict[str, Any], dict[str, Any]]], title: str) -> None:
    """Print kappas of (judged, gold) pairs."""
    print(title)
    for part, names in (("elements", ELEMENTS), ("components", COMPONENTS[1:])):
        kappas = {
            n: cohen_kappa_score([n in j[part] for j, _ in pairs], [n in g[part] for _, g in pairs]) for n in names
        }
        each = {n: round(float(k), 2) for n, k in kappas.items()}
        print(f"  {part:10} mean {np.mean(list(kappas.values())):.2f}  ", each)
    kappa = cohen_kappa_score([j["valence"] for j, _ in pairs], [g["valence"] for _, g in pairs])
    print(f"  valence    {kappa:.2f}")


def left_out(rows: list[dict[str, Any]]) -> list[Scores]:
    """Give the scores of every entry in the given order by rules learned on what others wrote."""
    part = {one: n % FOLDS for n, one in enumerate(dict.fromkeys(map(writer, rows)))}
    folds = [part[writer(row)] for row in rows]
    found: list[Scores] = [{}] * len(rows)
    with ProcessPoolExecutor(PROCESSES) as pool:
        for scored in pool.map(_scored_by_others, [rows] * FOLDS, [folds] * FOLDS, range(FOLDS)):
            for n, scores in scored.items():
                found[n] = scores
    return found


def _scored_by_others(rows: list[dict[str, Any]], folds: list[int], fold: int) -> dict[int, Scores]:
    judge_of = Judge(learn([row for row, other in zip(rows, folds, strict=True) if other != fold]))
    return {n: judge_of.scores(row) for n, row in enumerate(rows) if folds[n] == fold}


def judged_by_others(rows: list[dict[str, Any]], found: list[Scores]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Give (judged, gold) of every entry, with thresholds that its writer had no part in."""
    scored = list(zip(rows, found, strict=True))
    least = {
        left: thresholds([(row, one) for row, one in scored if writer(row) != left]) for left in set(map(writer, rows))
    }
    return [(judge(one, least[writer(row)]), row["gold"]) for row, one in scored]


def report_by_writer(rows: list[dict[str, Any]], pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """Print kappas over the labelled journals, over the learning entries, and for each writer left out."""
    full = [(row, pair) for row, pair in zip(rows, pairs, strict=True) if row["folder"] != VALENCE_ALONE]
    report([p for row, p in full if row["folder"] != LEARNING_FOLDER], "labelled journals, writers left out")
    report([p for row, p in full if row["folder"] == Path(DEMO).parent.name], "of these the demo journals")
    report([p for row, p in full if row["folder"] == LEARNING_FOLDER], "learning entries, families left out")
    for left in dict.fromkeys(writer(row) for row, _ in full):
        here = [pair for row, pair in full if writer(row) == left]
        report(here, f"left out: {left}, {len(here)} entries")


def report_sureness(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """Print how often a guess of how it went is right, and how often the opposite, from a sureness on."""
    opposite = {"went_well": "was_hard", "was_hard": "went_well"}
    for least in (0.0, 0.45, 0.5, 0.55, valence.SURE, 0.6):
        sure = [(said["valence"], gold["valence"]) for said, gold in pairs if said["sureness"] >= least]
        right = sum(one == other for one, other in sure) / max(len(sure), 1)
        upside_down = sum(opposite.get(one) == other for one, other in sure) / max(len(sure), 1)
        print(f"  sure {least:.2f}: {len(sure) / len(pairs):.0%} right {right:.0%} opposite {upside_down:.0%}")


def main() -> None:
    rows = load_entries()
    found = left_out(rows)
    pairs = judged_by_others(rows, found)
    report_by_writer(rows, pairs)
    report_sureness(pairs)
    if "--write" in sys.argv:
        rules = learn(rows)
        least = thresholds(list(zip(rows, found, strict=True)))
        for part in ("elements", "components"):
            for name, rule in rules[part].items():
                rule["threshold"] = 1 / (1 + math.exp(-least[name]))
        shipped = Judge(rules)
        fit = [(judge(shipped.scores(row), least), row["gold"]) for row in rows]
        report(fit, "on the entries it was learned from")
        WEIGHTS.parent.mkdir(exist_ok=True)
        WEIGHTS.write_text(json.dumps(rounded(rules), indent=0, ensure_ascii=False) + "\n", "utf-8")


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
