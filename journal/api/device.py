"""`POST /api/device`: who is signed in, and the key this browser seals their journal under."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from flask import request
from marshmallow import Schema, fields

from journal.access import Policy
from journal.accounts.devices import device_key
from journal.api.parsing import Blueprint
from journal.errors import Forbidden
from journal.http import actor, browser_keeps, policy, runtime, writing
from journal.http.browser_names import browser_name
from journal.http.throttling import DEVICE, check_subject, count_within

blueprint = Blueprint("device", __name__, description="Browsers that keep a journal, and their keys")


class NotKeeping(Forbidden):
    """Whoever is signed in did not let this browser keep their journal: a shared device gets no key."""

    code = "not_keeping"
    message = "You signed in without keeping your journal here. Sign in again to keep it on this device."


class DeviceRequest(Schema):
    """The id the browser made for itself, one for each person who keeps a journal in it."""

    device = fields.UUID(required=True)


class DeviceResponse(Schema):
    """Who is signed in, and what the device needs to keep their journal."""

    user = fields.UUID(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    organisation = fields.Boolean(required=True, metadata={"description": "whether they belong to one"})
    device = fields.UUID(required=True)
    key = fields.String(required=True, metadata={"description": "32 bytes, base64; the same at every call"})


@blueprint.route("/api/device", methods=["POST"])
@policy(Policy.SIGNED_IN)
@blueprint.arguments(DeviceRequest)
@blueprint.response(200, DeviceResponse)
@blueprint.doc(security=[{"session": []}])
def device(sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give this device its key, made at the first call.

    403 `device_revoked` where its person took it away, 403 `not_keeping` where they signed in without keeping anything
    here, 409 `too_many_devices` where there is no room for one more.
    """
    acting, keys = actor(), runtime().keys
    if not browser_keeps():
        raise NotKeeping
    check_subject(DEVICE, str(acting.id))
    with writing() as work:
        count_within(work, DEVICE, str(acting.id))
        name = browser_name(request.user_agent.string)
        key = device_key(work.session, keys, acting, sent["device"], name)
    return {
        "user": acting.id,
        "name": acting.name,
        "roles": sorted(acting.roles),
        "organisation": acting.organisation_id is not None,
        "device": sent["device"],
        "key": base64.b64encode(key).decode(),
    }
