"""What a candidate weighs by itself: what its words are to the lists, and how many of them there are."""

from journal.identifiers.lexicon import FLAG
from journal.identifiers.sight import Sight

_MONTH, _MODAL, _ALLOWED, _PLACE = FLAG["MONTH"], FLAG["MODAL"], FLAG["ALLOWED"], FLAG["PLACE"]
_LISTED, _EVERYDAY, _WORD, _UNLIKELY = FLAG["LISTED"], FLAG["EVERYDAY"], FLAG["WORD"], FLAG["UNLIKELY"]
_VERBAL, _COMMON, _SURNAME, _ACT = FLAG["VERBAL"], FLAG["COMMON"], FLAG["SURNAME"], FLAG["ACT"]
_STATE, _TRUSTED = FLAG["STATE"], FLAG["TRUSTED"]


def kind_of(sight: Sight, index: int) -> str:
    token, flags = sight.tokens[index], sight.flags[index]
    if token.shape == "initial":
        return "initial"
    if flags & (_MONTH | _MODAL):
        return "ambiguous"
    if flags & (_ALLOWED | _PLACE):
        return "place_name"
    if flags & _LISTED:
        if flags & _EVERYDAY or not flags & _WORD:
            return "known"
        if flags & _UNLIKELY and not flags & _VERBAL:
            return "unlikely"
        return "ambiguous" if flags & (_VERBAL | _COMMON) else "rare_word"
    if flags & _SURNAME and not flags & _WORD:
        return "surname"
    if flags & (_WORD | _ACT | _STATE):
        return "word"
    return "open"


def full_name(sight: Sight, kinds: list[str]) -> int:
    weights = sight.rules["full"]
    named = sum(kind in ("known", "rare_word", "surname") for kind in kinds)
    strangers = sum(kind == "open" for kind in kinds)
    listed = named + sum(kind == "ambiguous" for kind in kinds)
    if kinds[0] in ("known", "rare_word") and (named + strangers > 1 or "ambiguous" in kinds or "initial" in kinds):
        return int(weights["known"])
    if named or listed and strangers:
        return int(weights["mixed"])
    if strangers > 1:
        return int(weights["open"])
    if strangers and "initial" in kinds or listed > 1 or listed and "word" in kinds:
        return int(weights["open"])
    return int(weights["partly_open"] if strangers else weights["words"])


def single_name(sight: Sight, index: int, kind: str) -> int:
    base = sight.rules["base"]
    token = sight.tokens[index]
    opens = "_opens" if token.opens else ""
    if token.shape == "upper":
        return int(base["surname"] if kind == "known" and len(token.key) > 3 else base["shouted"])
    if kind == "ambiguous" and sight.flags[index] & _MONTH and not opens:
        return 15
    return int(base.get(kind + opens, base[kind]))


def lower_name(sight: Sight, index: int, last: int, kind: str) -> int:
    base, full, flags = sight.rules["base"], sight.rules["full"], sight.flags[index]
    if last > index and kind in ("known", "surname", "open"):
        if kind == "known" and flags & _TRUSTED:
            return int(full["lower_known"])
        return int(full["lower_mixed"] if kind != "open" else full["lower_open"])
    if last > index:
        return int(full["lower_word"])
    if kind == "known":
        return int(base["lower_known"] if flags & (_TRUSTED | _EVERYDAY) else base["lower_listed"])
    return int(base.get("lower_" + kind, base["lower_word"]))


def is_place(sight: Sight, first: int, last: int, kinds: list[str]) -> bool:
    """An unlisted capitalised word after "in" or "near" is more likely a village than a person."""
    if first == 0 or sight.tokens[first].opens or kinds[0] not in ("open", "word") or "open" not in kinds:
        return False
    if sight.tokens[first].shape == "upper" or len(sight.tokens[first].key) < 4 or sight.tokens[last].ending:
        return False
    before = sight.tokens[first - 1].key
    if before == "from":
        return first > 1 and sight.tokens[first - 2].key in sight.rules["origin_before"]
    return before in sight.rules["place_before"]


def is_lower_place(sight: Sight, index: int, last: int, kind: str) -> bool:
    """A stranger after "in" in a text without any capitals: "placed with carers in llanwenog", "back to beechcroft"."""
    if not sight.lowered or kind != "open" or index == 0 or last > index or len(sight.tokens[index].key) < 6:
        return False
    if sight.tokens[index].opens:
        return False
    before = sight.tokens[index - 1].key
    reached = before == "to" and index > 1 and sight.tokens[index - 2].key in sight.rules["moved_before"]
    return reached or before in sight.rules["place_before"]
