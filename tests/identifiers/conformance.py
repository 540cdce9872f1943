"""The texts on which Python and JavaScript must agree: made the same way every time, at least 2,000 of them."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

PRACTICE = Path(__file__).resolve().parents[1] / "data" / "identifier_practice"
JOURNALS = Path(__file__).resolve().parents[2] / "journal" / "demo" / "journals"
ROOMS = [
    "Larch Ward",
    "hartley ward",
    "Ward 7",
    "ward 12b",
    "St Mary's",
    "St. Thomas' Hospital",
    "Oakdene care home",
    "The Willows",
    "Fenwick Road Primary",
    "Bethania vestry",
    "22 Inkerman Terrace",
    "flat 2 Tan-y-Bryn Court",
    "3 chapel row, polgarrow",
    "Gelli Wen Road",
    "Rose Cottage",
    "Manor Farm",
    "the Gurnos estate",
    "bed 6",
]
NUMBERS = [
    "999 413 7026",
    "9994137026",
    "943-476-5919",
    "07700 900736",
    "+44 (0)7700 900 123",
    "(0114) 496 0123",
    "CF79 6QB",
    "b59 8ft",
    "l2 4th",
    "QQ 12 34 56 C",
    "12A3456E",
    "SW98765",
    "PA12345",
    "RiO 4471906",
    "24/7",
    "30/3",
    "7/10",
    "12/02/2025",
    "2024-03-14",
    "14Mar24",
    "14 March",
    "may 2",
    "the third of May",
    "on the 14th",
    "Friday 7th March",
    "94 yr old",
    "ninety six",
    "turned 96.",
    "93F",
    "aged a hundred and two",
    "YQ68 TRV",
    "lk19xyz",
    "k.danjuma@danjuma-tiling.example",
    "jo at gmail dot com",
    "www.nmc.org.uk/x.",
    "@jade_99",
    "oh seven seven double oh nine oh oh",
    "1.2.3",
    "£120000",
    "bp 134/82",
    "x448291",
    "the 4th floor",
]
PEOPLE = [
    "Mrs P",
    "mr and mrs khan",
    "Dr. Okonedo-Price",
    "Siobhán O’Driscoll-Byrne",
    "Ștefania",
    "Łukasz",
    "İmam",
    "Will",
    "will",
    "May",
    "Grace",
    "hope",
    "ROSE SMITH",
    "K.",
    "T",
    "Priya Sharma",
    "van der Berg",
    "Nguyễn Thị Hoa",
    "my mentor Joy",
    "aunt Comfort",
    "the Hussains",
    "d'Souza",
    "Zoë",
    "Ægir",
    "Abdul-Rahman bin Yusuf",
    "olu",
    "Sister Philomena",
    "Gibbs",
    "Waterlow",
    "Tracy Gibbs",
    "J. Smith",
    "Tomasz W.",
    "Xiulan",
    "wioletta",
]
MORTAR = [
    "told",
    "asked",
    "said",
    "was crying",
    "with",
    "and",
    "the",
    "in",
    "at",
    "on",
    "rang",
    "'s mum",
    "’s",
    ",",
    ".",
    ":",
    "\n",
    "(",
    ")",
    "!",
    "?",
    "-",
    "–",
    " ",
    "has not",
    "will go",
    "Yesterday",
    "bed",
    "today",
    "in the sluice",
    "is",
    "because",
    "🙂",
    "👩🏽‍⚕️",
    "é",
    "e\u0301",
    "مريم",
    "李",
    "\u00a0",
    "…",
    "“",
    "”",
    "1",
    "10",
    "my",
    "her",
    "Mark",
    "patience",
    "of",
    "from",
    "to",
    "for",
    "The",
    "I",
    "A",
    "Hope it helped",
]


def journal_texts() -> Iterator[str]:
    for path in sorted(JOURNALS.glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8"))["entries"]:
            text = entry["text"]
            yield text
            yield text.lower()
            yield text.upper()
            yield from re.split(r"(?<=[.!?]) ", text)[:4]


def practice_texts() -> Iterator[str]:
    for half in ("tuning", "kept"):
        for line in (PRACTICE / f"{half}.txt").read_text(encoding="utf-8").splitlines():
            text = re.sub(r"\[\[(.*?)\|[A-Z0-9_]+\]\]", r"\1", line)
            yield text
            yield text.lower()


def mixed_texts(count: int) -> Iterator[str]:
    chance = random.Random(20)
    for _ in range(count):
        pieces = [
            chance.choice(chance.choice([ROOMS, NUMBERS, PEOPLE, PEOPLE, MORTAR, MORTAR]))
            for _ in range(chance.randint(2, 14))
        ]
        yield chance.choice([" ", " ", " ", ""]).join(pieces)


def longer_texts(count: int) -> Iterator[str]:
    """Several lines of entries by different people, so that names meet across lines."""
    chance = random.Random(30)
    lines = [line for text in journal_texts() for line in text.split("\n")]
    for _ in range(count):
        yield chance.choice(["\n", "\n\n"]).join(chance.sample(lines, chance.randint(2, 5)))


def cases() -> list[dict[str, object]]:
    """Inputs of the check; one in three strict, some with remembered and dismissed words."""
    chosen: list[dict[str, object]] = []
    texts = [*journal_texts(), *practice_texts(), *mixed_texts(1800), *longer_texts(200), "", " ", "🙂", "\n", "\ufeff"]
    for number, text in enumerate(texts):
        case: dict[str, object] = {"text": text, "strict": number % 3 == 0}
        if number % 5 == 0:
            case |= {"known": ["larch ward", "Joy"], "dismissed": ["will", "CF79 6QB", "Ștefania"]}
        chosen.append(case)
    return chosen
