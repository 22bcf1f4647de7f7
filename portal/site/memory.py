"""Remember the articles of the last build, so that only changed files are read and checked again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from portal.articles import Article


@dataclass(frozen=True, slots=True)
class Memory:
    """Articles by file, and the code that read them: other code may find other mistakes."""

    code: str
    articles: Mapping[str, Article]


MEMORY_FILE: Final = "read.json"
_MEMORY: Final = TypeAdapter(Memory)
_cache: dict[Path, tuple[int, Memory]] = {}


def recall(file: Path, *, code: str) -> Mapping[str, Article]:
    """Return the articles that this code has read before; none if there is no whole file of them."""
    try:
        written_at = file.stat().st_mtime_ns
        if file not in _cache or _cache[file][0] != written_at:
            _cache[file] = (written_at, _MEMORY.validate_json(file.read_bytes()))
    except (OSError, ValueError):
        return {}
    memory = _cache[file][1]
    return memory.articles if memory.code == code else {}


def remember(file: Path, articles: Iterable[Article], *, code: str) -> None:
    """Write the articles down for the next build."""
    memory = Memory(code, {article.file: article for article in articles})
    if file in _cache and _cache[file][1] == memory:
        return
    part = file.with_suffix(".part")
    part.write_bytes(_MEMORY.dump_json(memory))
    part.replace(file)
    _cache[file] = (file.stat().st_mtime_ns, memory)
