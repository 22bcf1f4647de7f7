"""What a build is given, and how it ends; nothing that builds is read for that."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.errors import PortalError

OnProgress = Callable[[int, int], None]


class BuildFailed(PortalError):
    """The site was not built; the old one stays. The message has a line for each mistake."""

    title = "The site was not built"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    pages: int
    is_new: bool
    """False when nothing had changed since the last one."""
    not_searchable: tuple[str, ...] = ()
    """Languages whose pages were built but cannot be searched yet."""
