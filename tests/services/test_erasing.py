"""A person who asks for it is erased, and nobody else; figures stay."""

import pytest

from portal.domain.case_numbers import format_case_number
from portal.domain.visits import customer_key
from portal.errors import NotFound
from portal.services.answering import answer_query
from portal.services.contacting import ContactForm, send_message
from portal.services.doors import Doors
from portal.services.erasing import erase_person
from portal.services.feedback import Vote, cast_vote
from portal.services.importing import DeskContact, take_contacts
from portal.services.working import Worker
from tests.services.parts import MONDAY, rows, visit

ANNA, BELA = "anna@example.com", "bela@example.com"
TABLES = ("contact", "comment", "outbox", "event", "visit")


def write(doors: Doors, email: str, *, address: str) -> str:
    visitor = visit(doors, address=address)
    answer_query(doors, visitor, "refund", lang="en")
    cast_vote(doors, visitor, Vote("refund-times", None, "en", helpful=False, comment="Not for cards."))
    doors.visitors.find_code(visitor)
    return send_message(doors, visitor, ContactForm("Help me", email, "en", token=f"1.{email}.b")).code


def call(doors: Doors, email: str, number: str) -> None:
    take_contacts(doors, [DeskContact(number, MONDAY, "phone", email=email)], source="import")


def everything(doors: Doors) -> str:
    return repr([rows(doors, f"select * from {table}") for table in TABLES])


def test_first_it_is_only_told_what_would_go(doors: Doors) -> None:
    write(doors, ANNA, address="203.0.113.1")
    before = everything(doors)
    found = erase_person(doors, ANNA, is_written=False)
    assert (found.erased.contacts, found.erased.comments, found.erased.letters) == (1, 1, 2)
    assert everything(doors) == before


def test_nothing_leads_to_her_any_more_and_others_keep_theirs(doors: Doors) -> None:
    code = write(doors, ANNA, address="203.0.113.1")
    contact_id = str(rows(doors, "select contact_id from contact")[0][0])
    call(doors, ANNA.upper(), "77")
    write(doors, BELA, address="203.0.113.2")
    events = rows(
        doors, "select ev, count(*), count(ckey), count(ticket_id) from event group by ev order by ev"
    )
    found = erase_person(doors, ANNA.upper(), is_written=True)
    assert (found.erased.contacts, found.erased.comments, found.erased.letters) == (1, 1, 2)
    left = everything(doors)
    for trace in (ANNA, code, contact_id, customer_key(doors.secret, ANNA)):
        assert trace not in left
    assert BELA in left
    assert customer_key(doors.secret, BELA) in left
    again = rows(
        doors, "select ev, count(*), count(ckey), count(ticket_id) from event group by ev order by ev"
    )
    assert again == events, "events stay, and so do the links among them"
    assert len(set(rows(doors, "select ckey from event where ckey is not null"))) == 2
    assert erase_person(doors, ANNA, is_written=True).is_empty


def test_a_case_number_stands_for_its_person(doors: Doors) -> None:
    code = write(doors, ANNA, address="203.0.113.1")
    write(doors, BELA, address="203.0.113.2")
    found = erase_person(doors, format_case_number(code), is_written=True)
    assert found.email == ANNA
    assert rows(doors, "select email from contact") == [(BELA,)]


def test_letters_kept_as_files_go_too(sqlite_doors: Doors) -> None:
    write(sqlite_doors, ANNA, address="203.0.113.1")
    write(sqlite_doors, BELA, address="203.0.113.2")
    Worker(sqlite_doors).deliver_all()
    assert erase_person(sqlite_doors, ANNA, is_written=False).files == 2
    assert erase_person(sqlite_doors, ANNA, is_written=True).files == 2
    left = [file.read_text() for file in sqlite_doors.settings.outbox_dir.glob("*.eml")]
    assert len(left) == 2
    assert all(ANNA not in text for text in left)


@pytest.mark.parametrize(
    "who", ["anna", "000-0000", "999-9999", ""], ids=["no address", "no case", "wrong", "none"]
)
def test_who_is_neither_is_not_guessed(sqlite_doors: Doors, who: str) -> None:
    with pytest.raises(NotFound):
        erase_person(sqlite_doors, who, is_written=True)
