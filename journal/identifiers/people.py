"""People's names: titles, full names, listed names, and words whose company says that they name somebody.

Every sign adds or takes tenths of a point (`rules/scores.json`); two thresholds make the two severities and a third
the strict mode. Lists only ever say "this spelling is often a name"; a name nobody listed is found by its company
(a title, "told ...", "... said", a second capitalised stranger beside it), so that unusual names fare no worse.
Where a name begins and ends stands in `extents`, what it weighs by itself in `weighing`, its company in `company`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from journal.identifiers.company import left, right, vouched_for
from journal.identifiers.extents import (
    after_title,
    droppable,
    extend,
    nameable,
    naming_before,
    past_particles,
    past_stop,
    surname_like,
)
from journal.identifiers.lexicon import FLAG
from journal.identifiers.sight import Sight
from journal.identifiers.spans import Span
from journal.identifiers.tokens import Token
from journal.identifiers.weighing import full_name, is_lower_place, is_place, kind_of, lower_name, single_name

_TITLE, _SOFT, _KIN, _ROLE = FLAG["TITLE"], FLAG["SOFT_TITLE"], FLAG["KIN"], FLAG["ROLE"]
_MONTH, _MODAL, _FUNCTION, _DETERMINER = FLAG["MONTH"], FLAG["MODAL"], FLAG["FUNCTION"], FLAG["DETERMINER"]
_POSSESSIVE, _PRONOUN, _PREPOSITION, _PLACE = FLAG["POSSESSIVE"], FLAG["PRONOUN"], FLAG["PREPOSITION"], FLAG["PLACE"]
_ALLOWED, _WORD, _LISTED, _UNLIKELY = FLAG["ALLOWED"], FLAG["WORD"], FLAG["LISTED"], FLAG["UNLIKELY"]
_VERBAL, _SURNAME, _ACT, _STATE = FLAG["VERBAL"], FLAG["SURNAME"], FLAG["ACT"], FLAG["STATE"]
_WEAK, _EVERYDAY, _TRUSTED = FLAG["WEAK_ACT"], FLAG["EVERYDAY"], FLAG["TRUSTED"]
_TELLING, _MEETING, _NAMING, _WITH = FLAG["TELLING"], FLAG["MEETING"], FLAG["NAMING"], FLAG["WITH"]
_TITLES = _TITLE | _SOFT
_CLOSED = _FUNCTION | _DETERMINER | _POSSESSIVE | _PRONOUN | _PREPOSITION
_UNNAMED, _NAMED = _CLOSED | _KIN | _ROLE | _PLACE, _LISTED | _MODAL


@dataclass(frozen=True, slots=True)
class Run:
    """One candidate: tokens `first` to `last`, its score and the folded words it is made of."""

    first: int
    last: int
    score: int
    kind: str
    keys: list[str]


def manner(lines: Iterable[Sequence[Token]]) -> tuple[bool, bool]:
    """Whether a text shouts (mostly capitals), and whether it has no capital at all: a capital then says nothing."""
    words = shouted = lowered = 0
    for line in lines:
        for token in line:
            if token.kind == "word" and len(token.text) > 1:
                words += 1
                shouted += token.shape == "upper"
                lowered += token.shape in ("lower", "")
    return words > 3 and shouted * 2 > words, lowered == words


def candidates(sight: Sight) -> list[Run]:
    """Everything in a line that could name somebody, however little speaks for it."""
    runs: list[Run] = []
    index = 0
    while index < len(sight.tokens):
        run = None if _ordinary(sight, index) else _run_at(sight, index)
        if run is None:
            index += 1
        else:
            runs.append(run)
            index = run.last + 1
    return runs


def _ordinary(sight: Sight, index: int) -> bool:
    """Whether a word without a capital cannot name anybody: nine tokens in ten are passed over so."""
    flags = sight.flags[index]
    if not (flags & _UNNAMED or flags & _WORD and not flags & _NAMED):
        return flags == 0 and sight.tokens[index].kind != "word"
    return not sight.capital(index) and not flags & _TITLES and len(sight.tokens[index].key) > 1


def surely_named(runs: Iterable[Run], sure: int) -> set[str]:
    """The folded names of those who are surely named somewhere: the same word elsewhere then means them too."""
    return {key for run in runs if run.score >= sure and run.kind != "place" for key in run.keys if len(key) > 2}


def people(sight: Sight, runs: Sequence[Run], named: Collection[str], *, strict: bool) -> list[Span]:
    """Spans of people and of unlisted places in a line whose score reaches the mode's threshold.

    Strict also takes any ordinary word with a capital inside a sentence: it may be the name of something.
    """
    rules = sight.rules
    threshold = rules["strict" if strict else "maybe"]
    spans = []
    for run in runs:
        score = run.score + (rules["repeat"] if _repeats(sight, run, named) else 0)
        if score >= threshold or strict and run.kind == "word" and not sight.tokens[run.first].opens:
            spans.append(_span(sight, run, score))
    return spans


def _repeats(sight: Sight, run: Run, named: Collection[str]) -> bool:
    if run.score >= sight.rules["sure"] or run.kind == "place" or not any(key in named for key in run.keys):
        return False
    return run.first == run.last and sight.capital(run.first) or not sight.flags[run.first] & _WORD


def _span(sight: Sight, run: Run, score: int) -> Span:
    last = sight.tokens[run.last]
    end = last.end
    initial = last.shape == "initial" or sight.lowered and len(last.text) == 1
    if initial and sight.is_mark(run.last + 1, ".") and not sight.tokens[run.last + 1].spaced:
        end = sight.tokens[run.last + 1].end
    kind = "LOCATION" if run.kind == "place" else "PERSON"
    return Span(sight.tokens[run.first].start, end, kind, score, "place" if run.kind == "place" else "person")


def _run_at(sight: Sight, index: int) -> Run | None:
    token, flags = sight.tokens[index], sight.flags[index]
    if token.kind != "word" or sight.taken[index]:
        return None
    if flags & _TITLES:
        titled = _titled_run(sight, index)
        if titled:
            return titled
    if sight.capital(index):
        return _capital_run(sight, index) if nameable(sight, index) else None
    return _lower_run(sight, index)


def _titled_run(sight: Sight, index: int) -> Run | None:
    """ "Mrs P", "mr and mrs khan", "Dr. Okonedo-Price": whatever follows a title names somebody."""
    position = past_stop(sight, index + 1)
    soft = not sight.flags[index] & _TITLE
    if position + 1 < len(sight.tokens) and sight.tokens[position].text.lower() in ("and", "&", "/", "or"):
        if sight.flags[position + 1] & _TITLES:
            soft = soft and not sight.flags[position + 1] & _TITLE
            position = past_stop(sight, position + 2)
    position = past_particles(sight, position)
    if not sight.is_word(position) or not after_title(sight, position, soft=soft):
        return None
    last = extend(sight, position)
    keys = [sight.tokens[each].key for each in range(position, last + 1) if sight.tokens[each].kind == "word"]
    return Run(index, last, 60, "titled", keys)


def _capital_run(sight: Sight, index: int) -> Run | None:
    last = extend(sight, index)
    first = index
    while first < last and droppable(sight, first):
        first += 1
        if sight.tokens[first].kind != "word":
            return None
    words = [each for each in range(first, last + 1) if sight.tokens[each].kind == "word"]
    kinds = [kind_of(sight, each) for each in words]
    while len(kinds) > 1 and kinds[-1] in ("word", "place_name") and sight.tokens[words[-1] - 1].text != "-":
        if surname_like(sight, kinds[0], words[-1]):
            break
        kinds.pop()
        words.pop()
    last = words[-1]
    score = full_name(sight, kinds) if len(words) > 1 else single_name(sight, first, kinds[0])
    score += left(sight, first, kinds[0]) + right(sight, last, kinds[-1], alone=len(words) == 1)
    keys = [sight.tokens[each].key for each in words]
    if first > 0 and sight.is_word(first - 1) and sight.capital(first - 1) and not sight.tokens[first - 1].ending:
        if sight.flags[first - 1] & (_KIN | _ROLE) and sight.tokens[first].spaced:
            return Run(_grade(sight, first - 1), last, score, kinds[0], keys)
    if is_place(sight, first, last, kinds):
        return Run(first, last, max(score, 30), "place", keys)
    return Run(first, last, score, kinds[0], keys)


def _grade(sight: Sight, role: int) -> int:
    """Where somebody's role begins: at the "Staff" of "Staff Nurse Devlin"."""
    before = role - 1
    if not sight.is_word(before) or not sight.tokens[role].spaced or not sight.capital(before):
        return role
    return before if sight.tokens[before].key in sight.rules["grades"] and not sight.tokens[before].ending else role


