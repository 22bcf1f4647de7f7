"""Tables leave the house as CSV and JSON: the same rows, and no cell that a spreadsheet would run."""

import csv
import io
import json

import pytest
from flask.testing import FlaskClient

from portal.services.reporting_export import TABLES, Table, to_csv


def read_csv(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("name", TABLES)
def test_csv_and_json_hold_the_same_rows(filled_editor: FlaskClient, name: str) -> None:
    as_csv = filled_editor.get(f"/dashboard/export/{name}.csv?period=28")
    as_json = filled_editor.get(f"/dashboard/export/{name}.json?period=28")
    assert as_csv.content_type == "text/csv; charset=utf-8"
    assert "attachment" in as_csv.headers["Content-Disposition"]
    rows = json.loads(as_json.text)["rows"]
    assert rows
    assert len(read_csv(as_csv.text)) == len(rows)
    assert list(read_csv(as_csv.text)[0]) == list(rows[0])


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
