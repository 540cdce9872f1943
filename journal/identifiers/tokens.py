"""Words, numbers and marks of a text, with what the rules need to know of each."""

import re
import unicodedata
from dataclasses import dataclass

_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff"
# White space is spelled out: the \s of Python and of JavaScript differ.
_TOKEN = re.compile(
    f"([{_LETTER}]+(?:['\u2019][{_LETTER}]+)*)|([0-9]+)|"
    f"([^{_LETTER}0-9 \\t\\r\\f\\v\\u00a0\\u2000-\\u200b\\u202f\\u3000\\ufeff])"
)
_WORD, _NUMBER = 1, 2
_ENDINGS = ("'s", "'ll", "'d", "'ve", "'re", "'m")
_UNMARKED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)
_CLOSERS = frozenset(".!?;\n…•")
_REOPENERS = frozenset('"“‘')
_TRANSPARENT = frozenset(":'’()[]-–—*>/&+,#")
_ABBREVIATIONS = frozenset("mr mrs ms mx dr prof rev st sr no nr vs approx dept tel ext re inc eg ie".split())


@dataclass(slots=True)
class Token:
    """One word (its ending "'s" or "'ll" split off), number or mark.

    `end` is where the word itself ends, `after` where its ending does. `key` is the folded word without
    apostrophes. `shape` of a word: lower, title, upper, initial. `spaced` says whether white space stands before
    it, `opens` whether it begins a sentence, or could (after a quotation mark).
    """

    text: str
    start: int
    end: int
    after: int
    key: str
    kind: str
    ending: str
    shape: str
    spaced: bool
    opens: bool


def fold(text: str) -> str:
    """Lower case without diacritics: "Siân" and "sian", "Róża" and "roza" are one spelling."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    plain = unicodedata.normalize("NFD", lowered).translate(_UNMARKED)
    return "".join(letter for letter in plain if not "\u0300" <= letter <= "\u036f")


def tokenise(text: str) -> list[Token]:
    """Every token of the text in order; a line break is a mark, other white space is left out."""
    tokens: list[Token] = []
    opens, last = True, 0
    for match in _TOKEN.finditer(text):
        written = match[0]
        start, end = match.span()
        spaced = start > last or start == 0
        last = end
        group = match.lastindex
        if group == _WORD:
            tokens.append(_word(written, start, spaced, opens))
            opens = False
        elif group == _NUMBER:
            tokens.append(Token(written, start, last, last, written, "number", "", "", spaced, opens))
            opens = False
        else:
            tokens.append(Token(written, start, last, last, written, "mark", "", "", spaced, opens))
            if written in _CLOSERS:
                opens = written != "." or not _abbreviates(tokens)
            elif written in _REOPENERS:
                opens = True
            elif written not in _TRANSPARENT:
                opens = False
    return tokens


def _word(written: str, start: int, spaced: bool, opens: bool) -> Token:
    end = start + len(written)
    if written.islower() and written.isascii() and "'" not in written:
        return Token(written, start, end, end, written, "word", "", "lower", spaced, opens)
    plain = fold(written)
    ending, base = "", written
    length, key = len(written), plain
    if "'" in plain or "\u2019" in plain:
        plain = plain.replace("\u2019", "'")
        ending = next((each for each in _ENDINGS if plain.endswith(each)), "")
        length = len(written) - len(ending)
        base = written[:length]
        key = plain[: len(plain) - len(ending)].replace("'", "")
    return Token(base, start, start + length, end, key, "word", ending, _shape(base), spaced, opens)


def _shape(word: str) -> str:
    if word[0] == word[0].lower():
        return "lower"
    if len(word) == 1:
        return "initial"
    return "upper" if word == word.upper() else "title"


def _abbreviates(tokens: list[Token]) -> bool:
    """Whether the full stop just read belongs to the word before it ("Dr.", "K.")."""
    if len(tokens) < 2 or tokens[-1].spaced:
        return False
    before = tokens[-2]
    return before.kind == "word" and (before.key in _ABBREVIATIONS or before.shape == "initial")
