"""Named wards, hospitals, homes, schools, surgeries, streets and addresses, found from the word that ends them."""

from collections.abc import Sequence
from typing import Any

from journal.identifiers.lexicon import FLAG
from journal.identifiers.spans import Span
from journal.identifiers.tokens import Token

_FUNCTION, _WORD, _LISTED, _SURNAME = FLAG["FUNCTION"], FLAG["WORD"], FLAG["LISTED"], FLAG["SURNAME"]
_ALLOWED, _PLACE, _TRUSTED, _COMMON = FLAG["ALLOWED"], FLAG["PLACE"], FLAG["TRUSTED"], FLAG["COMMON"]
_PERSON = FLAG["KIN"] | FLAG["ROLE"] | FLAG["TITLE"] | FLAG["SOFT_TITLE"]
_VERBS = FLAG["ACT"] | FLAG["WEAK_ACT"] | FLAG["MEETING"] | FLAG["BASE"]
_HOME_KINDS = (
    "care",
    "nursing",
    "residential",
    "medical",
    "health",
    "primary",
    "infant",
    "junior",
    "high",
    "special",
    "secondary",
    "childrens",
)
_LONGEST = 4
_SURE, _MAYBE = 50, 30


class Heads:
    """The lists of `places.json` as sets, and the kind of place each ending word means."""

    def __init__(self, rules: dict[str, Any]):
        self.words = {name: frozenset(value.split()) for name, value in rules.items() if name != "about"}
        self.kinds: dict[str, str] = {}
        for kind, name in (
            ("body", "bodies"), ("faith", "faiths"), ("surgery", "surgeries"), ("care_home", "care_homes"),
            ("school", "schools"), ("hospital", "hospitals"), ("ward", "wards"), ("estate", "estates"),
            ("farm", "homes"), ("weak_street", "weak_streets"), ("street", "streets"),
        ):  # fmt: skip
            for word in self.words[name]:
                self.kinds.setdefault(word, kind)
        # Every word that a rule begins at.
        self.tells = frozenset(["at", *self.kinds]).union(
            *(self.words[name] for name in ("saints", "home_names", "hospitals_known"))
        )

    def has(self, name: str, key: str) -> bool:
        return key in self.words[name]


