"""Learn the weights that decide elements, components and how it went, and tell how they do on journals left out.

    PYTHONPATH=. python benchmarks/analyser/train_entries.py [--write]

Needs scikit-learn, at training time only. Reads the labelled journals of `journal/demo/journals`, the tuning parts of
`practice_journals`, `development_entries`, `further_entries` and (how it went alone) `theme_journals`, and the
`learning_entries`, all in `tests/data`. Prints Cohen's kappa by writer: every demo journal, folder of journals and
family of voices of the learning entries is judged by weights learned on what others wrote. With --write, learns
on all and writes `journal/analyser/lexicons/weights/entries.json`. The cues were written by people who had read most of
the journals (not the learning entries), so there these figures are honest about the weights only.

A rule weighs amounts (of cues, of families of words, of how the text is built; brought to one scale) and the marks of
the text (words, and `wording.pairs` that follow each other), each by itself: present or not, over the root of
how many different words there are. A mark counts if it stands in at least FEWEST entries (a pair in FEWEST_OF_A_PAIR);
weights are rounded to whole numbers of UNIT and dropped below SMALLEST. An entry of a whole journal counts for
OF_A_JOURNAL of the learning entries: its labels were set with the whole journal read, and with more care; for elements
most, since what an entry is about shows best in what its writer keeps writing about.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score

from journal.analyser import components, cues, elements, valence, wording
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
STRENGTH = {"elements": 0.07, "components": 0.03, "valence": 0.045}
OF_A_JOURNAL = {"elements": 3.0, "components": 2.2, "valence": 1.7}
FEWEST = 10
FEWEST_OF_A_PAIR = 36
UNIT = 0.1
SMALLEST = 3
ELEMENT_THRESHOLD = 0.6
# How far the threshold of a component moves from even odds to where as many are found as readers of journals found:
# those who wrote the learning entries saw an analysis less often.
TOWARDS_RATE = 0.5


Scores = dict[str, float]


class Texts:
    """Entries as numbers: amounts by name for each outcome, and which known marks each holds."""

    def __init__(self, rows: list[dict[str, Any]], known: list[str]) -> None:
        self.rows = rows
        place = {mark: n for n, mark in enumerate(known)}
        cells = [
            (n, place[mark], 1 / row["size"]) for n, row in enumerate(rows) for mark in row["marks"] & place.keys()
        ]
        at, column, value = zip(*cells, strict=True)
        self.marks = csr_matrix((value, (at, column)), shape=(len(rows), len(known)))


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
        "elements": {e: {**measured, **a._asdict()} for e, a in elements.amounts_of(gathered).items()},
        "components": {c: {**measured, **components.cue_amounts(by_sentence[c])._asdict()} for c in COMPONENTS[1:]},
        "valence": {**measured, **valence.balance(document, found, gathered)._asdict()},
    }


def writer(row: dict[str, Any]) -> str:
    """Give who wrote an entry, as far as is told apart: a demo journal, a family of voices, a folder of journals."""
    alone = row["folder"] in (Path(DEMO).parent.name, LEARNING_FOLDER)
    return str(row["journal"] if alone else row["folder"])


def known_marks(rows: list[dict[str, Any]]) -> list[str]:
    counted = Counter(mark for row in rows for mark in row["marks"])
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


def learn_rule(texts: Texts, outcome: str, y: np.ndarray) -> tuple[list[dict[str, Any]], np.ndarray]:
    """Give a rule for each class of y (one for two classes), and the weights of the known marks, a row each."""
    part, names = features_of(outcome, texts.rows)
    amounts = [row[part] if part == "valence" else row[part][outcome] for row in texts.rows]
    x = np.array([[amount[name] for name in names] for amount in amounts])
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    joined = hstack([csr_matrix((x - middle) / spread * SCALE), texts.marks * MARK_SCALE]).tocsr()
    counted = [1.0 if row["folder"] == LEARNING_FOLDER else OF_A_JOURNAL[part] for row in texts.rows]
    model = LogisticRegression(C=STRENGTH[part], max_iter=500, class_weight="balanced")
    model.fit(joined, y, sample_weight=counted)
    rules = []
    for line, start in zip(model.coef_, model.intercept_, strict=True):
        weights = line[: len(names)] * SCALE / spread
        rules.append(
            {"start": float(start - weights @ middle), "weights": dict(zip(names, map(float, weights), strict=True))}
        )
    return rules, model.coef_[:, len(names) :] * MARK_SCALE


def learn(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Give all rules (without thresholds) and the marks' weights."""
    known = known_marks(rows)
    texts = Texts(rows, known)
    whole_rows = labelled_in_full(rows)
    whole_texts = Texts(whole_rows, known)
    columns = []
    y = np.array([VALENCES.index(row["gold"]["valence"]) for row in rows])
    rules, words = learn_rule(texts, "valence", y)
    learned: dict[str, Any] = {"elements": {}, "components": {}, "valence": dict(zip(VALENCES, rules, strict=True))}
    columns.extend(words)
    for part, names in (("components", COMPONENTS[1:]), ("elements", ELEMENTS)):
        for name in names:
            y = np.array([name in row["gold"][part] for row in whole_rows])
            (learned[part][name],), words = learn_rule(whole_texts, name, y)
            columns.extend(words)
    whole = np.rint(np.array(columns) / UNIT).astype(int)
    packed = {
        mark: " ".join(f"{chr(97 + n)}{weight}" for n, weight in enumerate(whole[:, at]) if abs(weight) >= SMALLEST)
        for at, mark in enumerate(known)
    }
    learned["words"] = {"unit": UNIT, "weights": {mark: line for mark, line in packed.items() if line}}
    return learned


def leanings(rules: dict[str, Any], row: dict[str, Any]) -> dict[str, float]:
    """Give what `wording.leanings` would, by these rules."""
    sums = dict.fromkeys(wording.OUTCOMES, 0)
    for mark in row["marks"]:
        for part in rules["words"]["weights"].get(mark, "").split():
            sums[wording.OUTCOMES[ord(part[0]) - 97]] += int(part[1:])
    return {name: rules["words"]["unit"] * total / row["size"] for name, total in sums.items()}


def scores(rules: dict[str, Any], row: dict[str, Any]) -> Scores:
    """Give the log-odds that the rules give each outcome in one entry."""
    leaning = leanings(rules, row)

    def of(part: str, name: str, amounts: dict[str, float]) -> float:
        rule = rules[part][name]
        return float(rule["start"] + sum(w * amounts[f] for f, w in rule["weights"].items()) + leaning[name])

    return {
        **{name: of("elements", name, row["elements"][name]) for name in ELEMENTS},
        **{name: of("components", name, row["components"][name]) for name in COMPONENTS[1:]},
        **{name: of("valence", name, row["valence"]) for name in VALENCES},
    }


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
    writers = [writer(row) for row in rows]
    found: list[Scores] = [{}] * len(rows)
    for left in dict.fromkeys(writers):
        rules = learn([row for row, by in zip(rows, writers, strict=True) if by != left])
        found = [scores(rules, row) if by == left else old for row, by, old in zip(rows, writers, found, strict=True)]
    return found


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
        fit = [(judge(scores(rules, row), least), row["gold"]) for row in rows]
        report(fit, "on the entries it was learned from")
        WEIGHTS.parent.mkdir(exist_ok=True)
        WEIGHTS.write_text(json.dumps(rounded(rules), indent=0, ensure_ascii=False) + "\n", "utf-8")


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
