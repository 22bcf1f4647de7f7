"""The next day on which the site must be built again is worked out from the content."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.articles.schedule import Schedule, next_change, read_schedule, write_schedule
from tests.articles.making import load, make_article, write_content

TODAY = date(2026, 11, 21)
FAR = "2030-01-01"
FILES = {
    f"{lang}/{path}": make_article("Text.\n", id=id_, title=id_, kind=kind, review_by=FAR)
    for lang in ("en", "ru", "hu")
    for path, id_, kind in (
        ("orders/cancel-an-order.md", "cancel-an-order", "article"),
        ("orders/orders-faq.md", "orders-faq", "article"),
        ("orders/send-it-back.md", "send-it-back", "article"),
        ("legal/privacy.md", "privacy", "page"),
    )
}


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        pytest.param({"valid_from": "2026-11-25"}, date(2026, 11, 25), id="a page appears"),
        pytest.param({"expires": "2026-11-22"}, date(2026, 11, 22), id="a page goes"),
        pytest.param({"valid_from": "2026-11-21", "expires": "2026-12-01"}, date(2026, 12, 1), id="both"),
        pytest.param({"review_by": "2026-11-10"}, date(2026, 12, 11), id="it becomes overdue"),
        pytest.param({"valid_from": "2026-11-25", "draft": "true"}, date(2026, 12, 25), id="a draft"),
        pytest.param({}, date(2026, 12, 25), id="only a notice ends"),
    ],
)
def test_the_next_change_is_the_first_day_ahead(tmp_path: Path, keys: dict[str, str], day: date) -> None:
    article = make_article("Text.\n", **({"id": "x", "title": "X", "review_by": FAR} | keys))
    library = load(write_content(tmp_path, FILES | {"en/orders/x.md": article}))
    assert next_change(library, TODAY) == day


def test_without_any_date_ahead_there_is_none(tmp_path: Path) -> None:
    library = load(write_content(tmp_path, FILES))
    assert next_change(library, date(2031, 1, 1)) is None
    quiet = replace(library, data=replace(library.data, notices=()))
    assert next_change(quiet, TODAY) == date.fromisoformat(FAR) + timedelta(days=31)


def test_a_schedule_is_read_as_it_was_written_and_nothing_else_is(tmp_path: Path) -> None:
    file = tmp_path / "schedule.json"
    assert read_schedule(file) is None
    for following in (date(2026, 12, 1), None):
        write_schedule(file, Schedule(TODAY, following, "abc"))
        assert read_schedule(file) == Schedule(TODAY, following, "abc")
    for text in ("", "[]", "{}", '{"built_for": "x", "next": null, "live": ""}'):
        file.write_text(text)
        assert read_schedule(file) is None
