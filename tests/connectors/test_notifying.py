"""The team hears what matters, gathered, escaped, at its pace, once, and not at night."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft7Validator
from sqlalchemy import text

from portal.cli.integrations import integrations
from portal.connectors.desks.outcomes import Refused, Throttled
from portal.connectors.notifiers.notifier import Digest, Line
from portal.connectors.notifiers.slack import write as write_slack
from portal.errors import SettingsError
from portal.services.notifiers import check_channel, read_notifiers
from portal.services.notifying import queue_digests
from tests.connectors.fakes.channels import FakeSlack, FakeTeams
from tests.connectors.fakes.contract import NOT_AT_HAND, SPECS
from tests.connectors.fakes.server import Server
from tests.connectors.notice_parts import BOT, HOOK, TEAMS, Open, deliver, fail_one, vote_no
from tests.connectors.schedules import Bench
from tests.services.parts import MONDAY

EVIL = "<!channel> & <https://evil.example|click> *bold* `x` | [a](http://b)\nnext"


def test_slack_hears_a_digest_in_which_no_sign_means_anything(
    bench: Bench, server: Server, open_channels: Open
) -> None:
    server.fake = fake = FakeSlack(bench.clock)
    channels = open_channels(team=HOOK)
    queue_digests(bench.doors, channels)
    bench.clock.turn(minutes=20)
    for number in range(3):
        vote_no(bench.doors, number, f"{EVIL} call +36 30 123 4567")
    assert queue_digests(bench.doors, channels) == 1
    deliver(bench, channels)
    (said,) = fake.said
    words = said["blocks"][1]["text"]["text"]
    assert words.count("•") == 3
    assert "&lt;!channel&gt; &amp;" in words
    assert "<!channel>" not in json.dumps(said)
    assert "<https://evil" not in words
    assert "123 4567" not in words
    assert said["text"].startswith("Help centre of")


def test_teams_gets_a_card_that_keeps_to_its_schema(
    bench: Bench, server: Server, open_channels: Open
) -> None:
    server.fake = fake = FakeTeams(bench.clock)
    channels = open_channels(team=TEAMS)
    digest = Digest("Title *x*", tuple(Line(EVIL + "ő" * 900, f"https://e.x/{n}") for n in range(60)))
    channels["team"].notifier.send(digest)
    (card,) = fake.said
    assert len(card["body"]) > 5
    assert {one["type"] for one in card["body"]} == {"RichTextBlock"}
    assert all(one["url"].startswith("https://") for one in card["actions"])
    if SPECS is None:
        pytest.skip(NOT_AT_HAND)
    schema = json.loads((SPECS / "teams" / "schema-1.4.json").read_text())
    assert list(Draft7Validator(schema).iter_errors({k: v for k, v in card.items() if k != "$schema"})) == []


def test_the_bot_believes_ok_and_not_the_status(bench: Bench, server: Server, open_channels: Open) -> None:
    server.fake = fake = FakeSlack(bench.clock)
    bot = open_channels(team=BOT)["team"].notifier
    bot.send(Digest("One", (Line("x"),)))
    with pytest.raises(Throttled):
        bot.send(Digest("Two", (Line("x"),)))
    fake.members.clear()
    with pytest.raises(Refused, match="not_in_channel"):
        bot.send(Digest("Three", (Line("x"),)))
    assert len(fake.said) == 1


def test_a_channel_hears_at_its_pace_and_each_thing_once(
    bench: Bench, server: Server, open_channels: Open
) -> None:
    server.fake = FakeSlack(bench.clock)
    channels = open_channels(team=HOOK | {"every_minutes": 30})
    vote_no(bench.doors, 0, "before anybody listened")
    queue_digests(bench.doors, channels)
    bench.clock.turn(minutes=1)
    vote_no(bench.doors, 1, "first")
    assert queue_digests(bench.doors, channels) == 1
    bench.clock.turn(minutes=10)
    vote_no(bench.doors, 2, "second")
    assert queue_digests(bench.doors, channels) == 0
    bench.clock.turn(minutes=25)
    assert queue_digests(bench.doors, channels) == 1
    bench.clock.turn(minutes=31)
    assert queue_digests(bench.doors, channels) == 0
    deliver(bench, channels)
    deliver(bench, channels)
    bench.clock.turn(minutes=5)
    deliver(bench, channels)
    fake = server.fake
    assert isinstance(fake, FakeSlack)
    told = [one["blocks"][1]["text"]["text"] for one in fake.said]
    assert len(told) == 2
    assert "before anybody" not in "".join(told)


def test_at_night_only_failing_deliveries_are_told(bench: Bench, server: Server, open_channels: Open) -> None:
    server.fake = FakeSlack(bench.clock)
    channels = open_channels(team=HOOK | {"quiet": {"begin": "19:00", "end": "8:00"}})
    queue_digests(bench.doors, channels)
    bench.clock.now = MONDAY.replace(hour=22)
    vote_no(bench.doors, 1, "late words")
    assert queue_digests(bench.doors, channels) == 0
    fail_one(bench.doors, "o1")
    assert queue_digests(bench.doors, channels) == 1
    deliver(bench, channels)
    bench.clock.turn(hours=11)
    assert queue_digests(bench.doors, channels) == 1
    deliver(bench, channels)
    fake = server.fake
    assert isinstance(fake, FakeSlack)
    first, second = (one["blocks"][1]["text"]["text"] for one in fake.said)
    assert "needs somebody" in first
    assert "late words" in second
    assert "needs somebody" not in second


def test_what_fails_again_after_it_was_put_right_is_told_again(
    bench: Bench, server: Server, open_channels: Open
) -> None:
    server.fake = FakeSlack(bench.clock)
    channels = open_channels(team=HOOK)
    queue_digests(bench.doors, channels)
    told = []
    for number in range(3):
        bench.clock.turn(minutes=20)
        if number != 1:
            fail_one(bench.doors, f"o{number}")
        else:
            with bench.doors.engine.begin() as connection:
                connection.execute(text("delete from outbox where kind = 'desk'"))
        told.append(queue_digests(bench.doors, channels))
    assert told == [1, 0, 1]


@pytest.mark.parametrize("fault", ["500_before", "429_seconds", "reset_before", "502_after"])
def test_a_digest_that_did_not_arrive_is_tried_again(
    bench: Bench, server: Server, open_channels: Open, fault: str
) -> None:
    server.fake = fake = FakeSlack(bench.clock)
    channels = open_channels(team=HOOK)
    queue_digests(bench.doors, channels)
    bench.clock.turn(minutes=20)
    vote_no(bench.doors, 1, "words")
    queue_digests(bench.doors, channels)
    fake.faults = [fault]
    for _ in range(4):
        deliver(bench, channels)
        bench.clock.turn(minutes=10)
    assert len(fake.said) >= 1
    with bench.doors.engine.connect() as connection:
        assert connection.execute(text("select state from outbox")).scalar() == "delivered"


def test_addresses_of_others_and_secrets_in_the_file_are_refused(
    bench: Bench, server: Server, open_channels: Open, tmp_path: Path
) -> None:
    path = bench.doors.settings.integrations_file
    (tmp_path / "hook").write_text("https://hooks.slack.com.evil.example/services/1")
    hook = {"service": "slack-webhook", "address": {"file": str(tmp_path / "hook")}}
    for told, words in (
        ({"team": hook}, "does not belong to Slack"),
        (
            {"team": hook | {"address": "https://hooks.slack.com/services/secret"}},
            "a secret may not stand here",
        ),
        ({"team": {"service": "pager"}}, "there is slack, slack-webhook, teams"),
    ):
        path.write_text(yaml.safe_dump({"notifiers": told}))
        with pytest.raises(SettingsError, match=words) as caught:
            read_notifiers(bench.doors.settings, bench.clock)
        assert "services/" not in str(caught.value)
    open_channels()


def test_the_command_knows_channels(
    bench: Bench, server: Server, open_channels: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.fake = fake = FakeSlack(bench.clock)
    channels = open_channels(team=HOOK)
    assert check_channel(channels["team"])[0].is_well
    monkeypatch.setattr("portal.cli.integrations.load_settings", lambda: bench.doors.settings)
    run = CliRunner()
    assert "Slack (webhook)" in run.invoke(integrations, ["list"]).output
    assert "services/T" not in run.invoke(integrations, ["list"]).output
    assert "team took it" in run.invoke(integrations, ["test", "team"]).output
    assert "This is a test" in json.dumps(fake.said)


def test_a_long_digest_fits_into_what_slack_takes() -> None:
    digest = Digest("T" * 500, tuple(Line("<" * 900, "https://e.x/|") for _ in range(80)))
    told = write_slack(replace(digest))
    assert len(told["blocks"][1]["text"]["text"]) <= 3000
    assert len(told["blocks"][0]["text"]["text"]) <= 150
