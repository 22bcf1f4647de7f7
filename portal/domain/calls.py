"""A call that somebody asked for: whom, and within which window of time."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call and when; times are seconds since 1970 (UTC), and no repr shows the number."""

    phone: str = field(repr=False)
    begins_at: float
    ends_at: float
