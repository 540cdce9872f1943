"""The lock: opens with no signal, wrong tries cost time and then the key, and no text is ever lost by it."""

from __future__ import annotations

import pytest

PIN = "kettle9"


@pytest.fixture
def locked(phone):
    one = phone()
    one.do("begin")
    one.do("write", "Behind the lock.")
    assert one.do("setPin", f" {PIN} ") == {"ok": None}
    one.kill()
    one.page.evaluate("(async () => { const me = await people.current(); await bench.open(); })()")
    return one


def test_a_pin_opens_with_no_signal_and_without_it_nothing_does(locked):
    assert locked.page.evaluate("store.get('keys', 'device').then((d) => d instanceof CryptoKey)") is False
    assert locked.do("locked", "lockState")["ok"]["kind"] == "locked"
    locked.do("call", "entries")
    locked.context.set_offline(True)
    assert locked.do("unlock", "unlock", "wrong-pin")["failed"] == "WrongPin"
    assert locked.do("unlock", "unlock", PIN) == {"ok": "open"}
    assert locked.do("entries")[0]["head"]["body"] == "Behind the lock."
    assert locked.do("locked", "lockState")["ok"]["left"] == 10


def test_a_short_pin_is_refused(phone):
    one = phone()
    one.do("begin")
    assert one.do("setPin", " 12345 ")["failed"] == "PinTooShort"
    assert one.do("locked", "lockState")["ok"]["kind"] == "open"


def test_wrong_tries_wait_longer_and_after_ten_a_sign_in_is_needed(locked):
    """The clock runs on between tries; a page that is killed has not unsaid a try."""
    waits = []
    for n in range(10):
        locked.page.evaluate("(ms) => { const real = Date.now; Date.now = () => 1e13 + ms; }", n * 3_600_000)
        tried = locked.do("unlock", "unlock", f"wrong-{n}")
        waits.append(locked.do("locked", "lockState")["ok"]["wait"])
        assert tried["failed"] == ("KeyGone" if n == 9 else "WrongPin"), n
        if 3 <= n < 9:
            assert locked.do("unlock", "unlock", PIN)["failed"] == "TooSoon"
        if n == 5:
            locked.kill()
            locked.do("open")
    assert waits[:2] == [0, 0]
    assert waits[2:9] == sorted(waits[2:9])
    assert locked.do("unlock", "unlock", PIN)["failed"] == "KeyGone"
    assert locked.do("locked", "lockState")["ok"]["kind"] == "gone"
    locked.do("begin")
    locked.do("open")
    assert locked.do("entries")[0]["head"]["body"] == "Behind the lock."


def test_a_forgotten_pin_costs_a_sign_in_and_the_lock_stays(locked):
    locked.do("unlock", "unlock", "wrong-pin")
    # A session that was open already proves nothing: the try stays counted.
    locked.do("begin")
    assert locked.do("locked", "lockState")["ok"]["left"] == 9
    locked.page.evaluate("async () => people.forgot(fetch.bind(window), (await people.current()).id)")
    assert locked.do("people", "people")["ok"]
    locked.sign_in("author")
    locked.do("begin")
    state = locked.do("locked", "lockState")["ok"]
    assert (state["kind"], state["left"]) == ("locked", 10)
    assert locked.do("setPin", "another-one") == {"ok": None}
    assert locked.do("unlock", "unlock", PIN)["failed"] == "WrongPin"
    assert locked.do("unlock", "unlock", "another-one") == {"ok": "open"}


def test_the_lock_can_be_taken_away(locked):
    locked.page.evaluate("async (pin) => lock.removeLock(store, await lock.unlock(store, pin))", PIN)
    locked.kill()
    locked.do("open")
    assert locked.do("entries")[0]["head"]["body"] == "Behind the lock."


def test_tries_at_the_same_moment_are_all_counted(locked):
    locked.page.evaluate("() => Promise.allSettled([1, 2, 3, 4, 5].map((n) => lock.unlock(store, `wrong-${n}`)))")
    assert locked.do("locked", "lockState")["ok"]["left"] == 7, "three are free, the others came too soon"


def test_a_passkey_opens_too(phone):
    one = phone()
    one.do("begin")
    one.do("write", "Behind the passkey.")
    devtools = one.context.new_cdp_session(one.page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasUserVerification": True,
        "hasResidentKey": True, "hasPrf": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    assert one.do("setPasskey") == {"ok": None}
    assert one.do("setPin", PIN) == {"ok": None}
    state = one.do("locked", "lockState")["ok"]
    assert (state["kind"], state["pin"], state["passkey"]) == ("locked", True, True)
    one.context.set_offline(True)
    assert one.do("unlock", "unlockByPasskey") == {"ok": "open"}
    assert one.do("entries")[0]["head"]["body"] == "Behind the passkey."
    assert one.do("unlock", "unlock", PIN) == {"ok": "open"}


def test_a_phone_without_passkeys_says_so(phone):
    one = phone()
    one.do("begin")
    devtools = one.context.new_cdp_session(one.page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "hasResidentKey": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    assert one.do("setPasskey")["failed"] == "NoPasskey"
    assert one.do("locked", "lockState")["ok"]["kind"] == "open"
