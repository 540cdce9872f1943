"""The shape of a revision as phones send it. Every version ever released stays accepted: see `SCHEMAS`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates

from journal.schemas import limits
from journal.schemas.catalogue import check_facets


class AnswerSchema(Schema):
    """An answer to one question, with the question as it was read at the time."""

    question_id = fields.String(required=True, validate=validate.Length(1, 40))
    question = fields.String(required=True, validate=validate.Length(1, 400))
    text = fields.String(required=True)


class RevisionV1(Schema):
    """An immutable revision, schema 1."""

    id = fields.UUID(required=True)
    entry_id = fields.UUID(required=True)
    parents = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=limits.PARENTS))
    body = fields.String(required=True)
    answers = fields.List(fields.Nested(AnswerSchema), load_default=list, validate=validate.Length(max=limits.ANSWERS))
    facets = fields.Dict(keys=fields.String(), load_default=dict)
    deleted = fields.Boolean(load_default=False)
    written_at = fields.AwareDateTime(required=True)
    schema = fields.Integer(required=True, strict=True)

    @validates("facets")
    def _known(self, value: Mapping[str, Any], **_: Any) -> None:
        problems = check_facets(value)
        if problems:
            raise ValidationError([problem.message for problem in problems][:5])


SCHEMAS: Mapping[int, type[Schema]] = {1: RevisionV1}
LATEST = 1
