"""integrations.yml: mistakes are named with their place, secrets stand elsewhere, commands tell what is."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from portal.domain.references import make_reference
from portal.errors import SettingsError
from portal.services.integrations import Integrations, read_integrations
from portal.services.working import Worker
from tests.connectors.cases import CASES
from tests.connectors.fakes.server import Server
from tests.connectors.schedules import Bench, make_contact, make_fake
from tests.services.parts import MONDAY, ROOT, TurnedClock, make_settings

ZENDESK = """
desks:
  zendesk:
    vendor: zendesk
    address: https://shop.zendesk.com
    client_id: portal
    client_secret: {file: SECRET}
  office: {vendor: email, recipient: office@example.com}
routes:
  default: [zendesk]
  head-office: [office]
"""
Read = Callable[[str], Integrations]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    (tmp_path / "secret").write_text("swordfish-swordfish\n", encoding="utf-8")

    def reading(text: str) -> Integrations:
        path = tmp_path / "integrations.yml"
        path.write_text(text.replace("SECRET", str(tmp_path / "secret")), encoding="utf-8")
        return read_integrations(make_settings(tmp_path, integrations=path), TurnedClock())

    return reading


def test_every_way_ends_with_the_mailbox(read: Read) -> None:
    found = read(ZENDESK)
    assert found.way("refund") == ("zendesk", "email")
    assert found.way("head-office") == ("office", "email")
    assert Integrations().way("refund") == ("email",)


def test_no_file_and_a_demonstration_mean_mail(tmp_path: Path) -> None:
    assert not read_integrations(make_settings(tmp_path), TurnedClock()).desks
    path = tmp_path / "integrations.yml"
    path.write_text("not even: [read", encoding="utf-8")
    settings = make_settings(tmp_path, integrations=path, demo=True)
    assert not read_integrations(settings, TurnedClock()).desks


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (
            ZENDESK.replace("{file: SECRET}", "swordfish-swordfish"),
            "client_secret: a secret may not stand here",
        ),
        (ZENDESK.replace("SECRET", "/nowhere"), "cannot read the secret in /nowhere"),
        (
            ZENDESK.replace("{file: SECRET}", "{env: NOT_SET_ANYWHERE}"),
            "the environment has no NOT_SET_ANYWHERE",
        ),
        (
            ZENDESK.replace("client_id", "client-id"),
            "desks.zendesk.client-id: Extra inputs are not permitted",
        ),
        (
            ZENDESK.replace("vendor: zendesk", "vendor: zendeks"),
            "desks.zendesk.vendor: there is email, freshdesk",
        ),
        (ZENDESK.replace("shop.zendesk.com", "shop.zendesk.com.evil.example"), "does not belong to Zendesk"),
        (ZENDESK.replace("[office]", "[oficina]"), "routes.head-office: there is no desk oficina"),
        (
            ZENDESK.replace(
                "address: https://shop", "allow_networks: [10.0.0.1/8]\n    address: https://shop"
            ),
            "networks",
        ),
        ("desks: [", "integrations.yml cannot be read"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_no_secret(read: Read, wrong: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(wrong)
    assert told in str(caught.value)
    assert "swordfish" not in str(caught.value)


@pytest.mark.parametrize("vendor", sorted(set(CASES) - {"webhook"}))
def test_an_address_of_somebody_else_gets_no_secret(read: Read, tmp_path: Path, vendor: str) -> None:
    given = CASES[vendor].options("https://desk.example", tmp_path)
    del given["allow_networks"]
    with pytest.raises(SettingsError, match="does not belong to"):
        read(json.dumps({"desks": {"one": given}}))


@pytest.fixture
def run(bench: Bench, server: Server, tmp_path: Path) -> Callable[..., Result]:
    """Return what calls `portal integrations` for a fake Freshdesk."""
    bench.clock.now = MONDAY
    server.fake = make_fake(bench, CASES["freshdesk"])
    path = tmp_path / "integrations.yml"
    path.write_text(json.dumps({"desks": {"fresh": CASES["freshdesk"].options(server.address, tmp_path)}}))
    environ = {
        "PORTAL_VAR": str(tmp_path / "var"),
        "PORTAL_ROOT": str(ROOT),
        "PORTAL_INTEGRATIONS": str(path),
    }
    return lambda *words: CliRunner().invoke(main, ["integrations", *words], env=environ)


def test_list_tells_what_each_desk_answers(run: Callable[..., Result]) -> None:
    done = run("list", "--json")
    desks = {one["name"]: one for one in json.loads(done.output)}
    assert "payments" in desks["fresh"]["answers"]
    assert desks["email"]["answers"] == []
    assert "freshdesk-key" not in done.output


def test_check_ends_with_1_when_something_is_missing(run: Callable[..., Result], server: Server) -> None:
    assert run("check").exit_code == 0
    assert run("check", "fresh").exit_code == 0
    assert run("check", "nobody").exit_code == 2
    server.fake.key = "another"  # type: ignore[attr-defined]  # of this fake
    done = run("check", "fresh")
    assert done.exit_code == 1
    assert "Take the API key of an agent" in done.output


def test_test_sends_one_marked_ticket(run: Callable[..., Result], server: Server) -> None:
    done = run("test", "fresh")
    assert (done.exit_code, len(server.fake.tickets)) == (0, 1)
    assert "/a/tickets/1" in done.output
    assert "please close" in server.fake.tickets[0]["body"]["subject"]
    server.fake.faults = ["refused"]
    assert run("test", "fresh").exit_code == 1


def test_the_mailbox_can_be_tested_as_well(run: Callable[..., Result], tmp_path: Path) -> None:
    assert run("test", "email").exit_code == 0
    assert len(list((tmp_path / "var" / "outbox").glob("*.eml"))) == 1


def test_outbox_and_retry_say_what_they_did(run: Callable[..., Result]) -> None:
    assert run("outbox").output == "Everything has left, or waits for its first try.\n"
    assert run("retry").exit_code == 2
    assert run("retry", "--all").output.startswith("0 will be tried")


def test_the_worker_brings_messages_to_the_desk_of_the_file(
    bench: Bench, server: Server, tmp_path: Path
) -> None:
    bench.clock.now = MONDAY
    server.fake = make_fake(bench, CASES["hubspot"])
    path = tmp_path / "integrations.yml"
    path.write_text(json.dumps({"desks": {"hub": CASES["hubspot"].options(server.address, tmp_path)}}))
    settings = bench.doors.settings.model_copy(update={"integrations": path})
    doors = replace(bench.doors, settings=settings)
    contact = make_contact(doors, random.Random(3), topic="safety")  # noqa: S311  a case number
    worker = Worker(doors)
    assert worker.deliver_all().delivered == 1
    assert server.fake.refs() == [make_reference(contact.contact_id)]
    bench.clock.turn(hours=1)
    server.fake.tickets[0]["told"] = {"hs_pipeline_stage": "3"}
    assert worker.ask() == 1
    assert worker.ask() is None


@pytest.mark.parametrize("words", [(), ("list",), ("check",), ("test",), ("outbox",), ("retry",)])
def test_help_has_examples(run: Callable[..., Result], words: tuple[str, ...]) -> None:
    assert "portal integrations" in run(*words, "--help").output.split("Example", 1)[1]
