import struct
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.crypto import BadKeyRing, CannotOpen, DataKey, KeyRing, Place, open_sealed, seal, unwrap, wrap

KEY = DataKey(1, bytes(range(32)))
PLACE = Place("revision", "content", UUID(int=1), UUID(int=2))
TEXT = "She said “go away”, then held my hand.".encode()


@given(st.binary(max_size=2000), st.uuids(), st.uuids(), st.integers(1, 9))
def test_what_is_sealed_opens_in_its_own_place(value, owner, row, schema):
    place = Place("revision", "content", owner, row, schema)
    sealed = seal(KEY, value, place)
    assert open_sealed(KEY, sealed, place) == value
    assert len(sealed) == len(value) + 15 + 16


@pytest.mark.parametrize(
    "other",
    [
        replace(PLACE, table="shared"),
        replace(PLACE, column="question"),
        replace(PLACE, owner=UUID(int=3)),
        replace(PLACE, row=UUID(int=4)),
        replace(PLACE, schema=2),
        Place("revision", "content", UUID(int=2), UUID(int=1)),
        Place("revisio", "ncontent", UUID(int=1), UUID(int=2)),
    ],
)
def test_a_value_moved_to_another_place_does_not_open(other):
    with pytest.raises(CannotOpen):
        open_sealed(KEY, seal(KEY, TEXT, PLACE), other)


def test_another_key_or_key_version_does_not_open():
    sealed = seal(KEY, TEXT, PLACE)
    for other in (DataKey(1, bytes(32)), DataKey(2, KEY.secret)):
        with pytest.raises(CannotOpen):
            open_sealed(other, sealed, PLACE)


@given(st.data())
def test_one_changed_bit_anywhere_does_not_open(data):
    sealed = bytearray(seal(KEY, TEXT, PLACE))
    at = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[at // 8] ^= 1 << (at % 8)
    with pytest.raises(CannotOpen):
        open_sealed(KEY, bytes(sealed), PLACE)


@given(st.integers(0, 60))
def test_a_value_cut_short_does_not_open(length):
    with pytest.raises(CannotOpen):
        open_sealed(KEY, seal(KEY, TEXT, PLACE)[: min(length, 52)], PLACE)


def test_the_same_words_never_look_the_same_twice():
    seen = {seal(KEY, TEXT, PLACE) for _ in range(50)}
    assert len(seen) == 50
    assert len({one[3:15] for one in seen}) == 50, "fifty nonces"
    assert all(TEXT[:8] not in one for one in seen)
    assert all(struct.unpack(">BH", one[:3]) == (1, 1) for one in seen)


def test_wrapped_keys_open_for_their_own_person_alone():
    wrapping, owner = bytes(reversed(range(32))), uuid4()
    wrapped = wrap(wrapping, KEY, owner)
    assert unwrap(wrapping, wrapped, owner, 1) == KEY
    assert KEY.secret not in wrapped
    for wrong in ((bytes(32), owner, 1), (wrapping, uuid4(), 1), (wrapping, owner, 2)):
        with pytest.raises(CannotOpen):
            unwrap(wrong[0], wrapped, wrong[1], wrong[2])


def test_keys_and_rings_never_show_their_secrets():
    ring = KeyRing.make()
    for one in (repr(KEY), str(KEY), repr(ring), f"{ring}"):
        assert KEY.secret.hex() not in one
        assert repr(KEY.secret) not in one
        assert ring.root.hex() not in one
        assert repr(ring.root) not in one


def test_a_ring_is_read_back_and_derives_keys_apart():
    ring = KeyRing.make()
    again = KeyRing.read(ring.write())
    assert (again.root, again.current, dict(again.wrapping)) == (ring.root, ring.current, dict(ring.wrapping))
    labels = ("database", "key store", "cookie", "throttle", "release")
    assert len({ring.derive(label) for label in labels}) == len(labels)
    assert ring.derive("database") == again.derive("database")
    assert ring.derive("database") != KeyRing.make().derive("database")
    assert all(len(ring.derive(label)) == 32 for label in labels)


def test_a_new_wrapping_key_keeps_the_old_ones_and_everything_derived():
    ring = KeyRing.make()
    newer = ring.with_new_wrapping_key().with_new_wrapping_key()
    assert newer.current == "3"
    assert newer.wrapping["1"] == ring.wrapping["1"]
    assert newer.derive("database") == ring.derive("database")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"root": 1}', '{"root": "AAAA", "current": "1", "wrapping": {"1": "AAAA"}}', "s3cret"],
)
def test_a_ring_that_cannot_be_read_is_told_without_its_text(text):
    with pytest.raises(BadKeyRing) as told:
        KeyRing.read(text)
    assert "s3cret" not in str(told.value)
    assert "AAAA" not in str(told.value)


def test_a_ring_whose_current_key_is_missing_is_refused():
    text = KeyRing.make().write().replace('"current": "1"', '"current": "2"')
    with pytest.raises(BadKeyRing):
        KeyRing.read(text)
