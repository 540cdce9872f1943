"""The words themselves: which language is spoken, plural forms, dates, what is handed to the phone."""

import threading
from datetime import date, datetime

import pytest

from journal import language

DAY = date(2024, 11, 3)


def test_english_is_spoken_where_nobody_chose():
    assert language.language() == "en"
    assert language.tag() == "en-GB"
    assert language.gettext("Write") == "Write"
    assert language.script_words("en") is None


def test_a_language_is_spoken_for_a_while_and_by_one_thread():
    heard = []
    with language.speaking("cy"):
        assert language.gettext("Write") == "Ysgrifennu"
        assert language.tag() == "cy"
        other = threading.Thread(target=lambda: heard.append(language.gettext("Write")))
        other.start()
        other.join()
    assert heard == ["Write"]
    assert language.gettext("Write") == "Write"


def test_what_has_no_translation_is_said_in_english():
    with language.speaking("cy"):
        assert language.gettext("Nobody translates this.") == "Nobody translates this."
        assert language.gettext("") == ""


def test_a_message_that_is_said_later_is_said_in_the_language_of_then():
    later = language.later("Time")
    assert str(later) == "Time"
    with language.speaking("cy"):
        assert str(later) == later.__html__() == "Amser"


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "0 cofnod"),
        (1, "1 cofnod"),
        (2, "2 gofnod"),
        (3, "3 chofnod"),
        (4, "4 cofnod"),
        (6, "6 chofnod"),
        (103, "103 cofnod"),
    ],
)
def test_welsh_has_six_plural_forms(n, said):
    with language.speaking("cy"):
        assert language.plural("{n} entry", "{n} entries", n).replace("{n}", str(n)) == said


def test_english_has_two_plural_forms():
    said = [language.ngettext("%(n)s day", "%(n)s days", n) for n in (0, 1, 2)]
    assert said == ["0 days", "1 day", "2 days"]


def test_dates_are_said_in_words_of_the_language():
    moment = datetime(2024, 11, 3, 14, 5)  # noqa: DTZ001
    assert language.long_date(DAY) == "3 November 2024"
    assert language.month_name(DAY) == "November 2024"
    assert language.with_time(moment) == "3 November at 14:05 UTC"
    assert language.in_a_row(["Monday", "Tuesday", "Thursday"]) == "Monday, Tuesday and Thursday"
    assert language.in_a_row(["Monday"]) == "Monday"
    with language.speaking("cy"):
        assert language.long_date(DAY) == "3 Tachwedd 2024"
        assert language.month_name(DAY) == "Tachwedd 2024"
        assert language.week_days()[0] == "Dydd Llun"
        assert language.with_time(moment) == "3 Tachwedd am 14:05 UTC"


def test_the_phone_gets_its_months_and_forms_with_the_words():
    words = language.script_words("cy")
    about = words[""]
    assert (about["long"][10], about["short"][0]) == ("Tachwedd", "Ion")
    forms = words["{n} entry"]
    with language.speaking("cy"):
        for n in range(200):
            assert forms[int(about["plural"][n])] == language.plural("{n} entry", "{n} entries", n)
    assert words["Saved on this phone"] == "Wedi’i gadw ar y ffôn hwn"
    assert words["Understanding"] == "Dealltwriaeth"
    assert all(words.values())
