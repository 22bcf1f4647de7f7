"""Gaps become cards that nobody has verified: redacted, once each, whatever breaks."""

import json
import random
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from portal.cli import main
from portal.connectors.http import Limits
from portal.errors import SettingsError, Unavailable
from portal.services.delivering import CARD, deliver_due
from portal.services.knowledge_tools import Tool, pull_cards, read_tools
from portal.services.proposing import CardDelivery, queue_cards, read_cards
from portal.store.gaps import Gap, keep_gap
from tests.connectors.fakes.contract import NOT_AT_HAND, SPECS, read_contract
from tests.connectors.fakes.guru import COLLECTION, FakeGuru
from tests.connectors.fakes.server import Server
from tests.connectors.schedules import Bench, Chances, Killed, Mailbox, dying_at_commits, next_due
from tests.services.parts import MONDAY

QUICK = Limits(connect_s=1.0, read_s=0.3, total_s=2.0)
FAULTS = (
    "",
    "500_before",
    "429_seconds",
    "reset_before",
    "reset_after",
    "502_after",
    "garbage_after",
    "half_after",
)
Tell = Callable[..., Tool]


@pytest.fixture
def fake(bench: Bench, server: Server) -> FakeGuru:
    made = FakeGuru(bench.clock, read_contract("guru/minimal.openapi.json", base="/api/v1"))
    server.fake = made
    bench.clock.now = MONDAY
    with bench.doors.engine.begin() as connection:
        for table in ("gap", "outbox", "stored_report"):
            connection.exec_driver_sql(f"delete from {table}")
    return made


@pytest.fixture
def opened(bench: Bench, server: Server, fake: FakeGuru, tmp_path: Path) -> Tell:
    """Return how integrations.yml tells of the fake."""

    def opening(**others: object) -> Tool:
        (tmp_path / "token").write_text(fake.user[1])
        guru: dict[str, object] = {
            "vendor": "guru",
            "address": f"{server.address}/api/v1",
            "user": fake.user[0],
            "token": {"file": str(tmp_path / "token")},
            "collection": COLLECTION,
            "allow_networks": ["127.0.0.0/8"],
        }
        path = bench.doors.settings.integrations_file
        path.write_text(yaml.safe_dump({"knowledge": {"guru": guru | others}}))
        return read_tools(bench.doors.settings, bench.clock, limits=QUICK)["guru"]

    return opening


def keep_gaps(bench: Bench, count: int = 1, **others: object) -> None:
    now = bench.clock().timestamp()
    for number in range(count):
        told: dict[str, object] = {
            "gap_id": f"en-{number:06x}",
            "locale": "en",
            "stems": ("gift",),
            "words": ("gift",),
            "samples": ("gift <b>wrapping", "wrap it, call +36 30 123 4567"),
            "opened_at": now,
            "closed_at": None,
            "asked": 12,
            "contacted": 3,
            "empty": 4,
            "reworded": 0,
            "unopened": 0,
            "last_asked_at": now,
            "updated_at": now,
        }
        with bench.doors.engine.begin() as connection:
            keep_gap(connection, Gap(**(told | others)))  # type: ignore[arg-type]  # the fields of a gap


def fail(_row: object) -> EmailMessage:
    raise AssertionError("a letter")


def deliver(bench: Bench, tool: Tool) -> None:
    cards = CardDelivery(bench.doors, {tool.name: tool})
    deliver_due(
        bench.doors.engine,
        Mailbox(),
        lambda _row: pytest.fail("a letter"),
        clock=bench.clock,
        ways={CARD: cards},
    )


def run(bench: Bench, *arguments: str) -> Result:
    settings = bench.doors.settings
    env = {"PORTAL_INTEGRATIONS": str(settings.integrations_file), "PORTAL_VAR": str(settings.var_dir)}
    return CliRunner().invoke(main, ["integrations", *arguments], env=env)


def test_a_gap_becomes_one_card_in_its_language_without_personal_data(
    bench: Bench, fake: FakeGuru, opened: Tell
) -> None:
    tool = opened(folders=["f1"])
    keep_gaps(bench)
    keep_gaps(bench, gap_id="en-aside", dismissed_at=1.0)
    keep_gaps(bench, gap_id="en-small", contacted=0, empty=1)
    with bench.doors.engine.begin() as connection:
        connection.exec_driver_sql("update gap set dismissed_at = 1.0 where gap_id = 'en-aside'")
    assert queue_cards(bench.doors, tool) == 1
    assert queue_cards(bench.doors, tool) == 0
    deliver(bench, tool)
    (card,) = fake.cards
    assert card["preferredPhrase"] == "Answer missing: gift <b>wrapping (en-000000)"
    assert card["collection"] == {"id": COLLECTION}
    assert card["folderIds"] == ["f1"]
    assert card["suppressVerification"] is True
    assert "In four weeks 7 of 12 visits" in card["content"]
    assert "gift &lt;b&gt;wrapping" in card["content"]
    assert "/dashboard/gaps#en-000000" in card["content"]
    assert "123 4567" not in json.dumps(card, default=str)
    assert read_cards(bench.doors, tool) == {"en-000000": "https://app.getguru.com/card/c1/x"}


