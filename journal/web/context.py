"""What every template may use without asking: who is here and what the product is called."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.local import LocalProxy

from journal.http import maybe_actor, runtime


def init_context(app: Flask) -> None:
    """Give templates `person`, `product_name` and `brand`."""

    @app.context_processor
    def shared() -> dict[str, Any]:
        name = runtime().settings.product_name
        # Looked up only where a template uses it: the error page must not need the database. It is false where nobody
        # is signed in; ask `{% if person %}`, not `is none`.
        return {"person": LocalProxy(maybe_actor), "product_name": name, "brand": name}
