"""A query is recorded once, and nothing that goes wrong with recording reaches a customer."""

import pytest

from portal.domain.events import EventName, Signal
from portal.services.answering import answer_query
from portal.services.doors import Doors
from portal.services.making_events import make_event
from tests.services.parts import TurnedClock, rows, visit


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


def test_the_writing_thread_writes_by_itself(sqlite_doors: Doors) -> None:
    sqlite_doors.recorder.start()
    answer_query(sqlite_doors, visit(sqlite_doors), "refund", lang="en")
    sqlite_doors.recorder.stop()
    assert queries(sqlite_doors) == ["refund"]
