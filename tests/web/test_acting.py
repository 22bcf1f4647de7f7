"""Statements of legal weight: read over, received once, and never refused for what is not known."""

import re
from dataclasses import replace
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from portal.articles.acts import ACTS
from portal.articles.topics import ActId
from portal.services.budgets import Budget
from portal.services.doors import Doors
from portal.web.app import create_app
from tests.domain.making_files import jpeg
from tests.services.parts import ROOT, TurnedClock, rows, with_budgets
from tests.web.conftest import as_chrome
from tests.web.statements import (
    DEFECT,
    EMAIL,
    NAME,
    SAID,
    SENT,
    WITHDRAWAL,
    build_shells,
    fields,
    find_token,
    hidden,
    send,
    told_code,
)


@pytest.fixture(autouse=True)
def shells(request: pytest.FixtureRequest) -> None:
    both = "doors_of_both" in request.fixturenames
    build_shells(request.getfixturevalue("doors_of_both" if both else "doors"))


def test_nothing_is_stored_until_the_withdrawal_is_confirmed(
    client_of_both: FlaskClient, doors_of_both: Doors
) -> None:
    read_over = client_of_both.post("/en/withdrawal/", data=fields(client_of_both, "withdrawal", "review"))
    assert read_over.status_code == 200
    page = unescape(read_over.text)
    assert "Nothing is sent yet" in page
    assert "<dd>1 kettle\n2 filters</dd>" in page
    assert rows(doors_of_both, "select * from contact") == rows(doors_of_both, "select * from outbox") == []
    confirmed = client_of_both.post("/en/withdrawal/", data=hidden(read_over.text) | {"action": "send"})
    assert "We have your withdrawal" in confirmed.text
    found = rows(doors_of_both, "select topic, order_number, name, email, is_counted from contact")
    assert found == [("withdrawal", "104-2391", NAME, EMAIL, 0)]
    assert rows(doors_of_both, "select act, choice, register_no from legal_act") == [
        ("withdrawal", "part", None)
    ]
    kinds = rows(doors_of_both, "select kind, recipient from outbox order by kind desc")
    assert kinds == [("receipt", EMAIL), ("desk", doors_of_both.settings.desk_email)]
    assert rows(doors_of_both, "select ev, topic, channel from event order by ts") == [
        ("contact_intent", "withdrawal", "form"),
        ("contact_created", "withdrawal", "form"),
    ]


@pytest.mark.parametrize(
    ("lang", "further", "button", "head"),
    [
        ("en", "Continue", "Confirm withdrawal", "We have your withdrawal"),
        ("ru", "Продолжить", "Подтвердить отказ", "Мы получили ваш отказ от договора"),
        ("hu", "Tovább", "Elállás megerősítése", "Megkaptuk az elállási nyilatkozatát"),
    ],
)
def test_two_steps_lead_to_a_withdrawal_in_each_language(
    client: FlaskClient, lang: str, further: str, button: str, head: str
) -> None:
    assert f'value="review">{further}</button>' in client.get(f"/{lang}/withdrawal/").text
    asked = fields(client, "withdrawal", "review", lang)
    page = client.post(f"/{lang}/withdrawal/", data=asked).text
    assert f'value="send">{button}</button>' in page
    assert head in client.post(f"/{lang}/withdrawal/", data=hidden(page) | {"action": "send"}).text


def test_going_back_from_the_second_step_loses_nothing(client: FlaskClient) -> None:
    note = "First line\n\n  <b>Ж ő</b> \"q\" & 'a'"
    page = client.post("/en/withdrawal/", data=fields(client, "withdrawal", "review", note=note)).text
    back = unescape(client.post("/en/withdrawal/", data=hidden(page) | {"action": "edit"}).text)
    for value in (*WITHDRAWAL.values(), EMAIL, note):
        if value != "part":
            assert value in back
    assert 'value="part" checked' in back
    assert hidden(back)["token"] == hidden(page)["token"]


def test_items_are_no_part_of_a_withdrawal_from_the_whole_order(client: FlaskClient) -> None:
    page = client.post("/en/withdrawal/", data=fields(client, "withdrawal", "review", scope="whole")).text
    assert "<dd>1 kettle" not in page
    assert "1 kettle" not in send(client, "withdrawal", scope="whole")
    assert "1 kettle" in client.post("/en/withdrawal/", data=hidden(page) | {"action": "edit"}).text


def test_the_contact_form_shows_the_form_of_its_own_that_a_topic_has(client: FlaskClient) -> None:
    for topic, door in (("withdrawal", "/en/withdrawal/"), ("my-data", "/en/data-request/")):
        page = client.get(f"/en/contact/?topic={topic}").text
        assert re.search(rf'data-act-door>There is a form of its own[^<]*<a href="{door}">', page)
        assert f'data-act="{door}"' in page
    assert "data-act-door hidden>" in client.get("/en/contact/?topic=refund").text


