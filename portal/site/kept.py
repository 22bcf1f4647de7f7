"""The files that a build leaves for the next one, and how values are kept in them.

Values are kept as Python's own `marshal` writes them, which reads thousands of articles several times faster
than JSON. A file that is torn, or was written by another Python, is as good as none.
"""

import marshal
import os
import sys
from pathlib import Path
from typing import Any, Final
from zlib import crc32

STATE_FILE: Final = "site.state"
"""The site's pages and files, and what they were made from (state.py)."""
MEMORY_FILE: Final = "read.kept"
"""The articles as they were read (memory.py)."""
WRITTEN_FILE: Final = "written.pack"
"""The texts of the articles as authors wrote them (memory.py)."""
STAMPS_FILE: Final = "stamps.kept"
"""The hashes of all sources (stamps.py)."""
FACTS_FILE: Final = "facts.kept"
"""What is known of the rendered texts (facts.py)."""
DATA_FILE: Final = "data.kept"
"""The shop's data (kept_data.py)."""
LISTED_FILE: Final = "listed.kept"
"""The lines of the list for the service (listed.py)."""
PACK_FILE: Final = "bodies.pack"
"""The rendered texts (pack.py)."""
TWINS_FILE: Final = "twins.pack"
"""The packed twins of files that are no pages."""
PLACES_SUFFIX: Final = ".kept"
"""Where the pieces of a pack stand is told beside it."""
WORDS_FILE: Final = "words.kept"
"""The words of the interface (wording.py)."""
UNFINISHED_FILE: Final = "unfinished"
"""There while a build writes, and after one that did not come to its end or was made by MkDocs alone."""
_ALL: Final = (
    STATE_FILE,
    MEMORY_FILE,
    WRITTEN_FILE,
    STAMPS_FILE,
    FACTS_FILE,
    DATA_FILE,
    LISTED_FILE,
    PACK_FILE,
    TWINS_FILE,
    WORDS_FILE,
)


def forget_all(near: Path) -> None:
    """Forget everything of earlier builds."""
    for name in _ALL:
        (near / name).unlink(missing_ok=True)
        (near / name).with_suffix(PLACES_SUFFIX).unlink(missing_ok=True)


def distrust(near: Path, *, site: bool) -> None:
    """Tell the next build that index and lists may be of other texts than its own, perhaps the site, too."""
    if near.is_dir():
        (near / UNFINISHED_FILE).touch()
    if site:
        (near / STATE_FILE).unlink(missing_ok=True)


def read_kept(file: Path) -> Any:
    """Return what `write_kept` wrote, or None if there is no whole file of this Python's."""
    try:
        return from_bytes(file.read_bytes())
    except OSError:
        return None


def write_kept(file: Path, value: Any) -> None:
    """Write texts, numbers, and tuples, lists and dicts of them, and move the file to its place whole."""
    part = file.with_name(f"{file.name}.part")
    # Articles for staff are among them, and the site beside them is for everybody.
    number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(number, "wb") as opened:  # noqa: PTH123  a number
        opened.writelines(_pieces(value))
    part.replace(file)


def to_bytes(value: Any) -> bytes:
    """Return what `write_kept` would write into a file."""
    return b"".join(_pieces(value))


def from_bytes(content: bytes) -> Any:
    """Return the value, or None if this is not what this Python has written."""
    end = content.find(b"\n")
    head, rest = content[: max(end, 0)], memoryview(content)[end + 1 :]
    # The sum comes first: torn values could break the reader.
    return marshal.loads(rest) if head == _head(rest) else None  # noqa: S302  our own file


def _pieces(value: Any) -> tuple[bytes, bytes]:
    rest = marshal.dumps(value)
    return _head(rest) + b"\n", rest


def _head(rest: bytes | memoryview) -> bytes:
    return f"{sys.version} {crc32(rest):08x}".replace("\n", " ").encode()
