"""Contacts by other ways: every line is carried or told why not, once, and undoes earlier successes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.domain.case_numbers import make_case_number
from portal.domain.events import Event, EventName
from portal.domain.visits import customer_key
from portal.errors import InvalidRequest
from portal.services.desk_tables import read_table, read_time
from portal.services.doors import Doors
from portal.services.importing import DeskContact, take_contacts
from portal.services.recomputing import conclude_recent
from portal.services.reporting import make_report
from portal.services.reporting_periods import last_days
from portal.store.events import add_events
from tests.services.parts import MONDAY, rows
from tests.services_reporting.plain import DAY
from tests.services_reporting.test_report import NOW, simple

BUDAPEST = ZoneInfo("Europe/Budapest")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=BUDAPEST)
ANNA = "Anna@example.com"


def desk(external_id: str = "1", **fields: object) -> DeskContact:
    values: dict[str, object] = {"at": MONDAY - timedelta(days=1), "channel": "phone"} | fields
    return DeskContact(external_id, **values)  # type: ignore[arg-type]  # few and plain


def solved(doors: Doors, **known: object) -> list[Event]:
    at = NOW - 3 * DAY
    return [
        simple(1, EventName.CONTACT_INTENT, at=at, sid="s", topic="return", **known),
        simple(2, EventName.SOLVED_YES, at=at, sid="s", topic="return", prompt_id="form", **known),
    ]


def escalated(doors: Doors) -> int:
    period = last_days(28, now=MONDAY, zone=doors.shop.calendar.zone)
    return make_report(doors, period, lang_filter=None, now=MONDAY).outcomes.everything.escalated


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-20 12:00", "2026-11-20T11:00:00Z", "20.11.2026 12:00", "2026. 11. 20. 12:00"),
        *(str(int(NOON.timestamp())), "46346,5", "2026/11/20 12:00:00"),
    ],
)
def test_a_time_is_read_as_tables_write_it(text: str) -> None:
    assert read_time(text, BUDAPEST) == NOON


@pytest.mark.parametrize("text", ["", "yesterday", "03/04/2026", "12", "2026-13-01"])
def test_what_is_no_clear_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="time"):
        read_time(text, BUDAPEST)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_in_odd_encodings_and_separators(encoding: str, separator: str) -> None:
    lines = (("Ticket ID", "Created at", "Tags"), ("7", "2026-11-20 12:00", "Hol a csomagom, ő"))
    raw = "\r\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines).encode(encoding)
    ((line, contact),) = read_table(raw, zone=BUDAPEST).contacts
    assert (line, contact.external_id, contact.at) == (2, "7", NOON)
    assert contact.tags == ("Hol a csomagom", "ő")


def test_every_line_is_carried_or_listed_with_its_reason() -> None:
    raw = b"id,created_at,mood\n1,2026-11-20 12:00,fine\n2,soon,bad\n\n3\n"
    table = read_table(raw, zone=BUDAPEST)
    assert [line for line, _ in table.contacts] == [2]
    assert [wrong.line for wrong in table.wrong] == [3, 5]
    assert table.unknown_columns == ("mood",)


def test_columns_may_have_other_names_and_must_exist() -> None:
    raw = b"Nummer;Erstellt am\n1;20.11.2026 12:00\n"
    with pytest.raises(InvalidRequest, match="--column"):
        read_table(raw, zone=BUDAPEST)
    named = read_table(raw, zone=BUDAPEST, columns={"external_id": "Nummer", "at": "Erstellt am"})
    assert len(named.contacts) == 1
    with pytest.raises(InvalidRequest, match="fields are"):
        read_table(raw, zone=BUDAPEST, columns={"when": "Erstellt am"})


@pytest.mark.parametrize(
    ("known", "contact"),
    [
        ({"ckey": "E"}, {"email": f" {ANNA.upper()}"}),
        ({"ref_code": make_case_number(481027)}, {"case_number": "481-0271"}),
    ],
    ids=["by e-mail", "by case number"],
)
def test_a_call_undoes_an_earlier_success(
    doors: Doors, known: dict[str, str], contact: dict[str, str]
) -> None:
    if "ckey" in known:
        known = {"ckey": customer_key(doors.secret, ANNA)}
    with doors.engine.begin() as connection:
        add_events(connection, solved(doors, **known))
    conclude_recent(doors)
    assert escalated(doors) == 0
    assert take_contacts(doors, [desk(**contact)], source="import").new == 1
    assert escalated(doors) == 1
    assert conclude_recent(doors).restated == 1


def test_a_contact_told_twice_is_one_and_a_dry_run_writes_nothing(doors: Doors) -> None:
    assert take_contacts(doors, [desk()], source="import", is_written=False).new == 1
    assert rows(doors, "select count(*) from event") == [(0,)]
    assert take_contacts(doors, [desk(), desk()], source="import").new == 1
    again = take_contacts(doors, [desk()], source="import")
    assert (again.new, again.known) == (0, 1)


def test_a_topic_is_found_by_id_or_by_the_desks_own_word(doors: Doors) -> None:
    told = [desk("1", tags=("wismo",)), desk("2", tags=("nothing", "return")), desk("3", tags=("?",))]
    assert take_contacts(doors, told, source="import").unknown_tags == ("?", "nothing")
    assert rows(doors, "select ticket_id, topic from event order by ticket_id") == [
        ("import:1", "order-status"),
        ("import:2", "return"),
        ("import:3", None),
    ]


def test_what_cannot_be_is_refused_and_counted(doors: Doors) -> None:
    told = [
        desk("1", at=MONDAY + timedelta(days=365)),
        desk("2", at=MONDAY - timedelta(days=900)),
        desk("3", case_number="481-0272"),
        desk(""),
        desk("5"),
    ]
    taken = take_contacts(doors, told, source="import")
    assert [one.external_id for one in taken.refused] == ["1", "2", "3", ""]
    assert taken.new == 1
    assert rows(doors, "select sum(n) from refusal where source = 'import'") == [(4,)]


def test_neither_mail_address_nor_account_is_kept(doors: Doors) -> None:
    take_contacts(doors, [desk("1", email=ANNA), desk("2", account="A-17")], source="import")
    told = str(rows(doors, "select * from event"))
    assert "anna" not in told.casefold()
    assert "A-17" not in told


def test_the_command_writes_only_when_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path / "var"))
    file = tmp_path / "tickets.csv"
    file.write_text("id,created_at\n1,2026-11-20 12:00\n2,?\n", encoding="utf-8")
    dry = CliRunner().invoke(main, ["contacts", "import", str(file)])
    assert dry.exit_code == 0, dry.output
    assert "line 3: '?' is no time" in dry.output
    assert "1 new, 0 known, 1 left out" in dry.output
    assert "Nothing was written" in dry.output
    CliRunner().invoke(main, ["contacts", "import", str(file), "--write"])
    again = CliRunner().invoke(main, ["contacts", "import", str(file), "--write"])
    assert "0 new, 1 known" in again.output


def test_utc_is_what_a_zone_says() -> None:
    assert read_time("2026-11-20 12:00", UTC).utcoffset() == timedelta(0)


def test_what_the_system_calls_spam_is_taken_out_and_put_back(doors: Doors) -> None:
    with doors.engine.begin() as connection:
        add_events(connection, solved(doors, ckey=customer_key(doors.secret, ANNA)))
    conclude_recent(doors)
    assert take_contacts(doors, [desk(email=ANNA)], source="desk").new == 1
    assert escalated(doors) == 1
    told = take_contacts(doors, [desk(email=ANNA, mark="spam")], source="desk")
    assert (told.known, told.marked) == (1, 1)
    assert escalated(doors) == 0
    assert take_contacts(doors, [desk(email=ANNA, mark="spam")], source="desk").marked == 0
    assert take_contacts(doors, [desk(email=ANNA, mark="counts")], source="desk").marked == 1
    assert escalated(doors) == 1


def test_a_mark_nobody_knows_is_refused_with_its_reason(doors: Doors) -> None:
    (refused,) = take_contacts(doors, [desk(mark="silly")], source="desk").refused
    assert "spam, duplicate, counts" in refused.reason


def test_a_column_named_spam_says_yes_or_no() -> None:
    raw = b"id,created_at,spam\n1,2026-11-20 12:00,TRUE\n2,2026-11-20 12:00,no\n"
    assert [one.mark for _, one in read_table(raw, zone=BUDAPEST).contacts] == ["spam", ""]
