"""A code by SMS: only where a webhook is named, to the order's own number, once, signed, and in no log."""

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from portal.cli import main
from portal.connectors.http import Limits
from portal.connectors.sms import SmsWebhook
from portal.domain.orders import SecondField
from portal.errors import SettingsError
from portal.services.doors import Doors
from portal.services.looking_up import LookUps
from portal.services.shops import DEMO_ORDERS
from portal.services.text_messages import SmsDelivery, dialable, read_sms
from portal.services.working import Worker
from portal.store.one_time_codes import SMS
from portal.web.app import create_app
from tests.connectors.fakes.server import Server, serving
from tests.connectors.fakes.webhook import SECRET, FakeReceiver
from tests.services.parts import TurnedClock, rows
from tests.web.conftest import as_chrome
from tests.web.test_ordering import Bench, make_bench

QUICK = Limits(connect_s=1.0, read_s=0.3, total_s=2.0)
PHONE = {"email": "", "phone": "06 30 000-0000"}
CODE = re.compile(r"\d{3} \d{3}")


class NoMail:
    def send(self, _message: object) -> None:
        raise AssertionError("a letter")


@pytest.fixture
def receiver(clock: TurnedClock) -> Iterator[FakeReceiver]:
    with serving() as server:
        server.fake = fake = FakeReceiver(clock)
        fake.server = server  # type: ignore[attr-defined]  # where it listens
        yield fake


@pytest.fixture
def webhook(receiver: FakeReceiver, doors: Doors, tmp_path: Path) -> SmsWebhook:
    server = receiver.server  # type: ignore[attr-defined]  # where it listens
    assert isinstance(server, Server)
    (tmp_path / "secret").write_text(SECRET)
    sms = {
        "address": f"{server.address}/sms",
        "secret": {"file": str(tmp_path / "secret")},
        "allow_networks": ["127.0.0.0/8"],
    }
    doors.settings.integrations_file.write_text(yaml.safe_dump({"sms": sms}))
    found = read_sms(doors.settings, doors.clock, limits=QUICK)
    assert found is not None
    return found


@pytest.fixture
def bench(doors: Doors, webhook: SmsWebhook) -> Bench:
    assert webhook is not None
    return make_bench(doors, seconds=(SecondField.EMAIL, SecondField.PHONE), has_sms=True)


@pytest.fixture
def deliver(doors: Doors, webhook: SmsWebhook) -> Callable[[], object]:
    worker = Worker(doors, NoMail())
    worker.ways[SMS] = SmsDelivery(doors, webhook)
    return worker.deliver_all


def texts(receiver: FakeReceiver) -> list[dict[str, str]]:
    return [one["body"]["data"] for one in receiver.tickets]


