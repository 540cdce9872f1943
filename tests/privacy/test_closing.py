"""Closing an account: nothing of it is left, here or in what a backup can give back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from journal.accounts.errors import KeyGone, LastAdministrator
from journal.accounts.models import WrappedKey
from journal.crypto import Place
from journal.database import Base
from journal.http import transaction
from journal.privacy import operations
from journal.privacy.inventory import INVENTORY
from tests.reflections.writing import draft, entry, take


def rows_of(parts, person_id) -> dict[str, int]:
    found = {}
    with parts.database.read() as session:
        for name, held in INVENTORY.items():
            if held.owner:
                table = Base.metadata.tables[name]
                rows = session.execute(select(table).where(table.c[held.owner] == person_id)).all()
                if rows:
                    found[name] = len(rows)
    return found


def test_closing_leaves_no_row_and_no_key(cast, parts):
    author = cast.author
    take(parts, author, draft("gone"), draft("with the account"))
    sealed = parts.keys.seal(b"words", Place("revision", "sealed", author.id, author.id))
    other = draft("stays")
    take(parts, cast.other_author, other)
    browser = cast.browser("author")
    assert rows_of(parts, author.id)["revision"] == 2
    assert browser.post("/me/close", data={}).status_code == 422
    assert browser.post("/me/close", data={"sure": "yes"}).status_code == 303
    assert rows_of(parts, author.id) == {}
    with parts.key_store.read() as session:
        assert session.get(WrappedKey, (author.id, 1)) is None
    with pytest.raises(KeyGone):
        parts.keys.open(sealed, Place("revision", "sealed", author.id, author.id))
    assert browser.get("/journal").status_code == 303
    assert entry(parts, cast.other_author, other.entry_id).head.body == "stays"


def test_nobody_closes_an_account_without_proving_who_they_are(cast, parts):
    author = cast.author
    assert cast.stranger().post("/me/close", data={"sure": "yes"}).status_code == 401
    assert rows_of(parts, author.id)["person"] == 1


def test_the_only_administrator_of_others_stays(cast):
    administrator, _ = cast.administrator, cast.author
    with pytest.raises(LastAdministrator), transaction(cast.parts) as work:
        operations.close_account(work.session, administrator)
