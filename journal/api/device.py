"""`POST /api/device`: who is signed in, and the key this browser seals their journal under; and the sleep of a session
while that journal is locked."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from flask import request
from marshmallow import Schema, fields, validate

from journal.access import Policy
from journal.accounts.devices import device_key, holds_key
from journal.accounts.operations import put_to_sleep
from journal.accounts.operations import wake as wake_session
from journal.api.parsing import Blueprint
from journal.errors import Forbidden, SignInNeeded
from journal.http import actor, browser_keeps, maybe_actor, policy, runtime, sleeper, writing
from journal.http.browser_names import browser_name
from journal.http.throttling import DEVICE, check_subject, count_within
from journal.language import marked

blueprint = Blueprint("device", __name__, description="Browsers that keep a journal, and their keys")


class NotKeeping(Forbidden):
    """Whoever is signed in did not let this browser keep their journal: a shared device gets no key."""

    code = "not_keeping"
    message = marked("You signed in without keeping your journal here. Sign in again to keep it on this device.")


class NotProved(Forbidden):
    """What was sent was not sealed under this device's key: the session sleeps on."""

    code = "not_proved"
    message = marked("Open the lock on this phone, or sign in again.")


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


class WakeRequest(DeviceRequest):
    """The device, and what shows that its key is open."""

    proof = fields.String(
        required=True,
        validate=validate.Length(max=200),
        metadata={"description": "base64: anything, sealed by the phone for `wake` and the device's id"},
    )


class SignedIn(Schema):
    """Whose session it is."""

    user = fields.UUID(required=True)


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


@blueprint.route("/api/device/sleep", methods=["POST"])
@policy(Policy.SIGNED_IN)
@blueprint.response(200, SignedIn)
@blueprint.doc(security=[{"session": []}])
def sleep() -> Mapping[str, Any]:
    """Let this session open nothing while the journal on the phone is locked: every page and every answer that shows
    words says 401 `asleep`, until it is woken or somebody signs in."""
    acting = actor()
    with writing() as work:
        put_to_sleep(work.session, acting)
    return {"user": acting.id}


@blueprint.route("/api/device/wake", methods=["POST"])
@policy(Policy.PUBLIC)
@blueprint.arguments(WakeRequest)
@blueprint.response(200, SignedIn)
@blueprint.doc(security=[{"session": []}])
def wake(sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """Wake the session for whoever holds the device's open key; 403 `not_proved` for anybody else."""
    acting = maybe_actor() or sleeper()
    if acting is None:
        raise SignInNeeded
    check_subject(DEVICE, str(acting.id))
    with writing() as work:
        count_within(work, DEVICE, str(acting.id))
        proved = holds_key(work.session, runtime().keys, acting, sent["device"], _bytes(sent["proof"]))
        if proved:
            wake_session(work.session, acting)
    if not proved:
        raise NotProved
    return {"user": acting.id}


def _bytes(proof: str) -> bytes:
    try:
        return base64.b64decode(proof, validate=True)
    except ValueError:
        return b""