def test_who_names_the_number_gets_the_code_there(
    bench: Bench, receiver: FakeReceiver, deliver: Callable[[], object], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sent = bench.ask(action="code", **PHONE)
    assert "on its way to its phone number by SMS" in sent.page
    deliver()
    (text,) = texts(receiver)
    assert (text["to"], text["language"]) == ("+36300000000", "en")
    code = CODE.search(text["text"])
    assert code is not None
    wrong = bench.ask(action="open", code="000 000", code_id=sent.hidden("code_id"), **PHONE)
    assert (wrong.status, "Check the SMS" in wrong.page) == (422, True)
    opened = bench.ask(action="open", code=code[0], code_id=sent.hidden("code_id"), **PHONE)
    assert opened.status == 200
    assert "1117 Budapest" in opened.page
    again = bench.ask(action="open", code=code[0], code_id=sent.hidden("code_id"), **PHONE)
    assert again.status == 422
    for secret in (code[0], code[0].replace(" ", ""), "0000000"):
        assert secret not in caplog.text
    assert code[0].replace(" ", "") not in str(rows(bench.doors, "select * from one_time_code"))
    assert code[0] not in str(rows(bench.doors, "select * from outbox"))


@pytest.mark.parametrize("fault", ["reset_after", "502_after", "429_seconds", "500_before", "reset_before"])
def test_a_text_that_broke_off_is_told_again_under_its_id_and_taken_once(
    bench: Bench, receiver: FakeReceiver, deliver: Callable[[], object], clock: TurnedClock, fault: str
) -> None:
    bench.ask(action="code", **PHONE)
    receiver.faults = [fault, fault]
    for _ in range(4):
        deliver()
        clock.turn(minutes=2)
    assert len(texts(receiver)) == 1
    assert rows(bench.doors, "select state from outbox") == [("delivered",)]


def test_a_text_is_not_sent_when_its_code_has_ended(
    bench: Bench, receiver: FakeReceiver, deliver: Callable[[], object], clock: TurnedClock
) -> None:
    bench.ask(action="code", **PHONE)
    clock.turn(minutes=16)
    deliver()
    assert texts(receiver) == []
    assert rows(bench.doors, "select state from outbox") == [("failed",)]


def test_a_number_gets_six_texts_a_day_whatever_the_orders(
    bench: Bench, receiver: FakeReceiver, deliver: Callable[[], object], clock: TurnedClock
) -> None:
    for number in ("104-2391", "104-2377", "104-2350"):
        for _ in range(3):
            assert bench.ask(action="code", number=number, **PHONE).status == 200
            clock.turn(minutes=16)
    for _ in range(2):
        deliver()
    assert len(rows(bench.doors, "select 1 from outbox where kind = 'order_sms'")) == 6


def test_nobody_learns_whether_there_is_such_an_order(bench: Bench, receiver: FakeReceiver) -> None:
    hidden = re.compile(r'name="(?:code_id|number|phone)" value="[^"]*"')
    told = set()
    for fields in (PHONE, PHONE | {"phone": "06 30 111 1111"}, PHONE | {"number": "999-9999"}):
        answer = bench.ask(action="code", **fields)
        told.add((answer.status, hidden.sub("", answer.page), round(answer.took, 6)))
    assert len(told) == 1
    assert receiver.tickets == []


def test_without_a_webhook_the_code_goes_by_mail(doors: Doors) -> None:
    bench = make_bench(doors, seconds=(SecondField.EMAIL, SecondField.PHONE))
    page = bench.ask(action="code", **PHONE).page
    assert "SMS" not in page
    assert rows(doors, "select kind, recipient from outbox") == [("order_code", "anna@example.com")]


def test_a_mistake_in_its_settings_leaves_the_order_page_and_its_codes_by_mail(
    doors: Doors, caplog: pytest.LogCaptureFixture
) -> None:
    told = {"shop": {"vendor": "table", "path": str(DEMO_ORDERS), "seconds": ["email", "phone"]}}
    doors.settings.integrations_file.write_text(yaml.safe_dump(told | {"sms": {"address": "nowhere"}}))
    make_bench(doors)
    page = as_chrome(create_app(doors, start_recorder=False)).get("/en/orders/").text
    assert 'name="phone"' in page
    assert "SMS" not in page
    assert "codes cannot go by SMS: integrations.yml: sms.address" in caplog.text


def test_a_shop_that_knows_no_numbers_offers_no_sms(bench: Bench) -> None:
    bench.shop.seconds = (SecondField.EMAIL, SecondField.POSTCODE)
    assert not LookUps(bench.doors, bench.shop, has_sms=True).has_sms


@pytest.mark.parametrize(
    ("phone", "to"),
    [("+36 (30) 123-4567", "+36301234567"), ("06 30 123 4567", "06301234567"), ("12", ""), ("none", "")],
)
def test_a_number_is_told_as_the_shop_has_it(phone: str, to: str) -> None:
    assert dialable(phone) == to


def test_check_looks_at_it_and_mistakes_are_named(doors: Doors, webhook: SmsWebhook, tmp_path: Path) -> None:
    assert webhook is not None
    path = doors.settings.integrations_file
    env = {"PORTAL_INTEGRATIONS": str(path), "PORTAL_VAR": str(doors.settings.var_dir)}
    assert "ok  sms" in CliRunner().invoke(main, ["integrations", "check", "sms"], env=env).output
    path.write_text(yaml.safe_dump({"sms": {"address": "https://sms.example", "secret": "whsec_x"}}))
    with pytest.raises(SettingsError, match=r"sms\.secret: a secret may not stand here"):
        read_sms(doors.settings, doors.clock)
