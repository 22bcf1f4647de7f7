"""The comparison group: off at first, sticky, not to be seen on the page, honest in its figure."""

from dataclasses import replace

import pytest

from portal.domain.assignment import Arm, assign
from portal.domain.events import Event, EventName, Signal
from portal.errors import Forbidden, InvalidRequest
from portal.services.answering import suggest
from portal.services.comparing import Linking, compare_closed, make_strata
from portal.services.doors import Doors
from portal.services.experimenting import (
    Stand,
    assign_visitor,
    compute_comparison,
    find_change,
    find_comparison,
    set_share,
    store_comparison,
)
from portal.services.staff import Member, Role
from portal.statistics import Arms, Rate, avoided_per_person, causal_rate
from portal.store.comparison import compare
from portal.store.events import add_events
from tests.services.parts import rows, visit
from tests.services_reporting.plain import DAY
from tests.services_reporting.test_report import NOW, simple

ADMIN = Member("1", "anna", Role.ADMINISTRATOR)
TEXT = "how long does my refund take to come back"


def exposed(number: int, *, arm: str, prob: float, wrote: bool, at: float = NOW - 20 * DAY) -> list[Event]:
    sid, unit = f"s{number}", f"v{number}"
    told = [
        simple(
            3 * number,
            EventName.SUGGEST_ELIGIBLE,
            at=at,
            sid=sid,
            vid=unit,
            arm=arm,
            prob=prob,
            unit_type="visitor",
            unit_id=unit,
        )
    ]
    if wrote:
        told.append(simple(3 * number + 1, EventName.CONTACT_CREATED, at=at, sid=sid, vid=unit, valid=1))
    return told


def people(start: int, *, share: float, withheld: tuple[int, int], shown: tuple[int, int]) -> list[Event]:
    told: list[Event] = []
    number = start
    for arm, prob, (part, whole) in (("withheld", share, withheld), ("shown", 1 - share, shown)):
        for place in range(whole):
            told += exposed(number, arm=arm, prob=prob, wrote=place < part)
            number += 1
    return told


def keep(doors: Doors, events: list[Event]) -> None:
    with doors.engine.begin() as connection:
        add_events(connection, events)


def test_nobody_is_compared_until_an_administrator_says_so(doors: Doors) -> None:
    assert assign_visitor(doors, visit(doors)) is None
    with pytest.raises(Forbidden):
        set_share(doors, Member("2", "eva", Role.EDITOR), 0.1)
    with pytest.raises(InvalidRequest):
        set_share(doors, ADMIN, 0.4)
    set_share(doors, ADMIN, 0.2)
    change = find_change(doors)
    assert change is not None
    assert (change.share, change.changed_by) == (0.2, "anna")
    assert assign_visitor(doors, visit(doors)) is not None


def test_who_asked_not_to_be_followed_and_who_is_a_program_always_gets_suggestions(doors: Doors) -> None:
    set_share(doors, ADMIN, 0.2)
    assert assign_visitor(doors, visit(doors, signal=Signal.GPC)) is None
    assert assign_visitor(doors, visit(doors, browser="Googlebot/2.1")) is None


def test_both_arms_are_recorded_with_what_could_be_shown(doors: Doors) -> None:
    set_share(doors, ADMIN, 0.2)
    shown: dict[str, bool] = {}
    for number in range(40):
        visitor = visit(doors, address=f"203.0.113.{number}")
        assert visitor.vid is not None
        first = suggest(doors, visitor, TEXT, topic=None, lang="en")
        assert suggest(doors, visitor, TEXT, topic=None, lang="en") == first
        shown[visitor.vid] = bool(first)
    doors.recorder.flush()
    found = rows(doors, "select unit_id, arm, prob, candidates, unit_type from event")
    assert len(found) == 80
    for unit, arm, prob, candidates, unit_type in found:
        right = assign(doors.secret, "suggestions", str(unit), share=0.2)
        assert (arm, prob, unit_type) == (right.arm, right.probability, "visitor")
        assert shown[str(unit)] is (right.arm is Arm.SHOWN)
        assert "refund-times" in str(candidates)
    assert {row[1] for row in found} == {"withheld", "shown"}


