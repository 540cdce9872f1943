"""Identifiers with a form of their own (numbers, codes, dates, ages, addresses on the net), found by pattern.

The patterns are data (`rules/patterns.json`) and run on the text with A-Z made lower case, in Python and in
JavaScript alike; what a pattern cannot say (a check digit, the thirty-second of May) is a named check here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from journal.identifiers.lexicon import FLAG, Lexicon
from journal.identifiers.spans import Span

_LOWERED = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
_DIGIT, _OLD = re.compile("[0-9]"), re.compile("9[0-9]|1[01][0-9]|ninet|hundred")
_ADDRESS, _FIGURES = re.compile("\\.[a-z]|://|www\\."), 4
_SURE, _MAYBE = 60, 30
_DAYS, _MONTHS = 31, 12
_AHEAD = 40
_PARTS_OF_SEVEN = (7, 10, 12, 5, 4, 3, 2)


@dataclass(frozen=True, slots=True)
class Shape:
    """One compiled pattern with its needs, without which it cannot match: a substring, "digit", "figures" (four of
    them), "old" (an age) or "address" (a stop before a letter)."""

    id: str
    type: str
    score: int
    pattern: re.Pattern[str]
    group: int
    check: str
    needs: str
    strict: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A match as the checks see it: the text, its lower-cased twin, the match and the lexicon."""

    text: str
    lowered: str
    match: re.Match[str]
    group: int
    lexicon: Lexicon

    @property
    def written(self) -> str:
        return self.text[self.match.start(self.group) : self.match.end(self.group)]

    @property
    def low(self) -> str:
        return self.match.group(self.group)


def compile_shapes(rules: dict[str, Any]) -> list[Shape]:
    """The patterns of `patterns.json` with their macros put in."""
    macros: dict[str, str] = rules["macros"]
    shapes = []
    for each in rules["patterns"]:
        shapes.append(
            Shape(
                each["id"], each["type"], _SURE if each["severity"] == "sure" else _MAYBE,
                re.compile(_expand(each["pattern"], macros)), each.get("group", 0), each.get("check", ""),
                each.get("needs", ""), each.get("strict", False),
            )
        )  # fmt: skip
    return shapes


def _expand(pattern: str, macros: dict[str, str]) -> str:
    for _ in range(2):
        for name, content in macros.items():
            pattern = pattern.replace("{" + name + "}", content)
    return pattern


def lower(text: str) -> str:
    """A-Z made lower case and nothing else, so that every offset stays where it was."""
    return text.translate(_LOWERED)


def matches(text: str, shapes: Sequence[Shape], lexicon: Lexicon, *, strict: bool) -> list[Span]:
    """Every match of every pattern whose check agrees."""
    lowered = lower(text)
    digits = len(_DIGIT.findall(lowered))
    old = _OLD.search(lowered) is not None
    address = _ADDRESS.search(lowered) is not None
    present = {"": True, "digit": digits > 0, "figures": digits >= _FIGURES, "old": old, "address": address}
    spans = []
    for shape in shapes:
        if shape.strict and not strict or not present.get(shape.needs, shape.needs in lowered):
            continue
        for match in shape.pattern.finditer(lowered):
            start, end, score = match.start(shape.group), match.end(shape.group), shape.score
            kind = shape.id
            if shape.check:
                verdict = CHECKS[shape.check](Hit(text, lowered, match, shape.group, lexicon))
                if verdict is None:
                    continue
                score, end = min(score, verdict[0]), verdict[1]
            spans.append(Span(start, end, shape.type, score, kind))
    return spans


Verdict = tuple[int, int] | None


def _trim(hit: Hit) -> Verdict:
    """A web address without the full stop or comma of its sentence."""
    return _SURE, hit.match.start(hit.group) + len(hit.low.rstrip(".,;:!?)'"))


def _end(hit: Hit) -> int:
    return hit.match.end(hit.group)


def _digits(written: str) -> str:
    return "".join(letter for letter in written if "0" <= letter <= "9")


