"""Tables leave the house as CSV and JSON: the same rows, and no cell that a spreadsheet would run."""

import csv
import io
import json
import sys
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from pyarrow import parquet

from portal.services.doors import Doors
from portal.services.importing import DeskContact, take_contacts
from portal.services.reporting_export import TABLES, Table, to_csv
from portal.services.reporting_parquet import ParquetMissing, to_parquet
from portal.services.search_report_export import SEARCH_TABLES
from portal.services.staff import Role
from tests.services.parts import MONDAY
from tests.web_dashboard.conftest import make_client


def read_csv(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


FROM_DESKS = "other_ways"
"""The demo has none: nothing but the form."""


@pytest.mark.parametrize(
    "name", [*(one for one in TABLES if one != FROM_DESKS), *SEARCH_TABLES, "gaps", "article_work"]
)
def test_csv_and_json_hold_the_same_rows(filled_editor: FlaskClient, name: str) -> None:
    as_csv = filled_editor.get(f"/dashboard/export/{name}.csv?period=28")
    as_json = filled_editor.get(f"/dashboard/export/{name}.json?period=28")
    assert as_csv.content_type == "text/csv; charset=utf-8"
    assert "attachment" in as_csv.headers["Content-Disposition"]
    rows = json.loads(as_json.text)["rows"]
    assert rows
    assert len(read_csv(as_csv.text)) == len(rows)
    assert list(read_csv(as_csv.text)[0]) == list(rows[0])


def test_contacts_by_other_ways_can_be_taken_out(doors: Doors, editor: FlaskClient) -> None:
    call = DeskContact("7", MONDAY - timedelta(hours=2), "phone", tags=("return",))
    take_contacts(doors, [call], source="import")
    (row,) = json.loads(editor.get(f"/dashboard/export/{FROM_DESKS}.json?period=7").text)["rows"]
    assert (row["ticket"], row["channel"], row["topic"], row["mark"]) == ("import:7", "phone", "return", None)


def test_topics_that_spike_can_be_taken_out(editor: FlaskClient) -> None:
    answer = editor.get("/dashboard/export/spikes.csv?period=28")
    assert answer.text.startswith("\ufefftopic,began_on,noticed_on")


def test_raw_events_and_their_statements_are_linked_for_administrators_only(
    filled: Doors, filled_cookies: dict[Role, str]
) -> None:
    pages = {
        role: make_client(filled, cookie=filled_cookies[role]).get("/dashboard/record").text for role in Role
    }
    assert {role for role, page in pages.items() if "export/events.csv" in page} == {Role.ADMINISTRATOR}
    assert "export/comparison.sql" in pages[Role.ADMINISTRATOR]


def test_the_outcomes_of_the_export_sum_to_the_whole(filled_editor: FlaskClient) -> None:
    rows = json.loads(filled_editor.get("/dashboard/export/outcomes.json").text)["rows"]
    four = ("escalated", "confirmed", "implicit", "unknown")
    for group in ("all", "strong_closed", "strong_open", "weak_closed", "weak_open"):
        counts = [row for row in rows if row["group"] == group and row["figure"] in four]
        assert sum(row["count"] for row in counts) == counts[0]["of"]


@pytest.mark.parametrize("cell", ["=1+1", "+36", "-2", "@sum", "\t=1", "\r=1", " =cmd|x"])
def test_a_cell_that_begins_like_a_formula_is_a_text(cell: str) -> None:
    (row,) = read_csv(to_csv(Table("t", ("query",), ((cell,),))))
    assert row["query"].startswith("'")


@pytest.mark.parametrize("cell", ["hol a csomagom", "a = b", "«да»", 'say "yes", please'])
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert read_csv(to_csv(Table("t", ("query",), ((cell,),)))) == [{"query": cell}]


def test_no_data_is_an_empty_cell() -> None:
    assert read_csv(to_csv(Table("t", ("share", "n"), ((None, 0),)))) == [{"share": "", "n": "0"}]


def test_parquet_holds_the_same_rows_and_says_what_it_is_about(filled_editor: FlaskClient) -> None:
    body = filled_editor.get("/dashboard/export/search_questions.parquet?period=28").data
    table = parquet.read_table(io.BytesIO(body))
    as_json = json.loads(filled_editor.get("/dashboard/export/search_questions.json?period=28").text)
    assert table.to_pylist() == as_json["rows"]
    assert json.loads(table.schema.metadata[b"portal"])["first_on"] == as_json["first_on"]


def test_without_pyarrow_the_address_says_what_to_do(
    filled_editor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ParquetMissing, match="pip install"):
        to_parquet(Table("t", ("n",), ((1,),)))
    assert filled_editor.get("/dashboard/export/gaps.parquet").status_code == 503
