"""What is wrong with content, said with file, line and what to write instead."""

from collections.abc import Iterable
from difflib import get_close_matches

from portal.errors import PortalError

SHOWN = 50
MANY = 1000


class ArticleError(PortalError):
    """One mistake in an article or a data file."""

    title = "An article has a mistake"

    def __init__(self, file: str, line: int, message: str, hint: str = "", *, rule: str = "") -> None:
        super().__init__(f"{file}:{line}: {message} {hint}".rstrip())
        self.file = file
        self.line = line
        self.message = message
        self.hint = hint
        self.rule = rule


class ContentError(PortalError):
    """Everything that is wrong with the content, in the order of the files."""

    title = "The content has mistakes"

    def __init__(self, errors: Iterable[ArticleError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: (error.file, error.line)))
        lines = [str(error) for error in self.errors[:SHOWN]]
        if len(self.errors) > SHOWN:
            lines.append(f"... and {len(self.errors) - SHOWN} more.")
        super().__init__("\n".join(lines))


def nearest(wrong: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """Propose what was probably meant; `otherwise` where nothing is near."""
    names = sorted(known)
    if len(names) > MANY:
        # Comparing with all of them takes a second; people seldom mistype the first two letters.
        names = [name for name in names if name[:2] == wrong[:2]]
    near = get_close_matches(wrong, names, n=1, cutoff=0.7)
    return f"Did you mean `{near[0]}`?" if near else otherwise


def listed(names: Iterable[str], *, most: int = 12) -> str:
    """List what may be written, shortened where there is too much of it."""
    sorted_names = sorted(names)
    text = ", ".join(sorted_names[:most])
    return f"Use one of: {text}{', ...' if len(sorted_names) > most else ''}."
