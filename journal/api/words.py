"""`/api/words`: what an author has decided about words that could tell who somebody is, joined across their phones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema, fields, validate

from journal.access import Policy
from journal.api.parsing import Blueprint
from journal.api.sync import OtherPerson
from journal.http import actor, policy, reading, runtime, writing
from journal.http.throttling import SYNC, WORDS, check_subject, count_within, limit_subject
from journal.reflections.word_choices import MOST, Choice, keep_word_choices, word_choices

blueprint = Blueprint("words", __name__, description="Words an author has decided about; nobody else's")

_LONGEST = 200


class ChoiceSchema(Schema):
    """One choice. The newest about a word counts."""

    id = fields.UUID(required=True)
    words = fields.String(required=True, validate=validate.Length(min=1, max=_LONGEST))
    choice = fields.String(required=True, validate=validate.OneOf(["left", "changed", "marked"]))
    to = fields.String(
        load_default="", validate=validate.Length(max=_LONGEST), metadata={"description": "the author's own words"}
    )
    at = fields.AwareDateTime(required=True)


class Choices(Schema):
    """Choices, one for each word."""

    choices = fields.List(fields.Nested(ChoiceSchema), required=True, validate=validate.Length(max=MOST))


class SentChoices(Choices):
    """Choices, and whose they are: somebody else may sign in while a journal is open."""

    user = fields.UUID(metadata={"description": "whose phone sends them; a page of the server's leaves it out"})


@blueprint.route("/api/words", methods=["GET"])
@policy(Policy.SIGNED_IN)
@blueprint.response(200, Choices)
@blueprint.doc(security=[{"session": []}])
def words() -> Mapping[str, Any]:
    """Give every choice of the person signed in."""
    limit_subject(WORDS, str(actor().id))
    with reading() as session:
        return _given(word_choices(session, runtime().keys, actor()))


@blueprint.route("/api/words", methods=["POST"])
@policy(Policy.SIGNED_IN)
@blueprint.arguments(SentChoices)
@blueprint.response(200, Choices)
@blueprint.doc(security=[{"session": []}])
def keep_words(sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """Join these choices with those that are kept, and give them all; 409 `other_person` where they are not theirs."""
    acting = actor()
    if sent.get("user", acting.id) != acting.id:
        raise OtherPerson
    check_subject(SYNC, str(acting.id))
    offered = [Choice(**{"to": "", **plain}) for plain in sent["choices"]]
    with writing() as work:
        count_within(work, SYNC, str(acting.id))
        kept = keep_word_choices(work.session, runtime().keys, acting, offered)
    return _given(kept)


def _given(choices: Sequence[Choice]) -> Mapping[str, Any]:
    return {"choices": choices}
