"""Gather every message of the product: bring the catalogues up to date, and list them all in docs/words.md.

    python scripts/words.py            write messages.pot, every messages.po and docs/words.md anew
    python scripts/words.py --check    tell what is not fresh, and change nothing

A message is what stands in `_(...)`, `ngettext(...)` or `later(...)` of a template, in `gettext`, `ngettext` or
`marked(...)` of the Python, and in `speak`, `counted`, `say`, `paint` or `alone(...)` of the phone's scripts.
"""

from __future__ import annotations

import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "journal" / "language" / "translations"
TEMPLATE = FOLDER / "messages.pot"
LIST = ROOT / "docs" / "words.md"
BEGIN = "<!-- Below this line scripts/words.py writes. -->"

_TEMPLATE_WORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "later": None}
_PYTHON_WORDS = {"gettext": None, "ngettext": (1, 2), "marked": None}
_SCRIPT_WORDS = {"speak": None, "counted": (2, 3), "say": None, "paint": (2,), "alone": (2,), "super": None}
_JINJA = {"newstyle_gettext": "true", "trimmed": "true", "extensions": "jinja2.ext.i18n", "silent": "false"}
# Errors of the phone's scripts say what they are in a field.
_FIELD = re.compile(r'^(?:  message|const CHANGED) = "([^"]+)";$', re.MULTILINE)

# What the screens of each folder or file are called in the list, in the order of a day.
SCREENS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Everywhere: the frame of a page", ("templates/layouts", "templates/components/navigation", "templates/pwa")),
    ("Everywhere: parts of pages", ("templates/components",)),
    (
        "Write",
        (
            "templates/write",
            "templates/shell/write",
            "static/js/phone/views/write",
            "static/js/phone/views/around",
            "journal/web/write",
        ),
    ),
    (
        "The question",
        (
            "templates/questions",
            "templates/shell/question",
            "static/js/phone/views/question",
            "static/js/phone/views/answer",
            "journal/web/questions",
        ),
    ),
    (
        "Journal",
        ("templates/journal", "templates/shell/journal", "static/js/phone/views/journal", "journal/web/journal"),
    ),
    (
        "An entry",
        (
            "templates/entries",
            "templates/shell/entry",
            "static/js/phone/views/entry",
            "journal/web/entries",
            "journal/web/reading",
            "static/js/phone/views/revisions",
            "static/js/phone/facets",
        ),
    ),
    (
        "What keeps coming up",
        ("templates/themes", "templates/shell/themes", "static/js/phone/views/themes", "journal/web/themes"),
    ),
    ("Bring", ("templates/sharing", "journal/web/sharing", "journal/supervision")),
    ("Reminders", ("templates/reminders", "journal/web/reminders", "journal/reminders", "journal/api/reminders")),
    ("Support and signposts", ("templates/support",)),
    (
        "Me and the account",
        (
            "templates/me",
            "journal/web/me",
            "journal/web/closing",
            "templates/consent",
            "journal/web/consent",
            "templates/privacy",
        ),
    ),
    (
        "Signing in and joining",
        (
            "templates/sign_in",
            "templates/sign_up",
            "templates/join",
            "templates/reset",
            "templates/confirm",
            "journal/web",
            "journal/accounts",
        ),
    ),
    ("Me on this phone, the lock, the state of things", ("templates/shell", "static/js/phone")),
    (
        "Errors",
        (
            "templates/errors",
            "journal/errors",
            "journal/http",
            "journal/api",
            "journal/reflections",
            "journal/schemas",
            "journal/language",
        ),
    ),
    ("Supervisors", ("templates/supervision", "journal/web/supervision")),
    ("Trainers", ("templates/releases", "journal/web/releases")),
    (
        "Administrators",
        (
            "templates/people",
            "templates/cohorts",
            "journal/web/cohorts",
            "journal/web/people",
            "journal/web/teams",
            "journal/web/invitations",
        ),
    ),
)