def _lower_run(sight: Sight, index: int) -> Run | None:
    token, flags = sight.tokens[index], sight.flags[index]
    if len(token.key) == 1:
        return _lower_initial(sight, index)
    vouched = vouched_for(sight, index)
    named = flags & (_MONTH | _MODAL) or naming_before(sight, index) or vouched
    short = len(token.key) == 2 and not (flags & _TRUSTED and not flags & _WORD) and not _short_name(sight, index)
    if short or flags & _TITLES or flags & _ALLOWED and not named:
        return None
    if flags & _UNLIKELY and not flags & _VERBAL and not named:
        return None
    if not flags & (_LISTED | _SURNAME) and flags & (_ACT | _STATE | _WEAK) and not flags & (_MODAL | _MONTH):
        return None
    kind = kind_of(sight, index)
    if kind in ("place_name", "unlikely") and vouched and flags & _LISTED:
        kind = "ambiguous"  # "told sky that": nobody tells a company
    if kind == "open" and sight.is_mark(index + 1, "-") and sight.is_word(index + 2) and sight.flags[index + 2] & _WORD:
        return None  # a beginning of a word: "pre-filled", "co-amoxiclav"
    joining = not flags & _WORD or flags & _EVERYDAY or _before_stranger(sight, index)
    last = extend(sight, index) if joining else index
    score = lower_name(sight, index, last, kind)
    score += left(sight, index, kind) + right(sight, last, kind, alone=index == last)
    if flags & _WORD and last == index and _enclosed(sight, index):
        score += sight.rules["enclosed"]
    if is_lower_place(sight, index, last, kind):
        return Run(index, last, int(sight.rules["base"]["lower_place"]), "place", [])
    words = [each for each in range(index, last + 1) if sight.tokens[each].kind == "word"]
    return Run(_called(sight, index), last, score, kind, [sight.tokens[each].key for each in words])


