"""The order page: found by number and address, the same answer for whatever is wrong, more only by a code."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient

from portal.connectors.desks.desk import Finding
from portal.connectors.desks.outcomes import NotReached
from portal.connectors.shops.table import Table
from portal.domain.orders import Order, SecondField
from portal.domain.redaction import redact
from portal.services.doors import Doors
from portal.services.looking_up import LookUps
from portal.services.pacing import Pace
from portal.services.shops import DEMO_ORDERS
from portal.store.shop_tables import read_shop_tables
from portal.web.app import create_app
from portal.web.ordering import create_ordering
from portal.web.visiting import EXTENSION
from tests.services.parts import ROOT, TurnedClock, make_page, rows
from tests.web.conftest import as_chrome, letters_of

ANNA = {"number": "104-2391", "email": "anna@example.com"}
NOT_FOUND = {"en": "cannot find an order", "ru": "Не нашли заказ", "hu": "Nem találunk ilyen rendelést"}
STATES = {"en": "On its way", "ru": "В пути", "hu": "Úton"}
SECONDS = (SecondField.EMAIL, SecondField.POSTCODE)
UNCHANGING = re.compile(r'name="token" value="[^"]+"')


@dataclass
class Waits:
    """Time that passes only when somebody works, and what was waited."""

    now: float = 0.0
    waited: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


@dataclass
class SlowShop:
    """The invented orders, from a shop that takes its time, or has no answer."""

    waits: Waits
    takes: float = 0.1
    is_down: bool = False
    pace_s: float = 0.5
    prefix: str = ""
    seconds: tuple[SecondField, ...] = SECONDS
    table: Table = field(default_factory=lambda: Table(DEMO_ORDERS, read_shop_tables))

    def find(self, number: str) -> tuple[Order, ...]:
        self.waits.now += self.takes
        if self.is_down:
            raise NotReached("The shop does not answer.")
        found = self.table.find(number)
        self.waits.now += 0.05 * len(found)
        return found

    def complete(self, order: Order) -> Order:
        return order

    def check(self) -> tuple[Finding, ...]:
        return ()


@dataclass
class Bench:
    """An application over the slow shop."""

    doors: Doors
    shop: SlowShop
    waits: Waits
    client: FlaskClient

    def ask(self, lang: str = "en", **fields: str) -> "Answered":
        token = re.search(r'name="token" value="([^"]+)"', self.client.get(f"/{lang}/orders/").text)
        assert token is not None
        before = self.waits.now
        posted = {"token": token[1], "website": "", "action": "find", **ANNA, **fields}
        response = self.client.post(f"/{lang}/orders/", data=posted)
        headers = {name: value for name, value in response.headers if name != "Date"}
        return Answered(
            response.status_code,
            UNCHANGING.sub("", unescape(response.text)),
            headers,
            self.waits.now - before,
        )


@dataclass(frozen=True)
class Answered:
    """What came back, without what is new in every form, and how long it took."""

    status: int
    page: str
    headers: dict[str, str]
    took: float

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        assert found is not None
        return found[1]


def make_bench(doors: Doors, *, seconds: tuple[SecondField, ...] = SECONDS, has_sms: bool = False) -> Bench:
    for lang in doors.words.languages:
        place = doors.settings.site_dir / lang / "orders" / "index.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(make_page("Orders", "<!--portal:orders-->off<!--/portal:orders-->"))
    waits = Waits()
    shop = SlowShop(waits, seconds=seconds)
    pace = Pace(shop.pace_s, at_once=2, passed=lambda: waits.now, wait=waits.wait)
    app = Flask("orders", static_folder=None, template_folder=str(doors.settings.theme_dir.absolute()))
    whole = create_app(doors, start_recorder=False)
    app.extensions[EXTENSION] = doors
    app.jinja_env.filters.update(whole.jinja_env.filters)
    app.jinja_env.undefined = whole.jinja_env.undefined
    app.register_blueprint(create_ordering(doors, LookUps(doors, shop, pace, has_sms=has_sms)))
    return Bench(doors, shop, waits, as_chrome(app))


@pytest.fixture
def bench(doors: Doors) -> Bench:
    return make_bench(doors)


@pytest.fixture
def bench_of_both(doors_of_both: Doors) -> Bench:
    return make_bench(doors_of_both)


@pytest.fixture
def letters(bench_of_both: Bench) -> Callable[[], list[EmailMessage]]:
    return letters_of(bench_of_both.doors)


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_an_order_is_told_in_the_customers_words(bench: Bench, lang: str) -> None:
    found = bench.ask(lang, number=" № 104–2391 ", email="ANNA@example.com")
    assert found.status == 200
    assert STATES[lang] in found.page
    assert "gls-group.com" in found.page
    assert 'rel="noopener noreferrer nofollow"' in found.page
    assert "Minta utca" not in found.page
    assert "vízforraló" not in found.page
    assert found.headers["Cache-Control"] == "no-store"


def test_several_parcels_refunds_returns_and_points_are_told(bench: Bench) -> None:
    parts = bench.ask(number="104-2377").page
    assert "Parcel 1 of 2: Delivered" in parts
    assert "Parcel 2 of 2: Handed to the carrier" in parts
    assert "2,900" in parts
    back = bench.ask(number="104-2350").page
    assert "Return V-0117: finished" in back
    assert "16,990\u00a0Ft, sent on 16 November 2026" in back


WRONG = {
    "another's address": {"email": "boris@example.com"},
    "an unknown address": {"email": "zzzz@example.com"},
    "an unknown number": {"number": "999-9999"},
    "a number of another shape": {"number": "77"},
    "both unknown": {"number": "999-9998", "email": "nobody@example.com"},
}


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_whatever_is_wrong_has_one_answer(bench: Bench, lang: str) -> None:
    answers = []
    for fields in WRONG.values():
        answer = bench.ask(lang, **fields)
        typed = ANNA | fields
        page = answer.page.replace(f'value="{typed["number"]}"', "").replace(f'value="{typed["email"]}"', "")
        length = int(answer.headers.pop("Content-Length")) - len(typed["number"]) - len(typed["email"])
        answers.append(
            (answer.status, page, tuple(sorted(answer.headers.items())), length, round(answer.took, 6))
        )
    assert len(set(answers)) == 1
    assert NOT_FOUND[lang] in answers[0][1]


def test_a_right_answer_takes_as_long_as_a_wrong_one(bench: Bench) -> None:
    times = {round(bench.ask(**fields).took, 6) for fields in ({}, *WRONG.values())}
    assert times == {0.5}


def test_a_slower_shop_makes_whole_steps_and_no_thread_waits_longer_than_one(bench: Bench) -> None:
    bench.shop.takes = 1.2
    times = {round(bench.ask(**fields).took, 6) for fields in ({}, *WRONG.values())}
    assert times == {1.5}
    assert max(bench.waits.waited) <= 0.5


def test_a_number_is_tried_ten_times_and_an_address_as_often_as_the_setting_says(
    bench: Bench, doors: Doors
) -> None:
    asked = [bench.ask(email=f"guess{n}@example.com").status for n in range(11)]
    assert asked == [200] * 10 + [429]
    assert "Too many attempts" in bench.ask().page
    asked = [bench.ask(number=f"500-{n:04}").status for n in range(doors.settings.look_ups_per_hour)]
    assert asked[-1] == 429


def test_a_shop_that_is_down_is_told_with_another_way(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.shop.is_down = True
    with caplog.at_level(logging.DEBUG):
        down = bench.ask()
    assert down.status == 503
    assert "+36 1 234 5678" in down.page
    assert 'value="104-2391"' in down.page
    assert "anna" not in caplog.text
    assert "2391" not in caplog.text


def test_without_a_shop_the_page_says_how_else(doors: Doors, bench: Bench) -> None:
    client = as_chrome(create_app(doors, start_recorder=False))
    page = client.get("/en/orders/")
    assert page.status_code == 200
    assert "cannot be looked up on this page" in page.text
    assert "order-form" not in page.text
    assert client.post("/en/orders/", data=ANNA).status_code == 503


@pytest.mark.parametrize(
    ("fields", "place"),
    [({"number": " "}, "number"), ({"email": "anna"}, "email"), ({"number": "1" * 41}, "number")],
)
def test_what_cannot_be_asked_is_told_beside_its_field(
    bench: Bench, fields: dict[str, str], place: str
) -> None:
    wrong = bench.ask(**fields)
    assert wrong.status == 422
    assert f'id="{place}-error"' in wrong.page


def test_a_look_up_is_a_step_of_the_visit(bench_of_both: Bench) -> None:
    bench_of_both.ask()
    bench_of_both.ask(number="999-9999")
    bench_of_both.doors.recorder.flush()
    found = rows(
        bench_of_both.doors,
        "select kind, n_results, topic from event where ev = 'lookup' order by ts, event_id",
    )
    assert found == [("order", 1, "order-status"), ("order", 0, "order-status")]
    everything = str(rows(bench_of_both.doors, "select * from event"))
    assert "2391" not in everything
    assert "anna" not in everything


def test_a_code_from_the_mailbox_opens_the_rest(
    bench_of_both: Bench, letters: Callable[[], list[EmailMessage]]
) -> None:
    bench = bench_of_both
    sent = bench.ask(action="code")
    (letter,) = letters()
    assert letter["To"] == "anna@example.com"
    code = re.search(r"\d{3} \d{3}", letter.get_content())
    assert code is not None
    code_id = sent.hidden("code_id")
    assert bench.ask(action="open", code="000000", code_id=code_id).status == 422
    opened = bench.ask(action="open", code=code[0], code_id=code_id)
    assert opened.status == 200
    assert "1 × Tóra vízforraló" in opened.page
    assert "1117 Budapest" in opened.page
    assert "14,990" in opened.page
    again = bench.ask(action="open", code=code[0], code_id=code_id)
    assert (again.status, "Minta utca" in again.page) == (422, False)
    assert code[0].replace(" ", "") not in str(rows(bench.doors, "select * from one_time_code"))


def test_a_code_is_good_for_its_own_order_a_while_and_a_few_tries(
    bench_of_both: Bench, letters: Callable[[], list[EmailMessage]], clock: TurnedClock
) -> None:
    bench = bench_of_both
    code_id = bench.ask(action="code").hidden("code_id")
    found = re.search(r"\d{3} \d{3}", letters()[-1].get_content())
    assert found is not None
    assert bench.ask(action="open", code=found[0], code_id=code_id, number="104-2377").status == 422
    for _ in range(5):
        bench.ask(action="open", code="1", code_id=code_id)
    assert bench.ask(action="open", code=found[0], code_id=code_id).status == 422
    clock.turn(minutes=16)
    other = bench.ask(action="code", number="104-2350").hidden("code_id")
    later = re.search(r"\d{3} \d{3}", letters()[-1].get_content())
    assert later is not None
    clock.turn(minutes=16)
    assert bench.ask(action="open", code=later[0], code_id=other, number="104-2350").status == 422


def test_nobody_learns_from_the_offer_of_a_code_whether_there_is_an_order(
    bench_of_both: Bench, letters: Callable[[], list[EmailMessage]]
) -> None:
    bench = bench_of_both
    secret = re.compile(r'name="(?:code_id|number|postcode|email)" value="[^"]*"')
    told = []
    for fields in ({"postcode": "1117"}, {"postcode": "9999"}, {"number": "999-9999", "postcode": "1117"}):
        answer = bench.ask(action="code", email="", **fields)
        told.append((answer.status, secret.sub("", answer.page), round(answer.took, 6)))
    assert len(set(told)) == 1
    assert [letter["To"] for letter in letters()] == ["anna@example.com"]


def test_a_postcode_alone_shows_nothing(bench: Bench) -> None:
    assert bench.ask(email="", postcode="1117").status == 422


def test_a_number_typed_into_search_leads_to_the_page_and_is_not_kept(doors: Doors) -> None:
    client = with_orders(doors)
    told = client.get("/api/search?q=%23104%202391&lang=hu").get_json()
    assert told["order_url"] == "/hu/orders/#n=%23104+2391"
    assert client.get("/api/search?q=refund&lang=en").get_json()["order_url"] is None
    assert 'href="/en/orders/#n=104-2391"' in client.get("/en/search/?q=104-2391").text
    doors.recorder.flush()
    assert "2391" not in str(rows(doors, "select * from event"))
    assert redact("104-2391") == "[order]"


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("where is 104-2391?", "/en/orders/#n=104-2391"),
        ("RR123456789HU", "/en/orders/"),
        ("0012 3456 7890 12", "/en/orders/"),
        ("within 14 days", None),
    ],
)
def test_a_number_among_words_and_that_of_a_parcel_lead_there_too(
    doors: Doors, query: str, place: str | None
) -> None:
    asked = with_orders(doors).get("/api/search", query_string={"q": query, "lang": "en"})
    assert asked.get_json()["order_url"] == place


def test_search_leads_to_no_order_page_that_cannot_look_orders_up(client: FlaskClient) -> None:
    assert client.get("/api/search?q=104-2391&lang=en").get_json()["order_url"] is None
    assert "#n=" not in client.get("/en/search/?q=104-2391").text


def with_orders(doors: Doors) -> FlaskClient:
    """Give a client of a service whose customers can look their orders up."""
    return as_chrome(create_app(replace(doors, has_orders=True), start_recorder=False))


def test_states_are_called_as_the_shop_calls_them(doors: Doors) -> None:
    shop = yaml.safe_load(Path(ROOT / "content/_data/shop.yml").read_text(encoding="utf-8"))
    for state, names in shop["states"].items():
        for lang, name in names.items():
            assert doors.words.get(lang, f"order.state.{state}") == name
