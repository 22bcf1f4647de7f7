"""The demo's traffic: repeatable, plausible, only in the demo, and never twice."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.errors import SettingsError
from portal.services.doors import Doors
from portal.services.reporting import Report, make_report
from portal.services.reporting_guides import make_guides
from portal.services.reporting_periods import last_days
from portal.services.simulating import fill_demo
from tests.services.parts import MONDAY, TurnedClock, close, make_doors, rows

EVERYTHING = "select * from event order by event_id"


def open_demo(var: Path, index: Path) -> Doors:
    return make_doors(var, index=index, clock=TurnedClock(), demo=True)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, small_index: Path) -> Iterator[Doors]:
    opened = open_demo(tmp_path_factory.mktemp("demo") / "var", small_index)
    fill_demo(opened)
    yield opened
    close(opened)


@pytest.fixture(scope="module")
def report(demo: Doors) -> Report:
    period = last_days(42, now=MONDAY, zone=demo.shop.calendar.zone)
    return make_report(demo, period, lang_filter=None, now=MONDAY, sees_people=True)


def test_it_refuses_to_write_into_a_real_database(tmp_path: Path, small_index: Path) -> None:
    real = make_doors(tmp_path / "var", index=small_index, clock=TurnedClock())
    with pytest.raises(SettingsError, match="make demo"):
        fill_demo(real)
    assert rows(real, EVERYTHING) == []
    close(real)


def test_the_same_seed_tells_the_same_visits(tmp_path: Path, small_index: Path) -> None:
    one, two = (open_demo(tmp_path / name, small_index) for name in ("one", "two"))
    assert fill_demo(one, days=3, seed=7) == fill_demo(two, days=3, seed=7) > 200
    for statement in (EVERYTHING, "select * from contact order by contact_id", "select * from comment"):
        assert rows(one, statement) == rows(two, statement)
    close(one)
    close(two)


def test_another_seed_tells_others(tmp_path: Path, small_index: Path) -> None:
    one, two = (open_demo(tmp_path / name, small_index) for name in ("one", "two"))
    fill_demo(one, days=2, seed=7)
    fill_demo(two, days=2, seed=8)
    assert rows(one, EVERYTHING) != rows(two, EVERYTHING)
    close(one)
    close(two)


def test_a_filled_database_stays_as_it_is(demo: Doors) -> None:
    before = rows(demo, "select count(*) from event")
    assert fill_demo(demo) == 0
    assert rows(demo, "select count(*) from event") == before


def test_it_fills_both_databases(doors: Doors) -> None:
    demo = replace(doors, settings=doors.settings.model_copy(update={"demo": True}))
    assert fill_demo(demo, days=2) > 100
    period = last_days(2, now=MONDAY, zone=doors.shop.calendar.zone)
    assert make_report(demo, period, lang_filter="hu", now=MONDAY).outcomes.everything.whole > 20


def test_progress_is_told_to_the_end(tmp_path: Path, small_index: Path) -> None:
    opened = open_demo(tmp_path / "var", small_index)
    told: list[tuple[int, int]] = []
    fill_demo(opened, days=2, on_progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    close(opened)


def test_it_is_some_weeks_of_a_busy_shop(demo: Doors) -> None:
    ((visits,),) = rows(demo, "select count(distinct sid) from event")
    assert 5_000 < int(str(visits)) < 7_000
    assert {lang for (lang,) in rows(demo, "select distinct locale from event")} == {"en", "ru", "hu"}


def test_nothing_happens_in_the_future(demo: Doors) -> None:
    assert rows(demo, "select count(*) from event where ts > :now", now=MONDAY.timestamp()) == [(0,)]


def test_nights_are_quiet(demo: Doors) -> None:
    hour = "cast((ts + 3600) / 3600 as integer) % 24"
    found = rows(demo, f"select {hour} as hour, count(*) from event group by {hour}")
    events = {int(str(at)): int(str(number)) for at, number in found}
    assert events[3] < events[10] / 5


def test_every_outcome_and_every_kind_happens(report: Report) -> None:
    counts = report.outcomes.everything
    for name in ("in_session", "recontact", "recontact_after_yes", "confirmed", "implicit", "unknown"):
        assert getattr(counts, name) >= 10, name
    assert report.outcomes.deflected > 50
    assert report.outcomes.provisional > 50


def test_every_table_of_the_dashboard_has_something_to_show(report: Report) -> None:
    assert len(report.queries.rows) > 100
    assert len(report.queries.empty) > 10
    assert len(report.articles) > 50
    assert any(row.rule for row in report.articles)
    assert report.outside
    assert len(report.comments) > 20
    assert report.failed
    assert report.not_linked.queries
    assert {row.traffic for row in report.left_out} == {"bot", "staff"}


def test_its_customers_walk_the_guide_from_its_first_question(demo: Doors) -> None:
    period = last_days(42, now=MONDAY, zone=demo.shop.calendar.zone)
    guides = make_guides(demo, period, lang_filter=None, now=MONDAY.timestamp(), reader_lang="en")
    assert [guide.article_id for guide in guides] == ["return-an-item"]
    (guide,) = guides
    first = max(guide.rows, key=lambda row: row.entered)
    assert first.step == "why"
    assert first.entered == guide.visits > 20
    assert sum(row.left for row in guide.rows) < guide.visits
    assert {row.step for row in guide.rows if row.left} > {"why"}
    assert any(row.wrote for row in guide.rows)


def test_its_customers_can_receive_no_mail(demo: Doors) -> None:
    assert rows(demo, "select count(*) from contact where email not like '%@example.com'") == [(0,)]
    assert rows(demo, "select count(*) from outbox where state in ('waiting', 'sending')") == [(0,)]


def test_its_contacts_carry_their_story(report: Report) -> None:
    assert any(row.journey for row in report.contacts)
