"""Refuse files that do not belong into the content: whatever lies there would be published."""

from collections.abc import Iterator
from pathlib import Path

from portal.articles.errors import ArticleError

PUBLISHED = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".pdf", ".png", ".svg", ".webp"})
"""What an article may show or offer beside its text."""


def find_strays(content: Path, data_folder: str, *, shown_as: str) -> Iterator[ArticleError]:
    """Return links out of the content and files that are neither articles nor what articles show."""
    for file in sorted(content.rglob("*")):
        inside = file.relative_to(content)
        if any(part.startswith(".") for part in inside.parts):
            continue  # neither read nor published
        name = f"{shown_as}/{inside.as_posix()}"
        if file.is_symlink():
            hint = "Put the file itself here: what a link leads to may be no one's to publish."
            yield ArticleError(name, 1, "This is a symbolic link.", hint, rule="files")
        elif _is_stray(file, inside, data_folder):
            kinds = ", ".join(sorted(PUBLISHED))
            hint = f"Move it out of {shown_as}/. Beside articles may stand {kinds}."
            message = "A file of this kind would be published and is not taken."
            yield ArticleError(name, 1, message, hint, rule="files")


def _is_stray(file: Path, inside: Path, data_folder: str) -> bool:
    is_data = inside.parts[0] == data_folder
    return file.is_file() and not is_data and file.suffix.lower() not in PUBLISHED | {".md"}
