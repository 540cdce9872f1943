"""Recall, precision, false flags and speed of the identifier check: `python benchmarks/identifiers/run.py`.

Four sources, none of which a rule was fitted to sentence by sentence: the labelled demo journals, generated UK
formats (values by Faker, sentences from `frames.py`), names of several origins that the lists do not hold, and
texts without identifiers (`--texts FILE` adds a file with one text a line). `--strict` measures the strict mode.
"""

import argparse
import json
import random
import re
import string
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from faker import Faker

from journal.identifiers import check
from journal.identifiers.lexicon import FLAG, lexicon
from journal.identifiers.shapes import has_check_digit
from journal.identifiers.tokens import tokenise

sys.path.insert(0, str(Path(__file__).parent))
from frames import FORMS, ORIGIN_FRAMES, WITHOUT

ROOT = Path(__file__).resolve().parents[2]
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
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def add(self, text: str, wanted: list[tuple[int, int]], *, strict: bool) -> None:
        found = check(text, strict=strict)
        covered = {place for each in found for place in range(each.start, each.end)}
        self.words += len(text.split())
        for start, end in wanted:
            whole = all(place in covered for place in range(start, end) if text[place].isalnum())
            self.wanted += 1
            self.hit += whole
            if not whole:
                self.missed.append(text[max(0, start - 25) : end + 25])
        for each in found:
            right = any(each.start < end and start < each.end for start, end in wanted)
            self.flagged += 1
            self.right += right
            if not right:
                self.false.append(
                    f"{text[each.start : each.end]} ({each.type}): {text[max(0, each.start - 25) : each.end + 25]}"
                )

    def row(self, name: str) -> str:
        recall = f"{self.hit / self.wanted:.3f}" if self.wanted else "  -  "
        precision = f"{self.right / self.flagged:.3f}" if self.flagged else "  -  "
        false = 1000 * (self.flagged - self.right) / max(1, self.words)
        return f"{name:34} {self.wanted:6} {recall:>7} {precision:>9} {false:10.2f}"


def journals() -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """(journal, text, wanted spans); a name that is also a word counts only where it is labelled first."""
    for path in sorted((ROOT / "journal" / "demo" / "journals").glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8"))["entries"]:
            spans: list[tuple[int, int]] = []
            for label in entry["identifiers"]:
                pattern = r"(?<!\w)" + re.escape(label["text"]) + r"(?!\w)"
                for match in re.finditer(pattern, entry["text"]):
                    if not any(start <= match.start() < end for start, end in spans):
                        spans.append(match.span())
            yield path.stem, entry["text"], spans


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


def speed(*, strict: bool) -> str:
    """Time of 200 words over the journals, and of growing hostile text, in one run."""
    texts = [text for _, text, _ in journals()]
    words = sum(len(text.split()) for text in texts)
    begin = time.process_time()
    for _ in range(3):
        for text in texts:
            check(text, strict=strict)
    per_200 = (time.process_time() - begin) / 3 / words * 200 * 1000
    cold = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True, cwd=ROOT)
    return f"200 words: {per_200:.2f} ms; cold start with lists: {float(cold.stdout) * 1000:.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--each", type=int, default=300, help="generated notes of each type")
    parser.add_argument("--texts", type=Path, help="further texts without identifiers, one a line")
    parser.add_argument("--show", type=int, default=0, help="misses and false flags to print for each row")
    options = parser.parse_args()
    rows: dict[str, Tally] = defaultdict(Tally)
    for journal, text, spans in journals():
        rows[f"journal {journal}"].add(text, spans, strict=options.strict)
        rows["journals, all"].add(text, spans, strict=options.strict)
        rows["journals, lower case"].add(text.lower(), spans, strict=options.strict)
    for kind, text, span in formats(options.each):
        rows[f"UK {kind}"].add(text, [span], strict=options.strict)
        rows["UK formats, all"].add(text, [span], strict=options.strict)
        rows["UK formats, lower case"].add(text.lower(), [span], strict=options.strict)
    for origin, locales in ORIGINS.items():
        for text, span in origin_texts(strangers(locales)):
            rows[f"unlisted names, {origin}"].add(text, [span], strict=options.strict)
    for text in WITHOUT:
        rows["texts without identifiers"].add(text, [], strict=options.strict)
    if options.texts:
        for text in options.texts.read_text(encoding="utf-8").splitlines():
            rows["texts given"].add(text, [], strict=options.strict)
    print(f"{'':34} {'wanted':>6} {'recall':>7} {'precision':>9} {'false/1000':>10}")
    for name, tally in rows.items():
        print(tally.row(name))
        for line in tally.missed[: options.show]:
            print("    missed:", line)
        for line in tally.false[: options.show]:
            print("    false: ", line)
    print(speed(strict=options.strict))


if __name__ == "__main__":
    main()
