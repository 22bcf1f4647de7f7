"""Ask git what stood where; the only place that runs it."""

import subprocess
import tarfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from portal.errors import PortalError


class HistoryError(PortalError):
    """Git is not there, or does not know what it was asked for."""

    title = "The history cannot be read"


def export_revision(root: Path, revision: str, folder: Path, *, paths: Sequence[str]) -> None:
    """Write some paths below `root`, as they stood at a revision, into a folder; raise HistoryError."""
    commit = _run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not commit:
        raise HistoryError(f"Git knows no revision `{revision}`. Name a commit, a branch or a tag.")
    archive = _run(root, "archive", "--format=tar", commit.decode().strip(), "--", *paths)
    if not archive:
        raise HistoryError(f"The revision `{revision}` has none of: {', '.join(paths)}.")
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")


def _run(root: Path, *arguments: str) -> bytes:
    """Return what git prints, nothing if it fails."""
    try:
        done = subprocess.run(  # noqa: S603  a fixed program, arguments are no shell text
            ["git", "-C", str(root), *arguments],  # noqa: S607  git is found as everywhere
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise HistoryError(f"Git cannot be run: {error.strerror}. Install it, or leave this out.") from None
    return done.stdout if done.returncode == 0 else b""