def test_nothing_is_assigned_on_topics_nobody_may_be_kept_from(doors: Doors) -> None:
    set_share(doors, ADMIN, 0.2)
    assert suggest(doors, visit(doors), TEXT, topic="complaint", lang="en") == ()
    doors.recorder.flush()
    assert rows(doors, "select count(*) from event") == [(0,)]


def test_the_figure_is_the_difference_within_each_share(doors: Doors) -> None:
    set_share(doors, ADMIN, 0.2)
    keep(
        doors,
        [
            *people(0, share=0.2, withheld=(60, 100), shown=(160, 400)),
            *people(1000, share=0.1, withheld=(15, 30), shown=(81, 270)),
        ],
    )
    kept = compute_comparison(doors, now=doors.clock())
    assert kept.stand is Stand.MEASURED
    found = kept.found
    assert found is not None
    assert (found.people, found.people_shown, found.linking) == (800, 670, Linking.SAME_DAY)
    assert found.avoided.value == pytest.approx(0.2)
    assert found.withheld - found.shown == pytest.approx(found.avoided.value)
    assert found.avoided.low < 0.2 < found.avoided.high
    assert found.avoided_people.value == pytest.approx(0.2 * 670)


def known(number: int, *, arm: str, prob: float, wrote_later: bool) -> list[Event]:
    """Make a person whose account is known before suggestions are decided, and who may telephone later."""
    at = NOW - 20 * DAY
    told = exposed(number, arm=arm, prob=prob, wrote=False, at=at)
    told.append(
        simple(3 * number + 2, EventName.ARTICLE_VIEW, at=at - 5, sid=f"s{number}", ckey=f"k{number}")
    )
    if wrote_later:
        phone = simple(
            50_000 + number, EventName.CONTACT_CREATED, at=at + DAY, sid=None, ckey=f"k{number}", valid=1
        )
        told.append(phone)
    return told


def test_late_contacts_of_people_who_can_be_recognised_stand_for_all(doors: Doors) -> None:
    told = people(0, share=0.2, withheld=(60, 100), shown=(160, 400))
    number = 2000
    for arm, prob, late, whole in (("withheld", 0.2, 5, 25), ("shown", 0.8, 40, 100)):
        for place in range(whole):
            told += known(number, arm=arm, prob=prob, wrote_later=place < late)
            number += 1
    keep(doors, told)
    found = compute_comparison(doors, now=doors.clock()).found
    assert found is not None
    assert found.linking is Linking.WEIGHTED
    assert found.linkable == pytest.approx(0.2)
    # 60 of 125 and 5 later, each standing for five; 160 of 500 and 40 later.
    assert found.withheld == pytest.approx((60 + 25) / 125)
    assert found.shown == pytest.approx((160 + 200) / 500)
    assert found.recognised is not None
    assert found.recognised.value == pytest.approx(0.2 - 0.4)


def test_people_who_come_again_are_kept_together_in_a_check(doors: Doors) -> None:
    told = people(0, share=0.2, withheld=(60, 100), shown=(160, 400))
    keep(doors, told)
    assert compute_comparison(doors, now=doors.clock()).every_visit is None
    again = exposed(1, arm="withheld", prob=0.2, wrote=False, at=NOW - 19 * DAY)
    keep(doors, [replace(event, event_id=f"again{event.event_id}", sid="second") for event in again])
    found = compute_comparison(doors, now=doors.clock())
    assert found.every_visit is not None
    assert found.every_visit.value == pytest.approx(60 / 101 - 0.4)


