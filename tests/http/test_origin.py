import pytest

SIGN_IN = {"email": "author@example.org", "password": "three quiet herons"}
OURS = "http://localhost:8080"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense", ""])
def test_a_request_another_site_causes_is_refused(cast, site):
    cast.actor("author")
    browser = cast.browser("author")
    for path in ("/sign-in", "/sign-out", "/me/name", "/api/sync", "/nowhere"):
        answer = browser.post(path, data=SIGN_IN, headers={"Sec-Fetch-Site": site, "Origin": OURS})
        assert answer.status_code == 403, path
    assert browser.get("/me").status_code == 200, "nothing was done"


def test_reading_is_not_held_up(cast):
    answer = cast.browser("author").get("/me", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200, "a link in a mail leads here"


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_pages_and_the_person_are_let_through(cast, site):
    cast.actor("author")
    assert cast.stranger().post("/sign-in", data=SIGN_IN, headers={"Sec-Fetch-Site": site}).status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": OURS}, 303),
        ({"Origin": "http://localhost"}, 303),  # the host this request asked for
        ({"Origin": "https://localhost:8080"}, 403),
        ({"Origin": "http://localhost:8081"}, 403),
        ({"Origin": "http://localhost:8080.evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Referer": OURS + "/sign-in"}, 403),
        ({}, 403),
    ],
)
def test_browsers_without_fetch_metadata_are_told_by_their_origin(cast, app, headers, status):
    cast.actor("author")
    assert app.test_client().post("/sign-in", data=SIGN_IN, headers=headers).status_code == status


def test_programs_are_refused_in_json(app):
    answer = app.test_client().post("/api/sync", json={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "other_site"
