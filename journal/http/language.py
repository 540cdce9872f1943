"""The language of an answer follows the device: what the browser asks for, among what the organisation offers."""

from __future__ import annotations

from typing import Any

from babel import negotiate_locale
from flask import Flask, Response, request
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from journal import language
from journal.config import Settings

# Areas whose words are English alone so far. They are said in English as a whole: a page in two languages is read by
# nobody, least of all by a screen reader.
ENGLISH_ONLY = frozenset({"cohorts", "invitations", "people", "releases", "style", "supervision", "teams"})


def init_language(app: Flask, settings: Settings) -> None:
    """Speak the reader's language in every request, and give templates its words. Comes before whatever may refuse."""
    offered = settings.languages

    @app.before_request
    def choose() -> None:
        language.speak(_asked_for(offered))

    @app.teardown_request
    def end(error: BaseException | None) -> None:
        language.speak(language.ENGLISH)

    @app.after_request
    def tell(response: Response) -> Response:
        if len(offered) > 1 and request.endpoint != "static_files.file":
            response.vary.add("Accept-Language")
        return response

    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        language.gettext, language.ngettext, newstyle=True
    )
    app.jinja_env.filters["said"] = _said
    app.jinja_env.globals.update(
        ngettext=_counted,
        english=_english,
        later=language.later,
        long_date=language.long_date,
        month_name=language.month_name,
        with_time=language.with_time,
    )

    @app.context_processor
    def lang() -> dict[str, str]:
        return {"lang": language.tag()}


@pass_eval_context
def _counted(eval_context: EvalContext, one: str, many: str, n: int, **values: Any) -> str:
    """Give the form for a number, `%(n)s` filled with it; what else fills it is escaped where the page escapes."""
    said = language.plural(one, many, n)
    return (Markup(said) if eval_context.autoescape else said) % {"n": n, **values}  # noqa: S704


def _said(words: str | None) -> str:
    """Give words of a data file of ours in the language spoken now; nothing for nothing."""
    return language.gettext(words) if words else ""


def _english() -> Markup:
    """Give what marks words that are English whatever the page speaks: questions, templates and the support list."""
    return Markup() if language.language() == language.ENGLISH else Markup(' lang="en-GB"')


def _asked_for(offered: tuple[str, ...]) -> str:
    if len(offered) == 1 or request.blueprint in ENGLISH_ONLY:
        return language.ENGLISH
    wanted = [code for code, quality in request.accept_languages if quality > 0]
    return negotiate_locale(wanted, offered, sep="-") or language.ENGLISH