def _called(sight: Sight, index: int) -> int:
    """Where a name without capitals begins: at its role, when that stands for a title ("sister amankwah")."""
    role = index - 1
    if not sight.is_word(role) or not sight.tokens[index].spaced or sight.tokens[role].ending:
        return index
    if not sight.flags[role] & (_KIN | _ROLE) or sight.capital(role):
        return index
    first = role
    if sight.is_word(role - 1) and sight.tokens[role - 1].key in sight.rules["grades"] and sight.tokens[role].spaced:
        first = role - 1
    before = first - 1
    if before < 0 or sight.tokens[first].opens:
        return first
    token, flags = sight.tokens[before], sight.flags[before]
    if token.kind == "mark":
        return first
    told = token.kind == "word" and not token.ending and flags & (_TELLING | _MEETING | _WITH | _FUNCTION)
    return first if told and not flags & (_DETERMINER | _POSSESSIVE) else index


def _short_name(sight: Sight, index: int) -> bool:
    """Whether two letters without a capital must name somebody: "told jo", "her partner mo", "al said"."""
    token, flags = sight.tokens[index], sight.flags[index]
    if flags & ~(_LISTED | _SURNAME | _TRUSTED) or not any(letter in "aeiouy" for letter in token.key):
        return False
    if token.opens:
        return index + 1 < len(sight.tokens) and bool(sight.flags[index + 1] & _ACT)
    before = sight.flags[index - 1] if index and not sight.tokens[index - 1].ending else 0
    owned = index > 1 and sight.flags[index - 2] & _POSSESSIVE
    return bool(before & (_TELLING | _NAMING) or owned and before & (_KIN | _ROLE))


def _lower_initial(sight: Sight, index: int) -> Run | None:
    """A single letter in a text without capitals, with its stop and an age: "found two, k., seven, and j., four"."""
    ahead = index + 3
    if not sight.lowered or ahead >= len(sight.tokens) or sight.tokens[index + 1].spaced:
        return None
    if not sight.is_mark(index + 1, ".") or not sight.is_mark(index + 2, ","):
        return None
    aged = sight.tokens[ahead].kind == "number" or sight.tokens[ahead].key in sight.rules["number_words"]
    score = int(sight.rules["base"]["initial"] + sight.rules["right"]["age"])
    return Run(index, index, score, "initial", [sight.tokens[index].key]) if aged else None


def _before_stranger(sight: Sight, index: int) -> bool:
    """Whether a name that is a word has a word nobody knows behind it: "rose penhaligon", "grace okafor"."""
    after = index + 1
    if not sight.lowered or not sight.flags[index] & _LISTED or not sight.is_word(after):
        return False
    flags, length = sight.flags[after], len(sight.tokens[after].key)
    surname = flags & _SURNAME and not flags & (_WORD | _ALLOWED) and not sight.flags[index] & (_MODAL | _MONTH)
    return not flags and length > 5 or bool(surname) and length > 3


def _enclosed(sight: Sight, index: int) -> bool:
    """Whether a name that is a word stands alone in a text without capitals: "new starter today, will, keen"."""
    marks = [0 <= at < len(sight.tokens) and sight.tokens[at].kind != "mark" for at in (index - 1, index + 1)]
    return sight.lowered and bool(sight.flags[index] & _LISTED) and not any(marks)
