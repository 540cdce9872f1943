"""Close one's account: everything of it goes, and the key to what backups still hold."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from journal.access import Policy
from journal.http import actor, end_browser_session, policy, runtime, writing
from journal.language import gettext
from journal.privacy import operations
from journal.web.keeping import departure

blueprint = Blueprint("closing", __name__)


@blueprint.get("/me/close")
@policy(Policy.CONFIRMED)
def form() -> str:
    """Say what closing means, and ask for a clear yes."""
    return render_template("me/close.html", errors={})


@blueprint.post("/me/close")
@policy(Policy.CONFIRMED)
def close() -> Response | tuple[str, int]:
    """Erase the account; its key is destroyed once the rows are gone for good."""
    if request.form.get("sure") != "yes":
        return render_template("me/close.html", errors={"sure": gettext("Tick the box if you are sure.")}), 422
    keys, onward = runtime().keys, departure()
    with writing() as work:
        end_browser_session(work)
        owner_id = operations.close_account(work.session, actor())
        work.after_commit(lambda: keys.destroy(owner_id))
    flash(gettext("Your account is closed and everything in it is gone."), "info")
    return redirect(onward, 303)
