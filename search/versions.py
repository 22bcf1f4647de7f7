"""Tell which version of an index is in use, and whether it is sound; numpy is not needed for that."""

import hashlib
from pathlib import Path
from typing import Final

from search.errors import IndexDamaged, IndexMissing, SearchError
from search.manifest import MANIFEST, Manifest, check_files

CURRENT: Final = "current"
_BUILD: Final = "Run `portal build` first."


def check_index(path: Path) -> None:
    """Check every file of the index at `path`; raise what opening it would raise."""
    check_version(path, current_version(path))


def check_version(path: Path, name: str) -> tuple[Path, Manifest]:
    """Check every file of a version; give its folder and manifest."""
    folder, manifest = read_manifest(path, name)
    check_files(folder, manifest)
    return folder, manifest


def current_version(path: Path) -> str:
    """Give the line that names the version in use; raise IndexMissing if there is none."""
    try:
        return (path / CURRENT).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(f"No index in {path}. {_BUILD}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"Cannot read {path / CURRENT}: {error}. {_BUILD}") from error


def is_current(path: Path, name: str) -> bool:
    """Tell whether a version is still the one in use."""
    try:
        return current_version(path) == name
    except SearchError:
        return True  # what is open is the best there is


def read_manifest(path: Path, name: str) -> tuple[Path, Manifest]:
    """Read the manifest of the version that a line of `current` names, if it has the hash that it says."""
    version, _, digest = name.strip().partition(" ")
    folder = path / version
    if not version.startswith("v-") or Path(version).name != version:
        raise IndexDamaged(f"{path / CURRENT} names no version of an index. {_BUILD}")
    try:
        text = (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise IndexDamaged(f"Cannot read the manifest of {folder}: {error}. {_BUILD}") from error
    if hashlib.sha256(text).hexdigest() != digest:
        raise IndexDamaged(f"The manifest in {folder} was changed after it was written. {_BUILD}")
    return folder, Manifest.from_json(text, path=folder / MANIFEST)


def find_sound(path: Path) -> tuple[Path, Manifest] | None:
    """Give the index in use and its manifest, or None if there is none that could be opened."""
    try:
        folder, manifest = read_manifest(path, current_version(path))
        check_files(folder, manifest)
    except SearchError:
        return None
    return folder, manifest
