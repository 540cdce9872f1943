"""A browser names the address: nothing but a push service is ever sent to, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests import Request

from journal.config import BadSettings, read_settings
from journal.reminders.endpoints import HOSTS, allowed, good_keys, host_of, origin_of
from tests.reminders.browsers import Browser, plain64

GOOD = [
    "https://fcm.googleapis.com/fcm/send/dPqB1tq:APA91bH-x_y",
    "https://fcm.googleapis.com:443/wp/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABm",
    "https://eu.push.services.mozilla.com/wpush/v1/x",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAACb%2fx%3d",
    "https://web.push.apple.com/QGuQyavXutnMH-1",
]

HOSTILE = [
    "http://fcm.googleapis.com/fcm/send/x",
    "HTTPS://fcm.googleapis.com/x",
    "ftp://fcm.googleapis.com/x",
    "https://127.0.0.1/x",
    "https://2130706433/x",
    "https://0x7f000001/x",
    "https://0177.0.0.1/x",
    "https://[::1]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://169.254.169.254/latest/meta-data/",
    "https://localhost/x",
    "https://fcm.googleapis.com@127.0.0.1/x",
    "https://127.0.0.1#@fcm.googleapis.com/x",
    "https://user:password@fcm.googleapis.com/x",
    "https://@fcm.googleapis.com/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:22/x",
    "https://fcm.googleapis.com:0443/x",
    "https://fcm.googleapis.com:443@127.0.0.1/x",
    "https://fcm.googleapis.com./x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evilfcm.googleapis.com/x",
    "https://a.fcm.googleapis.com/x",
    "https://notify.windows.com/x",
    "https://evilnotify.windows.com/x",
    "https://.notify.windows.com/x",
    "https://a..notify.windows.com/x",
    "https://push.services.mozilla.com.evil.example/x",
    "https://evil.example/fcm.googleapis.com/x",
    "https://evil.example/?https://fcm.googleapis.com/x",
    "https://evil.example\\@fcm.googleapis.com/x",
    "https://fcm.googleapis.com\\.evil.example/x",
    "https:\\\\fcm.googleapis.com\\x",
    "https:fcm.googleapis.com/x",
    "https:///fcm.googleapis.com/x",
    "//fcm.googleapis.com/x",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com?x",
    "https://fcm.googleapis.com#x",
    "https://FCM.googleapis.com/x",
    "https://fcm。googleapis.com/x",
    "https://fcm.googleapis.com/x\nHost: evil.example",
    "https://fcm.googleapis.com/x\r\n\r\nGET / HTTP/1.1",
    "https://fcm.googleapis.com\t/x",
    " https://fcm.googleapis.com/x",
    "https://fcm.googleapis.com/x ",
    "https://fcm.googleapis.com%2f@evil.example/x",
    "https://fcm.googleapis.com%00.evil.example/x",
    "https://xn--fcm-googleapis-com.example/x",
    "https://ﬀcm.googleapis.com/x",
    "https://fcm.googleapis.com/" + "x" * 3000,
    "javascript:alert(1)",
    "",
]


@pytest.mark.parametrize("endpoint", GOOD)
def test_what_browsers_give_is_allowed(endpoint):
    assert allowed(endpoint)
    assert origin_of(endpoint) == "https://" + endpoint.split("/")[2].removesuffix(":443")


@pytest.mark.parametrize("endpoint", HOSTILE)
def test_what_no_browser_gives_is_not(endpoint):
    assert not allowed(endpoint)


@given(
    st.text(max_size=60),
    st.sampled_from(["https://", "https:", ""]),
    st.sampled_from([h for h in HOSTS if "*" not in h]),
)
def test_whatever_is_allowed_goes_where_it_says(text, scheme, host):
    """The program that sends reads the address in its own way: it must come to the same host."""
    for endpoint in (f"{scheme}{text}", f"{scheme}{host}{text}", f"{scheme}{text}{host}/", f"{scheme}{text}@{host}/x"):
        if allowed(endpoint):
            url = Request("POST", endpoint).prepare().url
            assert url.startswith((f"https://{host_of(endpoint)}/", f"https://{host_of(endpoint)}:443/"))


def test_an_operator_may_add_hosts_of_their_own_but_no_more():
    more = ("push.example.org", "*.push.example.net")
    assert allowed("https://push.example.org/x", more)
    assert allowed("https://a.push.example.net/x", more)
    assert not allowed("https://push.example.net/x", more)
    assert not allowed("https://a.push.example.org/x", more)
    read = read_settings({"JOURNAL_PUSH_HOSTS": " push.example.org, *.Push.Example.net "})
    assert read.push_hosts == more
    for bad in (
        "*",
        "*.org",
        "127.0.0.1",
        "https://push.example.org",
        "a b",
        "push.example.org:8443",
        "[::1]",
        "**.x.org",
    ):
        with pytest.raises(BadSettings):
            read_settings({"JOURNAL_PUSH_HOSTS": bad})


def test_keys_are_a_point_of_the_curve_and_sixteen_bytes():
    good = Browser().subscription
    assert good_keys(good.p256dh, good.auth)
    assert good_keys(good.p256dh + "=", good.auth + "==")
    off_the_curve = plain64(b"\x04" + bytes(64))
    for p256dh, auth in [
        (off_the_curve, good.auth),
        (good.p256dh, plain64(bytes(15))),
        (good.p256dh[:-4], good.auth),
        ("", ""),
        ("ü" * 87, good.auth),
        (good.p256dh, "a b"),
        (good.auth, good.p256dh),
    ]:
        assert not good_keys(p256dh, auth)
