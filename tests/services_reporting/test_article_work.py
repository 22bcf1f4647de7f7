"""Which articles want work: shrunken votes, messages after reading, dates; judged by the worker."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

from portal.articles.listing import ListedArticle, read_listing, write_listing
from portal.domain.events import Event, EventName, Traffic
from portal.services.doors import Doors
from portal.services.gaps_articles import Work, judge_articles, read_work
from portal.services.reporting_periods import last_days
from portal.store.events import add_events
from tests.services.parts import MONDAY


def tell(doors: Doors, *told: tuple[str, EventName, dict[str, object]]) -> None:
    at = MONDAY.timestamp() - 3600
    events = [
        Event(f"e{n:05d}", at + n, ev, "en", Traffic.HUMAN, "test", sid=sid, **fields)  # type: ignore[arg-type]  # fields of an event
        for n, (sid, ev, fields) in enumerate(told)
    ]
    with doors.engine.begin() as connection:
        add_events(connection, events)


def work_of(doors: Doors) -> Work:
    period = last_days(28, now=MONDAY, zone=doors.shop.calendar.zone)
    return read_work(doors, period, lang_filter=None, now=MONDAY, reader_lang="en")


def votes(
    article: str, *, yes: int, no: int, rule: int = 0
) -> list[tuple[str, EventName, dict[str, object]]]:
    kinds = [("yes", None)] * yes + [("no", "hard")] * no + [("no", "rule")] * rule
    return [
        (f"{article}{n}", EventName.HELPFUL_VOTE, {"article_id": article, "vote": vote, "reason": reason})
        for n, (vote, reason) in enumerate(kinds)
    ]


def test_few_votes_are_neither_praise_nor_blame(doors: Doors) -> None:
    told = [vote for n in range(6) for vote in votes(f"usual{n}", yes=60 + n, no=40 - n)]
    tell(
        doors,
        *told,
        *votes("new", yes=0, no=1),
        *votes("bad", yes=5, no=95),
        *votes("rule", yes=8, no=2, rule=50),
    )
    assert work_of(doors).judged_at is None
    assert judge_articles(doors)
    work = work_of(doors)
    judged = {row.article_id: row.helpful for row in work.articles if row.helpful}
    assert work.by_helpfulness()[0].article_id == "bad"
    assert 0.2 < judged["new"].value < 0.65
    assert judged["new"].high - judged["new"].low > judged["bad"].high - judged["bad"].low
    assert judged["rule"].value > 0.5, "votes against the rule do not lower it"


def test_too_few_articles_are_not_judged(doors: Doors) -> None:
    tell(doors, *votes("only", yes=3, no=1))
    assert judge_articles(doors)
    assert work_of(doors).by_helpfulness() == ()


def test_messages_after_reading_are_counted_by_need(doors: Doors) -> None:
    asked = {"q_redacted": "x", "n_results": 2}
    opened: dict[str, object] = {"article_id": "cancel-an-order"}
    tell(
        doors,
        ("a", EventName.SEARCH, asked),
        ("a", EventName.ARTICLE_VIEW, opened),
        ("a", EventName.ARTICLE_VIEW, opened),
        ("a", EventName.CONTACT_CREATED, {"valid": 1}),
        ("b", EventName.SEARCH, asked),
        ("b", EventName.ARTICLE_VIEW, opened),
        ("c", EventName.ARTICLE_VIEW, opened),
    )
    (row,) = work_of(doors).by_escalations()
    assert (row.article_id, row.views) == ("cancel-an-order", 4)
    assert (row.escalated.part, row.escalated.whole) == (1, 2)


def test_what_is_due_stands_with_the_most_read_first(doors: Doors) -> None:
    listed = read_listing(doors.settings.listing_file).articles.values()
    days = {
        "cancel-an-order": MONDAY.date() - timedelta(days=3),
        "refund-times": MONDAY.date() + timedelta(days=9),
    }

    def dated(article: ListedArticle) -> ListedArticle:
        return replace(article, review_by=days.get(article.id, date(2030, 1, 1)).isoformat(), owner="orders")

    write_listing(doors.settings.listing_file, [dated(article) for article in listed])
    tell(doors, ("b", EventName.ARTICLE_VIEW, {"article_id": "refund-times"}))
    due = work_of(doors).due()
    assert [row.article_id for row in due] == ["refund-times", "cancel-an-order"]
    assert due[0].owner == "orders"


def test_the_web_process_never_imports_scipy() -> None:
    code = "import sys, portal.web.app; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
