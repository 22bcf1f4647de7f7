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
    archive = _run(root, "archive", "--format=tar", find_commit(root, revision), "--", *paths)
    if not archive:
        raise HistoryError(f"The revision `{revision}` has none of: {', '.join(paths)}.")
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")


def find_commit(root: Path, revision: str) -> str:
    """Return the commit that a revision names; raise HistoryError."""
    commit = _run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not commit:
        raise HistoryError(f"Git knows no revision `{revision}`. Name a commit, a branch or a tag.")
    return commit.decode().strip()


def last_tag(root: Path) -> str | None:
    """Return the tag of the last release before the present commit, or None if there is none."""
    return _run(root, "describe", "--tags", "--abbrev=0").decode().strip() or None


def list_at(root: Path, revision: str, folder: str) -> tuple[str, ...]:
    """Return the files below a folder as they were at a revision, seen from `root`; raise HistoryError."""
    commit = find_commit(root, revision)
    listed = _run(root, "ls-tree", "-r", "-z", "--name-only", commit, "--", f"{folder}/")
    return tuple(name for name in listed.decode("utf-8", "replace").split("\0") if name)


def read_at(root: Path, revision: str, path: str) -> str | None:
    """Return a file as it was at a revision, or None if it was not there."""
    found = _run(root, "show", f"{revision}:./{path}")
    return found.decode("utf-8-sig", "replace").replace("\r\n", "\n") if found else None


def commits_of(root: Path, path: str, *, most: int = 200) -> tuple[str, ...]:
    """Return the last commits that changed a file, the newest first; none without a repository."""
    listed = _run(root, "log", f"--max-count={most}", "--format=%H", "--", path)
    return tuple(listed.decode().split())


def is_repository(root: Path) -> bool:
    """Tell whether a folder belongs to a repository."""
    return bool(_run(root, "rev-parse", "--git-dir"))


def uncommitted(root: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """Return those of some paths that differ from the last commit, seen from `root`."""
    if not paths:
        return ()
    prefix = _run(root, "rev-parse", "--show-prefix").decode().strip()
    lines = _run(root, "status", "--porcelain", "-z", "--", *paths).decode("utf-8", "replace").split("\0")
    return tuple(line[3:].removeprefix(prefix) for line in lines if line)


def move(root: Path, old: str, new: str) -> bool:
    """Move a file and tell git; return False if git does not know the file."""
    (root / new).parent.mkdir(parents=True, exist_ok=True)
    # Without an answer nothing tells success from failure: `git mv` prints nothing.
    return b"Renaming" in _run(root, "mv", "--verbose", "--", old, new)


def commit(root: Path, path: str, message: str, *, author: str) -> str | None:
    """Commit one file, and nothing else, as `Name <address>`; return the commit, or None if git refuses."""
    name, _, address = author.rstrip(">").partition(" <")
    who = ("-c", f"user.name={name}", "-c", f"user.email={address}", "-c", "commit.gpgsign=false")
    before = _run(root, "rev-parse", "--verify", "--quiet", "HEAD")
    _run(root, "add", "--intent-to-add", "--", path)
    _run(root, *who, "commit", "--quiet", "--no-verify", f"--message={message}", "--only", "--", path)
    after = _run(root, "rev-parse", "--verify", "--quiet", "HEAD")
    return after.decode().strip() if after and after != before else None


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
