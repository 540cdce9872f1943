"""What each word is to the rules: one dictionary from the folded word to a set of flags."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from journal.identifiers.words import stems

RULES = Path(__file__).parent / "rules"

_NAMES = (
    "FUNCTION WORD COMMON TRUSTED LISTED SURNAME ALLOWED PLACE TITLE SOFT_TITLE KIN ROLE ADJECTIVE NAMING MEETING "
    "WITH POSSESSIVE DETERMINER PREPOSITION ACT WEAK_ACT STATE OWNED PRONOUN BASE MONTH MODAL VERBAL UNLIKELY "
    "EVERYDAY TELLING"
).split()
FLAG = {name: 1 << position for position, name in enumerate(_NAMES)}

_CUES = {
    "function": "FUNCTION", "titles": "TITLE", "soft_titles": "SOFT_TITLE", "kin": "KIN", "roles": "ROLE",
    "adjectives": "ADJECTIVE", "naming": "NAMING", "meeting": "MEETING", "with": "WITH",
    "possessives": "POSSESSIVE", "determiners": "DETERMINER", "prepositions": "PREPOSITION", "acts": "ACT",
    "weak_acts": "WEAK_ACT", "states": "STATE", "belongings": "OWNED", "pronouns": "PRONOUN", "base_verbs": "BASE",
    "months": "MONTH", "modals": "MODAL", "verbal_names": "VERBAL", "unlikely_names": "UNLIKELY",
    "everyday_names": "EVERYDAY", "telling": "TELLING",
}  # fmt: skip
_ALLOWED = ("eponyms", "systems", "drugs", "brands", "people_words", "calendar", "shorthand")


class Lexicon:
    """Flags by folded word, from the JSON lists; words never seen are traced back to their stem once."""

    def __init__(self, cues: dict[str, Any], allow: dict[str, Any], names: dict[str, Any], words: dict[str, Any]):
        flags: dict[str, int] = {}

        def mark(written: str, flag: int) -> None:
            for word in written.split():
                flags[word] = flags.get(word, 0) | flag

        mark(words["others"], FLAG["WORD"])
        mark(words["common"], FLAG["WORD"] | FLAG["COMMON"])
        mark(allow["clinical"], FLAG["WORD"])
        mark(names["trusted"], FLAG["TRUSTED"] | FLAG["LISTED"])
        mark(names["others"], FLAG["LISTED"])
        mark(names["surnames"], FLAG["SURNAME"])
        mark(names["surnames_too"], FLAG["SURNAME"])
        for kind, flag in _CUES.items():
            mark(cues[kind], FLAG[flag])
        for kind in _ALLOWED:
            mark(allow[kind], FLAG["ALLOWED"])
        mark(allow["places"], FLAG["PLACE"])
        self._flags = flags

    def flags(self, key: str) -> int:
        """Every flag of a folded word; a regular inflection of a listed word counts as a word."""
        found = self._flags.get(key, 0)
        if found & _SETTLED:
            return found
        known = self._flags
        for stem in stems(key):
            flags = known.get(stem, 0)
            if not flags and any(known.get(each, 0) & FLAG["WORD"] for each in stems(stem)):
                flags = FLAG["WORD"]
            found |= flags & _AS_WORD
            if flags & _PEOPLE:
                found |= FLAG["WORD"]
        return found


_AS_WORD = FLAG["WORD"] | FLAG["COMMON"]
_PEOPLE = FLAG["KIN"] | FLAG["ROLE"]
_SETTLED = FLAG["WORD"] | FLAG["LISTED"] | FLAG["FUNCTION"] | FLAG["ALLOWED"]


def read(name: str) -> dict[str, Any]:
    """One of the JSON files of the rule set."""
    content: dict[str, Any] = json.loads((RULES / f"{name}.json").read_text(encoding="utf-8"))
    return content


@cache
def lexicon() -> Lexicon:
    """The lexicon of the shipped lists, read once."""
    return Lexicon(read("cues"), read("allow"), read("names"), read("words"))
