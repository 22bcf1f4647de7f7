"""A report's figures sum to the whole and equal what the plain rule finds, whatever happened."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from portal.domain.events import Event, EventName, Signal, Traffic
from portal.domain.outcomes import Definition
from portal.services.doors import Doors
from portal.services.reporting import Report, make_report
from portal.services.reporting_periods import Period, last_days
from portal.store.events import add_events
from tests.services.parts import MONDAY, TurnedClock, rows
from tests.services_reporting.plain import DAY, PlainIssue, conclude_plainly

NOW = MONDAY.timestamp()
OUTSIDE = {"complaint", "withdrawal"}
TOPICS = (None, "refund", "invoice", "complaint")
QUERIES = ("Refund", "refund?", "where is it", "x")


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Draw some visits of the last 20 days; no two events of a visit at the same moment."""
    told: list[Event] = []
    for visit in range(draw(st.integers(1, 5))):
        at = NOW - draw(st.integers(0, 20)) * DAY - draw(st.integers(3600, 70_000))
        common: dict[str, object] = {
            "sid": f"s{visit}",
            "vid": draw(st.sampled_from([None, "v1", f"own{visit}"])),
            "ckey": draw(st.sampled_from([None, None, "k"])),
            "ref_code": draw(st.sampled_from([None, f"c{visit}"])),
            "traffic": draw(st.sampled_from([Traffic.HUMAN] * 7 + [Traffic.BOT])),
        }
        for _ in range(draw(st.integers(1, 7))):
            at += draw(st.integers(1, 400))
            told.append(_event(draw, len(told), at, common))
    for _ in range(draw(st.integers(0, 4))):
        told.append(_other_way(draw, len(told)))
    return [*told, *_marks(draw, told)]


def _other_way(draw: st.DrawFn, number: int) -> Event:
    """Draw a contact by telephone or mail: it belongs to no visit, at most to a person or a code."""
    return Event(
        f"{number:05d}",
        NOW - draw(st.integers(0, 20 * 24)) * 3600 - draw(st.integers(0, 3599)),
        EventName.CONTACT_CREATED,
        "en",
        Traffic.HUMAN,
        "test",
        ckey=draw(st.sampled_from([None, "k", "other"])),
        ref_code=draw(st.sampled_from([None, "c0", "c1"])),
        topic=draw(st.sampled_from(TOPICS)),
        channel=draw(st.sampled_from(["phone", "email"])),
        ticket_id=f"t{number}",
        valid=draw(st.sampled_from([1, 1, 1, 0])),
    )


def _marks(draw: st.DrawFn, told: list[Event]) -> list[Event]:
    """Draw who marked which ticket as spam, or back again."""
    tickets = [event.ticket_id for event in told if event.ticket_id]
    if not tickets:
        return []
    drawn = draw(st.lists(st.tuples(st.sampled_from(tickets), st.sampled_from([0, 1])), max_size=3))
    return [
        Event(
            f"m{number:04d}",
            NOW + number,
            EventName.CONTACT_MARKED,
            "en",
            Traffic.HUMAN,
            "test",
            ticket_id=ticket,
            valid=valid,
        )
        for number, (ticket, valid) in enumerate(drawn)
    ]


def _event(draw: st.DrawFn, number: int, at: float, common: dict[str, object]) -> Event:
    names = (
        *(EventName.SEARCH, EventName.LOOKUP, EventName.ARTICLE_LEFT, EventName.CONTACT_INTENT),
        *(EventName.SOLVED_YES, EventName.SOLVED_NO, EventName.CONTACT_CREATED),
    )
    ev = draw(st.sampled_from(names))
    fields: dict[str, object] = {"topic": draw(st.sampled_from(TOPICS))}
    if ev is EventName.SEARCH:
        fields |= {"q_redacted": draw(st.sampled_from(QUERIES)), "n_results": draw(st.sampled_from([0, 3]))}
    if ev is EventName.LOOKUP:
        fields |= {"kind": "order", "n_results": draw(st.sampled_from([0, 1]))}
    if ev is EventName.ARTICLE_LEFT:
        fields |= {"article_id": "a", "visible_s": draw(st.sampled_from([3.0, 10.0, 60.0]))}
    if ev in (EventName.SOLVED_YES, EventName.SOLVED_NO):
        fields |= {"prompt_id": draw(st.sampled_from(["form", "article"]))}
    if ev is EventName.CONTACT_CREATED:
        fields |= {
            "valid": draw(st.sampled_from([1, 1, 0])),
            "ckey": draw(st.sampled_from([None, "k"])),
            "ticket_id": f"t{number}",
        }
    return Event(f"{number:05d}", at, ev, "en", app_v="test", **(common | fields))  # type: ignore[arg-type]  # drawn


def fill(doors: Doors, events: list[Event]) -> None:
    with doors.engine.begin() as connection:
        connection.execute(text("delete from event"))
        add_events(connection, events)


