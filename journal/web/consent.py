"""Whether my entries count towards what trainers see, and what was published about my cohorts."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from journal import clock
from journal.access import Policy
from journal.http import actor, policy, reading, writing
from journal.insight import operations, queries
from journal.insight.periods import quarter_of
from journal.language import gettext
from journal.web import forms
from journal.web.releases import titled

blueprint = Blueprint("consent", __name__)


class Choice(forms.Form):
    count = fields.String(required=True, validate=validate.OneOf(["yes", "no"]))


@blueprint.get("/me/counting")
@policy(Policy.SIGNED_IN)
def form() -> ResponseReturnValue:
    """What counts, what is published, and the choice."""
    acting, now = actor(), clock.now()
    with reading() as session:
        standing = queries.consent_of(session, acting)
        cohorts = queries.cohort_names_of(session, acting, now.date())
        published = [(one, titled(one.release)) for one in queries.releases_about(session, acting)]
    return render_template(
        "consent/form.html",
        alone=acting.organisation_id is None,
        standing=standing,
        # In the quarter it was given in, nothing counts yet that goes by the quarter.
        waits=standing is not None and standing.given_at.date() >= quarter_of(now.date()).starts_on,
        cohorts=cohorts,
        published=published,
    )


@blueprint.post("/me/counting")
@policy(Policy.SIGNED_IN)
def choose() -> ResponseReturnValue:
    """Agree, or withdraw."""
    agrees = forms.read(Choice())["count"] == "yes"
    with writing() as work:
        (operations.give_consent if agrees else operations.withdraw_consent)(work.session, actor())
    flash(
        gettext("Your entries will count from the next month or quarter that begins.")
        if agrees
        else gettext("Your entries do not count in anything published from now on."),
        "kept",
    )
    return redirect(url_for("consent.form"), 303)
