from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.accounts.errors import WeakPassword
from journal.accounts.passwords import Passwords, check_strength
from journal.accounts.rules import SessionLimits, clean_email, clean_name
from journal.accounts.tokens import make_token, read_session_cookie, session_cookie, token_hash
from journal.errors import Invalid

LIMITS = SessionLimits(idle=timedelta(minutes=30), absolute=timedelta(hours=12))
START = datetime(2026, 11, 1, tzinfo=UTC)


@given(st.integers(0, 900), st.integers(0, 900))
def test_a_session_is_over_by_either_limit_and_not_before(used, now):
    seen, moment = START + timedelta(minutes=min(used, now)), START + timedelta(minutes=now)
    assert LIMITS.ended(START, seen, moment) == (now - min(used, now) >= 30 or now >= 720)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ada@Example.ORG ", "ada@example.org"),
        ("ada+ward@example.org", "ada+ward@example.org"),
        ("zoe\u0308@example.org", "zoë@example.org"),
        ("o'brien@nhs.example", "o'brien@nhs.example"),
    ],
)
def test_an_address_is_kept_in_one_form(typed, kept):
    assert clean_email(typed) == kept
    assert clean_email(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "ada",
        "@",
        "ada@",
        "@example.org",
        "a b@example.org",
        "a@b\nBcc: x@y.z",
        "a@b\x00",
        "a" * 250 + "@b.cc",
        "a@x.cc,b@y.cc",
        "a@x.cc;b@y.cc",
        "a@b@x.cc",
        "<a@x.cc>",
        ":+-@;<x",
        "[&.:#%[%@,<",
        '(@).*=@@"a+\\',
    ],
)
def test_what_cannot_be_an_address_is_refused_without_repeating_it(typed):
    with pytest.raises(Invalid) as told:
        clean_email(typed)
    assert "Bcc" not in str(told.value.fields) + told.value.message


@given(st.text(max_size=400))
def test_a_name_is_one_clean_line_or_refused(text):
    try:
        name = clean_name(text)
    except Invalid:
        return
    assert 0 < len(name) <= 200
    assert name == clean_name(name)
    assert name.isprintable()
    assert "  " not in name


@pytest.mark.parametrize(
    "password", ["four small boats out", "ünïcödé wörds hëre", "👩🏽‍⚕️ 12 long walks", "x1y2z3w4v5u6"]
)
def test_passwords_of_any_script_are_taken_and_fit(password):
    passwords = Passwords(1)
    hashed = passwords.hash(password)
    assert passwords.fits(hashed, password)
    assert not passwords.fits(hashed, password + " ")
    assert not passwords.fits(hashed, password.upper())
    assert password not in hashed


def test_an_accent_typed_in_another_way_fits():
    passwords = Passwords(1)
    assert passwords.fits(passwords.hash("caf\u00e9 by the river"), "cafe\u0301 by the river")


def test_the_hash_is_argon2id_with_the_memory_that_is_set():
    hashed = Passwords(3).hash("four small boats out")
    assert hashed.startswith("$argon2id$")
    assert "m=3072" in hashed
    assert "p=1" in hashed


def test_nobody_fits_nothing_and_costs_the_same():
    passwords = Passwords(1)
    assert not passwords.fits(None, "four small boats out")
    assert not passwords.fits("not a hash", "four small boats out")
    assert not passwords.fits(passwords.hash("four small boats out"), "f" * 10_000)


@pytest.mark.parametrize(
    "password",
    ["", "short", "a" * 11, "a" * 300, "aaaaaaaaaaaaaa", "Password 2026!", "afterword afterword", "1234567890123"],
)
def test_what_people_try_first_is_refused(password):
    with pytest.raises(WeakPassword) as told:
        check_strength(password)
    assert not password or password not in told.value.message


def test_tokens_are_long_random_and_fit_an_address():
    tokens = {make_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(len(token) == 43 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)
    assert len({token_hash(token) for token in tokens}) == 1000


@given(st.text(max_size=100))
def test_a_cookie_is_read_or_is_nobody(text):
    held = read_session_cookie(text)
    assert held is None or (held[1] and text.endswith(held[1]))


def test_a_cookie_comes_back_as_it_was():
    owner, token = uuid4(), make_token()
    assert read_session_cookie(session_cookie(owner, token)) == (owner, token)
