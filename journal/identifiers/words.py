"""The shorter words an inflected English word may come from."""

_ENDINGS = (
    ("ies", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ied", ("y",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("ier", ("y",)),
    ("er", ("", "e")),
    ("iest", ("y",)),
    ("est", ("", "e")),
    ("ily", ("y",)),
    ("ly", ("", "le")),
    ("ness", ("",)),
    ("able", ("", "e")),
    ("ation", ("e", "ate")),
    ("ment", ("",)),
    ("less", ("",)),
    ("ship", ("",)),
    ("ful", ("",)),
    ("ity", ("", "e")),
    ("ism", ("",)),
    ("ist", ("",)),
)
_BY_LAST = {
    last: tuple(each for each in _ENDINGS if each[0][-1] == last) for last in {each[0][-1] for each in _ENDINGS}
}
_BEGINNINGS = ("un", "over", "under", "dis", "mis", "inter", "out")
_FIRST = frozenset(each[0] for each in _BEGINNINGS)
_DOUBLED = ("ed", "ing", "er", "est")
_SHORTEST = 3


def stems(word: str) -> list[str]:
    """Candidates for the dictionary form of a lower-case word, whether or not they exist.

    Only the regular endings and a few beginnings of English: enough to keep the word list to a third of its size. It
    also turns a few surnames into words ("manning" from "man"), which is why a name is looked up as written first.
    """
    found: list[str] = []
    for ending, replacements in _BY_LAST.get(word[-1:], ()):
        if not word.endswith(ending):
            continue
        body = word[: -len(ending)]
        if len(body) < _SHORTEST:
            continue
        if not (ending == "s" and body.endswith("s")):
            found.extend(body + each for each in replacements)
        if ending in _DOUBLED and len(body) > _SHORTEST and body[-1] == body[-2]:
            found.append(body[:-1])
    for beginning in _BEGINNINGS if word[:1] in _FIRST else ():
        if word.startswith(beginning) and len(word) > len(beginning) + _SHORTEST:
            found.append(word[len(beginning) :])
    return found
