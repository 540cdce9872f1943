"""`/api/reminders/...`: turn this browser's notifications on and off, and compare what it holds with what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from journal.access import Policy
from journal.api.parsing import Blueprint
from journal.http import actor, policy, reading, runtime, writing
from journal.http.throttling import check_subject, count_within, limit_subject
from journal.reminders import queries, subscribing, vapid
from journal.reminders.content import Subscription
from journal.reminders.endpoints import LONGEST
from journal.throttle import Limit

blueprint = Blueprint("push", __name__, url_prefix="/api/reminders", description="Notifications of this browser")

PUSH = Limit("push", burst=60, seconds=10 * 60)
"""Times one person's browsers turn notifications on: a few a year, and when a browser changes its address."""

COMPARE = Limit("compare", burst=120, seconds=10 * 60)
"""Times one person's browsers compare what they hold: each does at every opening."""


class PushKeys(Schema):
    """What a message for the browser is encrypted with."""

    p256dh = fields.String(required=True, validate=validate.Length(max=120))
    auth = fields.String(required=True, validate=validate.Length(max=40))


class SubscribeRequest(Schema):
    """A push subscription as browsers give it. What else browsers add is left aside."""

    class Meta:
        unknown = EXCLUDE

    endpoint = fields.String(required=True, validate=validate.Length(max=LONGEST))
    keys = fields.Nested(PushKeys(unknown=EXCLUDE), required=True)


class CompareRequest(Schema):
    """The address this browser holds a subscription for, or null."""

    endpoint = fields.String(required=True, allow_none=True, validate=validate.Length(max=LONGEST))


class NothingMore(Schema):
    """Nothing: the session knows which device it is on."""


class StateResponse(Schema):
    """How the browser's subscription stands, and what to subscribe with.

    `on`: the one that is kept. `lost`: this device is to be told, but the browser holds another address or none. `off`:
    it is not to be told; a subscription the browser holds all the same is somebody else's.
    """

    state = fields.String(required=True, validate=validate.OneOf(["on", "lost", "off"]))
    key = fields.String(required=True, metadata={"description": "the server's public key, base64url"})


@blueprint.route("/subscribe", methods=["POST"])
@policy(Policy.SIGNED_IN)
@blueprint.arguments(SubscribeRequest)
@blueprint.response(200, StateResponse)
@blueprint.doc(security=[{"session": []}])
def subscribe(sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell this device from now on. 409 where it does not keep the journal, 422 for an address we do not send to."""
    parts, acting = runtime(), actor()
    check_subject(PUSH, str(acting.id))
    subscription = Subscription(sent["endpoint"], sent["keys"]["p256dh"], sent["keys"]["auth"])
    with writing() as work:
        count_within(work, PUSH, str(acting.id))
        subscribing.subscribe(work.session, parts.keys, acting, subscription, more_hosts=parts.settings.push_hosts)
    return _state("on")


@blueprint.route("/unsubscribe", methods=["POST"])
@policy(Policy.SIGNED_IN)
@blueprint.arguments(NothingMore)
@blueprint.response(200, StateResponse)
@blueprint.doc(security=[{"session": []}])
def unsubscribe(_sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell this device nothing more."""
    with writing() as work:
        subscribing.unsubscribe(work.session, actor())
    return _state("off")


@blueprint.route("/compare", methods=["POST"])
@policy(Policy.SIGNED_IN)
@blueprint.arguments(CompareRequest)
@blueprint.response(200, StateResponse)
@blueprint.doc(security=[{"session": []}])
def compare(sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """Say how the subscription this browser holds stands. Changes nothing that is kept but when it was last seen."""
    acting = actor()
    limit_subject(COMPARE, str(acting.id))
    with reading() as session:
        state = queries.subscription_state(session, acting, sent["endpoint"])
        seen_lately = queries.seen_lately(session, acting)
    if state == "on" and not seen_lately:
        with writing() as work:
            subscribing.note_seen(work.session, acting)
    return _state(state)


def _state(state: str) -> Mapping[str, Any]:
    return {"state": state, "key": vapid.public_key(runtime().ring)}
