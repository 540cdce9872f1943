"""Whether the browser somebody signs in with keeps their journal, and where they arrive.

The forms that end signed in have a field `keep`. It is `yes` where the browser can keep a journal and its person did
not say that the device is shared; without script nothing is ever kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from journal.http import browser_keeps, browser_owner


def may_keep(asked: Mapping[str, Any]) -> bool:
    """Tell whether the form let this browser keep the journal."""
    return bool(asked["keep"] == "yes")


def as_before() -> dict[str, str]:
    """Give the form's field as the last sign-in left it: a browser that was told to keep nothing is not asked anew."""
    return {"keep": ""} if browser_owner() is not None and not browser_keeps() else {}


def arrival(asked: Mapping[str, Any], onward: str = "") -> str:
    """Give where somebody who has just signed in goes.

    Where the browser keeps a journal, the fragment tells the shell to ask whose it is before it opens one: another
    person may have been here before.
    """
    return (onward or url_for("write.form")) + ("#in" if may_keep(asked) else "")


def departure() -> str:
    """Give where somebody who signs out goes; asked for while the session is still there.

    Where the browser keeps a journal that is the shell, under the one address it always answers: the key to the journal
    lies on the phone, and only the shell can take it away. It leads on to the sign-in page.
    """
    return url_for("shell.document", _anchor="out") if browser_keeps() else url_for("sign_in.form")