def test_a_double_click_and_a_reload_make_one_statement(client: FlaskClient, doors: Doors) -> None:
    page = client.post("/en/withdrawal/", data=fields(client, "withdrawal", "review")).text
    confirming = hidden(page) | {"action": "send"}
    codes = {told_code(client.post("/en/withdrawal/", data=confirming).text) for _ in range(3)}
    assert len(codes) == 1
    assert (
        rows(doors, "select count(*) from contact") == rows(doors, "select count(*) from legal_act") == [(1,)]
    )
    assert rows(doors, "select count(*) from outbox where kind = 'receipt'") == [(1,)]


@pytest.mark.parametrize(
    "number", ["999-9999", "no idea, a kettle in October", "104-2391; drop table", "№ КН 104 2391"]
)
def test_an_unknown_order_number_is_no_reason_to_refuse(client: FlaskClient, number: str) -> None:
    assert SENT["withdrawal"] in send(client, "withdrawal", order_number=number)


@pytest.mark.parametrize("page", list(SAID))
def test_a_wrong_address_is_told_and_everything_typed_stays(
    client: FlaskClient, doors: Doors, page: str
) -> None:
    for email in ("eva", "eva@example.com\nBcc: all@example.com", "", "e" * 100_000 + "@example.com"):
        response = client.post(f"/en/{page}/", data=fields(client, page, "review", email=email))
        text = unescape(response.text)
        assert response.status_code == 422
        assert '<a href="#email">Enter an e-mail address' in text
        assert 'id="email-error"' in text
        assert all(value in text for value in SAID[page].values())
    assert rows(doors, "select * from contact") == []


def test_every_missing_field_is_named(client: FlaskClient) -> None:
    empty = dict.fromkeys(DEFECT, "")
    text = client.post(
        "/en/defect-claim/", data=fields(client, "defect-claim", "review", email="", **empty)
    ).text
    for name in (*DEFECT, "email"):
        assert f'<a href="#{name}">' in text
        assert f'id="{name}"' in text
    part = client.post("/en/withdrawal/", data=fields(client, "withdrawal", "review", items=" "))
    assert part.status_code == 422
    assert "Fill in: The items" in part.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Éva\r\nBcc: all@example.com"),
        ("name", "Éva\u2028Bcc"),
        ("name", "x" * 101),
        ("order_number", "1\n2"),
        ("items", "x" * 2_001),
        ("items", "я" * 100_000),
        ("scope", "everything"),
        ("scope", "whole.hint"),
    ],
)
def test_what_cannot_be_is_told_and_comes_back_as_it_was_typed(
    client: FlaskClient, doors: Doors, field: str, value: str
) -> None:
    asked = fields(client, "withdrawal", "send") | {field: value}
    response = client.post("/en/withdrawal/", data=asked)
    assert response.status_code == 422
    assert f'<a href="#{field}">' in response.text
    if field != "scope":
        assert value.replace("\r\n", "\n") in unescape(response.text)
    assert rows(doors, "select * from contact") == []


def test_the_form_is_filled_in_from_a_link_and_from_a_guide(client: FlaskClient) -> None:
    page = client.get("/en/withdrawal/?order=104-2391").text
    assert 'name="order_number" value="104-2391"' in page
    strange = client.get("/en/withdrawal/?order=%22%3E%3Cscript%3E&article=nix&way=a/b").text
    assert "<script>" not in strange
    assert client.get("/en/data-request/?order=104-2391").status_code == 200


@pytest.mark.parametrize("page", list(SAID))
def test_nothing_is_suggested_before_send(client: FlaskClient, doors: Doors, page: str) -> None:
    telling = {"note", "fault", "happened", "details"} & SAID[page].keys()
    words = dict.fromkeys(telling, "How long does a refund take, and how do I cancel an order?")
    shown = client.get(f"/en/{page}/").text
    again = client.post(f"/en/{page}/", data=fields(client, page, "review", email="", **words)).text
    for text in (shown, again):
        assert "data-suggestions" not in text
        assert "/orders/cancel-an-order/" not in text
        assert "/returns/refund-times/" not in text
        assert 'value="suggest"' not in text
        assert 'value="solved"' not in text
    send(client, page)
    assert rows(doors, "select ev from event where ev like 'suggest%' or ev like 'solved%'") == []


def test_topics_of_legal_weight_get_no_suggestions_at_the_contact_form_either(
    client: FlaskClient, doors: Doors
) -> None:
    weighty = [one for one in doors.shop.topics.values() if one.nature in ("legal", "complaint")]
    assert len(weighty) >= 8
    token = find_token(client.get("/en/contact/").text)
    for topic in weighty:
        assert not topic.suggest
        asked = {"text": "How long does a refund take?", "topic": topic.id, "lang": "en"}
        assert client.post("/api/suggestions", json=asked).get_json() == {"hits": []}
        form = {
            "message": "refund times",
            "topic": topic.id,
            "token": token,
            "website": "",
            "action": "suggest",
        }
        assert "data-suggested" not in client.post("/en/contact/", data=form).text


