"""Guides that ask: what pages tell of them, what the team reads, and at which step people leave."""

from dataclasses import replace

import pytest

from portal.articles.listing import ListedArticle, ListedChoice, ListedStep, write_listing
from portal.domain.events import Event, EventName
from portal.domain.journey import Step, StepKind, merge_steps
from portal.services.doors import Doors
from portal.services.guiding import fill_in, tell_choices
from portal.services.letters import describe_step
from portal.services.making_events import new_id
from portal.services.page_events import PageEvent, take_events
from portal.services.reporting_guides import GuideReport, guide_table, make_guides
from portal.services.reporting_periods import last_days
from portal.store.events import add_events
from tests.services.parts import visit
from tests.services_reporting.plain import DAY
from tests.services_reporting.test_report import NOW, simple

STEPS = (
    ListedStep("why", "Why?", (ListedChoice("open", "Changed my mind", "open"),)),
    ListedStep(
        "open", "Is it open?", (ListedChoice("send", "No", "send"), ListedChoice("keep", "Yes", "keep"))
    ),
    ListedStep("send", "Send it"),
    ListedStep("keep", "Keep it"),
)
GUIDE = ListedArticle(
    id="send-it-back",
    lang="en",
    title="Return an item",
    summary="",
    url="en/returns/send-it-back/",
    kind="guide",
    category="returns",
    topic="return",
    version="v1",
    steps=STEPS,
)


@pytest.fixture
def guided(doors: Doors) -> Doors:
    write_listing(doors.settings.listing_file, [GUIDE])
    return doors


def walk(number: int, *steps: str, wrote: bool = False, days_ago: float = 2) -> list[Event]:
    """Return a visit that saw these steps, choosing the way from each to the next."""
    at, sid = NOW - days_ago * DAY, f"s{number}"
    told = []
    for place, step in enumerate(steps):
        seen = simple(100 * number + 2 * place, EventName.GUIDE_STEP, at=at + place, sid=sid)
        seen = replace(seen, article_id=GUIDE.id, step=step)
        told.append(seen)
        if place + 1 < len(steps):
            chosen = {
                "event_id": f"{seen.event_id}c",
                "ts": seen.ts + 0.5,
                "choice": steps[place + 1],
            }
            told.append(replace(seen, **chosen))  # type: ignore[arg-type]  # fields of the event
    if wrote:
        told.append(simple(100 * number + 99, EventName.CONTACT_CREATED, at=at + 60, sid=sid, valid=1))
    return told


def report(doors: Doors) -> tuple[GuideReport, ...]:
    period = last_days(7, now=doors.clock(), zone=doors.shop.calendar.zone)
    return make_guides(doors, period, lang_filter=None, now=NOW, reader_lang="en")


def test_each_step_says_who_went_on_left_or_wrote(guided: Doors) -> None:
    ways = [("why", "open", "send"), ("why", "open", "keep"), ("why", "open"), ("why",)]
    told = [event for number, way in enumerate(ways) for event in walk(number, *way)]
    told += walk(7, "why", "open", "send", wrote=True) + walk(8, "why", days_ago=9)
    with guided.engine.begin() as connection:
        add_events(connection, told)

    (found,) = report(guided)

    assert (found.title, found.visits) == ("Return an item", 5)
    assert [(row.title, row.entered, row.went_on, row.left, row.wrote) for row in found.rows] == [
        ("Why?", 5, 4, 1, 0),
        ("Is it open?", 4, 3, 1, 0),
        ("Send it", 2, 0, 1, 1),
        ("Keep it", 1, 0, 1, 0),
    ]
    assert (found.finished.part, found.finished.whole, found.wrote.part) == (3, 5, 1)
    assert guide_table((found,)).rows[0] == (
        *("send-it-back", "Return an item", "why", "Why?", 0),
        *(5, 4, 1, 0),
    )


def test_a_step_that_the_guide_has_no_longer_is_told_by_its_name(guided: Doors) -> None:
    with guided.engine.begin() as connection:
        add_events(connection, walk(1, "before", "why"))

    (found,) = report(guided)

    assert [row.title for row in found.rows if row.entered] == ["Why?", "before"]


@pytest.mark.parametrize(
    ("step", "choice", "reason"),
    [("no-such", None, "step"), (None, None, "step"), ("why", "no-such", "choice"), ("why", "open", None)],
)
def test_only_steps_and_choices_that_exist_are_believed(
    guided: Doors, step: str | None, choice: str | None, reason: str | None
) -> None:
    event = PageEvent(
        new_id(), EventName.GUIDE_STEP, guided.clock(), "en", article_id=GUIDE.id, step=step, choice=choice
    )

    refused = take_events(guided, visit(guided), [event])

    assert [one.reason for one in refused] == ([reason] if reason else [])


def test_the_form_is_filled_with_the_choices(guided: Doors) -> None:
    def filled(way: str) -> str:
        return fill_in(guided, GUIDE.id, way, lang="en")

    assert filled("why/open/keep") == "Return an item:\nWhy? Changed my mind\nIs it open? Yes\n\n"
    assert filled("why/open/no-such") == "Return an item:\nWhy? Changed my mind\n\n"
    assert filled("keep") == "Return an item:\nKeep it\n\n"
    assert filled("") == filled("no-such/way") == filled("x" * 5000) == ""
    assert fill_in(guided, "no-such-guide", "why/open", lang="en") == ""


def guided_step(at: float, text: str) -> Step:
    return Step(at, StepKind.GUIDED, text=text, article_id=GUIDE.id, lang="hu")


def test_the_team_reads_the_way_that_was_taken_in_the_end(guided: Doors) -> None:
    steps = [
        guided_step(1, "why=open"),
        guided_step(2, "open=send"),
        Step(3, StepKind.READ, article_id=GUIDE.id, visible_s=12),
        guided_step(4, "open=keep"),
    ]

    merged = merge_steps(steps)

    assert [(one.kind, one.text) for one in merged] == [
        (StepKind.GUIDED, "why=open;open=keep"),
        (StepKind.READ, None),
    ]
    assert describe_step(guided, merged[0], "en").endswith(
        "guide “Return an item”: Why? Changed my mind; Is it open? Yes"
    )
    assert tell_choices(None, "why=open") == "why: open"
