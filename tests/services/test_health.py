"""Those who watch over the service are told what customers would meet, and what they will meet tomorrow."""

import shutil

from sqlalchemy import Engine, event

from portal.services.contacting import ContactForm, send_message
from portal.services.doors import Doors
from portal.services.health import look
from portal.services.working import Worker
from tests.services.parts import TurnedClock, make_site, rows, visit


def fill_disk(engine: Engine) -> None:
    """Let the database file grow no more, as on a full disk."""
    engine.dispose()

    @event.listens_for(engine, "connect")
    def stop_growing(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  # a DBAPI connection
        cursor.execute("pragma max_page_count = 1")
        cursor.close()


def write(doors: Doors) -> None:
    send_message(doors, visit(doors), ContactForm("Help", "anna@example.com", "en", token="1.a.b"))


def test_looking_leaves_nothing_behind(doors: Doors) -> None:
    found = look(doors)
    assert (found.database.is_ok, found.worker.is_ok) == (True, True)
    assert rows(doors, "select * from outbox") == []


def test_a_full_disk_is_not_ready(sqlite_doors: Doors) -> None:
    make_site(sqlite_doors.settings.site_dir)
    fill_disk(sqlite_doors.notes)
    found = look(sqlite_doors)
    assert not found.is_ready
    assert "did not take it" in found.database.detail


def test_a_letter_that_nobody_takes_is_told_and_turns_nobody_away(doors: Doors, clock: TurnedClock) -> None:
    make_site(doors.settings.site_dir)
    write(doors)
    clock.turn(minutes=4)
    assert look(doors).worker.is_ok
    clock.turn(minutes=8)
    found = look(doors)
    assert not found.worker.is_ok
    assert "due for 12 minutes" in found.worker.detail
    assert found.is_ready
    Worker(doors).deliver_all()
    assert look(doors).worker.is_ok


def test_an_index_that_is_gone_from_the_disk_is_named_while_it_answers(sqlite_doors: Doors) -> None:
    make_site(sqlite_doors.settings.site_dir)
    assert look(sqlite_doors).index.detail == ""
    shutil.rmtree(sqlite_doors.settings.index_dir)
    found = look(sqlite_doors)
    assert found.is_ready
    assert "from memory" in found.index.detail
    assert "IndexMissing" in found.index.detail
