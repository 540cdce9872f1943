"""Recall, precision, false flags and speed of the identifier check: `python benchmarks/identifiers/run.py`.

One command, one table, warning and strict mode beside each other. Sources: the labelled demo journals (as they are, in
lower case, and leaving each journal's names out of the lists), the practice notes in two halves (the kept one was
never tuned on), generated UK formats (values by Faker, sentences from `frames.py`), names of several origins that the
lists do not hold, and texts without identifiers (`--texts FILE` adds a file with one text a line). `--journals FOLDER`
reads other journals, `--quick` leaves the speeds out.
"""

import argparse
import os
import random
import re
import string
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from faker import Faker

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from frames import FORMS, ORIGIN_FRAMES, WITHOUT  # noqa: E402
from texts import DEMO, Text, journals, plain_journals, practice  # noqa: E402
from worst import without, words  # noqa: E402

from journal.identifiers import check  # noqa: E402
from journal.identifiers.lexicon import FLAG, lexicon  # noqa: E402
from journal.identifiers.shapes import has_check_digit  # noqa: E402
from journal.identifiers.tokens import tokenise  # noqa: E402

ORIGINS = {
    "British": ["en_GB"],
    "Irish": ["en_IE", "ga_IE"],
    "East European": ["pl_PL", "ro_RO", "cs_CZ", "hu_HU", "lt_LT", "hr_HR"],
    "South Asian": ["en_IN", "en_PK", "hi_IN"],
    "African": ["en_NG", "yo_NG", "ig_NG", "ha_NG", "tw_GH", "zu_ZA", "en_KE", "sw"],
    "Arabic and Turkish": ["tr_TR", "az_AZ", "uz_UZ"],
    "Vietnamese and Filipino": ["vi_VN", "fil_PH", "id_ID", "en_PH"],
}
NAMES_EACH = 300
DAYS = "%d %B|%d %B %Y|%d/%m/%Y|%d/%m/%y|%d.%m.%Y|%d %b %Y|%Y-%m-%d|%B %d|%d-%m-%Y|%A %d %B|%d%b%y".split("|")
PLACES = "Ward|House|Lodge|Hospital|Primary School|Care Home|Surgery|Nursing Home|Court|Academy".split("|")
STREETS = "Road|Street|Avenue|Close|Lane|Crescent|Drive|Terrace|Gardens|Way".split("|")
PLANTS = ["Rowan", "Willow", "Oak", "Heron", "Maple"]
COLD = (
    "import time as t; a = t.process_time(); import journal.identifiers as i; i.check('a'); print(t.process_time() - a)"
)


@dataclass(slots=True)
class Tally:
    """Counts for one row of the table; a wanted span is hit when every letter and figure of it is covered."""

    wanted: int = 0
    hit: int = 0
    flagged: int = 0
    right: int = 0
    words: int = 0

    def add(self, text: str, wanted: Iterable[tuple[int, int]], *, strict: bool) -> None:
        """Check a text and count."""
        wanted = list(wanted)
        found = check(text, strict=strict)
        covered = {place for each in found for place in range(each.start, each.end)}
        self.words += len(text.split())
        self.wanted += len(wanted)
        self.hit += sum(all(at in covered for at in range(start, end) if text[at].isalnum()) for start, end in wanted)
        self.flagged += len(found)
        self.right += sum(any(each.start < end and start < each.end for start, end in wanted) for each in found)

    @property
    def recall(self) -> float:
        return self.hit / max(1, self.wanted)

    def columns(self) -> str:
        """Recall, precision and false flags for a thousand words."""
        recall = f"{self.recall:.3f}" if self.wanted else "-"
        precision = f"{self.right / self.flagged:.3f}" if self.flagged else "-"
        return f"{recall:>7} {precision:>9} {1000 * (self.flagged - self.right) / max(1, self.words):10.2f}"


