"""The mails we send: short, plain, and with nothing in them that anybody wrote in a journal."""

from __future__ import annotations

from journal.http import runtime
from journal.language import gettext


def invitation(to: str, organisation: str, link: str) -> None:
    """Invite somebody to join."""
    _send(
        to,
        gettext("You are invited to %(product)s", product=_product()),
        gettext(
            "%(organisation)s invites you to %(product)s, a journal for thinking about your work.\n\n"
            "Open this link to join. It works once, for 14 days:\n%(link)s\n\n"
            "What you write there is yours. If you did not expect this, you can leave it.",
            organisation=organisation,
            product=_product(),
            link=link,
        ),
    )


def reset(to: str, link: str) -> None:
    """Send a link to set a new password."""
    _send(
        to,
        gettext("A new password"),
        gettext(
            "Somebody asked for a new password for your %(product)s account.\n\n"
            "If it was you, open this link. It works once, for one hour:\n%(link)s\n\n"
            "If it was not you, there is nothing you need to do. Your password stays as it is.",
            product=_product(),
            link=link,
        ),
    )


def reset_link_made(to: str, by: str) -> None:
    """Tell somebody that an administrator made a link for their account, so that it cannot be done unseen."""
    _send(
        to,
        gettext("An administrator made you a new password link"),
        gettext(
            "%(name)s made a link with which you can set a new password for %(product)s. "
            "They will give it to you.\n\n"
            "If you did not ask for one, tell them, and tell somebody you trust at work.",
            name=by,
            product=_product(),
        ),
    )


def password_changed(to: str) -> None:
    """Tell somebody that their password was changed."""
    _send(
        to,
        gettext("Your password was changed"),
        gettext(
            "The password of your %(product)s account was changed just now. "
            "Every other browser was signed out.\n\n"
            "If it was not you, ask for a new password at once and tell your administrator.",
            product=_product(),
        ),
    )


def sign_up(to: str, link: str) -> None:
    """Send a link to finish signing up."""
    _send(
        to,
        gettext("Start your %(product)s", product=_product()),
        gettext(
            "Open this link to start your journal. It works once, for 24 hours:\n%(link)s\n\n"
            "If you did not ask for it, you can leave it.",
            link=link,
        ),
    )


def sign_up_known(to: str, sign_in: str) -> None:
    """Tell somebody who asks to sign up that they have an account."""
    _send(
        to,
        gettext("You have a %(product)s account", product=_product()),
        gettext(
            "Somebody asked to start a journal with this address. You have one already. Sign in here:\n%(link)s\n\n"
            "If you do not know your password, you can ask for a new one there.",
            link=sign_in,
        ),
    )


def address_of(path: str) -> str:
    """Give the full address of a path, from the settings: what a request says of its host is not believed."""
    return runtime().settings.address + path


def _product() -> str:
    return runtime().settings.product_name


def _send(to: str, subject: str, text: str) -> None:
    runtime().mailer(to, subject, text)
