"""Read what a desk told without trusting its shape."""

from datetime import UTC, datetime
from typing import Any

from portal.connectors.desks.outcomes import Unsure

JsonObject = dict[str, Any]


def as_object(value: object) -> JsonObject:
    """Return a JSON object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return a JSON list, an empty one for anything else."""
    return value if isinstance(value, list) else []


def text_of(value: object) -> str:
    """Return a text or a number as text; the empty text for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)


def has_text(told: object, text: str, name: str, *, vendor: str) -> bool:
    """Tell whether one of the listed objects has a text under a name; raise Unsure for what is no list."""
    if not isinstance(told, list):
        raise Unsure(f"{vendor} answered a look-up with something else.")
    return any(text in text_of(as_object(one).get(name)) for one in told)


def read_time(value: object) -> datetime | None:
    """Return a time told as ISO 8601 or as milliseconds since 1970; None for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 4e12:
        return datetime.fromtimestamp(value / 1000, tz=UTC)
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if at is None:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def is_rated_good(word: str) -> str | None:
    """Return good or bad for a desk's word for it, or None while nobody has rated."""
    plain = word.casefold()
    if plain.startswith(("good", "happy", "satisfied", "positive")):
        return "good"
    return "bad" if plain.startswith(("bad", "unhappy", "dissatisfied", "negative")) else None
