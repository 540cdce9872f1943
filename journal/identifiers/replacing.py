"""Words to put in place of an identifier: by role, and the same person always the same way within an entry."""

from collections.abc import Collection, Sequence

from journal.identifiers.results import Found
from journal.identifiers.spans import Span
from journal.identifiers.tokens import Token


def choose_replacements(text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> list[str]:
    return [span.type.lower() for span in spans]


def replace(text: str, found: Sequence[Found], chosen: Collection[int]) -> str:
    parts, last = [], 0
    for index, each in enumerate(found):
        if index in chosen:
            parts += [text[last : each.start], each.replacement]
            last = each.end
    return "".join([*parts, text[last:]])
