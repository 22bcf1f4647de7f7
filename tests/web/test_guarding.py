"""Every answer keeps readers safe, no reader gets a cookie, and no other site posts here."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.web.guarding import CONTENT_SECURITY_POLICY, HEADERS

VALUES = {"lang": "en", "path": "en/", "filename": "nix.css", "name": "outcomes", "form": "csv"}


def addresses(app: Flask) -> list[tuple[str, str]]:
    """Return every route with every method it takes."""
    found = []
    for rule in app.url_map.iter_rules():
        values = {name: VALUES.get(name, "nix") for name in rule.arguments}
        built = rule.build(values, append_unknown=False)
        assert built is not None
        found += [(method, built[1]) for method in sorted((rule.methods or set()) - {"OPTIONS"})]
    return found


def test_every_answer_of_every_route_is_guarded(app: Flask, client: FlaskClient) -> None:
    walked = addresses(app)
    assert {"/api/search", "/en/contact/", "/en/", "/healthz"} <= {path for _, path in walked}
    for method, path in [*walked, ("GET", "/nothing/here"), ("PUT", "/en/"), ("GET", "/api/nothing")]:
        answer = client.open(path, method=method)
        is_for_staff = path.startswith("/dashboard")
        for name, value in HEADERS.items():
            is_its_own = is_for_staff and name == "Content-Security-Policy"
            # The widget is what other sites are to have.
            is_its_own |= path == "/widget.js" and name == "Cross-Origin-Resource-Policy"
            assert answer.headers[name] == value or is_its_own, (method, path, name)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], (method, path)
        assert answer.status_code != 500, (method, path)
        assert is_for_staff or "Set-Cookie" not in answer.headers, (method, path)


def test_no_answer_may_be_framed_or_run_foreign_scripts() -> None:
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "http://127.0.0.1:8000"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, True),
    ],
    ids=str,
)
def test_a_post_is_taken_from_our_own_pages_only(
    client: FlaskClient, headers: dict[str, str], is_taken: bool
) -> None:
    for path in ("/api/suggestions", "/en/contact/", "/en/feedback/", "/api/events"):
        answer = client.post(path, json={"text": "nothing"}, headers=headers)
        assert (answer.status_code == 403) is not is_taken or path == "/en/contact/"


def test_a_body_of_more_than_64_kb_is_refused(client: FlaskClient) -> None:
    answer = client.post("/api/suggestions", json={"text": "x" * 70_000})
    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")
    page = client.post("/en/contact/", data={"message": "x" * 70_000})
    assert page.status_code == 413
    assert "Shorten the text" in page.text


def test_only_as_many_proxies_are_believed_as_there_are(app: Flask, client: FlaskClient) -> None:
    """Whoever writes an address into a header is not believed: without a proxy it is her own word."""
    for number in range(12):
        client.get("/api/session", headers={"X-Forwarded-For": f"198.51.100.{number}"})
    with app.extensions["portal"].engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from visit").scalar() == 1
