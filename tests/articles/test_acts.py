"""Statements of legal weight: until when, and what topics may say of them."""

from datetime import datetime
from pathlib import Path
from textwrap import dedent
from zoneinfo import ZoneInfo

import pytest

from portal.articles.acts import ACTS, GUIDED, Kind, list_acts
from portal.articles.deadlines import deadline_after, read_deadline
from portal.articles.rules.rule import Problem
from portal.articles.topics import ActId
from portal.language import Unit
from portal.services.doors import read_shop
from tests.articles.checking import problems_in
from tests.articles.making import DATA, errors_in, write_content
from tests.services.parts import ROOT, make_settings, read_shop_once

BUDAPEST = ZoneInfo("Europe/Budapest")
HOURS = read_shop_once().channels["form"].hours


@pytest.mark.parametrize(
    ("text", "at", "ends"),
    [
        pytest.param("14 calendar", "2026-11-23T10:30", "2026-12-07T10:30", id="two weeks"),
        pytest.param("14 calendar", "2026-10-20T10:30", "2026-11-03T10:30", id="over the end of summer time"),
        pytest.param("30 calendar", "2026-12-10T08:00", "2027-01-09T08:00", id="over the new year"),
        pytest.param("1 month", "2026-11-23T10:30", "2026-12-23T10:30", id="a month"),
        pytest.param("1 month", "2027-01-31T23:59", "2027-02-28T23:59", id="a month without that day"),
        pytest.param("3 months", "2026-11-30T09:00", "2027-02-28T09:00", id="three months"),
        pytest.param("5 working", "2026-11-23T10:30", "2026-11-30T18:00", id="working days, no weekend"),
        pytest.param(
            "1 working", "2026-12-23T17:00", "2026-12-28T18:00", id="over a moved day and Christmas"
        ),
        pytest.param("5 working", "2026-12-07T10:00", "2026-12-12T16:00", id="to a working Saturday"),
    ],
)
def test_a_deadline_is_counted_in_the_shops_calendar(text: str, at: str, ends: str) -> None:
    begins = datetime.fromisoformat(at).replace(tzinfo=BUDAPEST)
    found = deadline_after(read_deadline(text, {}), begins, hours=HOURS).astimezone(BUDAPEST)
    assert found.isoformat(timespec="minutes")[:16] == ends


@pytest.mark.parametrize("text", ["", "30", "30 days", "0 calendar", "-1 working", "1.5 months", "² working"])
def test_what_is_no_deadline_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="such as 30 calendar"):
        read_deadline(text, {})


def test_every_act_of_the_shop_has_its_topic_and_deadline() -> None:
    shop = read_shop(make_settings(ROOT / "var"))
    found = {act.id: topic for act, topic in list_acts(shop.topics.values())}
    assert set(found) == set(ActId) == set(ACTS)
    told = {id_: read_deadline(topic.deadline or "", shop.values) for id_, topic in found.items()}
    assert {id_: (int(one.high), one.unit) for id_, one in told.items()} == {
        ActId.WITHDRAWAL: (14, Unit.CALENDAR_DAYS),
        ActId.COMPLAINT: (30, Unit.CALENDAR_DAYS),
        ActId.DEFECT: (5, Unit.WORKING_DAYS),
        ActId.DATA: (1, Unit.MONTHS),
    }
    assert not any(topic.suggest for topic in found.values())


def test_another_market_has_its_own_deadlines() -> None:
    shop = read_shop(make_settings(ROOT / "var", market="russia"))
    told = {
        act.id: read_deadline(topic.deadline or "", shop.values)
        for act, topic in list_acts(shop.topics.values())
    }
    assert (int(told[ActId.WITHDRAWAL].high), told[ActId.WITHDRAWAL].unit) == (10, Unit.CALENDAR_DAYS)
    assert (int(told[ActId.DATA].high), told[ActId.DATA].unit) == (10, Unit.WORKING_DAYS)


@pytest.mark.parametrize("name", ["withdrawal.perod", "company.name", "payment.vat"])
def test_a_deadline_that_names_no_period_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    wrong = dedent(DATA["topics.yml"]).replace("deadline: 30 calendar", f"deadline: {name}")
    (error,) = errors_in(write_content(tmp_path, data={"topics.yml": wrong}))
    assert f"`deadline`: `{name}` is no period of shop.yml" in error


def test_an_act_keeps_one_of_its_choices_and_a_guide_fits_into_its_field() -> None:
    for act in ACTS.values():
        fields = {one.name: one for one in act.fields}
        assert not act.choice or fields[act.choice].kind is Kind.CHOICE
        assert fields[act.has_guide].most >= GUIDED


def test_a_topic_of_legal_weight_must_not_suggest(tmp_path: Path) -> None:
    wrong = dedent(DATA["topics.yml"]).lstrip("\n").replace("suggest: false", "suggest: true")
    (problem,) = found_in(write_content(tmp_path, data={"topics.yml": wrong}))
    assert "`complaint` is of nature complaint and must not suggest" in problem.message
    assert "suggest: true" in wrong.splitlines()[problem.line - 1]


def test_a_form_belongs_to_one_topic(tmp_path: Path) -> None:
    once = dedent(DATA["topics.yml"]).replace("suggest: false", "suggest: false\n  act: complaint")
    again = once[once.rindex("- id: ") :].replace("id: complaint", "id: complaint-again")
    (problem,) = found_in(write_content(tmp_path, data={"topics.yml": once + again}))
    assert "belongs to the topic `complaint` already" in problem.message


def test_an_unknown_form_is_told_with_the_nearest(tmp_path: Path) -> None:
    wrong = dedent(DATA["topics.yml"]).replace("suggest: false", "suggest: false\n  act: complain")
    (error,) = errors_in(write_content(tmp_path, data={"topics.yml": wrong}))
    assert "`act` cannot be `complain`. Did you mean `complaint`?" in error


def found_in(content: Path) -> list[Problem]:
    return [one for one in problems_in(content) if one.rule == "acts"]
