import os
import stat
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from journal.config import VARIABLES, BadSettings, Settings, key_ring_text, read_settings, replace_key_ring
from journal.crypto import KeyRing


def test_every_setting_has_a_variable_and_a_word_of_help():
    fields = {field for field in Settings.__dataclass_fields__ if field != "testing"}
    assert {variable.setting for variable in VARIABLES} == fields
    assert len({variable.name for variable in VARIABLES}) == len(VARIABLES)
    assert all(variable.help for variable in VARIABLES)


def test_an_empty_environment_gives_the_defaults():
    assert read_settings({}) == Settings()
    assert read_settings({"JOURNAL_PORT": "  "}) == Settings()
    assert Settings().address == "http://localhost:8080"
    assert not Settings().https


def test_settings_are_frozen():
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1


def test_the_environment_fills_settings():
    got = read_settings(
        {
            "JOURNAL_DATA_DIR": "/srv/journal",
            "JOURNAL_PUBLIC_URL": "https://journal.example.org/",
            "JOURNAL_OPEN_SIGN_UP": "Yes",
            "JOURNAL_SESSION_IDLE_MINUTES": "15",
            "DATABASE_URL": "postgres://u:p@h/a",
            "KEYS_DATABASE_URL": "postgresql://u:p@h/b",
        }
    )
    assert got.data_dir == Path("/srv/journal")
    assert got.address == "https://journal.example.org"
    assert got.https
    assert got.open_sign_up
    assert got.session_idle_minutes == 15
    assert got.database_url == "postgresql+psycopg://u:p@h/a"
    assert got.on_postgresql


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"JOURNAL_PORT": "eighty"}, "JOURNAL_PORT"),
        ({"JOURNAL_PORT": "0"}, "JOURNAL_PORT"),
        ({"JOURNAL_OPEN_SIGN_UP": "perhaps"}, "JOURNAL_OPEN_SIGN_UP"),
        ({"JOURNAL_SESSION_HOURS": "-1"}, "JOURNAL_SESSION_HOURS"),
        ({"JOURNAL_PASSWORD_MEMORY_MIB": "8"}, "JOURNAL_PASSWORD_MEMORY_MIB"),
        ({"JOURNAL_PUBLIC_URL": "http://journal.example.org"}, "JOURNAL_PUBLIC_URL"),
        ({"JOURNAL_PUBLIC_URL": "journal.example.org"}, "JOURNAL_PUBLIC_URL"),
        ({"JOURNAL_MAIL_URL": "http://mail.s3cret"}, "JOURNAL_MAIL_URL"),
        ({"DATABASE_URL": "postgresql://u:s3cret@h/a"}, "KEYS_DATABASE_URL"),
        ({"DATABASE_URL": "mysql://u:s3cret@h/a"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://h/a", "KEYS_DATABASE_URL": "postgresql://h/a"}, "KEYS_DATABASE_URL"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_at_boot_and_its_value_is_not(environment, named):
    with pytest.raises(BadSettings, match=named) as told:
        read_settings(environment)
    assert "s3cret" not in str(told.value)


def made():
    return KeyRing.make().write()


def test_the_first_run_makes_a_ring_for_its_owner_alone(tmp_path):
    settings = Settings(data_dir=tmp_path / "var")
    before = os.umask(0)
    try:
        text = key_ring_text(settings, made)
    finally:
        os.umask(before)
    path = tmp_path / "var" / "keys" / "ring.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["ring.json"]
    assert key_ring_text(settings, lambda: pytest.fail("there is one")) == text


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_ring_that_others_can_read_is_refused(tmp_path, mode):
    settings = Settings(data_dir=tmp_path)
    key_ring_text(settings, made)
    (tmp_path / "keys" / "ring.json").chmod(mode)
    with pytest.raises(BadSettings, match="0600"):
        key_ring_text(settings, made)


def test_no_new_ring_is_made_beside_a_database_that_has_lost_its_own(tmp_path):
    settings = Settings(data_dir=tmp_path)
    (tmp_path / "journal.db").write_bytes(b"sealed")
    with pytest.raises(BadSettings, match="ring.json"):
        key_ring_text(settings, lambda: pytest.fail("a new ring could open nothing"))


def test_the_ring_may_come_from_the_environment_or_a_command(tmp_path):
    text = made()
    nothing = {"data_dir": tmp_path / "none"}
    assert key_ring_text(Settings(key_ring=text, **nothing), made) == text
    (tmp_path / "ring").write_text(text)
    assert key_ring_text(Settings(key_command=f"cat '{tmp_path}/ring'", **nothing), made) == text
    assert not (tmp_path / "none").exists()
    for command in ("false", "true", "cat /no/such/file"):
        with pytest.raises(BadSettings, match="JOURNAL_KEY_COMMAND"):
            key_ring_text(Settings(key_command=command, **nothing), made)


def test_a_rotated_ring_takes_the_place_of_the_old_one_whole(tmp_path):
    settings = Settings(data_dir=tmp_path)
    ring = KeyRing.read(key_ring_text(settings, made))
    newer = ring.with_new_wrapping_key()
    replace_key_ring(settings, newer.write())
    assert KeyRing.read(key_ring_text(settings, made)).current == "2"
    assert stat.S_IMODE((tmp_path / "keys" / "ring.json").stat().st_mode) == 0o600
    with pytest.raises(BadSettings):
        replace_key_ring(Settings(key_ring=ring.write()), newer.write())
