"""What an index promises about itself: its files by hash, and what it was made from and with."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

from search.errors import IndexDamaged

# Grows when the files of an index change their meaning.
SCHEMA: Final = 7
MANIFEST: Final = "manifest.json"
_REBUILD: Final = "Run `portal build` to make it anew."


@dataclass(frozen=True, slots=True)
class Manifest:
    """Describe one index. `languages` counts articles per language, `files` maps path to sha256.

    `fingerprint` is a hash of the content and of the code that read it: equal fingerprints, equal
    indexes. `made_with` is a hash of that code alone.
    """

    schema: int
    engine: str
    engine_version: str
    languages: Mapping[str, int]
    fingerprint: str
    made_with: str
    files: Mapping[str, str]

    @property
    def documents(self) -> int:
        """Count the articles of all languages."""
        return sum(self.languages.values())

    def to_json(self) -> bytes:
        """Give the text of the manifest's file."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes, *, path: Path) -> Self:
        """Read a manifest; raise IndexDamaged if it is none, or of another schema."""
        try:
            fields = json.loads(text)
            manifest = cls(**fields)
        except (ValueError, TypeError) as error:
            raise IndexDamaged(f"{path} is no manifest of an index: {error}. {_REBUILD}") from error
        if manifest.schema != SCHEMA:
            raise IndexDamaged(
                f"The index in {path.parent} has schema {manifest.schema}, this program reads "
                f"schema {SCHEMA}. {_REBUILD}"
            )
        return manifest


def hash_files(folder: Path) -> dict[str, str]:
    """Hash every file below a folder, but for the manifest."""
    return {name: hash_file(path) for name, path in files_of(folder)}


def files_of(folder: Path) -> list[tuple[str, Path]]:
    """Name every file below a folder, but for the manifest, in their order."""
    return [
        (path.relative_to(folder).as_posix(), path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / MANIFEST
    ]


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raise IndexDamaged unless the files are exactly those of the manifest."""
    try:
        files = hash_files(folder)
    except OSError as error:
        raise IndexDamaged(f"Cannot read the index in {folder}: {error}. {_REBUILD}") from error
    for path in sorted({*files, *manifest.files}):
        if files.get(path) == manifest.files.get(path):
            continue
        state = "missing" if path not in files else "changed"
        state = state if path in manifest.files else "not in the manifest"
        raise IndexDamaged(f"The index in {folder} is damaged: {path} is {state}. {_REBUILD}")


def hash_file(path: Path) -> str:
    """Hash one file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
