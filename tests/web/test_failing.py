"""What goes wrong is told once to the log, without personal data, and to the reader in her words."""

import logging
import shutil

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from portal.errors import NotStored
from portal.services.doors import Doors
from portal.web.app import create_app
from tests.web.conftest import as_chrome


@pytest.fixture
def broken(doors: Doors) -> FlaskClient:
    """Return a client of an application with a view that fails."""
    app = create_app(doors, start_recorder=False)

    @app.get("/<lang>/broken/")
    def fail_page(lang: str) -> str:
        raise RuntimeError(lang)

    @app.get("/api/broken")
    def fail_api() -> str:
        raise RuntimeError(request.args["said"])

    return as_chrome(app)


@pytest.mark.parametrize(
    ("path", "words"),
    [("/en/broken/", "on our side"), ("/ru/broken/", "на нашей стороне"), ("/hu/broken/", "nálunk")],
)
def test_a_surprise_is_told_in_the_readers_words(broken: FlaskClient, path: str, words: str) -> None:
    page = broken.get(path)
    assert page.status_code == 500
    assert words in page.text
    assert "static 404" not in page.text
    assert "+36 1 234 5678" in page.text
    assert "Content-Security-Policy" in page.headers


def test_a_surprise_is_logged_once_without_what_was_said(
    broken: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    answer = broken.get("/api/broken?said=anna@example.com")
    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    assert "anna@example.com" not in answer.text + caplog.text
    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(told) == 1
    assert "RuntimeError" in told[0].getMessage()
    assert "test_failing.py" in told[0].getMessage()


def test_without_a_site_errors_are_plain_text(doors: Doors, broken: FlaskClient) -> None:
    shutil.rmtree(doors.settings.site_dir)
    page = broken.get("/en/broken/")
    assert (page.status_code, page.content_type) == (500, "text/plain; charset=utf-8")
    assert "on our side" in page.text


def test_an_address_that_is_no_page_of_any_language_is_answered_in_the_readers(app: Flask) -> None:
    page = as_chrome(app).get("/nix/", headers={"Accept-Language": "hu"})
    assert page.status_code == 404


def test_a_method_that_a_page_does_not_take_is_refused(client: FlaskClient) -> None:
    page = client.delete("/en/contact/")
    assert page.status_code == 405
    assert "POST" in page.headers["Allow"]


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "not working"), ("ru", "не работает"), ("hu", "nem működik")]
)
def test_a_part_that_fails_names_another_way_in_the_language_of_the_question(
    doors: Doors, lang: str, words: str
) -> None:
    app = create_app(doors, start_recorder=False)

    @app.route("/api/stopped", methods=["GET", "POST"])
    def stop() -> str:
        raise NotStored("The database did not take it: OperationalError.")

    client = as_chrome(app)
    for answer in (
        client.get(f"/api/stopped?lang={lang}"),
        client.post("/api/stopped", json={"lang": lang}),
        client.get("/api/stopped", headers={"Accept-Language": lang}),
    ):
        assert answer.status_code == 503
        detail = answer.get_json()["detail"]
        assert words in detail
        assert "+36 1 234 5678" in detail
        assert "OperationalError" not in detail