def test_questions_keep_to_the_contract(bench: Bench, fake: FakeGuru, opened: Tell) -> None:
    if SPECS is None:
        pytest.skip(NOT_AT_HAND)
    tool = opened()
    keep_gaps(bench)
    queue_cards(bench.doors, tool)
    deliver(bench, tool)
    assert all(finding.is_well for finding in tool.tool.check())
    assert fake.wrong == []
    assert fake.checked == len(fake.asks) == 4


@pytest.mark.parametrize("seed", range(15))
def test_whatever_breaks_every_gap_has_one_card(
    bench: Bench, fake: FakeGuru, opened: Tell, seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311  schedules that repeat
    tool = opened()
    fake.lag_s = rng.choice((0.0, 290.0))
    keep_gaps(bench, 3)
    queue_cards(bench.doors, tool)
    fake.faults = [rng.choice(FAULTS) for _ in range(rng.randrange(1, 12))]
    chances = Chances(frozenset(rng.sample(range(1, 30), rng.randrange(4))))
    with dying_at_commits(bench.doors.engine, chances):
        for _ in range(200):
            try:
                deliver(bench, tool)
            except Killed:
                continue
            due = next_due(bench.doors.engine)
            if due is None:
                break
            bench.clock.turn(seconds=max(0.0, due - bench.clock().timestamp()) + 1)
    keys = sorted(card["preferredPhrase"][-11:] for card in fake.cards)
    assert keys == ["(en-000000)", "(en-000001)", "(en-000002)"]
    assert len(read_cards(bench.doors, tool)) == 3


def test_these_schedules_find_a_worker_that_does_not_look_first(
    bench: Bench, fake: FakeGuru, opened: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = opened()
    monkeypatch.setattr(type(tool.tool), "find", lambda _self, _key: None)
    keep_gaps(bench)
    queue_cards(bench.doors, tool)
    fake.faults = ["reset_after"]
    for _ in range(3):
        deliver(bench, tool)
        bench.clock.turn(minutes=20)
    assert len(fake.cards) == 2


def test_only_verified_cards_are_pulled_from_all_pages(bench: Bench, fake: FakeGuru, opened: Tell) -> None:
    opened()
    fake.cards = [
        {"id": f"c{n}", "slug": f"s{n}", "preferredPhrase": f"Card {n}", "content": f"<p>{n}</p>",
         "verificationState": "TRUSTED" if n % 2 else "NEEDS_VERIFICATION"}
        for n in range(11)
    ]  # fmt: skip
    del fake.cards[3]["content"]
    pulled = pull_cards(bench.doors.settings, bench.clock)
    assert [card["id"] for card in pulled] == ["c1", "c3", "c5", "c7", "c9"]
    fake.elsewhere = "http://127.0.0.1:1/api/v1"
    with pytest.raises(Unavailable, match="sent us elsewhere"):
        pull_cards(bench.doors.settings, bench.clock)


def test_the_commands_know_it(bench: Bench, fake: FakeGuru, opened: Tell) -> None:
    opened(push_gaps=True)
    assert "answers: gaps" in run(bench, "list").output
    checked = run(bench, "check", "guru")
    assert checked.exit_code == 0, checked.output
    assert fake.cards == []
    assert "guru took it: c1 https://app.getguru.com/card/c1/x" in run(bench, "test", "guru").output
    assert "please archive" in fake.cards[0]["preferredPhrase"]
    keep_gaps(bench, 2)
    assert (
        "Answer missing: gift <b>wrapping (en-000000)" in run(bench, "push-gaps", "guru", "--dry-run").output
    )
    assert "2 cards" in run(bench, "push-gaps", "guru").output
    assert "0 cards" in run(bench, "push-gaps", "guru").output
    assert run(bench, "push-gaps", "other").exit_code == 2
    fake.user = ("anna@example.com", "another")
    refused = run(bench, "check", "guru")
    assert refused.exit_code == 1
    assert "token" in refused.output


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"address": "https://guru.example", "allow_networks": []}, "does not belong to Guru"),
        ({"token": "secret"}, "a secret may not stand here"),
        ({"vendor": "wiki"}, "there is guru"),
    ],
)
def test_a_mistake_is_named_with_its_place(opened: Tell, others: dict[str, object], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        opened(**others)