class Places:
    """The places of one line, with the flags of its tokens."""

    def __init__(self, tokens: Sequence[Token], taken: Sequence[bool], flags: Sequence[int], heads: Heads):
        self.tokens = tokens
        self.taken = taken
        self.flags = flags
        self.heads = heads

    def found(self) -> list[Span]:
        """Spans of organisations, addresses and streets in the order of their last word."""
        spans: list[Span] = []
        for index, token in enumerate(self.tokens):
            if token.key not in self.heads.tells or token.kind != "word" or self.taken[index]:
                continue
            if token.key in self.heads.kinds:
                span = self._headed(index)
            elif self.heads.has("saints", token.key):
                span = self._saint(index)
            elif self.heads.has("home_names", token.key) or self.heads.has("hospitals_known", token.key):
                span = self._known(index)
            elif token.key == "at" and index > 0 and self.heads.has("live_at", self.tokens[index - 1].key):
                span = self._lived_in(index + 1)
            else:
                continue
            if span is not None:
                spans.append(span)
                if span.type == "ADDRESS":
                    spans.extend(self._continued(index + 1))
        return spans

    def _flags(self, index: int) -> int:
        return self.flags[index]

    def _word(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].kind == "word"

    def _capital(self, index: int) -> bool:
        return self.tokens[index].shape not in ("lower", "")

    # Places that end in a word of their kind

    def _headed(self, head: int) -> Span | None:
        kind = self.heads.kinds[self.tokens[head].key]
        if kind == "ward":
            numbered = self._numbered_ward(head)
            if numbered:
                return numbered
        if self._word(head + 1) and self._follows(head) and self.tokens[head + 1].key in self.heads.kinds:
            following = self.heads.kinds[self.tokens[head + 1].key]
            if self._capital(head) == self._capital(head + 1) or self.heads.has("joined", self.tokens[head + 1].key):
                if following not in ("weak_street", "farm") or self._capital(head + 1):
                    return None
        first = self._leftwards(head)
        if first == head:
            return None
        return self._judged(first, head, kind)

    def _follows(self, index: int) -> bool:
        return self.tokens[index + 1].spaced and not self.tokens[index].ending

    def _numbered_ward(self, head: int) -> Span | None:
        """ "Ward 7", "ward 12b", "Ward C4": wards that go by a number or a letter."""
        if self.tokens[head].key != "ward" or head + 1 >= len(self.tokens):
            return None
        following = self.tokens[head + 1]
        end = following.end
        if following.kind == "number" and len(following.text) < 4:
            if self._word(head + 2) and not self.tokens[head + 2].spaced and len(self.tokens[head + 2].text) == 1:
                end = self.tokens[head + 2].end
        elif following.shape == "initial" and following.key not in "ai" and following.spaced:
            if (
                head + 2 < len(self.tokens)
                and self.tokens[head + 2].kind == "number"
                and not self.tokens[head + 2].spaced
            ):
                end = self.tokens[head + 2].end
        else:
            return None
        return Span(self.tokens[head].start, end, "ORGANISATION", _MAYBE, "ward")

    def _leftwards(self, head: int) -> int:
        """The first token of the words that may belong to the name in front of its ending."""
        first, count = head, 0
        capital = self._capital(head)
        while first > 0 and count < _LONGEST + 1:
            before = self._before(first)
            if before is None:
                break
            hyphened = self.tokens[first - 1].text == "-" and not self.taken[before] and first < head
            if not hyphened and not self._belongs(before, first, capital=capital):
                break
            first, count = before, count + 1
        while first < head and self._leads(first):
            first += 1
            if self.tokens[first].kind != "word":
                first += 1
        return first

    def _before(self, first: int) -> int | None:
        """The word in front, past a hyphen, the apostrophe of "Agnes'" or the stop of "St."."""
        before, joined = first - 1, not self.tokens[first].spaced
        mark, behind = self.tokens[before], before - 1
        if mark.kind == "word":
            return None if joined else before
        if not self._word(behind) or mark.spaced:
            return None
        saint = mark.text == "." and self.heads.has("saints", self.tokens[behind].key)
        return behind if mark.text == "-" and joined or mark.text in ("'", "\u2019") or saint else None

    def _belongs(self, index: int, following: int, *, capital: bool) -> bool:
        token, flags = self.tokens[index], self._flags(index)
        if self.taken[index] or token.ending not in ("", "'s"):
            return False
        if self._capital(index):
            return not flags & _FUNCTION or token.key in ("the", "our", "all") and not token.opens
        if token.key in ("of", "on", "upon", "le", "y") and self._capital(following) and index > 0:
            before = index - 2 if self.tokens[index - 1].text == "-" else index - 1
            water = token.key not in ("on", "upon") or self.heads.has("waters", self.tokens[following].key)
            return self._word(before) and self._capital(before) and (water or self.tokens[index - 1].text == "-")
        if not capital and not self._capital(following):
            if index > 0 and token.key in _HOME_KINDS and self._word(index - 1):
                if self._capital(index - 1) or self._namelike(index - 1):
                    return True
            if self.heads.has("streets", token.key) and index > 0 and self._word(index - 1):
                return self._namelike(index - 1)
            return self._namelike(index) or self.heads.has("saints", token.key) or self._numbered_off(index, following)
        return False

    def _numbered_off(self, index: int, head: int) -> bool:
        """An ordinary word as a name without capitals: "9 weir street", "3 chapel row, ...", "on kestrel ward"."""
        key, before = self.tokens[head].key, self.tokens[index - 1] if index else None
        if before is None or self._flags(index) & (_FUNCTION | _PERSON) or self._describes(index):
            return False
        if key == "ward":
            return self.heads.has("on_ward", before.key)
        if self.heads.has("streets", key) and self.heads.has("street_before", before.key):
            return True  # without "the": "from station road"
        weak = self.heads.has("weak_streets", key) and self._listed_off(head)
        return before.kind == "number" and (weak or self.heads.has("streets", key))

    def _describes(self, index: int) -> bool:
        key = self.tokens[index].key
        return self.heads.has("describing", key) or self.heads.has("street_describing", key) or key.endswith("ed")

    def _namelike(self, index: int) -> bool:
        """Whether a word without a capital could be part of a place's name."""
        token, flags = self.tokens[index], self._flags(index)
        if len(token.key) < 3 or flags & (_FUNCTION | _ALLOWED | _PERSON | _VERBS) and not flags & _LISTED:
            return False
        if self._describes(index):
            return False
        return self.heads.has("plants", token.key) or not flags & _WORD or bool(flags & _LISTED and not flags & _COMMON)

    def _leads(self, index: int) -> bool:
        """Whether the word only leads up to the name: "The", a sentence's first word, a person's role."""
        token, flags = self.tokens[index], self._flags(index)
        if flags & _FUNCTION or flags & _PERSON and not flags & _TRUSTED:
            return True
        verb = flags & _VERBS or flags & _WORD and token.key.endswith(("ed", "ing"))
        return (
            token.opens and bool(verb) and not flags & (_LISTED | _SURNAME) and not self.heads.has("plants", token.key)
        )

    def _judged(self, first: int, head: int, kind: str) -> Span | None:
        words = [each for each in range(first, head) if self.tokens[each].kind == "word"]
        street = kind in ("street", "weak_street", "estate", "farm")
        describing = "street_describing" if street else "describing"
        named = [each for each in words if self._names(each, describing, kind)]
        if not named:
            return None
        capitals = all(self._capital(each) for each in named)
        number = None if street else self._house_number(first)
        if number is not None and self.heads.has("weak_streets", self.tokens[head].key):
            street, kind = True, "weak_street"
        elif number is not None and self.heads.has("flats", self.tokens[number].key):
            return Span(self.tokens[number].start, self.tokens[head].end, "ADDRESS", _SURE, "address")
        if street:
            return self._street(first, head, kind, capitals=capitals)
        if not self._capital(head) and not self._strong(head, named, capitals=capitals):
            return None
        if self._capital(head) and not capitals and not all(self._namelike(each) for each in named):
            return None
        score = _SURE if capitals or kind == "ward" else _MAYBE
        return Span(self.tokens[first].start, self.tokens[head].end, "ORGANISATION", score, kind)

    def _names(self, index: int, describing: str, kind: str) -> bool:
        token, flags = self.tokens[index], self._flags(index)
        if self.heads.has(describing, token.key):
            return False
        if token.key in self.heads.kinds and not self.heads.has("plants", token.key):
            housed = self._capital(index) or index > 0 and self.tokens[index - 1].kind == "number"
            return describing == "street_describing" and housed and kind in ("street", "weak_street")
        if flags & _FUNCTION:
            return False
        if describing == "street_describing" and self._capital(index) or self.heads.has("plants", token.key):
            return len(token.key) > 1
        if flags & _ALLOWED and not flags & (_LISTED | _SURNAME):
            return False
        if flags & _PLACE and kind in ("body", "ward", "faith"):
            return False
        return len(token.key) > 1

    def _strong(self, head: int, named: Sequence[int], *, capitals: bool) -> bool:
        """Whether an ending without a capital may still end a name: "Bethania vestry", "hartley ward"."""
        key = self.tokens[head].key
        if key in ("home", "centre", "practice") and self.tokens[head - 1].key in _HOME_KINDS:
            return capitals or all(self._namelike(each) for each in named)
        if not self.heads.has("strong", key):
            return False
        if key in ("house", "court", "home"):
            return not capitals and key != "home" and (self._sainted(named[0]) or all(map(self._houses, named)))
        return not capitals or any(
            not self._flags(each) & (_WORD | _PLACE) or self._plant(each) or self._flags(each) & _LISTED
            for each in named
        )

    def _sainted(self, index: int) -> bool:
        return self.heads.has("saints", self.tokens[index].key)

    def _houses(self, index: int) -> bool:
        """Whether a house may go by the word: a plant, or what is nothing but a name."""
        flags, token = self._flags(index), self.tokens[index]
        named = flags & (_LISTED | _SURNAME) and not flags & (_WORD | _ALLOWED) and not token.ending
        return self._plant(index) or bool(named)

    def _plant(self, index: int) -> bool:
        return self.heads.has("plants", self.tokens[index].key)

    def _street(self, first: int, head: int, kind: str, *, capitals: bool) -> Span | None:
        number = self._house_number(first)
        start = self.tokens[first].start if number is None else self.tokens[number].start
        close = self._capital(head)
        if kind == "farm":
            if not (capitals and close):
                return None
            return Span(start, self.tokens[head].end, "ADDRESS", _SURE, "address")
        if kind == "estate":
            return Span(start, self.tokens[head].end, "LOCATION", _MAYBE, "estate") if capitals else None
        if kind == "weak_street" and not (close and capitals):
            if number is None or not (self._listed_off(head) or self._all_namelike(first, head)):
                return None
        if number is not None:
            return Span(start, self.tokens[head].end, "ADDRESS", _SURE, "address")
        if kind == "weak_street" and self.tokens[first].opens and head - first == 1:
            return None
        return Span(start, self.tokens[head].end, "LOCATION", _SURE if capitals else _MAYBE, "street")

    def _all_namelike(self, first: int, head: int) -> bool:
        return all(self._namelike(each) for each in range(first, head) if self._word(each))

    def _listed_off(self, head: int) -> bool:
        """Whether a comma follows, as in an address read out: "3 chapel row, polgarrow"."""
        return head + 1 < len(self.tokens) and self.tokens[head + 1].text == ","

    def _house_number(self, first: int) -> int | None:
        """The token where "3", "12a", "flat 2", "Flat 3, 22" or "number 14" in front of a street begins."""
        before = first - 1
        if before >= 0 and self.tokens[before].text == ",":
            before -= 1
        if self._word(before) and len(self.tokens[before].text) == 1 and not self.tokens[before].spaced:
            before -= 1
        if before < 0 or self.tokens[before].kind != "number" or len(self.tokens[before].text) > 4:
            return None
        start = before
        for _ in range(3):
            ahead = start - 1
            if ahead > 0 and self.tokens[ahead].text in (",", "/", "-", ".") and self._numbers(ahead - 1):
                ahead -= 1
            if ahead < 0 or not self._numbers(ahead):
                break
            if self.tokens[ahead].kind == "number" and self.heads.has("flats", self.tokens[start].key):
                break
            start = ahead
        return start

    def _numbers(self, index: int) -> bool:
        return self.tokens[index].kind == "number" or self.heads.has("flats", self.tokens[index].key)

    def _continued(self, index: int) -> list[Span]:
        """The village after an address: "3 Chapel Row, Polgarrow"."""
        if index + 1 >= len(self.tokens) or self.tokens[index].text not in (",", "in") or not self._word(index + 1):
            return []
        flags = self._flags(index + 1)
        if self.tokens[index + 1].ending or flags & (_ALLOWED | _FUNCTION | _PLACE | _PERSON):
            return []
        if not self._capital(index + 1) and (flags & _WORD or len(self.tokens[index + 1].key) < 4):
            return []
        if self.taken[index + 1]:
            return []
        last = index + 1
        if (
            self._word(last + 1)
            and self._capital(last + 1)
            and not self._flags(last + 1) & (_ALLOWED | _FUNCTION | _PLACE)
        ):
            last += 1
        return [Span(self.tokens[index + 1].start, self.tokens[last].end, "LOCATION", _SURE, "place")]

    # Houses that go by a name

    def _lived_in(self, first: int) -> Span | None:
        """ "She lives at The Old Forge": a house by its name, unless its last word tells more of it."""
        last = first
        if self._word(first) and self.tokens[first].key == "the":
            last += 1
        begin = last
        while last < begin + 3 and self._word(last) and self._capital(last) and not self.taken[last]:
            if self._flags(last) & (_FUNCTION | _PERSON) or self.tokens[last].key in self.heads.kinds:
                return None
            last += 1
            if self.tokens[last - 1].ending:
                break
        if begin == last and begin > first and self._old_house(begin):
            return Span(self.tokens[first].start, self.tokens[begin + 1].end, "ADDRESS", _MAYBE, "address")
        named = begin < last and not self._flags(begin) & (_PLACE | _ALLOWED)
        if not named:
            return None
        return Span(self.tokens[first].start, self.tokens[last - 1].end, "ADDRESS", _MAYBE, "address")

    def _old_house(self, index: int) -> bool:
        """ "... at the old forge": a house by what it was, without a capital."""
        last = index + 1
        if not self._word(last) or self.tokens[index].key != "old" or self.taken[last] or self._capital(last):
            return False
        if self._flags(last) & (_FUNCTION | _PERSON | _ALLOWED) or self.tokens[last].key in self.heads.kinds:
            return False
        return not self.heads.has("no_house", self.tokens[last].key)

    # Places known by name

    def _saint(self, index: int) -> Span | None:
        """ "St Mary's" and "St. Thomas": a hospital, a school or a church by its saint alone."""
        name = index + 1
        if name < len(self.tokens) and self.tokens[name].text == "." and not self.tokens[name].spaced:
            name += 1
        if not self._word(name) or self._capital(index) != self._capital(name) or self._flags(name) & _FUNCTION:
            return None
        if not self._capital(name) and (self._flags(name) & (_WORD | _ALLOWED) or self._short_of_saint(index, name)):
            return None
        if not self.tokens[name].spaced or self.taken[name]:
            return None
        return Span(self.tokens[index].start, self.tokens[name].after, "ORGANISATION", _MAYBE, "saint")

    def _short_of_saint(self, index: int, name: int) -> bool:
        """Whether "st" is a weight, a street or a part of a word rather than a saint without a capital."""
        key, before = self.tokens[name].key, self.tokens[index - 1] if index else None
        owned = key.endswith("s") or self.tokens[name].ending == "'s"
        return len(key) < 4 or not owned or before is not None and before.kind == "number"

    def _known(self, index: int) -> Span | None:
        token = self.tokens[index]
        if not self._capital(index) or index == 0:
            return None
        before = self.tokens[index - 1].key
        if self.heads.has("hospitals_known", token.key):
            if before not in ("at", "to", "in", "from", "near", "into"):
                return None
            return Span(token.start, token.after, "ORGANISATION", _MAYBE, "hospital")
        if before != "the" or self._word(index + 1) and self._capital(index + 1):
            return None
        return Span(token.start, token.end, "ORGANISATION", _MAYBE, "care_home")
