"""Read from integrations.yml which channels of the team hear what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.clock import Clock
from portal.connectors.desks.desk import Finding
from portal.connectors.desks.outcomes import DeskError
from portal.connectors.desks.parts import Parts
from portal.connectors.http import Limits
from portal.connectors.notifiers import slack, teams
from portal.connectors.notifiers.notifier import Digest, Line, Notifier
from portal.connectors.notifiers.options import NotifierOptions
from portal.errors import SettingsError, Unavailable
from portal.services.integrations import at_place, bring_parts, read_file
from portal.settings import Settings


@dataclass(frozen=True, slots=True)
class Service:
    """One kind of channel: its name for people, its options, and how it is opened."""

    name: str
    options: type[NotifierOptions]
    open: Callable[[Any, Parts], Notifier]


SERVICES = {
    "slack": Service("Slack (bot)", slack.BotSettings, slack.SlackBot),
    "slack-webhook": Service("Slack (webhook)", slack.HookSettings, slack.SlackHook),
    "teams": Service("Microsoft Teams", teams.Settings, teams.Teams),
}


@dataclass(frozen=True, slots=True)
class Channel:
    """One configured channel of the team."""

    name: str
    service: str
    options: NotifierOptions
    notifier: Notifier


def read_notifiers(
    settings: Settings, clock: Clock, *, limits: Limits | None = None
) -> Mapping[str, Channel]:
    """Return the channels of the file; none without a file, and none in a demonstration.

    Raises SettingsError that names the place and what to write instead.
    """
    path = settings.integrations_file
    if settings.demo or not path.is_file():
        return {}
    told = read_file(path)
    for name in told.notifiers:
        if name in told.desks:
            raise SettingsError(f"{path.name}: notifiers.{name}: a desk has this name already.")
    return {name: _open(name, given, settings, clock, limits) for name, given in told.notifiers.items()}


def _open(
    name: str, given: Mapping[str, Any], settings: Settings, clock: Clock, limits: Limits | None
) -> Channel:
    where = f"{settings.integrations_file.name}: notifiers.{name}"
    service = SERVICES.get(str(given.get("service", "")))
    if service is None:
        raise SettingsError(f"{where}.service: there is {', '.join(sorted(SERVICES))}.")
    with at_place(where):
        options = service.options.model_validate(given)
        parts = bring_parts(settings, clock, name, options, limits)
        return Channel(name, options.service, options, service.open(options, parts))


def check_channel(channel: Channel) -> tuple[Finding, ...]:
    """Return what was found at a channel, without saying anything there."""
    try:
        return channel.notifier.check()
    except DeskError as error:
        return (Finding("channel", is_well=False, advice=str(error)),)


def try_channel(channel: Channel) -> None:
    """Say in a channel that this is a test; raise Unavailable that says why not."""
    line = Line("This is a test. If you can read <this> and *this* as it is written, all is well.")
    try:
        channel.notifier.send(Digest("Test of the help centre", (line,)))
    except DeskError as error:
        raise Unavailable(str(error)) from None
