"""Anything the OpenAPI document allows, and much that it does not: never a server error, always our own shape."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode

from journal.app import create_app
from tests.people import Cast, Mailbox


def test_no_request_makes_the_server_fail(embedded, tmp_path):
    with embedded.fresh(tmp_path) as given_settings:
        app = create_app(given_settings, mailer=Mailbox())
        cast = Cast(app)
        client = cast.browser("author")
        cookie = client.get_cookie("journal").value
        headers = {"Sec-Fetch-Site": "same-origin"}
        schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
        operations = [result.ok() for result in schema.get_all_operations()]
        assert [operation.label for operation in operations] == ["POST /api/sync"]
        seen = set()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), database=None)
            @given(case=operations[0].as_strategy(generation_mode=mode))
            def try_it(case):
                response = case.call(headers=headers, cookies={"journal": cookie})
                seen.add(response.status_code)
                assert response.status_code < 500
                if response.status_code >= 400:
                    assert set(response.json()["error"]) >= {"code", "message"}

            try_it()
        assert seen & {400, 409, 415, 422}
        app.extensions["journal"].close()
