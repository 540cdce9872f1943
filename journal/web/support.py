"""Who to turn to. Open to everybody, signed in or not; nobody is told who looked."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from journal import clock
from journal.access import Policy
from journal.config import BadSettings, Settings
from journal.http import policy
from journal.schemas.support_contacts import OURS, BadContacts, Contacts, read_contacts

blueprint = Blueprint("support", __name__)
_KEY = "journal.contacts"


def read_list(settings: Settings) -> Contacts:
    """Give the organisation's list, or ours where it has none; raise BadSettings for one that cannot be used."""
    theirs = settings.data_dir / "contacts.json"
    try:
        return read_contacts((theirs if theirs.exists() else OURS).read_text(encoding="utf-8"))
    except (BadContacts, UnicodeDecodeError) as error:
        raise BadSettings(f"contacts.json in the data folder: {error}") from None


@blueprint.record_once
def keep_list(state: BlueprintSetupState) -> None:
    """Read the list when the server starts, so that a mistake in it is noticed then."""
    state.app.extensions[_KEY] = read_list(state.app.extensions["journal"].settings)


@blueprint.get("/support")
@policy(Policy.PUBLIC)
def index() -> ResponseReturnValue:
    """The list, and how old it is."""
    contacts: Contacts = current_app.extensions[_KEY]
    return render_template("support/index.html", contacts=contacts, old=contacts.is_old(clock.now().date()))
