"""What the words around a candidate say of it: who is told, who said, what is owned, where somebody is."""

from journal.identifiers.lexicon import FLAG
from journal.identifiers.sight import Sight

_KIN, _ROLE, _MONTH, _TELLING = FLAG["KIN"], FLAG["ROLE"], FLAG["MONTH"], FLAG["TELLING"]
_NAMING, _MEETING, _ADJECTIVE, _WITH = FLAG["NAMING"], FLAG["MEETING"], FLAG["ADJECTIVE"], FLAG["WITH"]
_POSSESSIVE, _DETERMINER, _PREPOSITION, _OWNED = (
    FLAG["POSSESSIVE"],
    FLAG["DETERMINER"],
    FLAG["PREPOSITION"],
    FLAG["OWNED"],
)
_MODAL, _ACT, _BASE, _WORD = FLAG["MODAL"], FLAG["ACT"], FLAG["BASE"], FLAG["WORD"]
_VERBAL, _WEAK, _FUNCTION, _PRONOUN = FLAG["VERBAL"], FLAG["WEAK_ACT"], FLAG["FUNCTION"], FLAG["PRONOUN"]
_STATE = FLAG["STATE"]
_CLOSED = _FUNCTION | _DETERMINER | _POSSESSIVE | _PRONOUN | _PREPOSITION
_LISTED, _ALLOWED, _PLACE = FLAG["LISTED"], FLAG["ALLOWED"], FLAG["PLACE"]
_OLDEST = 119


def left(sight: Sight, index: int, kind: str) -> int:
    token = sight.tokens[index]
    if index == 0 or token.opens:
        return 0
    weights, before, flags = sight.rules["left"], sight.tokens[index - 1], sight.flags[index - 1]
    if before.kind == "mark":
        if before.text == "," and sight.flags[index - 2] & (_KIN | _ROLE) if index > 1 else False:
            return int(weights["role"]) // (1 if sight.is_mark(index + 1, ",") else 2)
        return int(sight.rules["list"]) if before.text in ",&/(-–" else 0
    if before.kind == "number":
        return int(weights["number"])
    if sight.flags[index] & _MONTH and before.key in sight.rules["months_before"]:
        return int(sight.rules["right"]["month_context"])
    if before.ending and before.ending != "'s":
        return 0
    if before.ending == "'s":
        return int(weights["naming"]) if before.key == "name" else int(weights["possessive"])
    pair = f"{sight.tokens[index - 2].key} {before.key}" if index > 1 else ""
    if pair in sight.rules["naming_pairs"]:
        return int(weights["naming"])
    score = _by_word(sight, flags)
    if sight.lowered and sight.flags[index] & _LISTED and not sight.flags[index] & (_MODAL | _MONTH):
        if pair in sight.rules["listening_pairs"]:
            score += int(weights["listening"])
        elif before.key == "and" and index > 1 and _plainly(sight, index - 2) and not sight.flags[index] & _VERBAL:
            score += int(weights["paired"])
    if sight.lowered and before.key in ("with", "from"):
        score += int(weights["lowered"])
    if flags & _TELLING and kind == "ambiguous" and not sight.capital(index):
        score += int(weights["telling_ambiguous"])
    return score


def _plainly(sight: Sight, index: int) -> bool:
    """Whether a word is nothing but a name: the one beside it then is a name as well ("leo and max")."""
    return bool(sight.flags[index] & _LISTED) and not sight.flags[index] & (_WORD | _ALLOWED | _PLACE)


def _by_word(sight: Sight, flags: int) -> int:
    weights = sight.rules["left"]
    for flag, name in (
        (_TELLING, "telling"), (_NAMING, "naming"), (_MEETING, "meeting"), (_KIN, "role"), (_ROLE, "role"),
        (_ADJECTIVE, "adjective"), (_WITH, "with"), (_POSSESSIVE, "possessive"), (_DETERMINER, "determiner"),
        (_PREPOSITION, "preposition"),
    ):  # fmt: skip
        if flags & flag:
            return int(weights[name])
    return 0


def right(sight: Sight, index: int, kind: str, *, alone: bool) -> int:
    weights = sight.rules["right"]
    token, score = sight.tokens[index], 0
    after = index + 1
    if token.ending == "'s":
        score += int(weights["owner"])
        if after < len(sight.tokens) and sight.flags[after] & (_OWNED | _KIN):
            score += int(weights["owned"])
        kin = sight.lowered and kind == "rare_word" and after < len(sight.tokens) and sight.flags[after] & _KIN
        owner = kin or kind == "ambiguous" and not sight.flags[index] & _MONTH
        return score + (int(weights["owned"]) if owner else 0)
    if token.ending:
        return int(weights["owned"])
    if token.shape == "initial" and sight.is_mark(after, "."):
        after += 1
    if after >= len(sight.tokens):
        return 0
    if sight.tokens[after].kind == "word":
        return _right_word(sight, index, kind, alone=alone)
    return _right_mark(sight, after)