def report_of(doors: Doors, *, days: int = 28, lang: str | None = None) -> Report:
    period = last_days(days, now=MONDAY, zone=doors.shop.calendar.zone)
    return make_report(doors, period, lang_filter=lang, now=MONDAY)


def outcome_counts(issues: list[PlainIssue]) -> dict[str, int]:
    return dict(Counter(issue.outcome for issue in issues))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    events=histories(),
    definition=st.builds(
        Definition,
        recontact_s=st.sampled_from([1 * DAY, 7 * DAY, 14 * DAY]),
        dwell_s=st.sampled_from([1.0, 10.0, 60.0]),
    ),
)
def test_the_figures_equal_the_plain_rule_and_sum_to_the_whole(
    doors: Doors, events: list[Event], definition: Definition
) -> None:
    fill(doors, events)
    report = report_of(replace(doors, definition=definition))
    issues = conclude_plainly(events, now=NOW, window=definition.recontact_s, dwell=definition.dwell_s)
    counted = [issue for issue in issues if issue.topic not in OUTSIDE]
    outcomes = report.outcomes

    found = {
        name: getattr(outcomes.everything, name)
        for name in ("escalated", "confirmed", "implicit", "unknown")
        if getattr(outcomes.everything, name)
    }
    assert found == outcome_counts(counted)
    assert outcomes.everything.whole == len(counted)
    assert sum(day.whole for day in outcomes.days) == len(counted)
    groups = (outcomes.strong_closed, outcomes.strong_open, outcomes.weak_closed, outcomes.weak_open)
    assert sum(group.whole for group in groups) == len(counted)
    assert sum(row.needs for row in report.outside) == len(issues) - len(counted)
    assert outcomes.deflected == sum(
        issue.is_strong and issue.is_mature and issue.outcome in ("confirmed", "implicit")
        for issue in counted
    )
    assert outcomes.provisional == sum(
        not issue.is_mature and issue.outcome != "escalated" for issue in counted
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=histories())
def test_a_query_has_the_outcome_of_its_issue(doors: Doors, events: list[Event]) -> None:
    fill(doors, events)
    queries = report_of(doors).queries
    counted = [issue for issue in conclude_plainly(events, now=NOW) if issue.topic not in OUTSIDE]
    expected: dict[str, Counter[str]] = {}
    visits: dict[str, set[str]] = {}
    for issue in counted:
        for query in {asked.casefold().strip("?") for asked in issue.queries}:
            expected.setdefault(query, Counter())[_list_of(issue)] += 1
            visits.setdefault(query, set()).add(issue.sid)
    shown = {query: counts for query, counts in expected.items() if len(visits[query]) >= 3}
    ends = ("deflected", "self_service", "escalated", "still_open", "unknown")
    found = {row.text: Counter({end: getattr(row, end) for end in ends}) for row in queries.rows}
    assert {query: +counts for query, counts in found.items()} == shown
    rare = [counts for query, counts in expected.items() if query not in shown]
    assert queries.rare.wordings == len(rare)
    assert queries.rare.needs == sum(counts.total() for counts in rare)


def _list_of(issue: PlainIssue) -> str:
    if issue.outcome in ("escalated", "unknown"):
        return issue.outcome
    if not issue.is_mature:
        return "still_open"
    return "deflected" if issue.is_strong else "self_service"


def simple(number: int, ev: EventName, *, at: float = NOW - DAY, **fields: object) -> Event:
    values: dict[str, object] = {"sid": f"s{number}", "traffic": Traffic.HUMAN} | fields
    return Event(f"{number:05d}", at + number, ev, str(values.pop("lang", "en")), app_v="test", **values)  # type: ignore[arg-type]  # few


def test_a_wording_is_shown_from_three_visits_on(doors: Doors) -> None:
    asked = [
        *(simple(n, EventName.SEARCH, q_redacted="Where is it?", n_results=2) for n in range(3)),
        *(simple(n, EventName.SEARCH, q_redacted="my secret", n_results=0, sid="one") for n in range(3, 9)),
        *(simple(n, EventName.SEARCH, q_redacted="gift wrap", n_results=0) for n in range(10, 13)),
    ]
    fill(doors, asked)
    queries = report_of(doors).queries
    assert {row.text for row in queries.rows} == {"where is it", "gift wrap"}
    assert queries.rare.wordings == 1
    assert [(row.text, row.visits) for row in queries.empty] == [("gift wrap", 3)]
    assert queries.rare_empty.times == 6
    assert (queries.asked, queries.asked_empty) == (12, 9)


def test_the_threshold_is_a_setting(doors: Doors) -> None:
    fill(doors, [simple(1, EventName.SEARCH, q_redacted="only one", n_results=2)])
    frank = replace(doors, settings=doors.settings.model_copy(update={"query_min_sessions": 1}))
    assert [row.text for row in report_of(frank).queries.rows] == ["only one"]
    assert report_of(doors).queries.rows == ()


