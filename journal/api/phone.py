"""`GET /api/phone`: what a phone shows that only the server works out; `POST /api/themes`: what its author decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from journal.access import Policy
from journal.analyser import VERSION
from journal.api.parsing import Blueprint
from journal.api.sync import OtherPerson
from journal.errors import NotFound
from journal.http import actor, policy, reading, runtime
from journal.http.packing import pack_answer
from journal.http.recurring import choose_theme, found_themes
from journal.http.throttling import PHONE, limit_subject
from journal.language import marked
from journal.reflections import queries
from journal.reflections.themes import Shown, shown

blueprint = Blueprint("phone", __name__, description="What a phone shows besides entries")
blueprint.after_request(pack_answer)


class ThemeChanged(NotFound):
    """The journal has moved on, and this is no theme of it any more."""

    code = "theme_changed"
    message = marked("That theme has changed. Please look again.")


class EvidenceSchema(Schema):
    """Some of an entry's own words that a theme rests on."""

    entry_id = fields.UUID(required=True)
    text = fields.String(required=True)
    written_at = fields.AwareDateTime(required=True)


class MergedSchema(Schema):
    """A theme its author put into another one."""

    key = fields.String(required=True)
    found_label = fields.String(required=True)


class ThemeSchema(Schema):
    """One theme, under the author's own name for it."""

    key = fields.String(required=True)
    label = fields.String(required=True)
    found_label = fields.String(required=True)
    hidden = fields.Boolean(required=True)
    count = fields.Integer(required=True)
    entries = fields.List(fields.UUID(), required=True)
    since = fields.AwareDateTime(required=True, allow_none=True)
    trend = fields.String(required=True)
    last = fields.AwareDateTime(required=True, allow_none=True)
    question = fields.String(required=True, metadata={"description": "one about the theme, or nothing"})
    merged = fields.List(fields.Nested(MergedSchema), required=True)
    line = fields.List(fields.Integer(), required=True)
    elements = fields.List(fields.String(), required=True)
    went = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    evidence = fields.List(fields.Nested(EvidenceSchema), required=True)


class MonthSchema(Schema):
    """The marks of one month: element, then state, then how many."""

    month = fields.Date(required=True)
    marks = fields.Dict(keys=fields.String(), required=True)


class ThemesSchema(Schema):
    """What keeps coming up."""

    count = fields.Integer(required=True, metadata={"description": "entries looked through"})
    themes = fields.List(fields.Nested(ThemeSchema), required=True)
    months = fields.List(fields.Nested(MonthSchema), required=True)


class AskedSchema(Schema):
    """A question that was asked under an entry."""

    question_id = fields.String(required=True)
    entry_id = fields.UUID(required=True)
    asked_at = fields.AwareDateTime(required=True)


class PhoneResponse(Schema):
    """What the phone keeps, sealed, until it hears anew."""

    user = fields.UUID(required=True)
    analyser = fields.String(required=True, metadata={"description": "the version of the analyser"})
    asked = fields.List(fields.Nested(AskedSchema), required=True)
    themes = fields.Nested(ThemesSchema, required=True)


class ThemeChoiceRequest(Schema):
    """A name of the author's own for a theme ("" goes back to the one found), that it is none, or the key of the theme
    it belongs to ("" makes it one of its own again)."""

    user = fields.UUID(metadata={"description": "whose phone sends it"})
    key = fields.String(required=True, validate=validate.Length(max=400))
    label = fields.String(validate=validate.Length(max=400))
    hidden = fields.Boolean(truthy={True}, falsy={False})
    into = fields.String(validate=validate.Length(max=400))

    @validates_schema
    def _something(self, data: Mapping[str, Any], **_: Any) -> None:
        if not {"label", "hidden", "into"} & set(data):
            raise ValidationError("Nothing was chosen.")


@blueprint.route("/api/phone", methods=["GET"])
@policy(Policy.SIGNED_IN)
@blueprint.response(200, PhoneResponse)
@blueprint.doc(security=[{"session": []}])
def phone() -> Mapping[str, Any]:
    """Give what keeps coming up, and which questions were asked, for the phone to keep."""
    limit_subject(PHONE, str(actor().id))
    return _phone()


@blueprint.route("/api/themes", methods=["POST"])
@policy(Policy.SIGNED_IN)
@blueprint.arguments(ThemeChoiceRequest)
@blueprint.response(200, PhoneResponse)
@blueprint.doc(security=[{"session": []}])
def themes(sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """Remember what the author decided about a theme; 404 `theme_changed` where it is no theme any more, 409
    `other_person` where somebody else has signed in meanwhile."""
    if sent.get("user", actor().id) != actor().id:
        raise OtherPerson
    limit_subject(PHONE, str(actor().id))
    if not choose_theme(sent["key"], label=sent.get("label"), hidden=sent.get("hidden"), into=sent.get("into")):
        raise ThemeChanged
    return _phone()


def _phone() -> dict[str, Any]:
    acting, keys = actor(), runtime().keys
    found = found_themes()
    with reading() as session:
        choices = queries.theme_choices(session, keys, acting)
        asked = queries.asked(session, keys, acting)
    return {
        "user": acting.id,
        "analyser": VERSION,
        "asked": [{"question_id": q.question_id, "entry_id": q.entry_id, "asked_at": q.asked_at} for q in asked],
        "themes": {
            "count": found.count,
            "themes": [_theme(theme) for theme in shown(found, choices)],
            "months": [{"month": month.date(), "marks": marks} for month, marks in found.months],
        },
    }


def _theme(theme: Shown) -> dict[str, Any]:
    evidence = [{"entry_id": i, "written_at": moment, "text": text} for i, moment, text in theme.evidence]
    merged = [{"key": key, "found_label": label} for key, label in theme.merged]
    names = (
        "key",
        "label",
        "found_label",
        "hidden",
        "count",
        "entries",
        "since",
        "last",
        "trend",
        "line",
        "elements",
        "went",
        "question",
    )
    return {**{name: getattr(theme, name) for name in names}, "evidence": evidence, "merged": merged}
