"""Raw events leave the house with their statements: whole, in every form, leading to nobody."""

import csv
import io
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyarrow import parquet

from portal.domain.events import Event
from portal.domain.outcomes import Definition
from portal.services.doors import Doors
from portal.services.event_export import read_statement, write_files
from portal.services.reporting_periods import last_days
from portal.services.staff import Role
from portal.store import event_rows
from portal.store.database import open_database
from portal.store.events import add_events
from portal.store.outcomes import conclude
from portal.store.schema import migrate
from tests.services.parts import MONDAY, rows
from tests.web_dashboard.conftest import make_client

DAY = 86_400.0


@pytest.fixture
def administrator(filled: Doors, filled_cookies: dict[Role, str]) -> FlaskClient:
    return make_client(filled, cookie=filled_cookies[Role.ADMINISTRATOR])


def test_every_form_holds_the_same_events(
    administrator: FlaskClient, filled: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_rows, "_PAGE", 7)
    period = last_days(28, now=MONDAY, zone=filled.shop.calendar.zone)
    known = rows(filled, f"select event_id from event where ts >= {period.since} and ts < {period.until}")
    as_csv = administrator.get("/dashboard/export/events.csv?period=28").data.decode("utf-8-sig")
    as_lines = administrator.get("/dashboard/export/events.jsonl?period=28").text.splitlines()
    as_parquet = parquet.read_table(
        io.BytesIO(administrator.get("/dashboard/export/events.parquet?period=28").data)
    )
    ids = {str(row[0]) for row in known}
    assert len(known) > 50
    assert {row["event_id"] for row in csv.DictReader(io.StringIO(as_csv))} == ids
    assert {json.loads(line)["event_id"] for line in as_lines} == ids
    assert set(as_parquet["event_id"].to_pylist()) == ids
    assert as_parquet.num_rows == len(known)


def test_nothing_of_it_leads_to_a_person(administrator: FlaskClient, filled: Doors) -> None:
    told = administrator.get("/dashboard/export/events.csv?period=90").data.decode("utf-8-sig")
    cells = {cell for row in csv.reader(io.StringIO(told)) for cell in row}
    for name in ("ckey", "ref_code", "ticket_id"):
        found = rows(filled, f"select distinct {name} from event where {name} is not null")
        assert found
        assert not cells & {str(row[0]) for row in found}


def test_figures_can_be_computed_again_from_it(
    administrator: FlaskClient, filled: Doors, tmp_path: Path
) -> None:
    lines = administrator.get("/dashboard/export/events.jsonl?period=90").text.splitlines()
    engine = open_database(f"sqlite:///{tmp_path / 'again.db'}")
    migrate(engine)
    now = MONDAY.timestamp()
    with engine.begin() as again, filled.engine.connect() as first:
        add_events(again, [Event(**json.loads(line)) for line in lines])
        both = [
            conclude(one, since=now - 60 * DAY, until=now, now=now, definition=Definition())
            for one in (again, first)
        ]
    engine.dispose()
    assert both[0] == both[1]
    assert len(both[0]) > 10


def test_the_statements_can_be_had(administrator: FlaskClient) -> None:
    for name in ("outcomes", "comparison"):
        assert administrator.get(f"/dashboard/export/{name}.sql").text == read_statement(name)


def test_only_administrators_get_raw_events(filled_editor: FlaskClient, filled_reader: FlaskClient) -> None:
    for client in (filled_editor, filled_reader):
        assert client.get("/dashboard/export/events.csv").status_code == 403


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_the_command_writes_events_and_statements(filled: Doors, tmp_path: Path, form: str) -> None:
    period = last_days(7, now=MONDAY, zone=filled.shop.calendar.zone)
    files = write_files(filled, period, tmp_path / "out", form=form)
    assert [file.name for file in files][1:] == ["outcomes.sql", "comparison.sql"]
    assert all(file.stat().st_size > 100 for file in files)
