"""What waits leaves the house once, over a real mail server, whatever fails on the way."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from portal.connectors.mail import FileMail, MailFailed, SmtpMail, open_mail
from portal.services.contacting import ContactForm, send_message
from portal.services.delays import MOST_ATTEMPTS, wait_after
from portal.services.delivering import LEASE_S, Round, deliver_due
from portal.services.doors import Doors
from portal.services.letters import write_letter
from portal.services.working import Worker
from portal.store import outbox
from tests.services.parts import TurnedClock, make_settings, rows, visit


@dataclass
class Mailbox:
    """A mail server's end: it answers as it is told and keeps what it takes."""

    answers: list[str] = field(default_factory=list)
    refused: frozenset[str] = frozenset()
    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  the server library calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            message = message_from_bytes(content, policy=default)
            assert isinstance(message, EmailMessage)
            self.taken.append(message)
        return answer


class Server(Controller):
    """A mail server on a port that the system chose."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # of the server library


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox, tmp_path: Path) -> Iterator[SmtpMail]:
    controller = Server(mailbox, hostname="127.0.0.1", port=0)
    controller.start()
    port = controller.port
    settings = make_settings(tmp_path, smtp_host="127.0.0.1", smtp_port=port, smtp_security="none")
    yield SmtpMail(settings)
    controller.stop()


def write_to(doors: Doors, **changes: Any) -> str:
    form = ContactForm(message="Hol a csomagom?", email="anna@example.com", lang="hu", token="1.a.b")
    return send_message(doors, visit(doors), replace(form, **changes)).code


def deliver(doors: Doors, sender: FileMail | SmtpMail) -> Round:
    return deliver_due(doors.engine, sender, partial(write_letter, doors), clock=doors.clock)


def states(doors: Doors) -> dict[object, object]:
    return dict(rows(doors, "select kind, state from outbox"))  # type: ignore[arg-type]  # two columns


def test_both_letters_leave_in_the_right_words(doors: Doors, server: SmtpMail, mailbox: Mailbox) -> None:
    code = write_to(doors)
    assert deliver(doors, server) == Round(delivered=2, postponed=0, failed=0)
    letters = {str(letter["To"]): letter for letter in mailbox.taken}
    desk, customer = letters[doors.settings.desk_email], letters["anna@example.com"]
    shown = f"{code[:3]}-{code[3:]}"
    assert shown in str(desk["Subject"])
    assert shown in str(customer["Subject"])
    assert desk["Reply-To"] == "anna@example.com"
    assert customer["Content-Language"] == "hu"
    body = customer.get_body()
    assert body is not None
    assert "> Hol a csomagom?" in body.get_content()
    assert [part.get_filename() for part in desk.iter_attachments()] == ["journey.json"]
    assert deliver(doors, server).total == 0


def test_a_busy_mail_server_gets_the_same_letter_again(
    doors: Doors, server: SmtpMail, mailbox: Mailbox, clock: TurnedClock
) -> None:
    write_to(doors)
    mailbox.answers = ["451 try again later", "451 try again later"]
    assert deliver(doors, server).postponed == 2
    assert deliver(doors, server).total == 0
    clock.turn(seconds=wait_after(1))
    assert deliver(doors, server).delivered == 2
    assert set(states(doors).values()) == {"delivered"}


def test_a_worker_killed_between_sending_and_marking_sends_under_the_same_id(
    doors: Doors, server: SmtpMail, mailbox: Mailbox, clock: TurnedClock
) -> None:
    write_to(doors)
    with doors.engine.begin() as connection:
        taken = outbox.lease_due(connection, now=clock().timestamp(), lease_s=LEASE_S, limit=2)
    for one in taken:
        server.send(write_letter(doors, one))
    # Killed here: nothing was marked.
    assert deliver(doors, server).total == 0
    clock.turn(seconds=LEASE_S)
    assert deliver(doors, server).delivered == 2
    ids = [str(letter["Message-ID"]) for letter in mailbox.taken]
    assert len(ids) == 4
    assert len(set(ids)) == 2


def test_a_mailbox_that_does_not_exist_is_given_up_and_the_desk_still_gets_its_letter(
    doors: Doors, server: SmtpMail, mailbox: Mailbox
) -> None:
    write_to(doors)
    mailbox.refused = frozenset({"anna@example.com"})
    assert deliver(doors, server) == Round(delivered=1, postponed=0, failed=1)
    assert states(doors) == {"desk": "delivered", "acknowledgement": "failed"}


def test_a_letter_that_cannot_be_written_holds_no_other_back(
    doors: Doors, server: SmtpMail, mailbox: Mailbox
) -> None:
    write_to(doors)
    with doors.engine.begin() as connection:
        connection.exec_driver_sql("update outbox set payload = '{}', next_at = 0 where kind = 'desk'")
    assert deliver(doors, server) == Round(delivered=1, postponed=1, failed=0)
    assert rows(doors, "select last_error from outbox where kind = 'desk'") == [("KeyError",)]


def test_a_letter_is_given_up_after_a_week_of_trying(
    sqlite_doors: Doors, server: SmtpMail, mailbox: Mailbox, clock: TurnedClock
) -> None:
    write_to(sqlite_doors)
    mailbox.answers = ["451 no"] * 2 * MOST_ATTEMPTS
    rounds = [deliver(sqlite_doors, server)]
    while rounds[-1].failed == 0:
        clock.turn(hours=7)
        rounds.append(deliver(sqlite_doors, server))
    assert len(rounds) == MOST_ATTEMPTS
    assert sum(wait_after(n) for n in range(1, MOST_ATTEMPTS)) > 7 * 86_400


def test_no_mail_server_means_one_file_a_letter(sqlite_doors: Doors) -> None:
    code = write_to(sqlite_doors)
    sender = open_mail(sqlite_doors.settings)
    assert Worker(sqlite_doors, sender).deliver_all().delivered == 2
    files = sorted(file.name for file in sqlite_doors.settings.outbox_dir.iterdir())
    assert [name.split(".")[:2] for name in files] == [[code, "acknowledgement"], [code, "desk"]]


def test_a_demonstration_never_sends_mail(tmp_path: Path) -> None:
    assert isinstance(open_mail(make_settings(tmp_path, smtp_host="mail.example", demo=True)), FileMail)


def test_a_full_disk_puts_the_letter_off(sqlite_doors: Doors, tmp_path: Path) -> None:
    write_to(sqlite_doors)
    (tmp_path / "taken").write_text("a file where the folder should be", encoding="utf-8")
    assert deliver(sqlite_doors, FileMail(tmp_path / "taken")).postponed == 2
    assert set(states(sqlite_doors).values()) == {"waiting"}


def test_a_mail_server_that_is_not_there_is_tried_again(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, smtp_host="127.0.0.1", smtp_port=1, smtp_security="none")
    message = EmailMessage()
    message["From"] = message["To"] = "a@example.com"
    with pytest.raises(MailFailed) as caught:
        SmtpMail(settings).send(message)
    assert not caught.value.is_final


def test_the_worker_goes_on_after_an_error_and_stops_when_told(sqlite_doors: Doors) -> None:
    write_to(sqlite_doors)
    stop = threading.Event()

    class Fragile:
        def send(self, message: EmailMessage) -> None:
            if message["To"] == "anna@example.com":
                stop.set()
            raise RuntimeError

    Worker(sqlite_doors, Fragile()).run(stop)
    assert set(states(sqlite_doors).values()) == {"waiting"}
