"""`POST /api/sync`: one round trip that takes what a phone has and gives what it has not seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import request
from marshmallow import Schema, ValidationError, fields, validate

from journal.access import Policy
from journal.accounts.devices import note_device
from journal.api.parsing import Blueprint
from journal.errors import Conflict, TooLarge
from journal.http import actor, policy, runtime, writing
from journal.http.packing import pack_answer
from journal.http.throttling import SYNC, check_subject, count_within
from journal.language import gettext, marked
from journal.reflections import operations, queries
from journal.reflections.content import Answer, Content, Draft, Written
from journal.reflections.rules import WHY, Refusal
from journal.schemas import limits
from journal.schemas.revision import SCHEMAS, AnswerSchema, RevisionV1
from journal.supervision import operations as supervision

blueprint = Blueprint("sync", __name__, description="Set-union sync of immutable revisions")
blueprint.after_request(pack_answer)

# Room for ids, facets and JSON escapes (one character may be six bytes) around the text that is allowed.
_LARGEST_REQUEST = 3 * limits.BATCH_BYTES


class OtherPerson(Conflict):
    """The phone holds another person's journal than the one signed in; nothing was taken and nothing given."""

    code = "other_person"
    message = marked("Somebody else is signed in. What you wrote stays on this device until you sign in again.")


class _AnyRevision(fields.Nested):
    """A revision of any released schema. A broken one is refused by itself and never holds up the others."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(value, Mapping):
            raise ValidationError("Not a revision.")
        return value


class SyncRequest(Schema):
    """What the phone has, and where it stands."""

    user = fields.UUID(required=True, metadata={"description": "whose journal the phone holds"})
    device = fields.UUID(required=True)
    epoch = fields.UUID(required=True, allow_none=True, metadata={"description": "null on the first sync"})
    cursor = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=2**62))
    revisions = fields.List(
        _AnyRevision(RevisionV1), required=True, validate=validate.Length(max=limits.BATCH_REVISIONS)
    )


class RejectedSchema(Schema):
    """A revision that was not taken. The phone keeps it."""

    id = fields.String(required=True, metadata={"description": "the id as it was sent; empty where there was none"})
    why = fields.String(required=True, validate=validate.OneOf([r.value for r in Refusal]))
    message = fields.String(required=True)


class GivenRevision(Schema):
    """A revision the phone has not seen."""

    id = fields.UUID(required=True)
    entry_id = fields.UUID(required=True)
    parents = fields.List(fields.UUID(), required=True)
    body = fields.String(required=True)
    answers = fields.List(fields.Nested(AnswerSchema), required=True)
    facets = fields.Dict(keys=fields.String(), required=True)
    deleted = fields.Boolean(required=True)
    written_at = fields.AwareDateTime(required=True)
    schema = fields.Integer(required=True)


class SyncResponse(Schema):
    """What became of the phone's revisions, and what is new to it."""

    acknowledged = fields.List(fields.UUID(), required=True)
    rejected = fields.List(fields.Nested(RejectedSchema), required=True)
    revisions = fields.List(fields.Nested(GivenRevision), required=True)
    purged = fields.List(fields.UUID(), required=True, metadata={"description": "entries erased for good"})
    cursor = fields.Integer(required=True)
    epoch = fields.UUID(required=True)
    more = fields.Boolean(required=True)


@blueprint.route("/api/sync", methods=["POST"])
@policy(Policy.SIGNED_IN)
@blueprint.arguments(SyncRequest)
@blueprint.response(200, SyncResponse)
@blueprint.doc(security=[{"session": []}])
def sync(sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take the phone's revisions and give those it has not seen.

    Acknowledged means committed. A cursor of another epoch is read as 0: the phone offers all it has and is given all.
    403 `device_revoked` where the person took this device's key away: nothing was taken, and the phone keeps all.
    """
    acting, keys = actor(), runtime().keys
    if sent["user"] != acting.id:
        raise OtherPerson
    if (request.content_length or 0) > _LARGEST_REQUEST:
        raise TooLarge
    check_subject(SYNC, str(acting.id))
    drafts, rejected = _read(sent["revisions"], sent["device"])
    drafts = [operations.prepared(draft) for draft in drafts]
    with writing(sharing=True) as work:
        count_within(work, SYNC, str(acting.id))
        note_device(work.session, acting, sent["device"])
        epoch = operations.epoch(work.session)
        taken = operations.take(work.session, keys, acting, drafts)
        if any(draft.deleted for draft in drafts):
            supervision.withdraw_deleted(work.session, acting)
        cursor = sent["cursor"] if sent["epoch"] == epoch else 0
        own = [draft.id for draft in drafts]
        changes = queries.changes(work.session, keys, acting, cursor, without=own)
    rejected += [_rejection(str(i), why) for i, why in taken.refused]
    return {
        "acknowledged": taken.acknowledged,
        "rejected": rejected,
        "revisions": [_given(written) for written in changes.revisions],
        "purged": changes.purged,
        "cursor": changes.cursor,
        "epoch": epoch,
        "more": changes.more,
    }


def _read(sent: list[Mapping[str, Any]], device: UUID) -> tuple[list[Draft], list[dict[str, str]]]:
    drafts: list[Draft] = []
    rejected: list[dict[str, str]] = []
    for plain in sent:
        number = plain.get("schema")
        if type(number) is not int or number not in SCHEMAS:
            why = Refusal.UNKNOWN_SCHEMA if type(number) is int else Refusal.MALFORMED
            rejected.append(_rejection(_id(plain), why))
            continue
        try:
            drafts.append(_draft(SCHEMAS[number]().load(plain), device))
        except ValidationError as error:
            unknown = isinstance(error.messages, dict) and set(error.messages) == {"facets"}
            rejected.append(_rejection(_id(plain), Refusal.UNKNOWN_FACET if unknown else Refusal.MALFORMED))
    return drafts, rejected


def _draft(loaded: Mapping[str, Any], device: UUID) -> Draft:
    answers = tuple(Answer(a["question_id"], a["question"], a["text"]) for a in loaded["answers"])
    return Draft(
        id=loaded["id"],
        entry_id=loaded["entry_id"],
        parents=tuple(loaded["parents"]),
        content=Content(loaded["body"], answers, loaded["facets"]),
        deleted=loaded["deleted"],
        written_at=loaded["written_at"],
        schema=loaded["schema"],
        device_id=device,
    )


def _given(written: Written) -> dict[str, Any]:
    content = written.content
    return {
        "id": written.id,
        "entry_id": written.entry_id,
        "parents": written.parents,
        "body": content.body,
        "answers": [{"question_id": a.question_id, "question": a.question, "text": a.text} for a in content.answers],
        "facets": content.facets,
        "deleted": written.deleted,
        "written_at": written.written_at,
        "schema": written.schema,
    }


def _id(plain: Mapping[str, Any]) -> str:
    """Give the id back only where it is one: nothing else a client sent is repeated."""
    try:
        return str(UUID(str(plain.get("id"))))
    except ValueError:
        return ""


def _rejection(revision_id: str, why: Refusal) -> dict[str, str]:
    return {"id": revision_id, "why": why.value, "message": gettext(WHY[why])}