def _right_word(sight: Sight, index: int, kind: str, *, alone: bool) -> int:
    weights, after = sight.rules["right"], index + 1
    following, flags, own = sight.tokens[after], sight.flags[after], sight.flags[index]
    weak = kind in ("ambiguous", "rare_word") and alone
    headed = index > 0 and sight.is_mark(index - 1, ":")
    exposed = sight.tokens[index].opens or headed or not sight.capital(index)
    if weak and own & _MODAL and exposed:
        scene = _scene(sight, after)
        if flags & _ACT and not flags & _BASE or scene and not sight.capital(index) and _acts(sight, scene):
            return int(weights["modal_act"])
        return 0 if scene else int(weights["modal_object"])
    if following.key in ("who", "whos"):
        pointed = index > 0 and sight.tokens[index - 1].key in ("was", "is")
        return int(weights["who"]) + (int(weights["together"]) if pointed else 0)
    if kind == "open" and following.key in sight.rules["ways"] and _moved(sight, index):
        return int(sight.rules["left"]["meeting"])
    if following.key == "by" and after + 1 < len(sight.tokens) and sight.tokens[after + 1].key == "name":
        return int(sight.rules["left"]["naming"])
    if following.key == "and" and after + 1 < len(sight.tokens):
        return _together(sight, index, after + 1, weak=weak)
    if following.key == "the" and weak and sight.lowered and not own & (_VERBAL | _MODAL | _MONTH):
        if after + 1 < len(sight.tokens) and sight.flags[after + 1] & (_KIN | _ROLE):
            return int(weights["related"])
    if flags & _ACT or _past(sight, after):
        return int(weights["modal_act"] if weak else weights["act"])
    scene = _scene(sight, after)
    if scene:
        busy = int(weights["busy"]) if weak and exposed and _busy(sight, scene, verbal=bool(own & _VERBAL)) else 0
        if sight.capital(index):
            return int(weights["scene" if own & _VERBAL else "scene_opens"]) + busy
        return int(weights["scene"]) + busy * 2
    if flags & _WEAK:
        return _weak_act(sight, index, kind, weak=weak, exposed=exposed)
    if weak and exposed and own & _VERBAL and flags & (_CLOSED | _PREPOSITION):
        return int(weights["object"])
    if flags & _STATE and not flags & _PREPOSITION:
        return int(weights["state"])
    if weak and exposed and following.shape == "lower" and not _told(sight, index):
        return int(weights["noun"] if flags & _WORD else weights["adrift"])
    return 0


def _together(sight: Sight, index: int, other: int, *, weak: bool) -> int:
    """ "... and I", and "Faith and Hope": a name behind says that the word at the start of a sentence is one too."""
    weights, flags = sight.rules["right"], sight.flags[other]
    if sight.tokens[other].key in ("i", "me", "her", "his", "their"):
        related = sight.lowered and weak and _someone(sight, other)
        return int(weights["pair" if related else "together"])
    named = sight.is_word(other) and sight.capital(other) and flags & _LISTED and not flags & (_ALLOWED | _PLACE)
    return int(weights["pair"]) if weak and named and sight.capital(index) and sight.tokens[index].opens else 0


def _weak_act(sight: Sight, index: int, kind: str, *, weak: bool, exposed: bool) -> int:
    """ "... was crying", "... has": a verb that says little unless the next word does."""
    weights, following, ahead = sight.rules["right"], sight.tokens[index + 1], index + 2
    score = int(weights["weak_act"])
    if kind == "open" and exposed and not sight.capital(index) and sight.tokens[index].opens:
        score += int(weights["stranger_opens"])
    if weak and exposed and following.key in ("is", "was") and _someone(sight, ahead):
        return score + int(weights["someone"])
    if ahead >= len(sight.tokens) or not (_lively(sight, ahead) or _scene(sight, ahead)):
        return score
    if weak and following.key in ("is", "was") and sight.tokens[ahead].key in ("not", "never", "always"):
        return score
    human = weak and exposed and sight.tokens[ahead].key in sight.rules["human_states"]
    return score + int(weights["state"]) + (int(weights["human"]) if human else 0)


def _someone(sight: Sight, index: int) -> bool:
    """Whether somebody is spoken of there: "my student", "her new carer"."""
    last = min(index + 3, len(sight.tokens))
    if index >= last or not sight.flags[index] & _POSSESSIVE:
        return False
    return any(sight.flags[each] & (_KIN | _ROLE) and not sight.tokens[each].ending for each in range(index + 1, last))


