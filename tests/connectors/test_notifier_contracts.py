"""What Slack and Teams are told keeps to their own descriptions, and to ours where there is none."""

import json
from typing import Any

import pytest
from jsonschema import Draft7Validator

from portal.connectors.notifiers.notifier import Digest, Line
from portal.connectors.notifiers.slack import write as write_slack
from portal.connectors.notifiers.teams import write as write_teams
from tests.connectors.fakes.channels import FakeSlack
from tests.connectors.fakes.contract import NOT_AT_HAND, SPECS, read_contract
from tests.connectors.fakes.server import Server
from tests.connectors.notice_parts import BOT, HOOK, Open
from tests.connectors.schedules import Bench

LONG = Digest("Title", tuple(Line("ő & <x> " * 60, f"https://help.example/{n}") for n in range(60)))
KINDS = {"string": (str, list), "boolean": (bool,)}
"""A list may stand where a form would have it as text."""


def read(name: str) -> Any:
    if SPECS is None:
        pytest.skip(NOT_AT_HAND)
    return json.loads((SPECS / name).read_text(encoding="utf-8"))


def test_the_bot_names_only_what_slacks_own_description_knows(
    bench: Bench, server: Server, open_channels: Open
) -> None:
    operation = read("slack/slack_web.subset.json")["paths"]["/chat.postMessage"]["post"]
    known = {one["name"]: one for one in operation["parameters"] if one["in"] == "formData"}
    server.fake = fake = FakeSlack(bench.clock)
    open_channels(team=BOT)["team"].notifier.send(LONG)
    (told,) = (ask.json() for ask in fake.asks)
    assert set(told) <= set(known)
    assert {name for name, one in known.items() if one.get("required")} <= set(told)
    assert all(isinstance(value, KINDS[known[name]["type"]]) for name, value in told.items())


def test_the_hook_is_told_what_our_description_says(
    bench: Bench, server: Server, open_channels: Open
) -> None:
    read("slack/minimal.openapi.json")
    server.fake = fake = FakeSlack(bench.clock, read_contract("slack/minimal.openapi.json"))
    open_channels(team=HOOK)["team"].notifier.send(LONG)
    assert (fake.checked, fake.wrong) == (1, [])


@pytest.mark.parametrize("version", ["1.4", "1.5"])
def test_a_long_card_keeps_to_the_schema_of_cards(version: str) -> None:
    schema = read(f"teams/schema-{version}.json")
    card = write_teams(LONG)["attachments"][0]["content"]
    told = {name: value for name, value in card.items() if name != "$schema"}
    assert list(Draft7Validator(schema).iter_errors(told)) == []
    assert list(Draft7Validator(schema).iter_errors(told | {"body": [{"type": "TextBlock"}]}))


def test_slack_takes_fifty_blocks_of_three_thousand_signs() -> None:
    blocks = write_slack(LONG)["blocks"]
    assert 2 < len(blocks) <= 50
    assert all(len(one["text"]["text"]) <= 3_000 for one in blocks)
    assert blocks[-1]["text"]["text"].endswith("… +20")
