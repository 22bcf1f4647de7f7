"""Pages that are made for one reader come packed to who can unpack them."""

import gzip

import pytest
from flask.testing import FlaskClient

from tests.web.test_contacting import fields

PAGES = ["/en/search/?q=refund", "/ru/contact/", "/hu/search/?q=csere"]


@pytest.mark.parametrize("page", PAGES)
def test_a_made_page_is_packed_to_less_than_half_and_says_the_same(client: FlaskClient, page: str) -> None:
    plain = client.get(page)
    packed = client.get(page, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.vary == plain.vary
    assert "Accept-Encoding" in packed.vary
    assert len(packed.data) == packed.content_length < len(plain.data) / 2
    unpacked = gzip.decompress(packed.data).decode()
    # Two visits to a form have two tokens, and two searches two numbers.
    assert unpacked.count("<") == plain.text.count("<")
    assert unpacked.partition("<main")[0] == plain.text.partition("<main")[0]


def test_who_refuses_packed_pages_gets_them_plain(client: FlaskClient) -> None:
    answer = client.get("/en/contact/", headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in answer.headers
    assert "</html>" in answer.text


def test_what_answers_a_post_is_not_packed(client: FlaskClient) -> None:
    posted = fields(client, email="anna")
    answer = client.post("/en/contact/", data=posted, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 422
    assert len(answer.data) > 1024
    assert "Content-Encoding" not in answer.headers
