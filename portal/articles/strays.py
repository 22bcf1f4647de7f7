"""Refuse files that do not belong into the content: whatever lies there would be published."""

from collections.abc import Iterable, Iterator

from portal.articles.errors import ArticleError
from portal.articles.walking import Found

PUBLISHED = frozenset(
    {".avif", ".gif", ".jpeg", ".jpg", ".mp4", ".pdf", ".png", ".svg", ".vtt", ".webm", ".webp"}
)
"""What an article may show or offer beside its text."""


def find_strays(found: Iterable[Found], data_folder: str, *, shown_as: str) -> Iterator[ArticleError]:
    """Return links out of the content and files that are neither articles nor what articles show."""
    for one in found:
        # Nearly all are articles.
        if one.path.endswith(".md") and not one.is_link:
            continue
        file = f"{shown_as}/{one.path}"
        if one.is_link:
            hint = "Put the file itself here: what a link leads to may be no one's to publish."
            yield ArticleError(file, 1, "This is a symbolic link.", hint, rule="files")
        elif one.path.startswith(f"{data_folder}/"):
            continue
        elif one.suffix == ".md":
            message = f"`{one.name[-3:]}` is not `.md`, and would be left out."
            yield ArticleError(file, 1, message, "Give the file an ending in small letters.", rule="files")
        elif one.suffix not in PUBLISHED:
            kinds = ", ".join(sorted(PUBLISHED))
            hint = f"Move it out of {shown_as}/. Beside articles may stand {kinds}."
            message = "A file of this kind would be published and is not taken."
            yield ArticleError(file, 1, message, hint, rule="files")
