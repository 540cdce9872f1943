"""Anything the OpenAPI document allows, and much that it does not: never a server error, always our own shape."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode

from journal.app import create_app
from tests.people import Cast, Mailbox

EXAMPLES = 40


def tried(operation, mode, cookie):
    """Send what the mode makes up for the operation, and give the statuses that came back."""
    seen = set()

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(generation_mode=mode))
    def try_it(case):
        response = case.call(headers={"Sec-Fetch-Site": "same-origin"}, cookies={"journal": cookie})
        seen.add(response.status_code)
        assert response.status_code < 500, operation.label
        if response.status_code >= 400:
            assert set(response.json()["error"]) >= {"code", "message"}, operation.label

    try_it()
    return seen


def test_no_request_makes_the_server_fail(embedded, tmp_path):
    with embedded.fresh(tmp_path) as given_settings:
        app = create_app(given_settings, mailer=Mailbox())
        client = Cast(app).browser("author")
        with client.session_transaction() as held:
            held["keeps"] = True
        cookie = client.get_cookie("journal").value
        schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
        operations = {operation.label: operation for operation in (one.ok() for one in schema.get_all_operations())}
        assert {"POST /api/sync", "POST /api/device", "GET /api/phone", "POST /api/themes"} <= set(operations)
        for label, operation in operations.items():
            if operation.body:
                seen = tried(operation, GenerationMode.POSITIVE, cookie) | tried(
                    operation, GenerationMode.NEGATIVE, cookie
                )
                assert seen & {400, 409, 415, 422}, label
            elif label != "POST /api/device/sleep":
                assert client.open(operation.path, method=operation.method).status_code == 200, label
        # Last, since nothing else is answered after it.
        assert client.post("/api/device/sleep").status_code == 200
        app.extensions["journal"].close()