@pytest.mark.parametrize("action", ["review", "send"])
def test_an_old_form_asks_once_more_and_keeps_what_was_typed(
    client: FlaskClient, clock: TurnedClock, doors: Doors, action: str
) -> None:
    asked = fields(client, "withdrawal", action)
    clock.turn(hours=13)
    response = client.post("/en/withdrawal/", data=asked)
    assert response.status_code == 403
    assert "Your text is still here" in response.text
    assert "1 kettle" in response.text
    assert hidden(response.text)["token"] != asked["token"]
    assert rows(doors, "select * from contact") == []


def test_a_program_that_fills_in_every_field_is_refused(client: FlaskClient, doors: Doors) -> None:
    response = client.post("/en/withdrawal/", data=fields(client, "withdrawal", website="x"))
    assert response.status_code == 422
    assert rows(doors, "select * from contact") == []


def test_too_many_statements_from_one_network_are_told_to_call(client: FlaskClient, doors: Doors) -> None:
    opened = with_budgets(doors, statements=Budget(1, seconds=3600))
    narrow = as_chrome(create_app(opened, start_recorder=False))
    send(narrow, "withdrawal")
    response = narrow.post("/en/withdrawal/", data=fields(narrow, "withdrawal"))
    assert response.status_code == 429
    assert "+36 1 234 5678" in unescape(response.text).replace("\xa0", " ")
    assert "1 kettle" in response.text


def test_a_flood_of_messages_keeps_nobody_from_a_statement(doors: Doors) -> None:
    full = with_budgets(doors, contacts=Budget(0, seconds=3600), contacts_in_all=Budget(0, seconds=3600))
    assert SENT["withdrawal"] in send(as_chrome(create_app(full, start_recorder=False)), "withdrawal")


def test_the_last_statement_of_an_hour_is_told_the_same_again(doors: Doors) -> None:
    opened = with_budgets(doors, statements=Budget(1, seconds=3600))
    narrow = as_chrome(create_app(opened, start_recorder=False))
    posted = fields(narrow, "withdrawal")
    first, again = (narrow.post("/en/withdrawal/", data=posted).text for _ in range(2))
    assert told_code(unescape(first)) == told_code(unescape(again))


def test_photos_come_with_a_claim_and_not_with_a_withdrawal(client: FlaskClient, doors: Doors) -> None:
    posted: dict[str, object] = {
        **fields(client, "defect-claim"),
        "files": (BytesIO(jpeg()), "fault.jpg"),
    }
    response = client.post("/en/defect-claim/", data=posted)
    assert SENT["defect-claim"] in response.text
    assert rows(doors, "select name, media_type from attachment") == [("fault.jpg", "image/jpeg")]
    assert "Files: fault.jpg" in response.text
    assert 'type="file"' not in client.get("/en/withdrawal/").text
    wrong: dict[str, object] = {
        **fields(client, "defect-claim", email=""),
        "files": (BytesIO(jpeg()), "a.jpg"),
    }
    again = client.post("/en/defect-claim/", data=wrong)
    assert "Choose the files again" in again.text
    assert "It does not heat." in again.text


def test_a_shop_without_the_topic_has_no_such_page(doors: Doors) -> None:
    pages = {act.id: act.page for act in ACTS.values()}
    rules = {rule.rule for rule in create_app(doors, start_recorder=False).url_map.iter_rules()}
    assert {f"/<lang>/{pages[act]}/" for act in ActId} <= rules
    bare = {name: topic for name, topic in doors.shop.topics.items() if topic.act is not ActId.DEFECT}
    without = create_app(replace(doors, shop=replace(doors.shop, topics=bare)), start_recorder=False)
    assert "/<lang>/defect-claim/" not in {rule.rule for rule in without.url_map.iter_rules()}


def test_a_page_that_is_not_built_says_so_before_anything_is_stored(
    client: FlaskClient, doors: Doors
) -> None:
    asked = fields(client, "withdrawal")
    (doors.settings.site_dir / "en" / "withdrawal" / "index.html").unlink()
    assert client.post("/en/withdrawal/", data=asked).status_code == 503
    assert client.get("/xx/withdrawal/").status_code == 404
    assert rows(doors, "select * from contact") == []


def test_the_proxy_of_the_handbook_brings_every_form_to_the_service() -> None:
    told = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"location ~ .*/\((withdrawal.*)\)/ \{", told)
    assert line.split("|") == [act.page for act in ACTS.values()]
