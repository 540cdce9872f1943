"""Every message of the product: listed, plain, without words it must not use, and whole in each language."""

import re
from html import unescape
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from scripts import words

ROOT = Path(__file__).parents[2]

MESSAGES = words.messages()
PRACTITIONERS = [one for one in MESSAGES if one.screens - words.ENGLISH_ONLY]
LANGUAGES = sorted(words.FOLDER.glob("*/LC_MESSAGES/messages.po"))
FORBIDDEN = re.compile(
    r"\b(complian\w*|scor(?:e|es|ing)|grad(?:e|es|ing)|levels?|submit\w*|streaks?|anonymis\w*|AI)\b", re.I
)
OTHER_WORDS = re.compile(
    r"\b(log(?:ged)? ?(?:in|on|out)|login|users?|encrypt\w*|upload\w*|click|invalid|illegal|fail(?:ed|ure)"
    r"|well done|please note|mails?|diary)\b",
    re.I,
)
PLACES = re.compile(r"%\(\w+\)s|%%|\{\w+\}|</?\w+[^>]*>")

# Messages that read harder than at eleven, and why.
ALLOWED = {
    "A journal is for you to think in.": "care record, incident system and safeguarding report are the names they have",
    "Your account is part of another organisation": "organisation and email address have no shorter names",
    "Your words are kept on your organisation": "organisation, server and database file are the things themselves",
}


def english():
    return [text for one in MESSAGES for text in (one.one, one.many) if text]


def test_the_catalogues_and_the_list_are_fresh():
    stale = [path.name for path, text in words.files().items() if path.read_bytes() != text]
    assert not stale, "run: python scripts/words.py"


def test_there_is_no_word_the_product_never_uses():
    assert not [text for text in english() if FORBIDDEN.search(text)]
    assert FORBIDDEN.search("Submit for compliance") and FORBIDDEN.search("written by AI")


def test_one_thing_has_one_word():
    assert not [text for text in english() if OTHER_WORDS.search(text)]


def test_long_messages_can_be_read_at_eleven():
    hard = [text for text in english() if words.length(text) > 12 and words.reading_grade(text) > 6.5]
    assert not [text for text in hard if not text.startswith(tuple(ALLOWED))]
    unneeded = [start for start in ALLOWED if not any(text.startswith(start) for text in hard)]
    assert not unneeded, "no longer hard: take it off the list"
    assert words.reading_grade("Organisational compliance necessitates comprehensive documentation.") > 12


def test_messages_are_safe_inside_a_page():
    """Their text goes into pages, attributes and JSON as it is."""
    markup = [
        text
        for text in english()
        if re.search(r'["<>&]', re.sub(r'</?strong>|<a href="/phone/waiting">|</a>', "", text))
    ]
    assert not markup
    assert not [text for text in english() if unescape(text) != text]


@pytest.fixture(params=LANGUAGES, ids=lambda path: path.parts[-3])
def catalogue(request):
    with request.param.open("rb") as file:
        return read_po(file, locale=request.param.parts[-3])


def test_every_message_of_a_practitioner_is_translated(catalogue):
    missing = []
    for one in PRACTITIONERS:
        said = catalogue.get(one.one).string
        if not all(said if isinstance(said, tuple | list) else (said,)):
            missing.append(one.one)
    assert not missing


def test_a_translation_fills_the_same_places(catalogue):
    wrong = []
    for message in catalogue:
        if not message.id or not message.string:
            continue
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        said = message.string if isinstance(message.string, tuple | list) else (message.string,)
        wanted = set(PLACES.findall(ids[-1]))
        wrong += [form for form in said if form and set(PLACES.findall(form)) != wanted]
    assert not wrong


def test_a_translation_is_safe_inside_a_page(catalogue):
    for message in catalogue:
        for form in message.string if isinstance(message.string, tuple | list) else (message.string,):
            if message.id:
                assert not re.search(r'["<>&]', PLACES.sub("", form)), form
                assert message.id and "fuzzy" not in message.flags


def test_welsh_says_that_nobody_has_reviewed_it_yet():
    text = (words.FOLDER / "cy" / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")
    assert "must review every line" in text[:400]
    assert "must be reviewed by one" in " ".join((ROOT / "docs" / "words.md").read_text(encoding="utf-8").split())


def test_the_list_names_each_message_once():
    listed = (ROOT / "docs" / "words.md").read_text(encoding="utf-8").split(words.BEGIN)[1]
    assert listed.count("\n- ") == len(MESSAGES)
    assert "*(error)*" in listed and "*(empty)*" in listed
