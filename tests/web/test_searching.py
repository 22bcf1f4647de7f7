"""Search answers whatever is typed, on the page and over the API, and keeps nothing personal of it."""

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from portal.domain.redaction import redact
from portal.services.doors import Doors
from portal.web.app import create_app
from tests.services.parts import TurnedClock, close, make_doors, rows
from tests.web.conftest import as_chrome

ODD = {
    "blank": "   ",
    "long": "refund " * 1_500,
    "binary": "\x00\x01\x02\xff",
    "html": "<script>alert(1)</script>",
    "emoji": "📦🤷",
    "quotes": "'; drop table event; --",
    "wildcards": "*a* OR ? AND [",
    "right to left": "שלום refund",
    "one sign": "?",
    "surrogates": "\ud83d",
}


def queries(doors: Doors) -> list[object]:
    doors.recorder.flush()
    return [row[0] for row in rows(doors, "select q_redacted from event where ev = 'search' order by ts")]


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_whatever_is_typed_gets_an_answer_or_a_clear_400(client: FlaskClient, text: str, lang: str) -> None:
    answer = client.get("/api/search", query_string={"q": text.encode("utf-8", "replace"), "lang": lang})
    assert answer.status_code in (200, 400)
    page = client.get(f"/{lang}/search/", query_string={"q": text.encode("utf-8", "replace")})
    assert page.status_code in (200, 400)
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(("lang", "words"), [("en", "Shorten it"), ("ru", "Сократите"), ("hu", "Rövidítse")])
def test_a_query_that_is_too_long_is_told_so_in_the_readers_language(
    client: FlaskClient, lang: str, words: str
) -> None:
    page = client.get(f"/{lang}/search/", query_string={"q": "x" * 10_000})
    assert page.status_code == 400
    assert words in page.text
    assert len(page.text) < 10_000
    problem = client.get("/api/search", query_string={"q": "x" * 10_000, "lang": lang}).get_json()
    assert words in problem["detail"]


def test_bytes_that_are_no_text_are_read_as_far_as_they_go(client: FlaskClient) -> None:
    assert client.get("/api/search?q=refund%ff%fe").status_code in (200, 400)
    assert client.get("/en/search/?q=%ff").status_code in (200, 400)


def test_the_page_shows_hits_with_marks_and_ties_views_to_the_query(
    client: FlaskClient, doors: Doors
) -> None:
    page = client.get("/en/search/?q=refunds")
    assert page.status_code == 200
    assert "<mark>refund</mark>" in page.text
    found = re.search(r'href="/en/returns/refund-times/\?q=([0-9a-f-]{36})', page.text)
    assert found is not None
    assert "static search" not in page.text
    doors.recorder.flush()
    assert rows(doors, "select query_id, surface from event") == [(found[1], "search")]


def test_nothing_asked_shows_the_hint(client: FlaskClient, doors: Doors) -> None:
    page = client.get("/en/search/")
    assert page.status_code == 200
    assert "Two or three words" in page.text
    assert queries(doors) == []


def test_nothing_found_shows_the_categories_and_the_way_to_a_person(client: FlaskClient) -> None:
    page = client.get("/en/search/?q=qwrtzpsdfg")
    assert page.status_code == 200
    assert "Nothing found for" in page.text
    assert 'href="/en/orders/"' in page.text
    assert re.search(r'href="/en/contact/\?q=[0-9a-f-]{36}"', page.text)


def test_hits_in_other_languages_stand_below_with_their_label(client: FlaskClient) -> None:
    page = client.get("/en/search/", query_string={"q": "растаможивание"})
    assert "In other languages" in page.text
    assert "in Russian" in page.text
    assert '<li class="hit" lang="ru">' in page.text