# Screens whose words are English alone so far; their areas are those of `journal.http.language.ENGLISH_ONLY`.
ENGLISH_ONLY = frozenset({"Supervisors", "Trainers", "Administrators"})


@dataclass(slots=True)
class Message:
    """One message: its English, the English for many where it counts, and the files it stands in."""

    one: str
    many: str = ""
    files: set[str] = field(default_factory=set)

    @property
    def id(self) -> str | tuple[str, str]:
        """Give what a catalogue knows it by."""
        return (self.one, self.many) if self.many else self.one

    @property
    def screens(self) -> set[str]:
        """Give the screens it is said on."""
        return {screen_of(file) for file in self.files}


def screen_of(file: str) -> str:
    """Give the screen a file belongs to: that with the longest beginning in common."""
    found = [(len(start), name) for name, starts in SCREENS for start in starts if file.startswith(start)]
    return max(found)[1]


def messages() -> list[Message]:
    """Give every message, sorted by its English."""
    found: dict[str, Message] = {}
    for file, said in _everything():
        one, many = (said[0], said[1]) if isinstance(said, tuple) else (said, "")
        message = found.setdefault(one, Message(one, many))
        message.many = message.many or many
        message.files.add(file)
    return [found[one] for one in sorted(found)]


def _everything() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".json") and path.parent.name != "style":
            yield from _in_file(path, "jinja2.ext:babel_extract", _TEMPLATE_WORDS, _JINJA)
    for path in sorted((ROOT / "journal").rglob("*.py")):
        yield from _in_file(path, "python", _PYTHON_WORDS, {})
    for path in sorted((ROOT / "static" / "js").rglob("*.js")):
        if "phone" in path.parts:
            said = _in_file(path, "javascript", _SCRIPT_WORDS, {})
            yield from ((file, words) for file, words in said if _is_said(words))
            name = path.relative_to(ROOT).as_posix()
            yield from ((name, text) for text in _FIELD.findall(path.read_text(encoding="utf-8")))


def _is_said(words: str | tuple[str, ...]) -> bool:
    """Tell words from names: what scripts call `super` and `say` with is not always for people."""
    return not isinstance(words, str) or (words[:1].isupper() or " " in words) and "$" not in words


def _in_file(
    path: Path, method: str, keywords: dict[str, tuple[int, ...] | None], options: dict[str, str]
) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    name = path.relative_to(ROOT).as_posix()
    with path.open("rb") as file:
        for _, said, _, _ in extract(method, file, keywords, (), options):
            if (said if isinstance(said, str) else said[0]) and not isinstance(said, str | tuple):
                raise ValueError(name)
            if said:
                yield name, said


def template(found: list[Message]) -> bytes:
    """Give messages.pot: the English alone, with the files it stands in."""
    catalog = Catalog(project="Afterword", charset="utf-8", fuzzy=False)
    catalog.header_comment = "# Every message of Afterword. Made by scripts/words.py: do not edit."
    for message in found:
        catalog.add(message.id, locations=[(file, None) for file in sorted(message.files)])  # type: ignore[list-item]
    return _written(catalog)


