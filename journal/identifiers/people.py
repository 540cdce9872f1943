"""People's names: titles, full names, listed names, and words whose company says that they name somebody.

Every sign adds or takes tenths of a point (`rules/scores.json`); two thresholds make the two severities and a third
the strict mode. Lists only ever say "this spelling is often a name"; a name nobody listed is found by its company
(a title, "told ...", "... said", a second capitalised stranger beside it), so that unusual names fare no worse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from journal.identifiers.lexicon import FLAG, Lexicon
from journal.identifiers.spans import Span
from journal.identifiers.tokens import Token

_FUNCTION, _WORD, _COMMON, _TRUSTED = FLAG["FUNCTION"], FLAG["WORD"], FLAG["COMMON"], FLAG["TRUSTED"]
_LISTED, _SURNAME, _ALLOWED, _PLACE = FLAG["LISTED"], FLAG["SURNAME"], FLAG["ALLOWED"], FLAG["PLACE"]
_TITLE, _SOFT, _KIN, _ROLE = FLAG["TITLE"], FLAG["SOFT_TITLE"], FLAG["KIN"], FLAG["ROLE"]
_ACT, _WEAK, _STATE, _OWNED = FLAG["ACT"], FLAG["WEAK_ACT"], FLAG["STATE"], FLAG["OWNED"]
_PRONOUN, _BASE, _MONTH, _MODAL = FLAG["PRONOUN"], FLAG["BASE"], FLAG["MONTH"], FLAG["MODAL"]
_VERBAL, _UNLIKELY, _EVERYDAY, _TELLING = FLAG["VERBAL"], FLAG["UNLIKELY"], FLAG["EVERYDAY"], FLAG["TELLING"]
_DETERMINER, _POSSESSIVE, _PREPOSITION = FLAG["DETERMINER"], FLAG["POSSESSIVE"], FLAG["PREPOSITION"]
_NAMING, _MEETING, _WITH, _ADJECTIVE = FLAG["NAMING"], FLAG["MEETING"], FLAG["WITH"], FLAG["ADJECTIVE"]
_TITLES = _TITLE | _SOFT
_CLOSED = _FUNCTION | _DETERMINER | _POSSESSIVE | _PRONOUN | _PREPOSITION
_LONGEST = 4
_OLDEST = 119


@dataclass(slots=True)
class Run:
    """One candidate: tokens `first` to `last`, its score so far and the folded words it is made of."""

    first: int
    last: int
    score: int
    kind: str
    keys: list[str]


class People:
    """The candidates of one text. Built once a check; holds nothing afterwards."""

    def __init__(self, tokens: Sequence[Token], taken: Sequence[bool], lexicon: Lexicon, rules: dict[str, Any]):
        self.tokens = tokens
        self.taken = taken
        self.flags = [lexicon.flags(token.key) if token.kind == "word" else 0 for token in tokens]
        self.rules = rules
        words = [token for token in tokens if token.kind == "word" and len(token.text) > 1]
        shouted = sum(token.shape == "upper" for token in words)
        self.shouting = len(words) > 3 and shouted * 2 > len(words)
        self.lowered = all(token.shape in ("lower", "") for token in words)

    def found(self, *, strict: bool) -> list[Span]:
        """Spans of people and of unlisted places whose score reaches the mode's threshold.

        Strict also takes any ordinary word with a capital inside a sentence: it may be the name of something.
        """
        threshold = self.rules["strict" if strict else "maybe"]
        runs = self._runs()
        sure = self.rules["sure"]
        named = {key for run in runs if run.score >= sure and run.kind != "place" for key in run.keys if len(key) > 2}
        spans = []
        for run in runs:
            if run.score < sure and run.kind != "place" and any(key in named for key in run.keys):
                if run.first == run.last and self._capital(run.first):
                    run.score += self.rules["repeat"]
                elif not self.flags[run.first] & _WORD:
                    run.score += self.rules["repeat"]
            if run.score >= threshold or strict and run.kind == "word" and not self.tokens[run.first].opens:
                spans.append(self._span(run))
        return spans

    def _span(self, run: Run) -> Span:
        last = self.tokens[run.last]
        end = last.end
        if last.shape == "initial" and self._is_mark(run.last + 1, ".") and not self.tokens[run.last + 1].spaced:
            end = self.tokens[run.last + 1].end
        kind = "LOCATION" if run.kind == "place" else "PERSON"
        return Span(self.tokens[run.first].start, end, kind, run.score, "place" if run.kind == "place" else "person")

    def _runs(self) -> list[Run]:
        runs: list[Run] = []
        index = 0
        while index < len(self.tokens):
            run = self._run_at(index)
            if run is None:
                index += 1
            else:
                runs.append(run)
                index = run.last + 1
        return runs

    def _run_at(self, index: int) -> Run | None:
        token, flags = self.tokens[index], self.flags[index]
        if token.kind != "word" or self.taken[index]:
            return None
        if flags & _TITLES:
            titled = self._titled(index)
            if titled:
                return titled
        if self._capital(index):
            return self._capital_run(index) if self._nameable(index) else None
        return self._lower_run(index)

    def _capital(self, index: int) -> bool:
        return not self.shouting and self.tokens[index].shape not in ("lower", "")

    def _is_mark(self, index: int, mark: str) -> bool:
        return index < len(self.tokens) and self.tokens[index].text == mark

    def _is_word(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].kind == "word" and not self.taken[index]

    # Titles

    def _titled(self, index: int) -> Run | None:
        """ "Mrs P", "mr and mrs khan", "Dr. Okonedo-Price": whatever follows a title names somebody."""
        position = self._past_stop(index + 1)
        soft = not self.flags[index] & _TITLE
        if position + 1 < len(self.tokens) and self.tokens[position].text.lower() in ("and", "&", "/", "or"):
            if self.flags[position + 1] & _TITLES:
                soft = soft and not self.flags[position + 1] & _TITLE
                position = self._past_stop(position + 2)
        position = self._past_particles(position)
        if not self._is_word(position) or not self._after_title(position, soft=soft):
            return None
        last = self._extend(position)
        keys = [self.tokens[each].key for each in range(position, last + 1) if self.tokens[each].kind == "word"]
        return Run(index, last, 60, "titled", keys)

    def _past_stop(self, index: int) -> int:
        if self._is_mark(index, ".") and not self.tokens[index].spaced:
            return index + 1
        return index

    def _after_title(self, index: int, *, soft: bool) -> bool:
        token, flags = self.tokens[index], self.flags[index]
        listed = bool(flags & (_LISTED | _SURNAME))
        if token.key in self.rules["shut_titles"] or not token.spaced and not self._is_mark(index - 1, "."):
            return False
        if self._capital(index):
            return listed or not flags & (_CLOSED | _ACT | _WEAK) or token.shape == "initial"
        if flags & (_CLOSED | _ACT | _WEAK) and not (listed and not soft):
            return False
        if len(token.key) == 1:
            return not soft or token.key not in "ais"
        if soft:
            return not flags & (_WORD | _ALLOWED | _ROLE | _KIN) and (listed or len(token.key) > 3)
        return not flags & _STATE or listed

    # Runs of capitals

    def _nameable(self, index: int) -> bool:
        """Whether a capitalised word could be (part of) a name at all."""
        token, flags = self.tokens[index], self.flags[index]
        if flags & (_MONTH | _MODAL):
            return True
        if flags & (_FUNCTION | _TITLES) or flags & _PLACE and not flags & _TRUSTED:
            return False
        if flags & (_KIN | _ROLE | _ALLOWED) and not self._naming_before(index):
            return bool(flags & _TRUSTED) and not flags & (_KIN | _ROLE)
        return token.shape != "initial" or self._initial(index)

    def _naming_before(self, index: int) -> bool:
        """Whether "called" or "calls him" stands in front, so that even a common word is a name."""
        if index == 0 or self.tokens[index].opens:
            return False
        pair = f"{self.tokens[index - 2].key} {self.tokens[index - 1].key}" if index > 1 else ""
        return bool(self.flags[index - 1] & _NAMING) or pair in self.rules["naming_pairs"]

    def _initial(self, index: int) -> bool:
        """A single capital counts when a stop, a name or an age makes an initial of it: "K., seven"."""
        token = self.tokens[index]
        if token.key in "i" or token.ending and token.ending != "'s":
            return False
        if self._is_mark(index + 1, ".") and not self.tokens[index + 1].spaced:
            after = index + 2
            if not self.tokens[index].opens and (
                self._is_mark(after, ",") or self._is_word(after) and self.tokens[after].spaced
            ):
                return True
            return self._is_word(after) and self._capital(after) and self.tokens[after].spaced
        if token.opens:
            return bool(token.ending)
        before = self.flags[index - 1] & (_NAMING | _MEETING | _TELLING | _WITH | _KIN | _ROLE) if index else 0
        following = index + 1
        if following < len(self.tokens) and self.tokens[following].kind == "word":
            known = self.tokens[following].key == "and" or self.flags[following] & (_ACT | _WEAK | _PREPOSITION)
            return bool(token.ending) or bool(before and known)
        return bool(before) or self._is_mark(following, ",") or bool(token.ending)

    def _extend(self, index: int) -> int:
        """The last token of the name that begins at `index`: hyphens, particles, initials, further names."""
        last, count = index, 1
        while count < _LONGEST:
            if self.tokens[last].ending:
                break
            following = last + 1
            if self._is_mark(following, "-") and not self.tokens[following].spaced:
                following += 1
                if not self._is_word(following) or self.tokens[following].spaced:
                    break
                if not self._capital(index) and self.flags[following] & _CLOSED:
                    break
            elif self._is_mark(following, ".") and self.tokens[last].shape == "initial":
                following += 1
                if not self._is_word(following) or not self._joins(last, following):
                    break
            elif not self._is_word(following) or not self._joins(last, following):
                particle = self._past_particles(following)
                if particle == following or not self._joins(last, particle):
                    break
                following = particle
            last, count = following, count + 1
        return last

    def _past_particles(self, index: int) -> int:
        position = index
        while position - index < 2 and self._is_word(position) and self.tokens[position].key in self.rules["particles"]:
            position += 1
        if not self._is_word(position):
            return index
        lower = position > index and self.lowered and not self.flags[position] & (_CLOSED | _WORD)
        return position if self._capital(position) or lower else index

    def _joins(self, last: int, index: int) -> bool:
        if not self._is_word(index) or not self.tokens[index].spaced:
            return False
        token, flags, before = self.tokens[index], self.flags[index], self.flags[last]
        listed = flags & (_LISTED | _SURNAME)
        listed_before = bool(before & (_LISTED | _SURNAME))
        if self._capital(last):
            if not self._capital(index) or flags & (_TITLES | _FUNCTION) and not listed:
                return False
            if token.shape == "initial":
                return token.key != "i" and (self._is_mark(index + 1, ".") or self._ends(index + 1) and listed_before)
            if flags & (_KIN | _ROLE | _PLACE) and not listed:
                return bool(before & _LISTED and not before & _WORD and not flags & _KIN and token.shape == "title")
            if token.shape == "upper" and self.tokens[last].shape == "title" and not listed:
                return False
            return not flags & (_ALLOWED | _MONTH) or bool(before & (_LISTED | _SURNAME) and not before & _ALLOWED)
        if self._capital(index) or flags & (_CLOSED | _ACT | _WEAK | _ALLOWED | _STATE | _KIN | _ROLE):
            return False
        if len(token.key) < 3:
            return False
        if flags & _WORD:
            rare = not flags & _COMMON or flags & _SURNAME
            return bool(listed and before & _LISTED and not before & _WORD and rare)
        return True

    def _ends(self, index: int) -> bool:
        return index >= len(self.tokens) or self.tokens[index].kind == "mark" or not self._capital(index)

    def _capital_run(self, index: int) -> Run | None:
        last = self._extend(index)
        first = index
        while first < last and self._droppable(first):
            first += 1
            if self.tokens[first].kind != "word":
                return None
        words = [each for each in range(first, last + 1) if self.tokens[each].kind == "word"]
        kinds = [self._kind(each) for each in words]
        while len(kinds) > 1 and kinds[-1] in ("word", "place_name") and self.tokens[words[-1] - 1].text != "-":
            if self._surname_like(kinds[0], words[-1]):
                break
            kinds.pop()
            words.pop()
        last = words[-1]
        score = self._full(kinds) if len(words) > 1 else self._single(first, kinds[0])
        score += self._left(first, kinds[0]) + self._right(last, kinds[-1], alone=len(words) == 1)
        keys = [self.tokens[each].key for each in words]
        if first > 0 and self._is_word(first - 1) and self._capital(first - 1) and not self.tokens[first - 1].ending:
            if self.flags[first - 1] & (_KIN | _ROLE) and self.tokens[first].spaced:
                return Run(first - 1, last, score, kinds[0], keys)
        if self._place(first, last, kinds):
            return Run(first, last, max(score, 30), "place", keys)
        return Run(first, last, score, kinds[0], keys)

    def _surname_like(self, first: str, index: int) -> bool:
        """Whether an ordinary word with a capital ends a full name: "Anna Brown", but not "Grace Period"."""
        flags = self.flags[index]
        if self.tokens[index].key in self.rules["calendar"]:
            return False
        if flags & (_ALLOWED | _PLACE | _ROLE) and not flags & (_LISTED | _SURNAME):
            return first == "known"
        return first in ("known", "rare_word", "surname", "open") or bool(flags & _SURNAME)

    def _droppable(self, index: int) -> bool:
        """Whether a capitalised word only opens a sentence before the name ("Yesterday Adaeze")."""
        flags = self.flags[index]
        if flags & (_KIN | _ROLE | _TITLES):
            return True
        return self.tokens[index].opens and bool(flags & (_WORD | _ACT | _FUNCTION)) and not flags & _LISTED

    def _kind(self, index: int) -> str:
        token, flags = self.tokens[index], self.flags[index]
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

    def _full(self, kinds: list[str]) -> int:
        weights = self.rules["full"]
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

    def _single(self, index: int, kind: str) -> int:
        base = self.rules["base"]
        token = self.tokens[index]
        opens = "_opens" if token.opens else ""
        if token.shape == "upper":
            return int(base["surname"] if kind == "known" and len(token.key) > 3 else base["shouted"])
        if kind == "ambiguous" and self.flags[index] & _MONTH and not opens:
            return 15
        return int(base.get(kind + opens, base[kind]))

    # Company

    def _left(self, index: int, kind: str) -> int:
        token = self.tokens[index]
        if index == 0 or token.opens:
            return 0
        weights, before, flags = self.rules["left"], self.tokens[index - 1], self.flags[index - 1]
        if before.kind == "mark":
            if before.text == "," and self.flags[index - 2] & (_KIN | _ROLE) if index > 1 else False:
                return int(weights["role"]) // 2
            return int(self.rules["list"]) if before.text in ",&/(-–" else 0
        if before.kind == "number":
            return int(weights["number"])
        if self.flags[index] & _MONTH and before.key in self.rules["months_before"]:
            return int(self.rules["right"]["month_context"])
        if before.ending and before.ending != "'s":
            return 0
        if before.ending == "'s":
            return int(weights["naming"]) if before.key == "name" else int(weights["possessive"])
        if index > 1 and f"{self.tokens[index - 2].key} {before.key}" in self.rules["naming_pairs"]:
            return int(weights["naming"])
        score = self._company(flags)
        if self.lowered and before.key in ("with", "from"):
            score += int(weights["lowered"])
        if flags & _TELLING and kind == "ambiguous" and not self._capital(index):
            score += int(weights["telling_ambiguous"])
        return score

    def _company(self, flags: int) -> int:
        weights = self.rules["left"]
        for flag, name in (
            (_TELLING, "telling"), (_NAMING, "naming"), (_MEETING, "meeting"), (_KIN, "role"), (_ROLE, "role"),
            (_ADJECTIVE, "adjective"), (_WITH, "with"), (_POSSESSIVE, "possessive"), (_DETERMINER, "determiner"),
            (_PREPOSITION, "preposition"),
        ):  # fmt: skip
            if flags & flag:
                return int(weights[name])
        return 0

    def _right(self, index: int, kind: str, *, alone: bool) -> int:
        weights = self.rules["right"]
        token, score = self.tokens[index], 0
        after = index + 1
        if token.ending == "'s":
            score += int(weights["owner"])
            if after < len(self.tokens) and self.flags[after] & (_OWNED | _KIN):
                score += int(weights["owned"])
            owner = kind == "ambiguous" and not self.flags[index] & _MONTH
            return score + (int(weights["owned"]) if owner else 0)
        if token.ending:
            return int(weights["owned"])
        if token.shape == "initial" and self._is_mark(after, "."):
            after += 1
        if after >= len(self.tokens):
            return 0
        if self.tokens[after].kind == "word":
            return self._right_word(index, kind, alone=alone)
        return self._right_mark(after)

    def _right_word(self, index: int, kind: str, *, alone: bool) -> int:
        weights, after = self.rules["right"], index + 1
        following, flags, own = self.tokens[after], self.flags[after], self.flags[index]
        weak = kind in ("ambiguous", "rare_word") and alone
        headed = index > 0 and self._is_mark(index - 1, ":")
        exposed = self.tokens[index].opens or headed or not self._capital(index)
        if weak and own & _MODAL and exposed:
            if flags & _ACT and not flags & _BASE:
                return int(weights["modal_act"])
            return 0 if self._scene(after) else int(weights["modal_object"])
        if following.key in ("who", "whos"):
            return int(weights["who"])
        if following.key == "and" and after + 1 < len(self.tokens):
            return int(weights["together"]) if self.tokens[after + 1].key in ("i", "me", "her", "his", "their") else 0
        if flags & _ACT or flags & _WORD and len(following.key) > 4 and following.key.endswith("ed"):
            return int(weights["modal_act"] if weak else weights["act"])
        scene = self._scene(after)
        if scene:
            busy = int(weights["busy"]) if weak and exposed and self._busy(scene) else 0
            if self._capital(index):
                return int(weights["scene" if own & _VERBAL else "scene_opens"]) + busy
            return int(weights["scene"]) + busy * 2
        if flags & _WEAK:
            return self._weak_act(index, kind, weak=weak, exposed=exposed)
        if weak and exposed and own & _VERBAL and flags & (_CLOSED | _PREPOSITION):
            return int(weights["object"])
        if flags & _STATE and not flags & _PREPOSITION:
            return int(weights["state"])
        if weak and exposed and following.shape == "lower" and not self._told(index):
            return int(weights["noun"] if flags & _WORD else weights["adrift"])
        return 0

    def _weak_act(self, index: int, kind: str, *, weak: bool, exposed: bool) -> int:
        """ "... was crying", "... has": a verb that says little unless the next word does."""
        weights, following, ahead = self.rules["right"], self.tokens[index + 1], index + 2
        score = int(weights["weak_act"])
        if kind == "open" and exposed and not self._capital(index) and self.tokens[index].opens:
            score += int(weights["stranger_opens"])
        if ahead >= len(self.tokens) or not (self._lively(ahead) or self._scene(ahead)):
            return score
        if weak and following.key in ("is", "was") and self.tokens[ahead].key in ("not", "never", "always"):
            return score
        human = weak and exposed and self.tokens[ahead].key in self.rules["human_states"]
        return score + int(weights["state"]) + (int(weights["human"]) if human else 0)

    def _told(self, index: int) -> bool:
        return index > 0 and not self.tokens[index].opens and bool(self.flags[index - 1] & (_TELLING | _NAMING))

    def _lively(self, index: int) -> bool:
        """Whether the word tells how somebody is or what they are doing."""
        token = self.tokens[index]
        return bool(self.flags[index] & _STATE) or token.key.endswith("ing") or token.key in ("not", "been")

    def _busy(self, scene: int) -> bool:
        """Whether somebody there does or feels something: "in room 9 thanked us", "in the sluice crying"."""
        if self.tokens[scene].key in self.rules["sure_scenes"]:
            return True
        for index in range(scene + 1, min(scene + 4, len(self.tokens))):
            if self.tokens[index].kind == "mark":
                return False
            if self.flags[index] & _ACT or self._lively(index):
                return True
        return False

    def _scene(self, index: int) -> int:
        """The last token of "in again", "on reception", "in the sluice" (where somebody is), or 0."""
        if self.tokens[index].key not in self.rules["scene_openers"]:
            return 0
        ahead = index + 1
        if self._is_word(ahead) and self.flags[ahead] & (_DETERMINER | _POSSESSIVE):
            ahead += 1
        if ahead < len(self.tokens) and self.tokens[ahead].kind == "number" and self.tokens[index].key == "in":
            return ahead
        return ahead if self._is_word(ahead) and self.tokens[ahead].key in self.rules["scenes"] else 0

    def _right_mark(self, index: int) -> int:
        weights, mark, ahead = self.rules["right"], self.tokens[index].text, index + 1
        if mark not in (",", "(") or ahead >= len(self.tokens):
            return 0
        following = self.tokens[ahead]
        if following.kind == "number" and int(following.text[:6]) <= _OLDEST:
            return int(weights["age"])
        if following.kind != "word":
            return 0
        if following.key in self.rules["appositions"]:
            return int(weights["apposition"])
        if following.key in self.rules["number_words"]:
            return int(weights["age"])
        return int(weights["apposition"]) if self.flags[ahead] & (_KIN | _ROLE | _STATE) else 0

    def _place(self, first: int, last: int, kinds: list[str]) -> bool:
        """An unlisted capitalised word after "in" or "near" is more likely a village than a person."""
        if first == 0 or self.tokens[first].opens or kinds[0] not in ("open", "word") or "open" not in kinds:
            return False
        if self.tokens[first].shape == "upper" or len(self.tokens[first].key) < 4 or self.tokens[last].ending:
            return False
        before = self.tokens[first - 1].key
        if before == "from":
            return first > 1 and self.tokens[first - 2].key in self.rules["origin_before"]
        return before in self.rules["place_before"]

    # Without capitals

    def _lower_run(self, index: int) -> Run | None:
        token, flags = self.tokens[index], self.flags[index]
        named = flags & (_MONTH | _MODAL) or self._naming_before(index)
        if len(token.key) < 3 or flags & (_CLOSED | _KIN | _ROLE | _PLACE | _TITLES) or flags & _ALLOWED and not named:
            return None
        if flags & _WORD and not flags & (_LISTED | _MODAL):
            return None
        if flags & _UNLIKELY and not flags & _VERBAL and not named:
            return None
        if not flags & (_LISTED | _SURNAME) and flags & (_ACT | _STATE | _WEAK) and not flags & (_MODAL | _MONTH):
            return None
        kind = self._kind(index)
        last = self._extend(index) if not flags & _WORD or flags & _EVERYDAY else index
        score = self._lower_score(index, last, kind)
        score += self._left(index, kind) + self._right(last, kind, alone=index == last)
        if self._lower_place(index, last, kind):
            return Run(index, last, int(self.rules["base"]["lower_place"]), "place", [])
        words = [each for each in range(index, last + 1) if self.tokens[each].kind == "word"]
        return Run(index, last, score, kind, [self.tokens[each].key for each in words])

    def _lower_place(self, index: int, last: int, kind: str) -> bool:
        """A stranger after "in" in a text without any capitals: "placed with carers in llanwenog"."""
        if not self.lowered or kind != "open" or index == 0 or last > index or len(self.tokens[index].key) < 6:
            return False
        return not self.tokens[index].opens and self.tokens[index - 1].key in self.rules["place_before"]

    def _lower_score(self, index: int, last: int, kind: str) -> int:
        base, full, flags = self.rules["base"], self.rules["full"], self.flags[index]
        if last > index and kind in ("known", "surname", "open"):
            if kind == "known" and flags & _TRUSTED:
                return int(full["lower_known"])
            return int(full["lower_mixed"] if kind != "open" else full["lower_open"])
        if kind == "known":
            return int(base["lower_known"] if flags & (_TRUSTED | _EVERYDAY) else base["lower_listed"])
        return int(base.get("lower_" + kind, base["lower_word"]))
