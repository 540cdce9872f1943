"""Read what a form sends, by marshmallow schemas, and show a form again with what was typed.

A schema says which fields there are and of what shape; what the words may be is decided by the domain's own rules.
Anything a schema does not know is refused. What was typed comes back into the page, passwords excepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, render_template, request
from marshmallow import RAISE, Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from journal.errors import Invalid, JournalError, TooMany
from journal.language import gettext, marked

_UNKNOWN = marked("This page sent something we do not know. Please open it again.")
_AGAIN = marked("Please choose again.")


class Form(Schema):
    """The base of every form."""

    class Meta:
        unknown = RAISE


class Line(fields.String):
    """Text without the spaces around it. Missing and empty are the same where it is not `required`."""

    def __init__(self, *, required: bool = False, needed: str = marked("This is needed.")) -> None:
        self.needed = needed
        more: dict[str, Any] = {} if required else {"load_default": ""}
        super().__init__(required=required, error_messages={"required": needed}, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs)).strip()
        if self.required and not text:
            raise ValidationError(self.needed)
        return text


class Secret(fields.String):
    """A password: taken as it is, and never given back to a page."""

    def __init__(self) -> None:
        super().__init__(required=True, error_messages={"required": marked("Please write a password.")})


class NewPassword(Form):
    """A new password, written once: a phone shows it while it is typed, and a link helps who mistyped it."""

    password = Secret()


def read(schema: Schema, form: MultiDict[str, str] | None = None) -> dict[str, Any]:
    """Give what the form sends, parsed; raise Invalid naming the fields that cannot be used."""
    sent = request.form if form is None else form
    plain = {name: sent.getlist(name) if _is_list(schema, name) else sent[name] for name in sent}
    try:
        return dict(schema.load(plain))
    except ValidationError as error:
        raise Invalid(**_in_words(schema, error)) from None


def typed(schema: Schema, form: MultiDict[str, str] | None = None) -> dict[str, Any]:
    """Give what was typed, by field, to show it again. Passwords are left out."""
    sent = request.form if form is None else form
    return {
        name: sent.getlist(name) if _is_list(schema, name) else sent.get(name, "")
        for name, field in schema.fields.items()
        if not isinstance(field, Secret)
    }


def again(template: str, error: JournalError, schema: Schema, **context: Any) -> Response:
    """Give the page once more with what was typed (`form`) and what needs another look (`errors`)."""
    errors = dict(getattr(error, "fields", None) or {next(iter(schema.fields), "main"): error.message})
    page = render_template(template, form=typed(schema), errors=errors, **context)
    response = make_response(page, error.status)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _is_list(schema: Schema, name: str) -> bool:
    return isinstance(schema.fields.get(name), fields.List)


def _in_words(schema: Schema, error: ValidationError) -> dict[str, str]:
    """Give one sentence a field. Names we do not know are what somebody sent, so they are not repeated."""
    told: dict[str, str] = {}
    messages = error.messages if isinstance(error.messages, dict) else {}
    for name, found in messages.items():
        if name not in schema.fields:
            told["form"] = gettext(_UNKNOWN)
        elif isinstance(found, list) and isinstance(schema.fields[name], (Line, Secret)):
            told[name] = gettext(str(found[0]))
        else:
            told[name] = gettext(_AGAIN)
    return told or {"form": gettext(_UNKNOWN)}
