"""Visits are told apart without cookies, by every worker alike, and no answer waits for it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.domain.case_numbers import find_case_number
from portal.domain.events import Signal, Traffic
from portal.domain.visits import TurningKey
from portal.services import visitors as visitors_module
from portal.services.contacting import ContactForm, send_message
from portal.services.doors import Doors, open_doors
from portal.services.visitors import Request, Visitors, network_of
from portal.waiting import MustWait, nobody_waits
from tests.services.parts import CHROME, VISIT_KEY, TurnedClock, make_settings, rows, visit


def test_the_same_browser_from_the_same_address_is_one_visit(doors: Doors) -> None:
    assert visit(doors).sid == visit(doors).sid
    assert len(rows(doors, "select sid from visit")) == 1


@pytest.mark.parametrize(
    ("address", "browser"),
    [("203.0.113.8", CHROME), ("203.0.113.7", CHROME + " Other")],
    ids=["another address", "another browser"],
)
def test_another_visitor_is_another_visit(doors: Doors, address: str, browser: str) -> None:
    assert visit(doors).sid != visit(doors, address=address, browser=browser).sid


def test_after_thirty_idle_minutes_a_new_visit_begins(doors: Doors, clock: TurnedClock) -> None:
    first = visit(doors).sid
    clock.turn(minutes=29)
    assert visit(doors).sid == first
    clock.turn(minutes=31)
    assert visit(doors).sid != first


def test_workers_of_one_machine_know_the_same_visit(doors: Doors, clock: TurnedClock) -> None:
    other = Visitors(doors.notes, clock, key=TurningKey(VISIT_KEY))
    request = Request(address="203.0.113.7", browser=CHROME, host="help.example")
    assert other.identify(request).sid == visit(doors).sid


def test_a_worker_started_after_midnight_knows_the_visits_of_the_others(
    doors: Doors, clock: TurnedClock
) -> None:
    first = visit(doors)
    clock.turn(days=1)
    second = visit(doors)
    kept_by_the_master = TurningKey(VISIT_KEY)
    kept_by_the_master.turn(clock().date())
    respawned = Visitors(doors.notes, clock, key=kept_by_the_master)
    request = Request(address="203.0.113.7", browser=CHROME, host="help.example")
    assert respawned.identify(request).vid == second.vid != first.vid


def test_first_requests_that_come_together_are_one_visit(doors: Doors, clock: TurnedClock) -> None:
    workers = [doors.visitors, Visitors(doors.notes, clock, key=TurningKey(VISIT_KEY))]
    request = Request(address="203.0.113.7", browser=CHROME, host="help.example")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: workers[n % 2].identify(request).sid, range(16)))
    assert len(set(found)) == 1


@pytest.mark.parametrize("signal", Signal)
def test_who_asks_not_to_be_followed_has_no_visit_but_a_form_that_works(doors: Doors, signal: Signal) -> None:
    found = visit(doors, signal=signal)
    assert (found.sid, found.vid, found.signal) == (None, None, signal)
    assert found.token_key
    assert doors.visitors.find_code(found) is None
    assert rows(doors, "select * from visit") == []


def test_a_visit_has_one_code_with_a_check_digit(doors: Doors) -> None:
    code = doors.visitors.find_code(visit(doors))
    assert code is not None
    assert find_case_number(code) == code
    assert doors.visitors.find_code(visit(doors)) == code


def test_a_locked_database_delays_no_visit_and_the_visit_is_written_later(
    sqlite_doors: Doors, clock: TurnedClock
) -> None:
    with sqlite_doors.engine.connect() as other:
        other.exec_driver_sql("rollback")
        other.exec_driver_sql("begin exclusive")
        first = visit(sqlite_doors)
        assert first.sid is not None
        assert sqlite_doors.visitors.find_code(first) is None
        other.exec_driver_sql("commit")
        other.exec_driver_sql("begin")
    clock.turn(seconds=10)
    assert visit(sqlite_doors).sid == first.sid
    assert rows(sqlite_doors, "select sid from visit") == [(first.sid,)]
    assert sqlite_doors.visitors.find_code(first) is not None


def test_where_nobody_may_wait_only_visits_are_known_that_need_not_be_written(
    doors: Doors, clock: TurnedClock
) -> None:
    with nobody_waits(), pytest.raises(MustWait):
        visit(doors)
    assert rows(doors, "select sid from visit") == []
    first = visit(doors)
    clock.turn(seconds=59)
    with nobody_waits():
        assert visit(doors).sid == first.sid
    clock.turn(seconds=1)
    with nobody_waits(), pytest.raises(MustWait):
        visit(doors)


@pytest.mark.parametrize(
    ("request_", "traffic"),
    [
        (Request("203.0.113.7", CHROME, "h"), Traffic.HUMAN),
        (Request("203.0.113.7", "", "h"), Traffic.BOT),
        (Request("203.0.113.7", "GPTBot/1.2", "h"), Traffic.BOT),
        (Request("203.0.113.7", CHROME, "h", is_prefetch=True), Traffic.PREFETCH),
        (Request("203.0.113.7", CHROME, "h", is_staff=True), Traffic.STAFF),
    ],
    ids=["a person", "no user agent", "a crawler", "a prefetch", "staff"],
)
def test_traffic_is_labelled(doors: Doors, request_: Request, traffic: Traffic) -> None:
    assert doors.visitors.identify(request_).traffic is traffic


def test_nothing_stored_of_a_visit_leads_to_the_address(doors: Doors) -> None:
    visit(doors, address="203.0.113.99")
    (stored,) = rows(doors, "select * from visit")
    assert "203.0.113.99" not in str(stored)


def test_a_customer_cannot_change_her_budget_by_changing_her_ipv6_address() -> None:
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::9")
    assert network_of("203.0.113.7") == "203.0.113.7"
    assert network_of("not an address") == "not an address"


def test_one_network_cannot_fill_the_disk_with_visits(sqlite_doors: Doors) -> None:
    found = {visit(sqlite_doors, browser=f"{CHROME} {n}").sid for n in range(150)}
    assert len(found) == 150
    assert rows(sqlite_doors, "select count(*) from visit") == [(120,)]


def test_many_networks_cannot_fill_the_disk_with_visits(sqlite_doors: Doors, clock: TurnedClock) -> None:
    visitors = Visitors(sqlite_doors.notes, clock, in_all=20)
    for n in range(50):
        visitors.identify(Request(address=f"203.0.113.{n}", browser=CHROME, host="help.example"))
    assert rows(sqlite_doors, "select count(*) from visit") == [(20,)]


def test_visits_over_the_budget_are_told_in_one_line_a_minute(
    sqlite_doors: Doors, clock: TurnedClock, caplog: pytest.LogCaptureFixture
) -> None:
    for n in range(200):
        visit(sqlite_doors, browser=f"{CHROME} {n}")
    assert len(caplog.records) == 1
    clock.turn(seconds=30)
    for n in range(200, 300):
        visit(sqlite_doors, browser=f"{CHROME} {n}")
    clock.turn(seconds=31)
    for n in range(300, 450):
        visit(sqlite_doors, browser=f"{CHROME} {n}")
    assert len(caplog.records) == 2
    assert "not written: 180 visits" in caplog.text


def test_one_network_cannot_take_the_codes_of_all(sqlite_doors: Doors, clock: TurnedClock) -> None:
    asking = [visit(sqlite_doors, browser=f"{CHROME} {n}") for n in range(80)]
    found = [sqlite_doors.visitors.find_code(one) for one in asking]
    assert (len(set(found) - {None}), found.count(None)) == (60, 20)
    clock.turn(hours=1)
    assert sqlite_doors.visitors.find_code(visit(sqlite_doors, browser="Late")) is not None


def test_a_program_gets_no_code(doors: Doors) -> None:
    assert doors.visitors.find_code(visit(doors, browser="GPTBot/1.2")) is None


def test_when_codes_run_short_visits_that_wrote_nothing_give_theirs_back_after_a_day(
    doors: Doors, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitors_module, "_MOST_CODES", 3)
    writer, reader, late = (visit(doors, address=f"203.0.113.{n}") for n in range(3))
    kept = send_message(doors, writer, ContactForm("Help", "a@example.com", "en", token="1.a.b")).code
    assert None not in [doors.visitors.find_code(one) for one in (reader, late)]
    clock.turn(hours=1)
    refused = visit(doors, address="203.0.113.9")
    assert doors.visitors.find_code(refused) is None
    assert send_message(doors, refused, ContactForm("Me too", "b@example.com", "en", token="1.a.c")).code
    clock.turn(hours=24)
    assert doors.visitors.find_code(visit(doors, address="203.0.113.10")) is not None
    assert doors.visitors.find_code(writer) == kept
    assert rows(doors, "select count(*) from visit where ref_code is not null") == [(3,)]


def test_two_processes_may_migrate_a_new_database_together(bare_database_url: str, tmp_path: Path) -> None:
    settings = make_settings(tmp_path / "var", bare_database_url)
    with ThreadPoolExecutor(2) as pool:
        opened = list(pool.map(lambda _: open_doors(settings), range(2)))
    assert all(rows(doors, "select count(*) from event") == [(0,)] for doors in opened)
    for doors in opened:
        doors.engine.dispose()
        doors.notes.dispose()
