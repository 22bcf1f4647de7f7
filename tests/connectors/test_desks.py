"""Every desk does the same: what a ticket says, what errors mean, how it is checked, configured and tried."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import text

from portal.connectors.desks.desk import Desk, Finding, Made
from portal.connectors.desks.outcomes import DeskError, Refused, Throttled, Unsure
from portal.connectors.desks.parts import Parts
from portal.connectors.desks.registry import VENDORS
from portal.connectors.http import Http
from portal.domain.references import make_reference
from portal.domain.tickets import StoryLine, Ticket
from tests.connectors.cases import CASES
from tests.connectors.fakes.server import Fake, Server
from tests.connectors.schedules import (
    LIMITS,
    NAME,
    Bench,
    Mailbox,
    make_fake,
    make_worker,
)
from tests.services.parts import MONDAY

EVIL = 'Hol? <script>alert("x")</script>\r\nSecond & *line* <!channel>'
DOOR = Http(allowed=("127.0.0.0/8",), limits=LIMITS)
TICKET = Ticket(
    ref=make_reference("01890a5d-ac96-774b-bcce-b302099a8057"),
    code="481-0271",
    title="My refund",
    message=EVIL,
    email="anna@example.com",
    lang="hu",
    name="Kovács Anna",
    topic="refund",
    route="payments",
    facts=(("Case", "481-0271"), ("Order", "104-2391")),
    story_head="Before writing:",
    story=(
        StoryLine("searched for “<b>pénz</b>”, results: 3"),
        StoryLine("read “Refunds”, 20 s", "https://help.example/en/refunds/"),
    ),
)


@pytest.fixture(params=sorted(CASES))
def vendor(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def fake(bench: Bench, server: Server, vendor: str) -> Fake:
    bench.clock.now = MONDAY
    with bench.doors.engine.begin() as connection:
        for table in ("delivery_attempt", "desk_ticket", "outbox", "contact"):
            connection.execute(text(f"delete from {table}"))
    server.fake = make_fake(bench, CASES[vendor])
    return server.fake


@pytest.fixture
def desk(bench: Bench, server: Server, vendor: str, fake: Fake) -> Desk:
    found = make_worker(bench, CASES[vendor], server, Mailbox(), DOOR).integrations.desks[NAME].desk
    assert found is not None
    return found


def create(desk: Desk, ticket: Ticket = TICKET) -> Made:
    return desk.create(ticket.ref, desk.render(ticket))


def test_a_ticket_is_made_and_found_again_by_its_reference(desk: Desk, fake: Fake, vendor: str) -> None:
    made = create(desk)
    assert fake.refs() == [TICKET.ref]
    found = desk.find(TICKET.ref, desk.render(TICKET))
    if vendor == "webhook":
        assert found is None
    else:
        assert found is not None
        assert found.external_id == made.external_id
        assert found.url.startswith("http")
    assert desk.find("pr_00000000000000000000000000", "") is None


def test_a_ticket_says_her_words_first_then_the_story_safe_for_its_target(
    desk: Desk, fake: Fake, vendor: str
) -> None:
    create(desk)
    (made,) = fake.tickets
    told = json.dumps(made["body"], ensure_ascii=False)
    assert "481-0271" in told
    assert "hu" in told
    assert told.index("Hol?") < told.index("104-2391") < told.index("results: 3")
    assert "https://help.example/en/refunds/" in told
    if vendor in ("freshdesk", "zohodesk", "liveagent"):
        assert "<script" not in told
        assert "&lt;script&gt;" in told
    else:
        assert "<script>" in told


def test_the_same_ticket_is_written_the_same_way_twice(desk: Desk) -> None:
    assert desk.render(TICKET) == desk.render(TICKET)
    assert desk.render(replace(TICKET, route="head-office", priority="urgent")) != desk.render(TICKET)


def test_a_long_story_never_cuts_her_own_words(desk: Desk) -> None:
    story = tuple(StoryLine(f"read “article {number}”" + "x" * 200) for number in range(2_000))
    words = "ő" * 4_990 + " the end"
    told = desk.render(replace(TICKET, message=words, story=story))
    assert "ő the end" in told
    assert len(told) < 200_000


def test_a_no_is_told_in_plain_words_without_what_the_customer_wrote(desk: Desk, fake: Fake) -> None:
    fake.faults = ["refused"] * 5
    with pytest.raises(Refused) as caught:
        create(desk)
    assert "anna@example.com" not in str(caught.value)
    assert "refused" in str(caught.value)
    assert fake.tickets == []


@pytest.mark.parametrize(("fault", "least", "most"), [("429_seconds", 37, 37), ("429_date", 40, 41)])
def test_both_kinds_of_retry_after_are_understood(
    desk: Desk, fake: Fake, fault: str, least: int, most: int
) -> None:
    fake.faults = [fault]
    with pytest.raises(Throttled) as caught:
        create(desk)
    assert caught.value.wait_s is not None
    assert least <= caught.value.wait_s <= most


@pytest.mark.parametrize("fault", ["reset_after", "502_after", "half_after", "slow_after"])
def test_a_broken_answer_leaves_it_open_whether_there_is_a_ticket(
    desk: Desk, fake: Fake, fault: str, vendor: str
) -> None:
    before = {"zendesk": 1, "salesforce": 1, "zohodesk": 1, "hubspot": 1, "jsm": 1}.get(vendor, 0)
    fake.faults = [*[""] * before, fault]
    with pytest.raises(Unsure):
        create(desk)
    assert fake.refs() == [TICKET.ref]


def test_an_ended_token_is_renewed_and_costs_no_try(desk: Desk, fake: Fake, bench: Bench) -> None:
    create(desk)
    fake.faults = ["token_ends"]
    bench.clock.turn(seconds=400)
    create(desk, replace(TICKET, ref="pr_00000000000000000000000001"))
    assert len(fake.tickets) == 2


def test_wrong_credentials_are_named_and_make_nothing(
    bench: Bench, server: Server, fake: Fake, vendor: str
) -> None:
    for name in ("secret", "key", "token", "refresh"):
        if hasattr(fake, name):
            setattr(fake, name, "whsec_" + "eHh4" * 10)
    worker = make_worker(bench, CASES[vendor], server, Mailbox(), DOOR)
    desk = worker.integrations.desks[NAME].desk
    assert desk is not None
    with pytest.raises(Refused):
        create(desk)
    if vendor != "webhook":
        assert not all(finding.is_well for finding in checked(desk))


def test_a_check_finds_nothing_wrong_and_changes_nothing(desk: Desk, fake: Fake) -> None:
    findings = desk.check()
    assert [finding for finding in findings if not finding.is_well] == []
    assert {ask.method for ask in fake.asks if "token" not in ask.path} == {"GET"}


# A webhook takes what comes: it has no fields that could be missing.
@pytest.mark.parametrize("vendor", sorted(CASES.keys() - {"webhook"}), indirect=True)
def test_a_check_says_which_field_is_missing(bench: Bench, server: Server, fake: Fake, vendor: str) -> None:
    given = CASES[vendor].options(server.address, bench.folder)
    if vendor == "hubspot":
        given["topic_property"] = "portal_topic"
    elif vendor == "liveagent":
        given["fields"] = {"reference": "portal_topic"}
    elif vendor == "zendesk":
        given["fields"] = {"topic": 999}
    else:
        given["fields"] = {"topic": "portal_topic"}
    parts = Parts(http=DOOR, clock=bench.clock, token_file=bench.folder / "tokens" / f"{vendor}.json")
    desk = VENDORS[vendor].open(VENDORS[vendor].options.model_validate(given), parts)
    wrong = [finding for finding in desk.check() if not finding.is_well]
    assert len(wrong) == 1
    assert ("999" if vendor == "zendesk" else "portal_topic") in f"{wrong[0].what} {wrong[0].advice}"


def checked(desk: Desk) -> tuple[Finding, ...]:
    try:
        return desk.check()
    except DeskError:
        return (Finding("sign-in", is_well=False),)
