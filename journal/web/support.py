"""Who to turn to. Open to everybody, signed in or not; nobody is told who looked."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from journal import clock
from journal.access import Policy
from journal.config import BadSettings
from journal.http import Runtime, policy
from journal.schemas.support_contacts import OURS, BadContacts, Contacts, read_contacts

blueprint = Blueprint("support", __name__)
_KEY = "journal.contacts"


@blueprint.record_once
def read_list(state: BlueprintSetupState) -> None:
    """Read the organisation's list, or ours, when the server starts; raise BadSettings for one that cannot be used."""
    parts: Runtime = state.app.extensions["journal"]
    theirs = parts.settings.data_dir / "contacts.json"
    try:
        state.app.extensions[_KEY] = read_contacts((theirs if theirs.exists() else OURS).read_text(encoding="utf-8"))
    except (BadContacts, UnicodeDecodeError) as error:
        raise BadSettings(f"contacts.json in the data folder: {error}") from None


@blueprint.get("/support")
@policy(Policy.PUBLIC)
def index() -> ResponseReturnValue:
    """The list, and how old it is."""
    contacts: Contacts = current_app.extensions[_KEY]
    return render_template("support/index.html", contacts=contacts, old=contacts.is_old(clock.now().date()))
