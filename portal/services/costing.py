"""Read what an hour of support work costs, as finance signed it in costs.yml; there is never a default."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portal.errors import SettingsError

COSTS_FILE = "costs.yml"


@dataclass(frozen=True, slots=True)
class Costs:
    """The price of an hour by way of contact, in one currency, and who signed it when."""

    signed_by: str
    signed_on: date
    currency: str
    hour: Mapping[str, float]


class _Written(BaseModel):
    """The file as it stands."""

    model_config = ConfigDict(extra="forbid")

    signed_by: Annotated[str, Field(min_length=2)]
    signed_on: date
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    hour: Annotated[dict[str, Annotated[float, Field(gt=0)]], Field(min_length=1)]


def read_costs(folder: Path) -> Costs | None:
    """Return the signed prices of a data folder, None without the file; raise SettingsError if wrong."""
    path = folder / COSTS_FILE
    if not path.exists():
        return None
    try:
        written = _Written.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not YAML: {error}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{path}: {where}: {first['msg']}. See docs/dashboard.md.") from None
    return Costs(written.signed_by, written.signed_on, written.currency, written.hour)
