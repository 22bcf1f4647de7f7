"""Read integrations.yml: which desks there are, and which of them answers what."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from portal.clock import Clock
from portal.connectors.desks.desk import Desk
from portal.connectors.desks.options import Checked, DeskOptions, EmailOptions, Outbound
from portal.connectors.desks.parts import Parts
from portal.connectors.desks.registry import VENDORS
from portal.connectors.http import Http, Limits
from portal.errors import SettingsError
from portal.settings import Settings

EMAIL = "email"
"""The mailbox of PORTAL_DESK_EMAIL: the end of every way."""

DEFAULT_ROUTE = "default"

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]


class IntegrationsFile(Checked):
    """What may stand in the file, before any desk is opened."""

    desks: dict[Name, dict[str, Any]] = Field(default_factory=dict)
    routes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    shop: dict[str, Any] | None = None
    notifiers: dict[Name, dict[str, Any]] = Field(default_factory=dict)
    knowledge: dict[Name, dict[str, Any]] = Field(default_factory=dict)
    sms: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Configured:
    """One desk as the file describes it; `desk` is None for a mailbox."""

    name: str
    vendor: str
    options: DeskOptions
    desk: Desk | None
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Integrations:
    """All desks and ways."""

    desks: Mapping[str, Configured] = field(default_factory=dict)
    routes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def way(self, route: str) -> tuple[str, ...]:
        """Return the names of the desks that a message goes to, one after the other; e-mail is the last."""
        found = self.routes.get(route) or self.routes.get(DEFAULT_ROUTE)
        if found is None:
            found = tuple(name for name, one in self.desks.items() if one.desk is not None)[:1]
        return found if EMAIL in found else (*found, EMAIL)


def read_integrations(settings: Settings, clock: Clock, *, limits: Limits | None = None) -> Integrations:
    """Return the desks of the file; none without a file, and none in a demonstration.

    Raises SettingsError that names the place and what to write instead.
    """
    path = settings.integrations_file
    if settings.demo or not path.is_file():
        return Integrations()
    told = read_file(path)
    desks = {name: _open(name, given, settings, clock, limits) for name, given in told.desks.items()}
    known = {*desks, EMAIL}
    for route, names in told.routes.items():
        for name in names:
            if name not in known:
                there_is = ", ".join(sorted(known))
                raise SettingsError(
                    f"{path.name}: routes.{route}: there is no desk {name}; there is {there_is}."
                )
    return Integrations(desks, told.routes)


def read_file(path: Path) -> IntegrationsFile:
    """Return what integrations.yml says; raises SettingsError without repeating what stands there."""
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        return TypeAdapter(IntegrationsFile).validate_python(told)
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        # The error of the parser would repeat the line, and a secret may have been written there.
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark is not None else type(error).__name__
        raise SettingsError(f"{path.name} cannot be read: {where}.") from None
    except ValidationError as error:
        raise SettingsError(explain(path.name, error)) from None


def _open(
    name: str, given: Mapping[str, Any], settings: Settings, clock: Clock, limits: Limits | None
) -> Configured:
    where = f"{settings.integrations_file.name}: desks.{name}"
    vendor = str(given.get("vendor", ""))
    if name == EMAIL:
        raise SettingsError(f"{where}: `email` is the mailbox of PORTAL_DESK_EMAIL; take another name.")
    if vendor not in VENDORS and vendor != EMAIL:
        known = ", ".join(sorted((*VENDORS, EMAIL)))
        raise SettingsError(f"{where}.vendor: there is {known}, not {vendor or 'nothing'}.")
    with at_place(where):
        if vendor == EMAIL:
            mailbox = EmailOptions.model_validate(given)
            return Configured(name, vendor, mailbox, None, mailbox.recipient)
        options = VENDORS[vendor].options.model_validate(given)
        parts = bring_parts(settings, clock, name, options, limits)
        return Configured(name, vendor, options, VENDORS[vendor].open(options, parts))


@contextmanager
def at_place(where: str) -> Iterator[None]:
    """Let errors of what is opened within say where in the file they stand."""
    try:
        yield
    except ValidationError as error:
        raise SettingsError(explain(where, error)) from None
    except SettingsError as error:
        raise SettingsError(f"{where}: {error}") from None


def bring_parts(
    settings: Settings, clock: Clock, name: str, options: Outbound, limits: Limits | None
) -> Parts:
    """Return what something of the file is opened with: its way out, the time, and a place for its token."""
    http = Http(allowed=options.allow_networks, limits=limits)
    return Parts(http, clock, settings.var_dir / "tokens" / f"{name}.json")


def explain(where: str, error: ValidationError) -> str:
    """Say what is wrong without repeating values: a secret may have been written where none belongs."""
    lines = []
    for problem in error.errors(include_input=False, include_url=False, include_context=False):
        place = ".".join(str(part) for part in problem["loc"])
        lines.append(f"{where}{'.' if place else ''}{place}: {problem['msg'].removeprefix('Value error, ')}")
    return "\n".join([*lines, "What may stand there: docs/integrations.md"])
