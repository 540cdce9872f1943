"""Where a name begins and ends: titles before it, hyphens, particles, initials, further names."""

from journal.identifiers.lexicon import FLAG
from journal.identifiers.sight import Sight

_LISTED, _SURNAME, _FUNCTION, _DETERMINER = FLAG["LISTED"], FLAG["SURNAME"], FLAG["FUNCTION"], FLAG["DETERMINER"]
_POSSESSIVE, _PRONOUN, _PREPOSITION, _ACT = FLAG["POSSESSIVE"], FLAG["PRONOUN"], FLAG["PREPOSITION"], FLAG["ACT"]
_WEAK, _WORD, _ALLOWED, _ROLE = FLAG["WEAK_ACT"], FLAG["WORD"], FLAG["ALLOWED"], FLAG["ROLE"]
_KIN, _STATE, _MONTH, _MODAL = FLAG["KIN"], FLAG["STATE"], FLAG["MONTH"], FLAG["MODAL"]
_TITLE, _SOFT, _PLACE, _TRUSTED = FLAG["TITLE"], FLAG["SOFT_TITLE"], FLAG["PLACE"], FLAG["TRUSTED"]
_NAMING, _MEETING, _TELLING, _WITH = FLAG["NAMING"], FLAG["MEETING"], FLAG["TELLING"], FLAG["WITH"]
_COMMON = FLAG["COMMON"]
_CLOSED = _FUNCTION | _DETERMINER | _POSSESSIVE | _PRONOUN | _PREPOSITION
_TITLES = _TITLE | _SOFT
_LONGEST = 4


def past_stop(sight: Sight, index: int) -> int:
    if sight.is_mark(index, ".") and not sight.tokens[index].spaced:
        return index + 1
    return index


def after_title(sight: Sight, index: int, *, soft: bool) -> bool:
    token, flags = sight.tokens[index], sight.flags[index]
    listed = bool(flags & (_LISTED | _SURNAME))
    if token.key in sight.rules["shut_titles"] or not token.spaced and not sight.is_mark(index - 1, "."):
        return False
    if sight.capital(index):
        return listed or not flags & (_CLOSED | _ACT | _WEAK) or token.shape == "initial"
    if flags & (_CLOSED | _ACT | _WEAK) and not (listed and not soft):
        return False
    if len(token.key) == 1:
        return not soft or token.key not in "ais"
    if soft:
        # "dr sen", "miss gibbs": a surname is one behind a title, whatever else the word stands for.
        return not flags & (_WORD | _ROLE | _KIN) and (listed or len(token.key) > 3 and not flags & _ALLOWED)
    return not flags & _STATE or listed


def nameable(sight: Sight, index: int) -> bool:
    """Whether a capitalised word could be (part of) a name at all."""
    token, flags = sight.tokens[index], sight.flags[index]
    if flags & (_MONTH | _MODAL):
        return True
    if flags & (_FUNCTION | _TITLES) or flags & _PLACE and not flags & _TRUSTED:
        return False
    if flags & (_KIN | _ROLE | _ALLOWED) and not naming_before(sight, index):
        return bool(flags & _TRUSTED) and not flags & (_KIN | _ROLE)
    return token.shape != "initial" or _initial(sight, index)


def naming_before(sight: Sight, index: int) -> bool:
    """Whether "called" or "calls him" stands in front, so that even a common word is a name."""
    if index == 0 or sight.tokens[index].opens:
        return False
    pair = f"{sight.tokens[index - 2].key} {sight.tokens[index - 1].key}" if index > 1 else ""
    return bool(sight.flags[index - 1] & _NAMING) or pair in sight.rules["naming_pairs"]


def _initial(sight: Sight, index: int) -> bool:
    """A single capital counts when a stop, a name or an age makes an initial of it: "K., seven"."""
    token = sight.tokens[index]
    if token.key in "i" or token.ending and token.ending != "'s":
        return False
    if sight.is_mark(index + 1, ".") and not sight.tokens[index + 1].spaced:
        after = index + 2
        if not sight.tokens[index].opens and (
            sight.is_mark(after, ",") or sight.is_word(after) and sight.tokens[after].spaced
        ):
            return True
        return sight.is_word(after) and sight.capital(after) and sight.tokens[after].spaced
    if token.opens:
        return bool(token.ending)
    before = sight.flags[index - 1] & (_NAMING | _MEETING | _TELLING | _WITH | _KIN | _ROLE) if index else 0
    following = index + 1
    if following < len(sight.tokens) and sight.tokens[following].kind == "word":
        known = sight.tokens[following].key == "and" or sight.flags[following] & (_ACT | _WEAK | _PREPOSITION)
        return bool(token.ending) or bool(before and known)
    return bool(before) or sight.is_mark(following, ",") or bool(token.ending)


