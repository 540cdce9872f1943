"""Words to put in place of an identifier: by role, and the same person always the same way within an entry."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from journal.identifiers.lexicon import FLAG, Lexicon
from journal.identifiers.results import Found
from journal.identifiers.spans import Span
from journal.identifiers.tokens import Token

_DETERMINERS = FLAG["DETERMINER"] | FLAG["POSSESSIVE"]
_PEOPLE = FLAG["KIN"] | FLAG["ROLE"]
_TITLES = FLAG["TITLE"] | FLAG["SOFT_TITLE"]
_SHORTEST_NAME = 3


class Words:
    """The replacement words of `replacements.json` with the lexicon they need."""

    def __init__(self, lexicon: Lexicon, rules: dict[str, Any]):
        self.lexicon = lexicon
        self.types: dict[str, dict[str, str]] = rules["types"]
        self.kinds: dict[str, dict[str, str]] = rules["kinds"]
        self.titles: dict[str, str] = rules["titles"]
        self.orders: list[str] = rules["orders"]
        self.person: str = rules["person"]
        self.on_date: str = rules["on_date"]


@dataclass(slots=True)
class _Person:
    """Somebody named in this entry: the first role that was given, and the findings that mean them."""

    role: str = ""
    owned: str = ""
    mentions: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Passage:
    """A line with what is marked in it. All the lines of an entry are told together."""

    text: str
    tokens: Sequence[Token]
    spans: Sequence[Span]


def choose_replacements(passages: Sequence[Passage], words: Words) -> list[str]:
    """One replacement for each span of each line, in order.

    People who share a name (the "Rose" of "Rose Penhaligon") are one person and get one replacement: the role they
    were first given ("my mentor", "the patient"), numbered when two would otherwise be told the same.
    """
    standing = [(passage, span, _place(passage.tokens, span)) for passage in passages for span in passage.spans]
    chosen = [""] * len(standing)
    for person, phrase in _named(standing, words):
        for mention in person.mentions:
            chosen[mention] = phrase
    for index, (passage, span, place) in enumerate(standing):
        phrase = chosen[index] or _phrase(passage.tokens, span, place, words)
        first, token = passage.text[span.start], passage.tokens[place]
        if token.opens and first == first.upper() and token.start == span.start:
            phrase = phrase[0].upper() + phrase[1:]
        chosen[index] = phrase
    return chosen


def _place(tokens: Sequence[Token], span: Span) -> int:
    """The token a span begins in."""
    return max(0, bisect_right(tokens, span.start, key=lambda token: token.start) - 1)


def _named(standing: Sequence[tuple[Passage, Span, int]], words: Words) -> list[tuple[_Person, str]]:
    people: list[_Person] = []
    known: dict[str, int] = {}
    for index, (passage, span, place) in enumerate(standing):
        if span.type != "PERSON" or span.kind == "couple":
            continue
        names, title = _names(passage.tokens, span, place, words)
        number = min((known[name] for name in names if name in known), default=len(people))
        if number == len(people):
            people.append(_Person())
        person = people[number]
        for name in names:
            known.setdefault(name, number)
        person.mentions.append(index)
        if not person.role:
            person.role, person.owned = _role(passage.tokens, place, title, words)
    told: dict[str, int] = {}
    phrases = []
    for person in people:
        role = person.role or words.person
        count = told.get(role, 0)
        told[role] = count + 1
        phrase = words.orders[min(count, len(words.orders) - 1)].replace("{}", role)
        phrases.append((person, f"{person.owned} {role}" if person.owned and count == 0 else phrase))
    return phrases


def _names(tokens: Sequence[Token], span: Span, place: int, words: Words) -> tuple[set[str], str]:
    """The folded names within a span, and the last title or role word among them."""
    names: set[str] = set()
    short: set[str] = set()
    title = ""
    index = place
    while index < len(tokens) and tokens[index].start < span.end:
        token = tokens[index]
        if token.kind == "word":
            flags = words.lexicon.flags(token.key)
            if token.key in words.titles or flags & (_TITLES | _PEOPLE):
                title = token.key
            elif len(token.key) >= _SHORTEST_NAME:
                names.add(token.key)
            elif token.key not in ("and", "or"):
                short.add(token.key)
        index += 1
    return names or short, title


def _role(tokens: Sequence[Token], place: int, title: str, words: Words) -> tuple[str, str]:
    """The role somebody is given by a title or by the word in front ("my mentor Will"), and whose they are."""
    if title:
        return words.titles.get(title, title), ""
    before = place - 1
    if before > 0 and tokens[before].text == ",":
        before -= 1
    if before < 0 or tokens[before].kind != "word" or tokens[before].ending:
        return "", ""
    if not words.lexicon.flags(tokens[before].key) & _PEOPLE:
        return "", ""
    owner = tokens[before - 1] if before > 0 else None
    if owner is not None and owner.kind == "word" and words.lexicon.flags(owner.key) & FLAG["POSSESSIVE"]:
        return tokens[before].key, owner.key
    return tokens[before].key, ""


def _phrase(tokens: Sequence[Token], span: Span, place: int, words: Words) -> str:
    forms = words.kinds.get(span.kind) or words.types.get(span.type) or words.types["ID_OTHER"]
    before = tokens[place - 1] if place > 0 else None
    if before is None or before.kind != "word" or tokens[place].start != span.start:
        return forms["alone"]
    if span.type == "DATE" and before.key == "on":
        return words.on_date
    determined = words.lexicon.flags(before.key) & _DETERMINERS and not before.ending
    return forms["after" if determined else "alone"]


def replace(text: str, found: Sequence[Found], chosen: Collection[int]) -> str:
    """The text with the chosen findings (by their index in `found`) replaced.

    Where the words in front already say the replacement ("my mentor Will"), the name is left out instead.
    """
    parts: list[str] = []
    last = 0
    for index, each in enumerate(found):
        if index not in chosen:
            continue
        parts.append(with_replacement(text[last : each.start], each.replacement))
        last = each.end
    return "".join([*parts, text[last:]])


def with_replacement(before: str, replacement: str) -> str:
    """Give `before` and the replacement behind it; where `before` ends by saying the same, it alone, less its gap."""
    said = replacement.lower().removeprefix("the ")
    led = before.rstrip(" ,").lower()
    if said and led != before.lower() and led.endswith(said) and not led[: -len(said)][-1:].isalpha():
        return before.rstrip(" ,")
    return before + replacement
