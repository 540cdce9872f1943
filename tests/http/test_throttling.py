from datetime import timedelta

import pytest
from sqlalchemy import select

from journal import clock
from journal.errors import TooMany
from journal.http import transaction
from journal.http.throttling import network_of
from journal.throttle import Limit, take, tidy
from journal.throttle.models import Bucket

FEW = Limit("few", burst=3, seconds=30)
KEY = bytes(32)


def try_once(parts, subject="a", limit=FEW):
    with transaction(parts) as work:
        take(work.session, KEY, limit, subject)


def test_a_bucket_empties_says_how_long_to_wait_and_fills_again(parts):
    now = clock.now()
    with clock.hold(now):
        for _ in range(3):
            try_once(parts)
        with pytest.raises(TooMany) as refused:
            try_once(parts)
        assert refused.value.seconds == 10
        try_once(parts, "b")
        try_once(parts, limit=Limit("other", burst=1, seconds=30))
    with clock.hold(now + timedelta(seconds=9)), pytest.raises(TooMany):
        try_once(parts)
    with clock.hold(now + timedelta(seconds=10)):
        try_once(parts)
        with pytest.raises(TooMany):
            try_once(parts)
    with clock.hold(now + timedelta(days=2)):
        for _ in range(3):
            try_once(parts)
        with pytest.raises(TooMany):
            try_once(parts)


def test_a_clock_that_goes_back_lets_nobody_in(parts):
    now = clock.now()
    with clock.hold(now):
        for _ in range(3):
            try_once(parts)
    with clock.hold(now - timedelta(days=1)), pytest.raises(TooMany):
        try_once(parts)


def test_the_table_holds_no_address_and_forgets(parts):
    now = clock.now()
    with clock.hold(now):
        try_once(parts, "author@example.org")
    with parts.database.read() as session:
        row = session.scalars(select(Bucket)).one()
        assert b"author" not in row.key_hash
        assert len(row.key_hash) == 32
    with clock.hold(now + timedelta(days=1, seconds=1)), transaction(parts) as work:
        tidy(work.session)
    with parts.database.read() as session:
        assert session.scalars(select(Bucket)).all() == []


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_a_whole_ipv6_customer_counts_as_one(address, network):
    assert network_of(address) == network


def test_a_forwarded_address_is_believed_only_from_as_many_proxies_as_are_set(cast):
    """None is set here: whoever writes the header themselves is still one address."""
    answers = [
        cast.stranger()
        .post(
            "/sign-in",
            data={"email": f"a{n}@example.org", "password": "x"},
            headers={"X-Forwarded-For": f"10.0.0.{n}"},
        )
        .status_code
        for n in range(61)
    ]
    assert answers[-1] == 429