def extend(sight: Sight, index: int) -> int:
    """The last token of the name that begins at `index`: hyphens, particles, initials, further names."""
    last, count = index, 1
    while count < _LONGEST:
        if sight.tokens[last].ending:
            break
        following = last + 1
        if sight.is_mark(following, "-") and not sight.tokens[following].spaced:
            following += 1
            if not sight.is_word(following) or sight.tokens[following].spaced:
                break
            if not sight.capital(index) and sight.flags[following] & _CLOSED:
                break
        elif sight.is_mark(following, ".") and sight.tokens[last].shape == "initial":
            following += 1
            if not sight.is_word(following) or not _joins(sight, last, following):
                break
        elif not sight.is_word(following) or not _joins(sight, last, following):
            particle = past_particles(sight, following)
            if particle == following or not _joins(sight, last, particle):
                break
            following = particle
        last, count = following, count + 1
    return last


def past_particles(sight: Sight, index: int) -> int:
    position = index
    while position - index < 2 and sight.is_word(position) and sight.tokens[position].key in sight.rules["particles"]:
        position += 1
    if not sight.is_word(position):
        return index
    lower = position > index and sight.lowered and not sight.flags[position] & (_CLOSED | _WORD)
    return position if sight.capital(position) or lower else index


def _joins(sight: Sight, last: int, index: int) -> bool:
    if not sight.is_word(index) or not sight.tokens[index].spaced:
        return False
    token, flags, before = sight.tokens[index], sight.flags[index], sight.flags[last]
    listed = flags & (_LISTED | _SURNAME)
    listed_before = bool(before & (_LISTED | _SURNAME))
    if sight.capital(last):
        if not sight.capital(index) or flags & (_TITLES | _FUNCTION) and not listed:
            return False
        if token.shape == "initial":
            return token.key != "i" and (sight.is_mark(index + 1, ".") or _ends(sight, index + 1) and listed_before)
        if flags & (_KIN | _ROLE | _PLACE) and not listed:
            return bool(before & _LISTED and not before & _WORD and not flags & _KIN and token.shape == "title")
        if token.shape == "upper" and sight.tokens[last].shape == "title" and not listed:
            return False
        return not flags & (_ALLOWED | _MONTH) or bool(before & (_LISTED | _SURNAME) and not before & _ALLOWED)
    if sight.capital(index) or flags & (_CLOSED | _ACT | _WEAK | _ALLOWED | _STATE | _KIN | _ROLE):
        return False
    if len(token.key) == 2:
        return False
    if len(token.key) == 1:
        stopped = sight.is_mark(index + 1, ".") and not sight.tokens[index + 1].spaced
        return bool(sight.lowered and stopped and before & _LISTED and not before & _WORD)
    if flags & _WORD:
        rare = not flags & _COMMON or flags & _SURNAME
        named = before & _LISTED and not before & _WORD
        return bool(named and (listed and rare or _acts(sight, index + 1) and not token.key.endswith(("ing", "ed"))))
    return True


def _acts(sight: Sight, index: int) -> bool:
    return index < len(sight.tokens) and bool(sight.flags[index] & (_ACT | _WEAK))


def _ends(sight: Sight, index: int) -> bool:
    return index >= len(sight.tokens) or sight.tokens[index].kind == "mark" or not sight.capital(index)


def surname_like(sight: Sight, first: str, index: int) -> bool:
    """Whether an ordinary word with a capital ends a full name: "Anna Brown", but not "Grace Period"."""
    flags = sight.flags[index]
    if sight.tokens[index].key in sight.rules["calendar"]:
        return False
    if flags & (_ALLOWED | _PLACE | _ROLE) and not flags & (_LISTED | _SURNAME):
        return first == "known"
    return first in ("known", "rare_word", "surname", "open") or bool(flags & _SURNAME)


def droppable(sight: Sight, index: int) -> bool:
    """Whether a capitalised word only opens a sentence before the name ("Yesterday Adaeze")."""
    flags = sight.flags[index]
    if flags & (_KIN | _ROLE | _TITLES):
        return True
    return sight.tokens[index].opens and bool(flags & (_WORD | _ACT | _FUNCTION)) and not flags & _LISTED
