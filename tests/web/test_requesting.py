"""One's own message: found by case number and address alone, added to, closed."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from html import unescape

import pytest
from flask import Flask

from portal.domain.references import make_reference
from portal.services.doors import Doors
from portal.services.erasing import erase_person
from portal.services.integrations import Integrations
from portal.services.keeping import delete_old
from portal.services.pacing import Pace
from portal.services.requests import Requests
from portal.store.contacts import Contact, find_by_code
from portal.store.desk_tickets import DeskTicket, add_ticket
from portal.web.app import create_app
from portal.web.requesting import create_requesting
from portal.web.visiting import EXTENSION
from tests.services.parts import TurnedClock, make_page, rows
from tests.web.conftest import as_chrome, letters_of
from tests.web.test_contacting import MESSAGE, fields, told_numbers
from tests.web.test_ordering import UNCHANGING, Waits

NOT_FOUND = {"en": "cannot find a request", "ru": "Не нашли обращение", "hu": "Nem találunk ilyen ügyet"}


class Bench:
    """An application in which one message was sent, and nobody waits in earnest."""

    def __init__(self, doors: Doors) -> None:
        for lang in doors.words.languages:
            place = doors.settings.site_dir / lang / "requests" / "index.html"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(make_page("Requests", "<!--portal:requests-->off<!--/portal:requests-->"))
        self.doors, self.waits = doors, Waits()
        whole = create_app(doors, start_recorder=False)
        writing = as_chrome(whole)
        (code,) = told_numbers(writing.post("/en/contact/", data=fields(writing)).text)
        self.code = code
        pace = Pace(0.25, at_once=2, passed=lambda: self.waits.now, wait=self.waits.wait)
        app = Flask("requests", static_folder=None, template_folder=str(doors.settings.theme_dir.absolute()))
        app.extensions[EXTENSION] = doors
        app.jinja_env.filters.update(whole.jinja_env.filters)
        app.jinja_env.undefined = whole.jinja_env.undefined
        app.register_blueprint(create_requesting(doors, Requests(doors, Integrations(), pace)))
        self.client = as_chrome(app)

    @property
    def contact(self) -> Contact:
        with self.doors.engine.connect() as connection:
            found = find_by_code(connection, self.code.replace("-", ""))
        assert found is not None
        return found

    def token(self, lang: str = "en") -> str:
        found = re.search(r'name="token" value="([^"]+)"', self.client.get(f"/{lang}/requests/").text)
        assert found is not None
        return found[1]

    def ask(self, lang: str = "en", **others: str) -> tuple[int, str, float]:
        usual = {"case": self.code, "email": "Anna@example.com", "action": "find", "website": ""}
        posted = {"token": self.token(lang), **usual, **others}
        before = self.waits.now
        response = self.client.post(f"/{lang}/requests/", data=posted)
        assert response.headers["Cache-Control"] == "no-store"
        page = UNCHANGING.sub("", unescape(response.text))
        return response.status_code, page, round(self.waits.now - before, 6)


@pytest.fixture
def bench(doors: Doors) -> Bench:
    return Bench(doors)


@pytest.fixture
def bench_of_both(doors_of_both: Doors) -> Bench:
    return Bench(doors_of_both)


@pytest.fixture
def letters(bench_of_both: Bench) -> Callable[[], list[EmailMessage]]:
    return letters_of(bench_of_both.doors)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (None, "Received"),
        ("in_progress", "In progress"),
        ("waiting_for_customer", "We need your answer"),
        ("solved", "Solved"),
    ],
)
def test_a_message_is_told_as_the_desk_tells_it(bench_of_both: Bench, status: str | None, said: str) -> None:
    bench, contact = bench_of_both, bench_of_both.contact
    if status is not None:
        id_ = contact.contact_id
        ticket = DeskTicket("zendesk", "7", id_, make_reference(id_), "7", None, 0.0, status=status)
        with bench.doors.engine.begin() as connection:
            add_ticket(connection, ticket)
    code, page, _ = bench.ask()
    assert code == 200
    assert f">{said}</h2>" in page
    assert MESSAGE in page
    assert ("anna@example.com by 23 November 2026, 11:30" in page) is (status is None)


WRONG = (
    {"email": "boris@example.com"},
    {"case": "000-0000"},
    {"case": "123-4567"},
    {"case": "1"},
    {"case": "000-0000", "email": "nobody@example.com"},
)


@pytest.mark.parametrize("lang", NOT_FOUND)
def test_whatever_is_wrong_has_one_answer(bench: Bench, lang: str) -> None:
    answers = []
    for others in WRONG:
        status, page, took = bench.ask(lang, **others)
        for value in (others.get("case", bench.code), others.get("email", "Anna@example.com")):
            page = page.replace(f'value="{value}"', "")
        answers.append((status, page, took))
    assert len(set(answers)) == 1
    assert NOT_FOUND[lang] in answers[0][1]
    assert bench.ask(lang)[2] == answers[0][2] == 0.25


def test_words_are_added_once_and_go_the_way_of_the_first_letter(
    bench_of_both: Bench, letters: Callable[[], list[EmailMessage]]
) -> None:
    bench = bench_of_both
    first = next(one for one in letters() if one["Reply-To"] == "anna@example.com")
    token = bench.token()
    for _ in range(2):
        status, page, _ = bench.ask(
            action="add", message="The colour is <b>blue</b>\nнет, зелёный", token=token
        )
        assert status == 200
        assert "We have what you added" in page
    added = [one for one in letters() if one["In-Reply-To"]]
    assert len(added) == 1
    assert added[0]["In-Reply-To"] == first["Message-ID"]
    assert added[0]["Reply-To"] == "anna@example.com"
    assert bench.code in added[0]["Subject"]
    assert "зелёный" in added[0].get_content()
    assert "The colour is" in bench.ask()[1]


def test_she_may_close_it_herself_and_open_it_by_writing(
    bench_of_both: Bench, letters: Callable[[], list[EmailMessage]], clock: TurnedClock
) -> None:
    bench = bench_of_both
    _, page, _ = bench.ask(action="close")
    assert "Your request is closed" in page
    assert ">Solved</h2>" in page
    assert 'value="close"' not in page
    assert "was solved meanwhile" in letters()[-1].get_content()
    clock.turn(minutes=1)
    _, page, _ = bench.ask(action="add", message="It is not")
    assert ">Received</h2>" in page


def test_a_stranger_adds_and_closes_nothing(bench: Bench) -> None:
    for action in ("add", "close"):
        _, page, _ = bench.ask(action=action, message="mine now", email="eve@example.com")
        assert NOT_FOUND["en"] in page
        assert "mine now" not in page
    assert rows(bench.doors, "select * from follow_up") == []


def test_what_is_empty_is_told_beside_its_field(bench: Bench) -> None:
    status, page, _ = bench.ask(action="add", message="  ")
    assert status == 422
    assert 'id="message-error"' in page
    assert bench.ask(case="no number")[0] == 422


def test_a_number_is_tried_ten_times(bench: Bench) -> None:
    tried = [bench.ask(email=f"guess{n}@example.com")[0] for n in range(11)]
    assert tried == [200] * 10 + [429]


def test_a_look_up_is_a_step_of_the_visit(bench: Bench) -> None:
    bench.ask()
    bench.ask(case="000-0000")
    bench.doors.recorder.flush()
    found = rows(
        bench.doors, "select kind, n_results, topic from event where ev = 'lookup' order by ts, event_id"
    )
    assert found == [("request", 1, "refund"), ("request", 0, None)]


@pytest.mark.parametrize("way", ["erased", "old"])
def test_what_was_added_goes_with_its_message(bench_of_both: Bench, clock: TurnedClock, way: str) -> None:
    bench = bench_of_both
    bench.ask(action="add", message="more")
    if way == "erased":
        erase_person(bench.doors, "anna@example.com", is_written=True)
    else:
        clock.turn(days=4 * 365)
        delete_old(bench.doors)
    assert rows(bench.doors, "select * from follow_up") == []
    assert rows(bench.doors, "select * from contact") == []