def brought_up(path: Path, found: list[Message]) -> bytes:
    """Give a language's catalogue with the messages of now: what was translated stays, what is new is empty."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parts[-3])
    fresh = Catalog(locale=path.parts[-3], project="Afterword", charset="utf-8", fuzzy=False)
    fresh.header_comment = catalog.header_comment
    fresh.mime_headers = catalog.mime_headers  # with the plural forms: six in Welsh, where Babel knows five
    for message in found:
        known = catalog.get(message.one)
        empty = ("",) * fresh.num_plurals if message.many else ""
        fits = known is not None and isinstance(known.string, str) != bool(message.many)
        fresh.add(
            message.id,
            known.string if known is not None and fits else empty,
            locations=[(file, None) for file in sorted(message.files)],  # type: ignore[list-item]
        )
    return _written(fresh)


def _written(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=110, omit_header=False, sort_output=False, include_lineno=False)
    # The date of making would make two runs differ.
    lines = out.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not re.match(r'"(?:POT-Creation|PO-Revision)-Date', line)).encode()


def listed(found: list[Message]) -> str:
    """Give the list of docs/words.md: each message once, under the first screen that says it."""
    order = [name for name, _ in SCREENS]
    groups: dict[str, list[Message]] = defaultdict(list)
    for message in found:
        groups[min(message.screens, key=order.index)].append(message)
    kinds = "*error*: something did not work, or needs another look. *empty*: nothing is here yet."
    parts = [f"{len(found)} messages. {kinds}\n"]
    for name in order:
        if groups[name]:
            parts.append(f"\n### {name}\n\n" + "".join(f"- {_shown(one)}\n" for one in groups[name]))
    return "".join(parts)


def _shown(message: Message) -> str:
    text = " / ".join(filter(None, (message.one, message.many))).replace("\n", " ").replace("|", "\\|")
    kinds = [kind for kind, holds in (("error", is_error(message)), ("empty", is_empty(message))) if holds]
    return text + (f" *({', '.join(kinds)})*" if kinds else "")


_ERRORS = re.compile(
    r"could not|cannot be|did not|does not (?:look|answer|open)|wrong|too (?:long|many|large)|not taken|not possible"
    r"|^Please |needs a signal|We do not know|Choose (?:at least|one)|has been used|Write (?:a few|your|their|what)"
    r"|at (?:most|least) %|no room|broken character|not one of|another look|not kept|Nothing was"
)
_EMPTY = re.compile(
    r"^(?:Nothing|Nobody|No |None|Your journal is empty|You are in no|There is nobody|Not on this phone)"
)


def is_error(message: Message) -> bool:
    """Tell whether the message says that something did not work or needs another look."""
    of_errors = all(
        "errors" in file or file.startswith(("journal/schemas", "journal/errors")) for file in message.files
    )
    return of_errors or bool(_ERRORS.search(message.one))


def is_empty(message: Message) -> bool:
    """Tell whether the message stands where nothing is yet."""
    return bool(_EMPTY.search(message.one)) and not is_error(message)


def reading_grade(text: str) -> float:
    """Give the school year whose pupils read the text easily, by Flesch and Kincaid (1975); add five for the age."""
    plain = re.sub(r"%\(\w+\)s|\{\w+\}", "Sam", re.sub(r"<[^>]+>", "", text))
    words = re.findall(r"[A-Za-z’']+", plain)
    sentences = max(1, len(re.findall(r"[.?!:](?:\s|$|”)", plain)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def length(text: str) -> int:
    """Give the number of words a message has, what is filled in counting as one each."""
    return len(re.findall(r"%\(\w+\)s|\{\w+\}|[A-Za-z’']+", text))


def _syllables(word: str) -> int:
    word = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) or word.endswith("ed") and word[-3:-2] not in "td"
    return max(1, groups - silent)


def files() -> dict[Path, bytes]:
    """Give every file this script keeps, with what should stand in it now."""
    found = messages()
    head = LIST.read_text(encoding="utf-8").split(BEGIN)[0]
    made = {TEMPLATE: template(found), LIST: f"{head}{BEGIN}\n\n{listed(found)}".encode()}
    made.update((path, brought_up(path, found)) for path in FOLDER.glob("*/LC_MESSAGES/messages.po"))
    return made


def main() -> int:
    """Write what is not fresh, or tell of it."""
    stale = {path: text for path, text in files().items() if not path.exists() or path.read_bytes() != text}
    for path, text in stale.items():
        print(path.relative_to(ROOT), "is not fresh" if "--check" in sys.argv else "written")
        if "--check" not in sys.argv:
            path.write_bytes(text)
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
