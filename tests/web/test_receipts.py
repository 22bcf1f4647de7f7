"""What a customer gets of her statement: the page and the letter say the same, and only what is true."""

import re

import pytest
from flask.testing import FlaskClient

from portal.domain.case_numbers import find_case_number
from portal.services.budgets import Budget
from portal.services.doors import Doors
from portal.services.erasing import erase_person
from portal.services.keeping import delete_old
from portal.services.working import Worker
from portal.web.app import create_app
from tests.services.parts import TurnedClock, rows, with_budgets
from tests.web.conftest import as_chrome
from tests.web.statements import (
    EMAIL,
    SAID,
    SENT,
    UNTIL,
    Post,
    build_shells,
    deliver,
    fields,
    find_token,
    send,
    text_of,
    told_code,
)
from tests.web.test_contacting import fill_disk


@pytest.fixture(autouse=True)
def shells(request: pytest.FixtureRequest) -> None:
    both = "doors_of_both" in request.fixturenames
    build_shells(request.getfixturevalue("doors_of_both" if both else "doors"))


@pytest.mark.parametrize("page", list(SAID))
def test_every_statement_is_told_back_with_its_time_and_deadline(
    client: FlaskClient, doors: Doors, page: str
) -> None:
    told = send(client, page)
    assert SENT[page] in told
    assert "<dd>23 November 2026, 10:30 (Budapest time)</dd>" in told
    assert UNTIL[page] in told
    assert f"The receipt is on its way to {EMAIL}" in told
    (row,) = rows(doors, "select code, message, deadline_at, reply_by from contact")
    assert str(row[1]) in told
    assert row[2] == row[3]
    assert told_code(told).replace("-", "") == row[0]
    assert str(row[1]).startswith("To: Kannaház Kereskedelmi Kft., 1117 Budapest, Példa utca 12.\n\nI ")


@pytest.mark.parametrize("page", list(SAID))
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("23 November 2026, 10:30 (Budapest time)", "Please keep this letter")),
        ("ru", ("23 ноября 2026 г., 10:30 (по будапештскому времени)", "Сохраните это письмо")),
        ("hu", ("2026. november 23. 10:30 (budapesti idő szerint)", "őrizze meg ezt a levelet")),
    ],
)
def test_the_receipt_says_what_the_page_says(
    client: FlaskClient, doors: Doors, page: str, lang: str, said: tuple[str, ...]
) -> None:
    told = send(client, page, lang)
    letter = deliver(doors, Post())
    text = text_of(letter).replace("\xa0", " ")
    code = told_code(told)
    assert code in letter["Subject"]
    assert code in text
    assert letter["Content-Language"] == lang
    for one in said:
        assert one in text
    (message,) = rows(doors, "select message from contact")[0]
    for line in str(message).splitlines():
        assert f"> {line}".rstrip() in text_of(letter)
    for line in re.findall(r"<p>([^<]*(?:2026|2027)[^<]*)</p>", told):
        assert line in text_of(letter)
    followed = f"/{lang}/requests/#c={code}"
    assert f'href="{followed}"' in told
    assert followed in text


def test_a_complaint_has_a_number_of_its_own_that_leads_to_it(client: FlaskClient, doors: Doors) -> None:
    told = send(client, "complaint")
    number = f"2026/{told_code(told)}"
    assert f"<dt>Complaint number</dt><dd>{number}</dd>" in told
    assert rows(doors, "select register_no from legal_act") == [(number,)]
    assert find_case_number(number) == told_code(told).replace("-", "")
    assert f"Complaint number: {number}" in text_of(deliver(doors, Post()))
    asked = {"case": f" {number}", "email": EMAIL, "action": "find", "website": ""}
    token = find_token(client.get("/en/requests/").text)
    assert "over the fence" in client.post("/en/requests/", data=asked | {"token": token}).text


