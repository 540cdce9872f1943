"""Half a backup is not put back: nothing is touched before all of it is there."""

from __future__ import annotations

import pytest

from journal.cli import group
from journal.errors import Invalid


def test_half_a_backup_is_refused_and_changes_nothing(tmp_path, monkeypatch):
    data, half = tmp_path / "data", tmp_path / "half"
    for folder in (data, half):
        folder.mkdir()
        (folder / "journal.db").write_bytes(folder.name.encode())
    monkeypatch.setenv("JOURNAL_DATA_DIR", str(data))
    with pytest.raises(Invalid) as refused:
        group.main(["restore", str(half)], standalone_mode=False)
    assert "keys.db" in refused.value.message
    assert (data / "journal.db").read_bytes() == b"data"