def test_a_closed_period_has_newcombes_interval_and_the_ratio(doors: Doors) -> None:
    keep(doors, people(0, share=0.2, withheld=(60, 100), shown=(160, 400)))
    with doors.engine.connect() as connection:
        strata = make_strata(
            compare(connection, now=NOW, recontact_s=7 * DAY, since=NOW - 30 * DAY, until=NOW)
        )
        nobody = compare(connection, now=NOW, recontact_s=7 * DAY, since=NOW - 90 * DAY, until=NOW - 60 * DAY)
    found = compare_closed(strata)
    arms = Arms(Rate(60, 100), Rate(160, 400))
    assert nobody == ()
    assert found is not None
    assert found.avoided == avoided_per_person(arms)
    assert found.rate == causal_rate(arms)


def test_hours_and_money_come_from_handled_contacts_and_signed_prices_only(doors: Doors) -> None:
    keep(doors, people(0, share=0.2, withheld=(60, 100), shown=(160, 400)))
    assert compute_comparison(doors, now=doors.clock()).saved is None
    closed = [
        simple(
            70_000 + number,
            EventName.CONTACT_CLOSED,
            at=NOW - DAY,
            sid=None,
            channel="email",
            handle_s=540 + number,
        )
        for number in range(20)
    ]
    keep(doors, closed)
    saved = compute_comparison(doors, now=doors.clock()).saved
    assert saved is not None
    assert (saved.handled, saved.money, saved.currency) == (20, None, None)
    assert saved.hours.value == pytest.approx(0.2 * 400 * 549.5 / 3600)


def test_it_waits_for_people_whose_window_has_passed(doors: Doors) -> None:
    set_share(doors, ADMIN, 0.2)
    told = exposed(1, arm="withheld", prob=0.2, wrote=True, at=NOW - DAY)
    keep(doors, told)
    found = compute_comparison(doors, now=doors.clock())
    assert (found.stand, found.people, found.found) == (Stand.WAITING, 0, None)
    assert found.missing_people


def test_a_split_that_is_not_as_it_should_be_hides_the_figure(doors: Doors) -> None:
    set_share(doors, ADMIN, 0.2)
    keep(doors, people(0, share=0.2, withheld=(100, 200), shown=(60, 200)))
    found = compute_comparison(doors, now=doors.clock())
    assert found.stand is Stand.ALARM
    assert found.found is None


def test_a_spam_message_is_no_contact_of_either_arm(doors: Doors) -> None:
    told = people(0, share=0.2, withheld=(60, 100), shown=(160, 400))
    spam = [
        simple(
            9000,
            EventName.CONTACT_CREATED,
            at=NOW - 20 * DAY,
            sid="s399",
            vid="v399",
            valid=1,
            ticket_id="T",
        ),
        simple(9001, EventName.CONTACT_MARKED, sid=None, ticket_id="T", valid=0, reason="spam"),
    ]
    keep(doors, told)
    before = compute_comparison(doors, now=doors.clock())
    keep(doors, spam)
    assert compute_comparison(doors, now=doors.clock()) == before


def test_what_the_worker_kept_is_what_is_shown(doors: Doors) -> None:
    assert find_comparison(doors) is None
    set_share(doors, ADMIN, 0.1)
    kept = store_comparison(doors)
    assert find_comparison(doors) == kept


def test_a_month_of_traffic_is_enough_to_propose_a_share(doors: Doors) -> None:
    told: list[Event] = []
    for number in range(300):
        at = NOW - 31 * DAY + number * 31 * DAY / 300
        sid = f"s{number}"
        told.append(simple(2 * number, EventName.SUGGEST_ELIGIBLE, at=at, sid=sid))
        if number % 2:
            told.append(simple(2 * number + 1, EventName.CONTACT_CREATED, at=at, sid=sid, valid=1))
    keep(doors, told[:20])
    assert compute_comparison(doors, now=doors.clock()).plan is not None
    keep(doors, told)
    plan = compute_comparison(doors, now=doors.clock()).plan
    assert plan is not None
    assert plan.share == pytest.approx(0.2)
    assert plan.people > 300
    assert plan.extra_contacts > 0
