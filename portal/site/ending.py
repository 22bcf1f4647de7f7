"""What a build is given, and how it ends; nothing that builds is read for that."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import Path

from portal.errors import PortalError

OnProgress = Callable[[int, int], None]


# What numpy says of a full disk.
_CUT_SHORT = re.compile(r"\d+ requested and \d+ written")


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
    outdated_pictures: tuple[str, ...] = ()
    """A sentence about each picture for posts that was drawn from something else than the shop's look."""


def explain_refusal(error: OSError, place: Path) -> str:
    """Say what the system refused to a build that writes below a folder, and what to do about it."""
    if error.errno in {ENOSPC, EDQUOT} or _CUT_SHORT.fullmatch(str(error)):
        return f"There is no room left where {place} is. Make some, and build again."
    if error.errno in {EACCES, EPERM, EROFS}:
        what = f"{error.filename or place}: {error.strerror}."
        return f"{what} Whoever builds must be able to read content and themes and to write {place}."
    return str(error)
