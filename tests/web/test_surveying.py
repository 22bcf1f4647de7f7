"""The page behind the mailed link: works without scripts, counts nothing by being opened."""

import re

import pytest
from flask.testing import FlaskClient

from portal.services.doors import Doors
from portal.services.surveying import make_link
from tests.services.parts import rows
from tests.services_reporting.test_promises import own


@pytest.mark.parametrize(
    ("lang", "question"),
    [("en", "How satisfied are you"), ("ru", "Насколько вы довольны"), ("hu", "Mennyire elégedett")],
)
def test_it_asks_in_every_language_and_takes_an_answer(
    doors: Doors, client: FlaskClient, lang: str, question: str
) -> None:
    own(doors)
    address, link = f"/{lang}/after/", make_link(doors, "c-1")
    page = client.get(address, query_string={"case": link})
    assert page.status_code == 200
    assert question in page.text
    assert rows(doors, "select count(*) from survey_answer") == [(0,)]
    nothing = client.post(address, data={"case": link})
    assert nothing.status_code == 422
    assert re.search("<title>(Error|Ошибка|Hiba): [^:]+</title>", nothing.text)
    assert client.post(address, data={"case": link, "effort": "4"}).status_code == 200
    assert rows(doors, "select question, score from survey_answer") == [("effort", 4)]


def test_another_address_asks_nothing(doors: Doors, client: FlaskClient) -> None:
    own(doors)
    for case in ("", f"c-1.{'0' * 24}"):
        assert client.get("/en/after/", query_string={"case": case}).status_code == 404
        assert client.post("/en/after/", data={"case": case, "effort": "4"}).status_code == 404
