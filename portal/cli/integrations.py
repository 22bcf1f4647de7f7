"""`portal integrations`: the help desks that messages to a person go to."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import click

from portal.clock import utc_now
from portal.connectors.desks.desk import Finding
from portal.connectors.mail import open_mail
from portal.errors import InvalidRequest
from portal.services.doors import open_doors, read_shop
from portal.services.integrations import EMAIL, Integrations, read_integrations
from portal.services.knowledge_tools import KINDS, Tool, check_tool, read_tools, try_tool
from portal.services.notifiers import SERVICES, Channel, check_channel, read_notifiers, try_channel
from portal.services.outbox_care import read_stuck, retry
from portal.services.proposing import find_due, queue_cards, write_card
from portal.services.shops import SHOP, check_shop, name_shop, open_shop
from portal.services.text_messages import SMS_WEBHOOK, read_sms
from portal.services.trying_desks import Listed, check_desk, list_desks, send_test
from portal.settings import Settings, load_settings

Result = TypeVar("Result")

_as_json = click.option("--json", "as_json", is_flag=True, help="Print for machines.")


@click.group(
    epilog="\b\nExamples:\n  portal integrations list\n  portal integrations check zendesk\n"
    "  portal integrations test zendesk\n  portal integrations outbox --json\n"
    "  portal integrations retry --all"
)
def integrations() -> None:
    """Look after the help desks of integrations.yml, and after messages that did not reach them."""


@integrations.command(
    "list", epilog="\b\nExamples:\n  portal integrations list\n  portal integrations list --json"
)
@_as_json
def list_(as_json: bool) -> None:  # noqa: FBT001  a flag of the command line
    """List the desks, and what each answers; their secrets are read, and not shown."""
    settings, found = _read()
    topics = read_shop(settings).topics.values()
    routes = tuple(dict.fromkeys(topic.route for topic in topics))
    channels = _list_channels(read_notifiers(settings, utc_now))
    tools = _list_tools(read_tools(settings, utc_now))
    desks = (*list_desks(found, settings, routes), *_list_shop(settings), *channels, *tools)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in desks], indent=1))
        return
    for one in desks:
        answers = ", ".join(one.answers) or ("what no desk takes" if one.name == EMAIL else "nothing first")
        click.echo(f"{one.name:<16} {one.vendor:<24} {one.address}\n{'':<16} answers: {answers}")


@integrations.command(
    epilog="\b\nExamples:\n  portal integrations check           every desk\n"
    "  portal integrations check zendesk   exit code 1 when something is missing"
)
@click.argument("name", required=False)
@_as_json
def check(name: str | None, as_json: bool) -> None:  # noqa: FBT001  a flag of the command line
    """Prove credentials, rights and needed custom fields of NAME, or of all; nothing is changed there."""
    settings, found = _read()
    shop = open_shop(settings, utc_now)
    channels, tools = read_notifiers(settings, utc_now), read_tools(settings, utc_now)
    others = {one: partial(check_channel, channel) for one, channel in channels.items()}
    others |= {one: partial(check_tool, tool) for one, tool in tools.items()}
    sms = read_sms(settings, utc_now)
    others |= {SMS_WEBHOOK: partial(sms.check)} if sms is not None else {}
    names = (name,) if name else (*found.desks, EMAIL, *others)
    findings = {
        one: others[one]() if one in others else _call(partial(check_desk, found, one))
        for one in names
        if one != SHOP or shop is None
    }
    if shop is not None and name in (None, SHOP):
        findings[SHOP] = check_shop(shop)
    if as_json:
        told = {desk: [asdict(finding) for finding in rows] for desk, rows in findings.items()}
        click.echo(json.dumps(told, indent=1))
    else:
        for desk, rows in findings.items():
            for finding in rows:
                _tell(desk, finding)
    if not all(finding.is_well for rows in findings.values() for finding in rows):
        raise SystemExit(1)


@integrations.command(epilog="\b\nExample:\n  portal integrations test zendesk")
@click.argument("name")
@_as_json
def test(name: str, as_json: bool) -> None:  # noqa: FBT001  a flag of the command line
    """Send one ticket to NAME that says that it is a test; exit code 1 when it was not taken."""
    settings, found = _read()
    channel = read_notifiers(settings, utc_now).get(name)
    if channel is not None:
        try_channel(channel)
        click.echo(json.dumps({"name": name}) if as_json else f"{name} took it.")
        return
    tool = read_tools(settings, utc_now).get(name)
    if tool is not None:
        card = try_tool(tool)
        click.echo(
            json.dumps(asdict(card)) if as_json else f"{name} took it: {card.card_id} {card.url}".rstrip()
        )
        return
    made = _call(partial(send_test, found, name, settings, open_mail(settings)))
    if as_json:
        click.echo(json.dumps(asdict(made), indent=1))
        return
    click.echo(f"{name} took it: {made.number or made.external_id} {made.url}".rstrip())


@integrations.command(
    epilog="\b\nExamples:\n  portal integrations outbox\n  portal integrations outbox --json > stuck.json"
)
@_as_json
def outbox(as_json: bool) -> None:  # noqa: FBT001  a flag of the command line
    """List messages that failed or wait after a try, with the reason; exit code 1 when any failed."""
    stuck = read_stuck(open_doors(load_settings()))
    if as_json:
        click.echo(json.dumps([asdict(one) for one in stuck], indent=1))
    for one in () if as_json else stuck:
        at = datetime.fromtimestamp(one.created_at, tz=UTC)
        click.echo(f"{one.state:<8} {at:%Y-%m-%d %H:%M} {one.kind} {one.desk or EMAIL} tries {one.attempts}")
        click.echo(f"         {one.last_error or ''}\n         {one.outbox_id}")
    if not stuck and not as_json:
        click.echo("Everything has left, or waits for its first try.")
    if any(one.state == "failed" for one in stuck):
        raise SystemExit(1)


@integrations.command(
    "retry", epilog="\b\nExamples:\n  portal integrations retry 019b0c51-…\n  portal integrations retry --all"
)
@click.argument("ids", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Everything that failed or waits after a try.")
def retry_(ids: tuple[str, ...], every: bool) -> None:  # noqa: FBT001  a flag of the command line
    """Try messages again at once, by the desks as they are configured now."""
    if bool(ids) == every:
        raise click.UsageError("Name messages, or say --all.")
    doors = open_doors(load_settings())
    done = retry(doors, tuple(one.outbox_id for one in read_stuck(doors)) if every else ids)
    click.echo(f"{done} will be tried at once by `portal worker`.")
    if done < len(ids):
        raise SystemExit(1)


@integrations.command(
    "push-gaps",
    epilog="\b\nExamples:\n  portal integrations push-gaps guru --dry-run\n"
    "  portal integrations push-gaps guru",
)
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Only tell which cards would be proposed.")
def push_gaps(name: str, dry_run: bool) -> None:  # noqa: FBT001  a flag of the command line
    """Propose a card to NAME for every content gap that has none: redacted, once, for the team to write."""
    settings = load_settings()
    tools = read_tools(settings, utc_now)
    if name not in tools:
        known = ", ".join(tools) or "none"
        raise click.UsageError(f"There is no {name} under `knowledge` of integrations.yml; there is {known}.")
    doors = open_doors(settings)
    if dry_run:
        for gap in find_due(doors, tools[name]):
            click.echo(write_card(doors, gap).title)
        return
    click.echo(f"{queue_cards(doors, tools[name])} cards will be proposed by `portal worker`.")


def _list_shop(settings: Settings) -> tuple[Listed, ...]:
    kind, place = name_shop(settings)
    return (Listed(SHOP, kind, place, ("orders",)),) if kind else ()


def _list_channels(channels: Mapping[str, Channel]) -> tuple[Listed, ...]:
    return tuple(
        Listed(one.name, SERVICES[one.service].name, "the team's channel", tuple(one.options.events))
        for one in channels.values()
    )


def _list_tools(tools: Mapping[str, Tool]) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            one.name, KINDS[one.vendor].name, "the team's cards", ("gaps",) if one.options.push_gaps else ()
        )
        for one in tools.values()
    )


def _call(do: Callable[[], Result]) -> Result:
    """Return what was asked; a name that does not exist is a wrong call."""
    try:
        return do()
    except InvalidRequest as error:
        raise click.UsageError(str(error)) from None


def _tell(desk: str, finding: Finding) -> None:
    click.echo(f"{'ok ' if finding.is_well else '!! '} {desk:<16} {finding.what}")
    if finding.advice:
        click.echo(f"                     {finding.advice}")


def _read() -> tuple[Settings, Integrations]:
    settings = load_settings()
    return settings, read_integrations(settings, utc_now)
