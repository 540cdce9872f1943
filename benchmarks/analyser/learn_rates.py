"""Learn `lexicons/rates.json`: in how many of a thousand entries of anybody's each concept and field shows.

usage: learn_rates.py OUT.json     counts the demo journals, and the tuning parts of the journals and the learning
                                   entries in `tests/data`
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from journal.analyser.entry import analyse
from journal.analyser.results import Entry
from journal.analyser.sightings import shown

ROOT = Path(__file__).resolve().parents[2]
FEWEST = 20
PRIOR, PRIOR_OF = 2, 60


def main(out: str) -> None:
    """Write the rates of those that show in at least twenty entries of a thousand."""
    paths = [*(ROOT / "journal/demo/journals").glob("*.json"), *(ROOT / "tests/data").glob("*/tuning-*.json")]
    # Fields were written for what these speak of: they would count it as more usual than it is.
    paths = [path for path in paths if path.parent.name != "planted_journals"]
    texts = [entry["text"] for path in paths for entry in json.loads(path.read_text("utf-8"))["entries"]]
    for path in (ROOT / "tests/data/learning_entries").glob("*.tsv"):
        texts.extend(line.split("\t")[-1] for line in path.read_text("utf-8").splitlines())
    counts = Counter(key for text in texts for key in shown(Entry("", None, analyse(text))))
    total = len(texts)
    rates: dict[str, dict[str, int]] = {"concepts": {}, "fields": {}}
    for key, count in sorted(counts.items()):
        kind, name = key.split("/", 1)
        rate = round(1000 * (count + PRIOR) / (total + PRIOR_OF))
        if rate >= FEWEST:
            rates[f"{kind}s"][name] = rate
    Path(out).write_text(json.dumps(rates, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
