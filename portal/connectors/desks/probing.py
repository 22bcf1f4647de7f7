"""Look whether something is there and may be used, and say what to change when not."""

from collections.abc import Callable

from portal.connectors.desks.desk import Finding
from portal.connectors.desks.outcomes import DeskError
from portal.connectors.desks.rest import Rest
from portal.connectors.http import Answer


def probe(
    rest: Rest,
    what: str,
    path: str,
    *,
    advice: str,
    is_right: Callable[[Answer], bool] = lambda _answer: True,
    headers: dict[str, str] | None = None,
) -> Finding:
    """Read one path and return what it shows; nothing is changed by it."""
    try:
        answer = rest.ask("GET", path, headers=headers)
    except DeskError as error:
        return Finding(what, is_well=False, advice=f"{error} {advice}")
    return Finding(what, is_well=True) if is_right(answer) else Finding(what, is_well=False, advice=advice)
