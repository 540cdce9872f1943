"""Learn `lexicons/english.json` from an open treebank: how common the stems of English are, and which are nouns.

usage: learn_english.py TREEBANK.tsv.gz OUT.json     rows of id, form, lemma, UPOS, XPOS (see `lexicons/ENGLISH.md`)
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import Counter, defaultdict
from pathlib import Path

from journal.analyser.language import stem

FEWEST_OTHER = 3


def main(treebank: str, out: str) -> None:
    """Write for "noun" and "other" the stems by the rounded logarithm of how often they occur."""
    tags: dict[str, Counter[str]] = defaultdict(Counter)
    with gzip.open(treebank, "rt", encoding="utf-8") as rows:
        for row in rows:
            cells = row.rstrip("\n").split("\t")
            if len(cells) >= 4 and cells[0].isdigit() and cells[1].isalpha():
                tags[stem(cells[1])][cells[3]] += 1
    table: dict[str, dict[str, list[str]]] = {"noun": defaultdict(list), "other": defaultdict(list)}
    for word, counts in sorted(tags.items()):
        total = sum(counts.values())
        if counts["PROPN"] * 2 > total:
            continue
        kind = "noun" if counts["NOUN"] * 2 > total else "other"
        if kind == "noun" or total >= FEWEST_OTHER:
            table[kind][str(round(math.log(total + 1)))].append(word)
    plain = {kind: {size: " ".join(words) for size, words in sorted(sizes.items())} for kind, sizes in table.items()}
    Path(out).write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
