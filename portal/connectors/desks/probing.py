"""Look whether something is there and may be used, and say what to change when not."""

from collections.abc import Callable

from portal.connectors.desks.desk import Finding
from portal.connectors.desks.outcomes import DeskError
from portal.connectors.desks.reading import as_list, as_object
from portal.connectors.desks.rest import Rest
from portal.connectors.http import Answer


def lists(key: str, name: str, *, within: str = "", **also: object) -> Callable[[Answer], bool]:
    """Return the question whether an answer lists something of this name, with these other properties."""

    def is_right(answer: Answer) -> bool:
        told = answer.object().get(within) if within else answer.json()
        found = (one for one in map(as_object, as_list(told)) if one.get(key) == name)
        return any(all(one.get(more) == value for more, value in also.items()) for one in found)

    return is_right


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