def test_the_team_gets_the_number_the_choice_and_the_statement(client: FlaskClient, doors: Doors) -> None:
    send(client, "defect-claim", "hu")
    send(client, "complaint", "ru")
    post = Post()
    Worker(doors, post).deliver_all()
    defect, complaint = (text_of(one) for one in post.letters if one["To"] == doors.settings.desk_email)
    assert "Wanted: Replacement" in defect
    assert "Tóra kettle" in defect
    assert "Complaint number: 2026/" in complaint


def test_nothing_typed_reaches_the_head_of_a_letter(client: FlaskClient, doors: Doors) -> None:
    send(client, "complaint", name="evil at example.com", happened="x\r\nBcc: all@example.com\r\n\r\n<b>")
    letter = deliver(doors, Post())
    assert letter["Bcc"] is None
    assert set(letter.keys()) >= {"Subject", "From", "To", "Message-ID", "Date", "Auto-Submitted"}
    assert text_of(letter).startswith("Hello,")
    assert "> Bcc: all@example.com" in text_of(letter)


def test_an_outage_of_the_mail_server_delays_the_receipt_and_is_told(
    client: FlaskClient, doors: Doors, clock: TurnedClock
) -> None:
    asked = fields(client, "complaint")
    post = Post()
    post.is_down = True
    assert "is on its way" in client.post("/en/complaint/", data=asked).text
    Worker(doors, post).deliver_all()
    assert "We could not send the receipt" in client.post("/en/complaint/", data=asked).text
    post.is_down = False
    clock.turn(hours=2)
    letter = deliver(doors, post)
    assert "23 November 2026, 10:30" in text_of(letter)
    assert f"The receipt was sent to {EMAIL}" in client.post("/en/complaint/", data=asked).text
    assert rows(doors, "select count(*) from contact") == [(1,)]


def test_a_receipt_leaves_before_other_letters(client: FlaskClient, doors: Doors) -> None:
    send(client, "complaint")
    post = Post()
    Worker(doors, post).deliver_all()
    assert [one["To"] for one in post.letters] == [EMAIL, doors.settings.desk_email]


def test_no_mailbox_is_filled_by_receipts_and_the_page_says_so(client: FlaskClient, doors: Doors) -> None:
    opened = with_budgets(doors, statements=Budget(1_000, seconds=3600))
    shower = as_chrome(create_app(opened, start_recorder=False))
    pages = [send(shower, "complaint", happened=f"Case {n}") for n in range(11)]
    assert "is on its way" in pages[9]
    assert "no receipt goes for this one" in pages[10]
    assert rows(doors, "select count(*) from contact") == [(11,)]
    assert rows(doors, "select count(*) from outbox where kind = 'receipt'") == [(10,)]


def test_nobody_is_told_that_it_was_received_when_it_was_not(client: FlaskClient, doors: Doors) -> None:
    asked = fields(client, "withdrawal", items="long " * 390, note="text " * 390)
    fill_disk(doors)
    response = client.post("/en/withdrawal/", data=asked)
    assert response.status_code == 503
    assert "We have your withdrawal" not in response.text
    assert "was not sent" in response.text
    assert 'value="send">Confirm withdrawal</button>' in response.text
    assert "long long" in response.text


def test_erasing_a_person_and_the_end_of_keeping_take_the_statement_along(
    client_of_both: FlaskClient, doors_of_both: Doors, clock: TurnedClock
) -> None:
    def keep_until_the_end() -> None:
        clock.turn(days=3 * 366)
        delete_old(doors_of_both)

    ways = (lambda: erase_person(doors_of_both, EMAIL, is_written=True), keep_until_the_end)
    for number, forget in enumerate(ways):
        send(client_of_both, "complaint", happened=f"Again {number}")
        assert rows(doors_of_both, "select count(*) from legal_act") == [(1,)]
        forget()
        for table in ("contact", "legal_act", "outbox"):
            assert rows(doors_of_both, f"select count(*) from {table}") == [(0,)]
