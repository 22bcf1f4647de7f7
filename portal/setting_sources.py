"""Where settings are written: the environment, the file `.env`, and files that hold one value each.

They are read in a few lines of our own: what a command needs before its first word should take no time.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from portal.errors import SettingsError
from portal.places import Places, PlacesBelow

PREFIX: Final = "PORTAL_"
_WRITTEN: Final = Path(".env")
_IN_FILE: Final = "_FILE"


def read_variables() -> dict[str, str]:
    """Return the variables that say something; all of `.env` count, and the environment says more than it."""
    return {**_written(), **_environment()}


def values_of(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the values of settings by name; raise SettingsError for a file that cannot be read."""
    named = {variable: text for variable, text in variables.items() if variable.endswith(_IN_FILE)}
    plain = {setting_of(variable): text for variable, text in variables.items() if variable not in named}
    return {**plain, **{setting_of(variable): _held(variable, file) for variable, file in named.items()}}


def find_places() -> Places:
    """Return the places before settings are checked; raise SettingsError for a file that cannot be read."""
    values = values_of(read_variables())
    return PlacesBelow(Path(values.get("root", "")), Path(values.get("var", "var")))


def setting_of(variable: str) -> str:
    """Return which setting a variable is about."""
    return without_file(variable).removeprefix(PREFIX).lower()


def without_file(variable: str) -> str:
    """Return the variable that would hold the value itself."""
    return variable.removesuffix(_IN_FILE)


def _environment() -> dict[str, str]:
    told = {variable.upper(): text for variable, text in os.environ.items()}  # noqa: TID251  the door itself
    return {variable: text for variable, text in told.items() if variable.startswith(PREFIX) and text}


def _written() -> dict[str, str]:
    if not _WRITTEN.is_file():
        return {}
    # Few have such a file, and nobody else should wait for what reads it.
    from dotenv import dotenv_values

    return {variable.upper(): text for variable, text in dotenv_values(_WRITTEN).items() if text}


def _held(variable: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{variable}: cannot read {file}: {error.strerror}.") from None
