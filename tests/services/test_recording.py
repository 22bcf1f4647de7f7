"""A query is recorded once, and nothing that goes wrong with recording reaches a customer."""

import timeit
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.domain.events import EventName, Signal
from portal.errors import NotStored
from portal.services.answering import answer_query
from portal.services.doors import Doors
from portal.services.making_events import make_event
from tests.services.parts import MONDAY, TurnedClock, rows, visit


def queries(doors: Doors) -> list[str]:
    found = rows(doors, "select q_redacted from event where ev = 'search' order by ts, event_id")
    return [str(row[0]) for row in found]


def type_in(doors: Doors, *texts: str) -> None:
    for text in texts:
        answer_query(doors, visit(doors), text, lang="en", is_typing=True)


def test_what_is_typed_in_one_go_is_one_query(doors: Doors) -> None:
    type_in(doors, "re", "refu", "refund", "refund t")
    doors.recorder.flush()
    assert queries(doors) == ["refund t"]


def test_the_results_page_takes_the_place_of_what_was_typed(doors: Doors) -> None:
    type_in(doors, "refu", "refund")
    answer_query(doors, visit(doors), "refund", lang="en")
    doors.recorder.flush()
    assert queries(doors) == ["refund"]


def test_another_question_is_another_query(doors: Doors, clock: TurnedClock) -> None:
    type_in(doors, "refund")
    clock.turn(seconds=5)
    type_in(doors, "cancel")
    doors.recorder.flush()
    assert queries(doors) == ["refund", "cancel"]


def test_a_longer_question_asked_later_is_another_query(doors: Doors, clock: TurnedClock) -> None:
    type_in(doors, "refund")
    clock.turn(seconds=31)
    type_in(doors, "refund time")
    doors.recorder.flush()
    assert queries(doors) == ["refund", "refund time"]


def test_two_questions_on_the_results_page_are_two_queries(doors: Doors) -> None:
    for text in ("refund", "refund time"):
        answer_query(doors, visit(doors), text, lang="en")
    doors.recorder.flush()
    assert queries(doors) == ["refund", "refund time"]


def test_a_vote_of_one_does_not_settle_what_another_is_typing(doors: Doors) -> None:
    type_in(doors, "refu")
    doors.recorder.flush(visit(doors, address="203.0.113.8"))
    type_in(doors, "refund")
    doors.recorder.flush(visit(doors))
    assert queries(doors) == ["refund"]


def test_typing_is_merged_for_those_who_are_not_followed_too(doors: Doors) -> None:
    for text in ("refu", "refund"):
        answer_query(doors, visit(doors, signal=Signal.GPC), text, lang="en", is_typing=True)
    doors.recorder.flush()
    assert rows(doors, "select q_redacted, sid, vid, signal from event") == [("refund", None, None, "gpc")]


@pytest.mark.parametrize("text", ["!!!", "?", "🙂"])
def test_nothing_but_signs_gets_an_empty_answer_and_is_not_recorded(doors: Doors, text: str) -> None:
    assert answer_query(doors, visit(doors), text, lang="en").answer.total == 0
    doors.recorder.flush()
    assert rows(doors, "select * from event") == []


def test_a_bare_order_number_is_not_recorded(doors: Doors) -> None:
    answer_query(doors, visit(doors), "104-2391", lang="en")
    doors.recorder.flush()
    assert queries(doors) == []


def test_an_event_that_no_database_takes_holds_no_other_back(doors: Doors) -> None:
    visitor = visit(doors)
    events = [
        make_event(visitor, EventName.SEARCH, at=float(n), locale="en", q_redacted=text)
        for n, text in enumerate(("first", "bro\ud800ken", "last"))
    ]
    doors.recorder.record(visitor, *events)
    doors.recorder.flush()
    assert queries(doors) == ["first", "last"]
    assert doors.recorder.health().lost == 1


def test_events_wait_while_the_database_is_locked(sqlite_doors: Doors) -> None:
    visitor = visit(sqlite_doors)
    with sqlite_doors.engine.connect() as other:
        other.exec_driver_sql("rollback")
        other.exec_driver_sql("begin exclusive")
        answer_query(sqlite_doors, visitor, "refund", lang="en")
        sqlite_doors.recorder.flush()
        assert sqlite_doors.recorder.health().waiting == 1
        other.exec_driver_sql("commit")
        other.exec_driver_sql("begin")
    sqlite_doors.recorder.flush()
    assert queries(sqlite_doors) == ["refund"]
    assert sqlite_doors.recorder.health().lost == 0


def test_what_must_be_kept_is_refused_while_the_database_is_locked_and_counts_once(
    sqlite_doors: Doors,
) -> None:
    visitor = visit(sqlite_doors)
    event = make_event(visitor, EventName.ARTICLE_VIEW, at=MONDAY.timestamp(), locale="en")
    with sqlite_doors.engine.connect() as other:
        other.exec_driver_sql("rollback")
        other.exec_driver_sql("begin exclusive")
        with pytest.raises(NotStored):
            sqlite_doors.recorder.keep(visitor, event)
        other.exec_driver_sql("commit")
        other.exec_driver_sql("begin")
    assert sqlite_doors.recorder.keep(visitor, event) == frozenset()
    assert rows(sqlite_doors, "select event_id from event") == [(event.event_id,)]


def test_what_no_database_takes_is_named_to_who_asked_to_keep_it(doors: Doors) -> None:
    visitor = visit(doors)
    good, bad = (
        make_event(visitor, EventName.ARTICLE_VIEW, at=MONDAY.timestamp(), locale="en", source=source)
        for source in ("search", "bro\ud800ken")
    )
    assert doors.recorder.keep(visitor, good, bad) == {bad.event_id}
    assert rows(doors, "select event_id from event") == [(good.event_id,)]


def test_many_who_keep_events_at_once_are_all_told_the_truth(doors: Doors) -> None:
    doors.recorder.start()
    visitor = visit(doors)

    def keep(number: int) -> list[str]:
        events = [
            make_event(visitor, EventName.ARTICLE_VIEW, at=MONDAY.timestamp() + n, locale="en")
            for n in range(number % 7 + 1)
        ]
        doors.recorder.keep(visitor, *events)
        return [event.event_id for event in events]

    with ThreadPoolExecutor(12) as pool:
        told = [event_id for ids in pool.map(keep, range(60)) for event_id in ids]
    assert {row[0] for row in rows(doors, "select event_id from event")} == set(told)
    assert doors.recorder.health().lost == 0
    doors.recorder.stop()


def test_recording_takes_no_time_of_an_answer(sqlite_doors: Doors) -> None:
    visitor = visit(sqlite_doors)
    event = make_event(visitor, EventName.SEARCH, at=MONDAY.timestamp(), locale="en", q_redacted="refund")
    took = min(timeit.repeat(lambda: sqlite_doors.recorder.record(visitor, event), number=100, repeat=5))
    assert took / 100 <= 0.0002


def test_the_writing_thread_writes_by_itself(sqlite_doors: Doors) -> None:
    sqlite_doors.recorder.start()
    answer_query(sqlite_doors, visit(sqlite_doors), "refund", lang="en")
    sqlite_doors.recorder.stop()
    assert queries(sqlite_doors) == ["refund"]