def vouched_for(sight: Sight, index: int) -> bool:
    """Whether even a word that is rarely a name must be one: "told sky that", "precious was my student",
    "pearl's daughter", "destiny and her little boy"."""
    following, ahead = index + 1, index + 2
    if ahead >= len(sight.tokens):
        return False
    key = sight.tokens[following].key
    if index > 0 and sight.flags[index - 1] & _TELLING and key in sight.rules["reporting"]:
        return True
    if sight.lowered and sight.tokens[index].ending == "'s" and sight.flags[following] & _KIN:
        return True
    if sight.lowered and key == "and" and _someone(sight, ahead):
        return True
    return key in ("is", "was") and sight.tokens[index].opens and _someone(sight, ahead)


def _moved(sight: Sight, index: int) -> bool:
    return index > 0 and sight.tokens[index - 1].key in sight.rules["movers"]


def _told(sight: Sight, index: int) -> bool:
    if index == 0 or sight.tokens[index].opens:
        return False
    pair = f"{sight.tokens[index - 2].key} {sight.tokens[index - 1].key}" if sight.lowered and index > 1 else ""
    return pair in sight.rules["listening_pairs"] or bool(sight.flags[index - 1] & (_TELLING | _NAMING))


def _lively(sight: Sight, index: int) -> bool:
    """Whether the word tells how somebody is or what they are doing."""
    token = sight.tokens[index]
    return bool(sight.flags[index] & _STATE) or token.key.endswith("ing") or token.key in ("not", "been")


def _busy(sight: Sight, scene: int, *, verbal: bool) -> bool:
    """Whether somebody there does or feels something: "in room 9 thanked us", "in the sluice crying". Of what could
    be a thing ("mark on bed cleaned"), not every word in -ed says so."""
    if sight.tokens[scene].key in sight.rules["sure_scenes"]:
        return True
    for index in range(scene + 1, min(scene + 4, len(sight.tokens))):
        if sight.tokens[index].kind == "mark":
            return False
        if sight.flags[index] & _ACT or _lively(sight, index) or not verbal and _past(sight, index):
            return True
    return False


def _acts(sight: Sight, scene: int) -> bool:
    """Whether somebody did something there: "will on nights said"."""
    after = scene + 1
    return after < len(sight.tokens) and bool(sight.flags[after] & _ACT) and not sight.flags[after] & _BASE


def _past(sight: Sight, index: int) -> bool:
    key = sight.tokens[index].key
    return bool(sight.flags[index] & _WORD) and len(key) > 4 and key.endswith("ed")


def _scene(sight: Sight, index: int) -> int:
    """The last token of "in again", "on reception", "in the sluice" (where somebody is), or 0."""
    if sight.tokens[index].key not in sight.rules["scene_openers"]:
        return 0
    ahead = index + 1
    if sight.is_word(ahead) and sight.flags[ahead] & (_DETERMINER | _POSSESSIVE):
        ahead += 1
    if ahead < len(sight.tokens) and sight.tokens[ahead].kind == "number" and sight.tokens[index].key == "in":
        return ahead
    return ahead if sight.is_word(ahead) and sight.tokens[ahead].key in sight.rules["scenes"] else 0


def _told_of(sight: Sight, index: int) -> bool:
    """Whether "my mentor," or "her little boy." stands there and nothing more: it tells who the word before is."""
    last = next((each for each in range(index + 1, index + 4) if sight.is_mark(each, ",")), 0)
    if not last or not sight.flags[index] & _POSSESSIVE:
        return False
    return bool(sight.flags[last - 1] & (_KIN | _ROLE)) and not sight.tokens[last - 1].ending


def _right_mark(sight: Sight, index: int) -> int:
    weights, mark, ahead = sight.rules["right"], sight.tokens[index].text, index + 1
    if mark not in (",", "(") or ahead >= len(sight.tokens):
        return 0
    following = sight.tokens[ahead]
    if following.kind == "number" and int(following.text[:6]) <= _OLDEST:
        return int(weights["age"])
    if following.kind != "word":
        return 0
    if following.key in sight.rules["appositions"]:
        return int(weights["related" if sight.lowered and _told_of(sight, ahead) else "apposition"])
    if following.key in sight.rules["number_words"]:
        return int(weights["age"])
    after = sight.flags[ahead + 1] if ahead + 1 < len(sight.tokens) else 0
    if mark == "," and following.key in sight.rules["speakers"] and after & _ACT:
        return int(weights["apposition"])
    if mark == "," and after & (_KIN | _ROLE) and not sight.flags[ahead] & _FUNCTION:
        return int(weights["apposition"])
    return int(weights["apposition"]) if sight.flags[ahead] & (_KIN | _ROLE | _STATE) else 0
