"""The weekly report reaches each reader once, in plain words, with a chart that every mail program shows."""

import struct
import zlib
from datetime import date
from email.message import EmailMessage

import pytest

from portal.connectors.mail import MailSender
from portal.services.doors import Doors
from portal.services.gaps import list_gaps, refresh_gaps
from portal.services.reporting_outcomes import DayCounts
from portal.services.weekly import find_actions, last_week, queue_now, queue_weekly, write_weekly
from portal.services.weekly_chart import HEIGHT, WIDTH, draw_week
from portal.services.working import Worker
from tests.services.parts import MONDAY, TurnedClock, close, make_doors, rows
from tests.services_reporting.test_gaps import ask
from tests.services_reporting.test_report import report_of


class Kept(MailSender):
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        self.sent.append(message)


def text_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.fixture
def switched_on(tmp_path, small_index, clock: TurnedClock):  # type: ignore[no-untyped-def]  # a generator of doors
    opened = make_doors(
        tmp_path / "on", index=small_index, clock=clock, report_email="anna@example.com, bela@example.com"
    )
    yield opened
    close(opened)


def test_the_week_is_the_last_whole_one(doors: Doors) -> None:
    week = last_week(doors, MONDAY)
    assert (week.first_on, week.last_on) == (date(2026, 11, 16), date(2026, 11, 22))


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_a_letter_says_in_words_and_picture_what_happened(
    doors: Doors, clock: TurnedClock, lang: str
) -> None:
    clock.turn(days=-3)
    ask(doors, *["gift wrapping <b>"] * 4)
    clock.turn(days=3)
    refresh_gaps(doors)
    message = write_weekly(doors, date(2026, 11, 16), lang=lang)
    plain, page = text_of(message, "plain"), text_of(message, "html")
    (gap,) = list_gaps(doors)
    assert f"portal new --from-gap {gap.gap_id}" in plain
    assert f"/dashboard/gaps#{gap.gap_id}" in plain
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    image = next(part for part in message.walk() if part.get_content_type() == "image/png")
    assert f"cid:{image['Content-ID'].strip('<>')}" in page
    assert 'alt="' in page


def test_a_week_without_anything_says_so(doors: Doors) -> None:
    message = write_weekly(doors, date(2026, 11, 16), lang="en")
    assert "Nobody asked" in text_of(message, "plain")
    assert find_actions(doors, report_of(doors), lang="en") == ()


def test_each_reader_gets_it_once_a_week(switched_on: Doors, clock: TurnedClock) -> None:
    kept = Kept()
    worker = Worker(switched_on, kept)
    for _ in range(3):
        worker.count()
        worker.deliver_all()
        clock.turn(hours=2)
    assert [message["To"] for message in kept.sent] == ["anna@example.com", "bela@example.com"]
    clock.turn(days=7)
    assert queue_weekly(switched_on) == 2


def test_nothing_is_sent_before_monday_morning_or_unless_switched_on(
    switched_on: Doors, doors: Doors, clock: TurnedClock
) -> None:
    assert queue_weekly(doors) == 0
    clock.turn(hours=-5)
    assert queue_weekly(switched_on) == 0


def test_it_can_be_sent_at_once_and_again(doors: Doors) -> None:
    queue_now(doors, "anna@example.com", lang="hu")
    queue_now(doors, "anna@example.com")
    assert len(rows(doors, "select * from outbox")) == 2


def test_the_chart_is_a_whole_png() -> None:
    days = [
        DayCounts(3, 2, 1, 4, day=date(2026, 11, 16)),
        DayCounts(day=date(2026, 11, 17)),
        DayCounts(10, day=date(2026, 11, 18)),
    ]
    image = draw_week(days)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", image[16:24]) == (WIDTH, HEIGHT)
    length = struct.unpack(">I", image[33:37])[0]
    assert len(zlib.decompress(image[41 : 41 + length])) == HEIGHT * (1 + 3 * WIDTH)
    assert draw_week([])