class Table:
    """Rows by name, each counted in the warning and in the strict mode."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[Tally, Tally]] = defaultdict(lambda: (Tally(), Tally()))

    def add(self, name: str, text: str, wanted: Iterable[tuple[int, int]]) -> None:
        """Count a text in both modes."""
        spans = list(wanted)
        for tally, strict in zip(self.rows[name], (False, True), strict=True):
            tally.add(text, spans, strict=strict)

    def add_text(self, name: str, text: Text, kind: str | None = None) -> None:
        """Count a labelled text, or one type of its labels."""
        self.add(name, text.text, [(start, end) for start, end, of in text.wanted if kind in (None, of)])

    def show(self) -> None:
        """Print every row."""
        print(f"{'':36} {'wanted':>6} | {'recall':>7} {'precision':>9} {'false/1000':>10} | strict, the same")
        for name, (warning, strict) in self.rows.items():
            print(f"{name:36} {warning.wanted:6} | {warning.columns()} | {strict.columns()}")


def values(seed: int) -> dict[str, Callable[[], str]]:
    """A generator of values in UK formats for each type."""
    Faker.seed(seed)
    fake, chance = Faker("en_GB"), random.Random(seed)

    def nhs() -> str:
        while True:
            digits = "".join(chance.choice(string.digits) for _ in range(10))
            if digits[0] != "0" and has_check_digit(digits):
                return chance.choice(
                    [digits, f"{digits[:3]} {digits[3:6]} {digits[6:]}", f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"]
                )

    def day() -> str:
        written = fake.date_between("-3y").strftime(chance.choice(DAYS)).lstrip("0")
        return written

    def figures(count: int) -> str:
        return "".join(chance.choice(string.digits) for _ in range(count))

    def pin() -> str:
        nmc = f"{chance.randint(70, 99)}{chance.choice('ABCDEFGHIJKL')}{figures(4)}{chance.choice('ESWN')}"
        insurance = f"{chance.choice('ABCEGH')}{chance.choice('JKLMNP')} {figures(2)} {figures(2)} {figures(2)} A"
        hcpc = f"{chance.choice(['PA', 'OT', 'PH', 'RA', 'SL', 'DT', 'ODP'])}{chance.randint(10000, 99999)}"
        return chance.choice([nmc, insurance, insurance.replace(" ", ""), hcpc, f"SW{chance.randint(1000, 99999)}"])

    def place() -> str:
        saint = f"St {fake.first_name()}'s"
        return f"{chance.choice([fake.last_name(), saint, chance.choice(PLANTS)])} {chance.choice(PLACES)}"

    def address() -> str:
        flat = chance.choice(["", "", f"Flat {chance.randint(1, 40)}, "])
        return f"{flat}{chance.randint(1, 240)} {fake.last_name()} {chance.choice(STREETS)}"

    def person() -> str:
        title = chance.choice(["Mr", "Mrs", "Ms", "Miss", "Dr"])
        return chance.choice(
            [f"{title} {fake.last_name()}", fake.first_name(), f"{fake.first_name()} {fake.last_name()}"]
        )

    return {
        "NHS_NUMBER": nhs, "PHONE": fake.phone_number, "POSTCODE": fake.postcode, "EMAIL": fake.email, "DATE": day,
        "AGE_OVER_89": lambda: str(chance.randint(90, 106)), "VEHICLE": fake.license_plate, "ID_OTHER": pin,
        "RECORD_NUMBER": lambda: str(chance.randint(100000, 99999999)), "ADDRESS": address, "ORGANISATION": place,
        "PERSON": person,
    }  # fmt: skip


def formats(each: int) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """(type, text, wanted span) for generated notes in UK formats."""
    for kind, make in values(7).items():
        for number in range(each):
            frame = FORMS[kind][number % len(FORMS[kind])]
            value = make()
            start = frame.index("{x}")
            yield kind, frame.replace("{x}", value), (start, start + len(value))


def unlisted(name: str) -> bool:
    """Whether the lists hold no part of the name."""
    listed = FLAG["LISTED"] | FLAG["SURNAME"]
    return all(not lexicon().flags(token.key) & listed for token in tokenise(name) if token.kind == "word")


def strangers(locales: list[str]) -> list[tuple[str, str]]:
    """Given names and surnames of these locales that the lists do not hold (British given names are all listed)."""
    Faker.seed(11)
    pairs: list[tuple[str, str]] = []
    usable = []
    for locale in locales:
        try:
            usable.append(Faker(locale))
        except AttributeError:
            continue
    given: dict[str, None] = {}
    family: dict[str, None] = {}
    for _ in range(6000):
        for fake in usable:
            for store, name in ((given, fake.first_name()), (family, fake.last_name())):
                if re.fullmatch(r"[A-Za-zÀ-žșțȘȚ'’ -]+", name) and unlisted(name) and len(name) > 2:
                    store.setdefault(name)
        if len(given) >= NAMES_EACH and len(family) >= NAMES_EACH:
            break
    firsts, lasts = list(given) or [usable[0].first_name() for _ in range(NAMES_EACH)], list(family)
    for number in range(NAMES_EACH):
        if firsts and lasts:
            pairs.append((firsts[number % len(firsts)], lasts[number % len(lasts)]))
    return pairs


def origin_texts(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, tuple[int, int]]]:
    for number, (given, family) in enumerate(pairs):
        kind, frame = ORIGIN_FRAMES[number % len(ORIGIN_FRAMES)]
        name = {"full": f"{given} {family}", "title": f"Mrs {family}", "given": given}[kind]
        start = frame.index("{x}")
        yield frame.replace("{x}", name), (start, start + len(name))


def fill(table: Table, options: argparse.Namespace) -> None:
    """Count every source."""
    for name, texts in journals(options.journals).items():
        for text in texts:
            table.add_text(f"journal {name}", text)
            table.add_text("journals, all", text)
            table.add_text("journals, lower case", text.lowered())
        with without(word for text in texts for start, end, _ in text.wanted for word in words(text, start, end)):
            for text in texts:
                table.add_text("journals, leaving one out", text)
                table.add_text("journals, leaving one out, lower", text.lowered())
    for half in ("tuning", "kept"):
        for text in practice(half):
            table.add_text(f"practice notes, {half}", text)
            table.add_text(f"practice notes, {half}, lower", text.lowered())
    for kind, text, span in formats(options.each):
        table.add(f"UK {kind}", text, [span])
        table.add("UK formats, all", text, [span])
        table.add("UK formats, lower case", text.lower(), [span])
    for origin, locales in ORIGINS.items():
        for text, span in origin_texts(strangers(locales)):
            table.add(f"unlisted, {origin}", text, [span])
            table.add(f"unlisted, {origin}, lower", text.lower(), [span])
    for text in (*WITHOUT, *plain_journals()):
        table.add("texts without identifiers", text, [])
    if options.texts:
        for text in options.texts.read_text(encoding="utf-8").splitlines():
            table.add("texts given", text, [])


def gap(table: Table) -> str:
    """The widest gap between origins, on names the lists do not hold."""
    told = []
    for title, ending in (("as written", ""), ("lower case", ", lower")):
        rows = [table.rows[f"unlisted, {origin}{ending}"] for origin in ORIGINS]
        widest = [max(row[at].recall for row in rows) - min(row[at].recall for row in rows) for at in (0, 1)]
        told.append(f"{title} {widest[0]:.3f}, strict {widest[1]:.3f}")
    return "gap between name origins: " + "; ".join(told)


def speed() -> str:
    """Time of 200 words over the journals in both modes, and of the first check of a process."""
    texts = [text.text for found in journals(DEMO).values() for text in found]
    count = sum(len(text.split()) for text in texts)
    times = []
    for strict in (False, True):
        begin = time.process_time()
        for _ in range(3):
            for text in texts:
                check(text, strict=strict)
        times.append((time.process_time() - begin) / 3 / count * 200 * 1000)
    cold = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True, cwd=ROOT)
    return (
        f"server (load of this machine {os.getloadavg()[0]:.1f}), 200 words: {times[0]:.2f} ms,"
        f" strict {times[1]:.2f} ms;"
        f" first check of a process, lists and all: {float(cold.stdout) * 1000:.0f} ms"
    )


def main() -> None:
    """Print the table, the gap and the speeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=300, help="generated notes of each type")
    parser.add_argument("--texts", type=Path, help="further texts without identifiers, one a line")
    parser.add_argument("--journals", type=Path, default=DEMO)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    table = Table()
    fill(table, options)
    table.show()
    print(gap(table))
    if options.quick:
        return
    print(speed())
    subprocess.run([sys.executable, Path(__file__).with_name("phone.py")], check=False)


if __name__ == "__main__":
    main()