def test_the_language_filter_keeps_to_its_language(doors: Doors) -> None:
    fill(
        doors,
        [
            simple(1, EventName.SEARCH, q_redacted="a", n_results=2),
            simple(2, EventName.SEARCH, q_redacted="b", n_results=2, lang="hu"),
            simple(3, EventName.ARTICLE_VIEW, article_id="refund-times", lang="hu"),
        ],
    )
    assert report_of(doors).outcomes.everything.whole == 2
    hungarian = report_of(doors, lang="hu")
    assert hungarian.outcomes.everything.whole == 1
    assert [row.views for row in hungarian.articles] == [1]
    assert report_of(doors, lang="ru").outcomes.everything.whole == 0


def test_those_who_asked_not_to_be_followed_are_only_totals(doors: Doors) -> None:
    fill(
        doors,
        [
            simple(1, EventName.SEARCH, q_redacted="a", n_results=2, sid=None, signal=Signal.GPC),
            simple(2, EventName.ARTICLE_VIEW, article_id="refund-times", sid=None, signal=Signal.DNT),
            simple(3, EventName.SEARCH, q_redacted="a", n_results=2, traffic=Traffic.STAFF),
        ],
    )
    report = report_of(doors)
    assert (report.not_linked.queries, report.not_linked.views, report.not_linked.messages) == (1, 1, 0)
    assert report.outcomes.everything.whole == 0
    assert report.queries.rare.wordings == 0
    assert [(row.traffic, row.visits, row.events) for row in report.left_out] == [("staff", 1, 1)]


def test_a_vote_against_the_rule_does_not_lower_the_article(doors: Doors) -> None:
    def vote(number: int, choice: str, reason: str | None = None, sid: str = "") -> Event:
        who = sid or f"s{number}"
        return simple(
            number,
            EventName.HELPFUL_VOTE,
            article_id="refund-times",
            vote=choice,
            reason=reason,
            sid=who,
        )

    fill(
        doors,
        [
            vote(1, "yes"),
            vote(2, "no", reason="rule"),
            vote(3, "no", reason="hard"),
            vote(4, "yes", sid="again"),
            vote(5, "no", reason="wrong", sid="again"),
        ],
    )
    (row,) = report_of(doors).articles
    assert (row.helpful.part, row.helpful.whole, row.rule) == (1, 3, 1)
    assert row.reasons == {"hard": 1, "wrong": 1}
    assert row.title == "How long a refund takes"


def test_a_day_begins_at_midnight_in_budapest_also_when_the_clock_changes(doors: Doors) -> None:
    zone = doors.shop.calendar.zone
    period = Period(date(2026, 10, 24), date(2026, 10, 26), zone, "custom")
    assert [round((end - start) / 3600) for start, end in period.days] == [24, 25, 24]
    late = datetime(2026, 10, 25, 23, 30, tzinfo=zone).timestamp()
    asked = simple(1, EventName.SEARCH, at=late, q_redacted="a", n_results=1)
    fill(doors, [asked])
    report = make_report(doors, period, lang_filter=None, now=MONDAY)
    assert [day.whole for day in report.outcomes.days] == [0, 1, 0]


def test_the_last_days_end_with_today(doors: Doors, clock: TurnedClock) -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    period = last_days(7, now=late, zone=doors.shop.calendar.zone)
    assert (period.first_on, period.last_on) == (date(2026, 11, 18), date(2026, 11, 24))


def test_a_success_closes_when_the_window_has_passed(doors: Doors) -> None:
    at = NOW - 6 * DAY
    story = [
        simple(1, EventName.CONTACT_INTENT, at=at, sid="s", topic="refund"),
        simple(2, EventName.SOLVED_YES, at=at, sid="s", prompt_id="form"),
    ]
    fill(doors, story)
    open_ = report_of(doors).outcomes
    assert (open_.deflected, open_.provisional, open_.strong_open.confirmed) == (0, 1, 1)
    assert open_.closes_at == story[-1].ts + 7 * DAY
    later = MONDAY + timedelta(days=2)
    period = last_days(28, now=later, zone=doors.shop.calendar.zone)
    closed = make_report(doors, period, lang_filter=None, now=later).outcomes
    assert (closed.deflected, closed.provisional, closed.closes_at) == (1, 0, None)


def test_a_young_contact_is_not_taken_for_a_closed_need(doors: Doors) -> None:
    fill(
        doors,
        [
            simple(1, EventName.CONTACT_INTENT, sid="s"),
            simple(2, EventName.CONTACT_CREATED, sid="s", valid=1),
        ],
    )
    outcomes = report_of(doors).outcomes
    assert outcomes.strong_closed.whole == 0
    assert (outcomes.strong_open.escalated, outcomes.provisional) == (1, 0)


def test_making_a_report_leaves_no_trace_in_the_database(doors: Doors) -> None:
    fill(doors, [simple(1, EventName.SEARCH, q_redacted="a", n_results=2)])
    first, second = report_of(doors), report_of(doors)
    assert first == second
    assert rows(doors, "select count(*) from event") == [(1,)]