def _numbers(written: str) -> list[int]:
    return [int(each) for each in re.findall("[0-9]+", written)]


def has_check_digit(digits: str) -> bool:
    """Whether ten digits pass the modulus 11 check of NHS, CHI and Health and Care numbers."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9])


def _nhs(hit: Hit) -> Verdict:
    """Sure with a valid check digit or when called one; maybe when only spaced like one."""
    digits = _digits(hit.low)
    if digits.startswith("0") and len(hit.low) == len(digits) and not has_check_digit(digits):
        return None
    if has_check_digit(digits):
        return _SURE, _end(hit)
    return _MAYBE, _end(hit)


def _phone(hit: Hit) -> Verdict:
    count = len(_digits(hit.low))
    return (_SURE, _end(hit)) if 10 <= count <= 14 else None


def _spoken(hit: Hit) -> Verdict:
    """Digits read out: a number when there are seven or more of them."""
    words = hit.low.replace("-", " ").replace(",", " ").split()
    count = len(words) + sum(word == "treble" or word == "triple" for word in words)
    return (_MAYBE, _end(hit)) if count >= 7 else None


def _postcode(hit: Hit) -> Verdict:
    """In capitals always; in lower case not when its end reads as an ordinal or a unit ("b12 4hr")."""
    inward, outward = hit.low[-3:], hit.low[:-3].strip(" ")
    if hit.written == hit.low and outward[-1:].isdigit():
        ordinal = inward in ("1st", "2nd", "3rd") or inward[1:] == "th" and inward[0] not in "123"
        if ordinal and len(outward) < 4 or inward[1:] in _UNITS and len(outward) < 3:
            return None
    return _SURE, _end(hit)


_UNITS = ("hr", "yr", "pt", "pu", "ft", "wk", "qd", "ds", "lb")


def _capitals(hit: Hit) -> Verdict:
    """A form common enough in running text that without capitals it must be written close together."""
    close = hit.low[2:3] != " " or hit.low.count(" ") > 2
    return (_SURE, _end(hit)) if hit.written != hit.low or close else None


def _record(hit: Hit) -> Verdict:
    """A reference number said to be one; four figures alone may be a time or a year."""
    digits = _digits(hit.low)
    cue = hit.lowered[hit.match.start() : hit.match.start(hit.group)]
    named = any(word in cue for word in ("number", "num", " no", "ref", "id", "record", "pin", "#", "code"))
    short = cue.strip(" .:#=-") in ("w", "k", "hn", "r", "u", "id", "log", "job", "paris", "ref")
    if len(digits) < 5 and (short or not named) or hit.low.endswith("000") and not named:
        return None
    return _SURE, _end(hit)


def _slashed(hit: Hit) -> Verdict:
    numbers = _numbers(hit.low)
    if len(hit.low) < 9 or all(number <= _DAYS for number in numbers):
        return None
    return _MAYBE, _end(hit)


def _round(hit: Hit) -> Verdict:
    return None if hit.low.endswith("000") else (_MAYBE, _end(hit))


def _plate(hit: Hit) -> Verdict:
    """Two letters, two figures, three letters; in lower case with a space only if the end is no word."""
    if hit.written != hit.low:
        return (_SURE, _end(hit)) if hit.written.upper() == hit.written else (_MAYBE, _end(hit))
    if " " not in hit.low:
        return _SURE, _end(hit)
    plain = FLAG["WORD"] | FLAG["FUNCTION"] | FLAG["ALLOWED"]
    return None if hit.lexicon.flags(hit.low[-3:]) & plain else (_MAYBE, _end(hit))


_VEHICLES = ("reg", "plate", "car", "van", "vehicle", "motor", "taxi", "fiesta", "driv", "park", "lorry", "bike")


def _old_plate(hit: Hit) -> Verdict:
    """Older plates look like doses and drug names, so a vehicle must be mentioned close by."""
    near = hit.lowered[max(0, hit.match.start() - 40) : hit.match.end() + 20]
    if not any(word in near for word in _VEHICLES) or len(_digits(hit.low)) < 2:
        return None
    return (_SURE, _end(hit)) if hit.written.upper() == hit.written else None


def _may(hit: Hit) -> Verdict:
    """ "3 may need help" is not a date: "may" in lower case wants an ordinal, "of" or a year."""
    if "may" not in hit.low and "march" not in hit.low or hit.written != hit.low and "may" not in hit.written:
        return _SURE, _end(hit)
    plain = re.search("[0-9] ?(?:may|march)$", hit.low) is not None
    if not plain:
        return _SURE, _end(hit)
    rest = hit.lowered[_end(hit) : _end(hit) + _AHEAD].lstrip(" ")
    following = re.match("[a-z]+", rest)
    if following is None:
        return _SURE, _end(hit)
    flags = hit.lexicon.flags(following.group())
    verb = flags & (FLAG["BASE"] | FLAG["STATE"]) or flags & FLAG["WORD"] and not flags & FLAG["FUNCTION"]
    return None if verb and "may" in hit.low else (_SURE, _end(hit))


def _may_day(hit: Hit) -> Verdict:
    """ "may 2 of us" is not a date: a small "may" or "march" before a figure wants an ordinal."""
    ordinal = re.search("[0-9](?:st|nd|rd|th)", hit.low) is not None
    if ordinal or not hit.low.startswith(("may", "march", "mar ", "dec ", "sep ", "jan ", "jun ")):
        return _SURE, _end(hit)
    return (_SURE, _end(hit)) if hit.written != hit.low else None


def _day_month(hit: Hit) -> Verdict:
    numbers = _numbers(hit.low)
    first, second = numbers[0], numbers[1]
    fits = 0 < first <= _DAYS and 0 < second <= _MONTHS or 0 < first <= _MONTHS and 0 < second <= _DAYS
    return (_SURE, _end(hit)) if fits else None


_BEFORE_DATE = frozenset(
    (
        "on since until till til from by dated date due before after born dob admitted seen review reviewed "
        "next is was heres w/c wc week visit visited shift"
    ).split()
)
_AFTER_DATE = frozenset(("late early night nights long am pm shift day lates earlies").split())


def _fraction(hit: Hit) -> Verdict:
    """ "30/3" is a day, "24/7", "3/7" (days), "6/52" (weeks) and "8/10" (pain) are not."""
    day, month = _numbers(hit.low)
    if not (0 < day <= _DAYS and 0 < month <= _MONTHS) or (day, month) == (24, 7):
        return None
    before = re.findall("[a-z/']+", hit.lowered[max(0, hit.match.start() - 14) : hit.match.start()])
    after = re.match(" ?([a-z]+)", hit.lowered[_end(hit) : _end(hit) + _AHEAD])
    dated = bool(before) and before[-1].replace("'", "") in _BEFORE_DATE
    dated = dated or after is not None and after.group(1) in _AFTER_DATE
    fraction = month in _PARTS_OF_SEVEN and (day <= month or month in (7, 12))
    if hit.low[0] == "0" or "/0" in hit.low:
        return _SURE, _end(hit)
    if dated and not (fraction and day < month):
        return _SURE, _end(hit)
    return (_MAYBE, _end(hit)) if day > _MONTHS and not fraction else None


_NOT_DAYS = frozenset(
    (
        "shift time night visit week attempt floor day one call half thing bit person lady man patient slot "
        "session dose line case appointment home family class lesson hour"
    ).split()
)


def _weekday(hit: Hit) -> Verdict:
    """ "Monday 3rd" is a day, "Monday the third visit" is not."""
    rest = re.match(" ?([a-z]+)", hit.lowered[_end(hit) : _end(hit) + _AHEAD])
    return None if rest is not None and rest.group(1) in _NOT_DAYS else (_SURE, _end(hit))


def _not_thousand(hit: Hit) -> Verdict:
    before = hit.lowered[max(0, hit.match.start() - 12) : hit.match.start()]
    return None if re.search("(?:[0-9][.,]|hundred and |hundred |thousand )$", before) else (_SURE, _end(hit))


_VITALS = frozenset(
    ("bp hr sats sat spo2 rr pulse temp resps bm gcs rate weight news fine score room bed number page").split()
)


def _age_stated(hit: Hit) -> Verdict:
    before = re.findall("[a-z]+", hit.lowered[max(0, hit.match.start() - 16) : hit.match.start()])
    after = hit.lowered[_end(hit) : _end(hit) + 14]
    if before and before[-1] in _VITALS or re.match(" on (?:air|ra|o2|room|[0-9])|, [0-9]", after):
        return None
    return _MAYBE, _end(hit)


def _age_sex(hit: Hit) -> Verdict:
    """ "93F" or "91 M": with a space the letter must be a capital."""
    return (_SURE, _end(hit)) if " " not in hit.low or hit.written != hit.low else None


def _role_public(hit: Hit) -> Verdict:
    """A public office; the place after "of" belongs to it only when it has a capital."""
    placed = re.search(" (?:of|for|at|in) (?:the )?[^ ]+$", hit.written)
    if placed is None or "leader" in hit.low or "executive" in hit.low:
        return _MAYBE, _end(hit)
    place = placed.group().split()[-1]
    return _MAYBE, _end(hit) - (len(placed.group()) if place[0] == place[0].lower() else 0)


_PERSONAL = re.compile(
    "(?:er|or|ist|man|woman|ian|ess|ant|lady|mate|wife|warden|midwife|nurse|patient|resident|child|pupil|"
    "survivor|chef|cook|priest|vicar|gp|vet|judge|captain|pilot|chief|monk|nun|imam|rabbi|lad|girl|boy|"
    "family|sikh|muslim|couple|farmer)s?$"
)
_IMPERSONAL = frozenset(
    (
        "other another number matter paper letter computer chapter order answer door floor corridor mirror "
        "monitor error factor never ever over after under whether better water winter summer shower supper "
        "dinner quarter corner christian dermatitis drawer charger printer scanner buzzer offer power career "
        "sister brother mother father daughter remainder weather trigger finger shoulder bladder ulcer cancer "
        "fever tumour register poster folder plaster trolley commode toilet sofa manner pattern server cover "
        "flower tower river hour list twist wrist mist moor poor want constant important relevant significant "
        "instant plant restaurant process illness weakness kindness distress stress success access address "
        "mess business less witness guess progress unless dress"
    ).split()
)


def _personal(words: Sequence[str]) -> bool:
    return any(word not in _IMPERSONAL and _PERSONAL.search(word) is not None for word in words)


def _role_words(hit: Hit) -> Verdict:
    words = hit.low.split()
    return (_MAYBE, _end(hit)) if _personal(words[1:]) else None


def _role_at(hit: Hit) -> Verdict:
    """ "the last stationmaster at Tollerby": somebody, and a place with a capital, or one no list knows."""
    joined = re.search(" (?:at|of|in|on|for|to) ", hit.low)
    if joined is None or not _personal(hit.low[: joined.start()].split()[2:]):
        return None
    place = hit.written[joined.end() :].removeprefix("the ")
    known = place[0] == place[0].lower() and (len(place) < 6 or hit.lexicon.flags(place.split()[0]))
    return None if known else (_MAYBE, _end(hit))


CHECKS: dict[str, Callable[[Hit], Verdict]] = {
    "trim": _trim, "phone": _phone, "spoken": _spoken, "nhs": _nhs, "postcode": _postcode, "capitals": _capitals,
    "record": _record, "slashed": _slashed, "round": _round, "plate": _plate, "old-plate": _old_plate, "may": _may,
    "may-day": _may_day, "day-month": _day_month, "fraction": _fraction, "weekday": _weekday,
    "not-thousand": _not_thousand, "age-stated": _age_stated, "age-sex": _age_sex, "role-public": _role_public,
    "role-words": _role_words, "role-at": _role_at,
}  # fmt: skip
