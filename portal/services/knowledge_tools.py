"""Read from integrations.yml where the team keeps what it knows, and read the verified cards of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.clock import Clock
from portal.connectors.desks.desk import Finding
from portal.connectors.desks.outcomes import DeskError
from portal.connectors.desks.parts import Parts
from portal.connectors.desks.reading import JsonObject
from portal.connectors.http import Limits
from portal.connectors.knowledge import guru
from portal.connectors.knowledge.tool import KnowledgeOptions, KnowledgeTool, Proposal, Proposed
from portal.errors import SettingsError, Unavailable
from portal.services.integrations import at_place, bring_parts, read_file
from portal.services.making_events import new_id
from portal.settings import Settings

GURU = "guru"
_LIMITS = Limits(read_s=30.0, total_s=60.0, most_bytes=20_000_000)
"""A page of cards holds whole articles."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of tool: its name for people, its options, and how it is opened."""

    name: str
    options: type[KnowledgeOptions]
    open: Callable[[Any, Parts], KnowledgeTool]


KINDS = {GURU: Kind(guru.NAME, guru.Options, guru.Guru)}


@dataclass(frozen=True, slots=True)
class Tool:
    """One configured tool."""

    name: str
    vendor: str
    options: KnowledgeOptions
    tool: KnowledgeTool


def read_tools(settings: Settings, clock: Clock, *, limits: Limits = _LIMITS) -> Mapping[str, Tool]:
    """Return the tools of the file; none without a file, and none in a demonstration.

    Raises SettingsError that names the place and what to write instead.
    """
    path = settings.integrations_file
    if settings.demo or not path.is_file():
        return {}
    told = read_file(path)
    for name in told.knowledge:
        if name in told.desks or name in told.notifiers:
            raise SettingsError(f"{path.name}: knowledge.{name}: something else has this name already.")
    return {name: _open(name, given, settings, clock, limits) for name, given in told.knowledge.items()}


def pull_cards(settings: Settings, clock: Clock) -> tuple[JsonObject, ...]:
    """Return the verified cards of every configured Guru; raises SettingsError without one, Unavailable."""
    tools = [one for one in read_tools(settings, clock).values() if one.vendor == GURU]
    if not tools:
        raise SettingsError(
            f"{settings.integrations_file.name} names no Guru: name one under `knowledge` "
            "(docs/integrations.md), or name a file."
        )
    try:
        return tuple(card for one in tools for card in one.tool.pull())
    except DeskError as error:
        raise Unavailable(str(error)) from None


def check_tool(tool: Tool) -> tuple[Finding, ...]:
    """Return what was found at a tool, without changing anything."""
    try:
        return tool.tool.check()
    except DeskError as error:
        return (Finding("sign-in", is_well=False, advice=str(error)),)


def try_tool(tool: Tool) -> Proposed:
    """Make one card that says that it is a test; raise Unavailable that says why not."""
    key = new_id()[-12:]
    html = "<p>This is a test of the help centre. Nobody needs it: please archive it.</p>"
    try:
        return tool.tool.propose(Proposal(key, f"Test of the help centre: please archive ({key})", html))
    except DeskError as error:
        raise Unavailable(str(error)) from None


def _open(name: str, given: Mapping[str, Any], settings: Settings, clock: Clock, limits: Limits) -> Tool:
    where = f"{settings.integrations_file.name}: knowledge.{name}"
    kind = KINDS.get(str(given.get("vendor", "")))
    if kind is None:
        raise SettingsError(f"{where}.vendor: there is {', '.join(sorted(KINDS))}.")
    with at_place(where):
        options = kind.options.model_validate(given)
        parts = bring_parts(settings, clock, name, options, limits)
        return Tool(name, str(given["vendor"]), options, kind.open(options, parts))
