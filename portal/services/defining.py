"""Read the definitions of outcomes, a versioned file beside the articles (content/_data/definitions.yml)."""

from datetime import date
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from portal.domain.outcomes import Definition
from portal.errors import SettingsError

DEFINITIONS_FILE = "definitions.yml"


class _Written(BaseModel):
    """One version as it stands in the file."""

    model_config = ConfigDict(extra="forbid")

    version: Annotated[int, Field(ge=1)]
    since: date
    recontact_days: Annotated[int, Field(ge=1, le=14)]
    dwell_seconds: Annotated[int, Field(ge=1, le=120)]
    why: Annotated[str, Field(min_length=1)]


_FILE = TypeAdapter(list[_Written])


def read_definition(folder: Path) -> Definition:
    """Return the newest definition of a data folder; raise SettingsError that says what is wrong with it.

    A shop without the file is measured by the usual definition, version 1.
    """
    path = folder / DEFINITIONS_FILE
    if not path.exists():
        return Definition()
    try:
        written = _FILE.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not YAML: {error}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"{path}: {where}: {first['msg']}. It lists versions; see docs/data.md."
        ) from None
    versions = [one.version for one in written]
    if not versions or versions != sorted(set(versions)):
        raise SettingsError(f"{path}: versions must rise from one to the next, not {versions}.")
    newest = written[-1]
    return Definition(
        recontact_s=newest.recontact_days * 86_400,
        dwell_s=newest.dwell_seconds,
        version=newest.version,
    )
