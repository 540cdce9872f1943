"""The worst misses and false flags: `python benchmarks/identifiers/worst.py [--journals FOLDER] [--most 20]`.

Journals are read leaving one out: every name labelled in a journal, but for those that are words too, is taken out of
the lists before it is read, as it stands and in lower case, so that what is found is found by its company. The tuning
half of the practice notes is read with the lists as they are. A miss is worse the more often its words stand in the
journal; a sure false flag is worse than a maybe. `--strict` measures the strict mode.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from texts import DEMO, Text, journals, practice  # noqa: E402

from journal.identifiers import check, checking  # noqa: E402
from journal.identifiers.lexicon import FLAG, Lexicon, lexicon, read  # noqa: E402
from journal.identifiers.tokens import tokenise  # noqa: E402


@dataclass(frozen=True)
class Fault:
    """Something missed or wrongly marked, with the words around it."""

    kind: str
    words: str
    around: str
    where: str


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--journals", type=Path, default=DEMO)
    parser.add_argument("--most", type=int, default=20)
    parser.add_argument("--strict", action="store_true")
    options = parser.parse_args()
    missed: Counter[Fault] = Counter()
    false: Counter[Fault] = Counter()
    wanted = 0
    for name, texts in journals(options.journals).items():
        with without(word for text in texts for start, end, _ in text.wanted for word in words(text, start, end)):
            for text in texts:
                for where, shown in ((name, text), (f"{name}, lower case", text.lowered())):
                    wanted += len(shown.wanted)
                    faults(shown, where, options.strict, missed, false)
    for text in practice("tuning"):
        wanted += len(text.wanted)
        faults(text, "practice notes", options.strict, missed, false)
    print(f"{sum(missed.values())} of {wanted} missed, {sum(false.values())} false\n")
    for title, found in (("missed", missed), ("false", false)):
        for fault, times in found.most_common(options.most):
            print(f"{title} {times} x {fault.kind:14} {fault.words!r} in ...{fault.around}... ({fault.where})")


def faults(text: Text, where: str, strict: bool, missed: Counter[Fault], false: Counter[Fault]) -> None:
    """Add what is wrong with one text."""
    found = check(text.text, strict=strict)
    covered = {place for each in found for place in range(each.start, each.end)}
    for start, end, kind in text.wanted:
        if not all(place in covered for place in range(start, end) if text.text[place].isalnum()):
            missed[Fault(kind, text.text[start:end], text.around(start, end), where)] += 1
    for each in found:
        if not any(each.start < end and start < each.end for start, end, _ in text.wanted):
            words_of, weight = text.text[each.start : each.end], 2 if each.severity == "sure" else 1
            false[Fault(each.type, words_of, text.around(each.start, each.end), where)] += weight


def words(text: Text, start: int, end: int) -> Iterator[str]:
    """The folded words of a stretch that are no ordinary words: a name that is one ("Rose") is known from the lists."""
    tokens = (token for token in tokenise(text.text[start:end]) if token.kind == "word")
    return (token.key for token in tokens if not lexicon().flags(token.key) & FLAG["WORD"])


@contextmanager
def without(words_of: Iterator[str]) -> Iterator[None]:
    """Check with lists of names that hold none of these words."""
    gone = set(words_of)
    names = {kind: " ".join(word for word in written.split() if word not in gone)
             for kind, written in read("names").items() if kind != "sources"}  # fmt: skip
    rules = checking._rules()
    whole = rules.lexicon
    rules.lexicon = rules.words.lexicon = Lexicon(read("cues"), read("allow"), names, read("words"))
    try:
        yield
    finally:
        rules.lexicon = rules.words.lexicon = whole


if __name__ == "__main__":
    main()