def test_a_typing_error_is_corrected_and_said(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=refnud&lang=en").get_json()
    assert answer["corrected"] == "refund"
    assert answer["hits"][0]["article_id"] == "refund-times"
    assert "Showing results for" in client.get("/en/search/?q=refnud").text


def test_the_api_gives_root_relative_addresses_positions_and_marks(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=refund&lang=en&limit=1").get_json()
    (hit,) = answer["hits"]
    assert hit["url"].startswith(f"/en/returns/refund-times/?q={answer['query_id']}")
    assert (hit["position"], hit["category"]) == (1, "Returns and refunds")
    start, end = hit["marks"][0]
    assert hit["snippet"][start:end] == "refund"


def test_typing_in_the_box_and_pressing_enter_is_one_query(client: FlaskClient, doors: Doors) -> None:
    for text in ("re", "refu", "refund"):
        client.get("/api/search", query_string={"q": text, "lang": "en", "typing": "1"})
    client.get("/en/search/?q=refund")
    assert queries(doors) == ["refund"]


@pytest.mark.parametrize(
    "wrong", ["lang=de", "limit=0", "limit=1000", "limit=x", "typing=maybe", "lang=../.."]
)
def test_wrong_parameters_are_a_400(client: FlaskClient, wrong: str) -> None:
    answer = client.get(f"/api/search?q=refund&{wrong}")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


def test_too_many_queries_of_one_address_are_put_off(doors: Doors, client: FlaskClient) -> None:
    for _ in range(doors.settings.reads_per_minute):
        doors.budgets.reads.spend("203.0.113.7", now=doors.clock().timestamp())
    answer = client.get("/api/search?q=refund")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 61
    page = client.get("/ru/search/?q=refund")
    assert page.status_code == 429
    assert "Подождите минуту" in page.text


def test_without_an_index_search_says_so_and_pages_still_read(
    tmp_path: Path, small_index: Path, clock: TurnedClock, doors: Doors
) -> None:
    other = make_doors(tmp_path / "other", index=small_index, clock=clock)
    for file in other.settings.index_dir.rglob("manifest.json"):
        file.write_text("{}")
    doors.settings.site_dir.rename(other.settings.site_dir)
    client = as_chrome(create_app(other, start_recorder=False))
    assert client.get("/api/search?q=refund").status_code == 503
    page = client.get("/en/search/?q=refund")
    assert page.status_code == 503
    assert "Search is not working just now" in page.text
    assert client.get("/en/").status_code == 200
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.get_json()["index"]["is_ok"] is False
    close(other)


@pytest.mark.parametrize("header", [{"Sec-GPC": "1"}, {"DNT": "1"}], ids=["gpc", "dnt"])
def test_who_asks_not_to_be_followed_is_answered_and_belongs_to_no_visit(
    client: FlaskClient, doors: Doors, header: dict[str, str]
) -> None:
    assert client.get("/api/search?q=refund", headers=header).status_code == 200
    doors.recorder.flush()
    (found,) = rows(doors, "select sid, vid, signal from event")
    assert found[:2] == (None, None)
    assert found[2] in ("gpc", "dnt")


@pytest.mark.parametrize("name", ["Sec-Purpose", "X-Purpose", "Purpose", "X-Moz"])
def test_what_a_browser_fetches_ahead_is_labelled(client: FlaskClient, doors: Doors, name: str) -> None:
    client.get("/en/search/?q=refund", headers={name: "prefetch;prerender"})
    doors.recorder.flush()
    assert rows(doors, "select traffic from event") == [("prefetch",)]


PERSONAL = st.one_of(
    st.emails(domains=st.sampled_from(["example.com", "posta.hu", "почта.рф"])),
    st.integers(10**6, 10**7 - 1).map(lambda n: f"+36 30 {str(n)[:3]} {str(n)[3:]}"),
    st.integers(10**6, 10**7 - 1).map(lambda n: f"8 (912) {str(n)[:3]}-{str(n)[3:5]}-{str(n)[5:]}"),
    st.integers(1000, 9999).map(lambda n: f"104-{n}"),
    st.sampled_from(["4111 1111 1111 1111", "5500-0000-0000-0004", "HU42 1177 3016 1111 1018 0000 0000"]),
)


def test_what_is_personal_in_a_query_is_never_stored(client: FlaskClient, doors: Doors) -> None:
    @given(personal=PERSONAL, before=st.sampled_from(["", "refund for ", "где деньги ", "hol a csomag "]))
    @settings(max_examples=60, deadline=None, derandomize=True)
    def ask(personal: str, before: str) -> None:
        client.get("/api/search", query_string={"q": before + personal, "lang": "en"})
        doors.recorder.flush()
        stored = " ".join(str(row) for row in rows(doors, "select q_redacted from event"))
        assert personal not in stored
        assert redact(before + personal) != before + personal

    ask()


def test_what_was_asked_before_is_answered_alike_under_an_id_of_its_own(client: FlaskClient) -> None:
    first, again = (client.get("/api/search?q=refund&lang=en").get_json() for _ in range(2))
    assert first["hits"]
    assert first["query_id"] != again["query_id"]
    for answer in (first, again):
        assert all(f"?q={answer['query_id']}" in hit["url"] for hit in answer["hits"])
    assert json.loads(json.dumps(first).replace(first["query_id"], again["query_id"])) == again


def test_what_goes_wrong_in_a_visit_puts_a_person_first_though_the_answer_is_kept(
    client: FlaskClient,
) -> None:
    asked = [
        client.get(f"/api/search?lang=en&q={q}").get_json() for q in ("refund", "qqqq", "zzzz", "refund")
    ]
    assert [answer["person_first"] for answer in (asked[0], asked[-1])] == [False, True]
    assert asked[0]["hits"][0]["article_id"] == asked[-1]["hits"][0]["article_id"]


def test_an_answer_before_flask_is_the_one_that_flask_gives(client: FlaskClient) -> None:
    quick = client.get("/api/search?q=refund&lang=en")
    slow = client.get("/api/search?q=refund&lang=en", headers={"Cookie": "other=1"})
    assert quick.data.replace(*ids(quick, slow)) == slow.data
    assert dict(quick.headers) == dict(slow.headers)


def ids(*answers: TestResponse) -> tuple[bytes, bytes]:
    first, second = (str(answer.get_json()["query_id"]).encode() for answer in answers)
    return first, second
