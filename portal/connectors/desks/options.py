"""What integrations.yml may say of a desk; secrets are named there and stand elsewhere."""

from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from portal.settings import read_named_secret


class Checked(BaseModel):
    """A part of the file, in which every name is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Secret(Checked):
    """Where a secret stands: `{file: /run/secrets/desk}` or `{env: DESK_SECRET}`."""

    file: Path | None = None
    env: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _name_it_only(cls, value: object) -> object:
        if isinstance(value, str):
            raise ValueError("a secret may not stand here; write {file: PATH} or {env: NAME}")
        return value

    @model_validator(mode="after")
    def _one_of_both(self) -> "Secret":
        if (self.file is None) == (self.env is None):
            raise ValueError("write either {file: PATH} or {env: NAME}")
        return self

    def read(self) -> str:
        """Return the secret; raises SettingsError."""
        return read_named_secret(file=self.file, env=self.env)


def _network(value: str) -> str:
    ip_network(value)
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ValueError("write a whole address, such as https://shop.example.com")
    return value.rstrip("/")


Network = Annotated[str, AfterValidator(_network)]
Address = Annotated[str, AfterValidator(_address)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Tag = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,32}$")]


class Outbound(Checked):
    """What can be said of everything that is called over a network."""

    allow_networks: tuple[Network, ...] = ()
    """Private networks in which it may stand."""


class DeskOptions(Outbound):
    """What can be said of every desk."""

    vendor: str
    webhook_secret: Secret | None = None
    """With which the desk signs what it tells us."""


class EmailOptions(DeskOptions):
    """A mailbox of the team."""

    vendor: Literal["email"]
    recipient: Line
