import logging
import re

import pytest

from journal.errors import JournalError

SECRET = "Mrs Kowalczyk held my hand and said nothing"


def break_view(app, monkeypatch, endpoint, error, policy="signed_in"):
    def fails(**_):
        text = SECRET
        raise error(text)

    fails.policy = policy
    monkeypatch.setitem(app.view_functions, endpoint, fails)


@pytest.mark.parametrize("error", [RuntimeError, ValueError, KeyError, UnicodeError, MemoryError, OSError])
def test_what_fails_is_told_without_a_word_that_somebody_wrote(app, cast, monkeypatch, caplog, capsys, error):
    break_view(app, monkeypatch, "me.rename", error)
    with caplog.at_level(logging.DEBUG):
        answer = cast.browser("author").post("/me/name", data={"name": SECRET})
    assert answer.status_code == 500
    assert "What you wrote is not lost" in answer.text
    told = capsys.readouterr()
    for place in (answer.text, str(answer.headers), caplog.text, told.out, told.err):
        assert "Kowalczyk" not in place
        assert "Traceback" not in place
    assert error.__name__ in caplog.text, "enough to mend it"
    assert "test_errors.py" in caplog.text
    assert "me.rename" in caplog.text


def test_a_failure_inside_the_error_page_leaks_nothing_either(app, cast, monkeypatch, caplog):
    from journal.http import errors

    def fails(*_, **__):
        raise RuntimeError(SECRET)

    monkeypatch.setattr(errors, "render_template", fails)
    break_view(app, monkeypatch, "me.rename", ValueError)
    for path, status in (("/nowhere", 404), ("/me/name", 500)):
        answer = cast.browser("author").post(path, data={"name": SECRET})
        assert answer.status_code == status
        assert answer.text.endswith(".")
        assert "Kowalczyk" not in answer.text + caplog.text


def test_the_error_page_needs_no_database(app, cast, monkeypatch):
    browser = cast.browser("author")

    def gone(*_, **__):
        raise OSError("the disk is gone")

    monkeypatch.setattr(type(cast.parts.database), "read", gone)
    answer = browser.get("/me")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert browser.get("/nowhere").status_code == 404


@pytest.mark.parametrize("path", ["/nowhere", f"/{SECRET}", "/people/not-an-id", "/join/", "/me/sessions/x/end"])
def test_what_is_not_there_repeats_nothing(cast, path):
    answer = cast.browser("author").get(path)
    assert answer.status_code in (404, 405)
    assert "Kowalczyk" not in answer.text


def test_every_error_of_ours_becomes_one_page_and_one_json(app, cast):
    shapes = set()
    for path, expected in (("/people", 403), ("/nowhere", 404), ("/sign-out", 405)):
        answer = cast.browser("author").get(path)
        assert answer.status_code == expected
        assert re.search(r"<h1>.+</h1>", answer.text)
    for method, path in (("get", "/api/nowhere"), ("post", "/api/sync"), ("get", "/api/sync")):
        answer = getattr(cast.stranger(), method)(path, **({"json": {}} if method == "post" else {}))
        shapes.add(tuple(answer.json))
        assert set(answer.json["error"]) >= {"code", "message"}
    assert shapes == {("error",)}


def test_a_body_that_is_too_large_is_told_and_not_read(cast):
    answer = cast.browser("author").post("/me/name", data={"name": SECRET * 30_000})
    assert answer.status_code == 413
    assert "Kowalczyk" not in answer.text
    assert "still on your device" in answer.text


def test_a_thousand_fields_and_broken_encodings_are_told_kindly(cast):
    browser = cast.browser("author")
    many = browser.post("/me/name", data={f"field{n}": "x" for n in range(2000)})
    assert many.status_code in (413, 422)
    odd = browser.post("/me/name", data=b"name=%ff%fe%00&%c3=%28", content_type="application/x-www-form-urlencoded")
    assert odd.status_code in (303, 422)
    torn = browser.post("/me/name", data=b"--x\r\nContent-Disp", content_type="multipart/form-data; boundary=x")
    assert torn.status_code in (400, 422)


def test_messages_are_plain_sentences():
    def every(kind):
        for one in kind.__subclasses__():
            yield one
            yield from every(one)

    import journal.accounts.errors
    import journal.http.origin  # noqa: F401

    seen = list(every(JournalError))
    assert len(seen) > 10
    for error in seen:
        assert error.message.endswith("."), error
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", error.code), error
