"""Remember the articles of the last build, so that only changed files are read and checked again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from portal.articles import Article
from portal.site.stamps import Stamps


@dataclass(frozen=True, slots=True)
class Memory:
    """Articles by file, and the code that read them: other code may find other mistakes."""

    code: str
    articles: Mapping[str, Article]
    hashes: Mapping[str, str] = field(default_factory=dict)
    """What the files were when they were read, of those that surely were that."""


_NOTHING: Final = Memory("", {})
_MEMORY: Final = TypeAdapter(Memory)
_cache: dict[Path, tuple[int, Memory]] = {}


def recall(file: Path, *, code: str) -> Mapping[str, Article]:
    """Return the articles that this code has read before; none if there is no whole file of them."""
    return _recall(file, code).articles


def find_same(file: Path, content: Path, stamps: Stamps, *, code: str) -> frozenset[str]:
    """Return which of these articles have files that have not changed since."""
    known, beside = _recall(file, code).hashes, content.parent
    return frozenset(name for name, hash_ in known.items() if stamps.find(f"{beside}/{name}") == hash_)


def _recall(file: Path, code: str) -> Memory:
    try:
        written_at = file.stat().st_mtime_ns
        if file not in _cache or _cache[file][0] != written_at:
            _cache[file] = (written_at, _MEMORY.validate_json(file.read_bytes()))
    except (OSError, ValueError):
        return _NOTHING
    memory = _cache[file][1]
    return memory if memory.code == code else _NOTHING


def remember(
    file: Path, articles: Iterable[Article], *, code: str, hashes: Mapping[str, str] | None = None
) -> None:
    """Write the articles down for the next build; `hashes` tell what their files were."""
    memory = Memory(code, {article.file: article for article in articles}, hashes or {})
    if file in _cache and _cache[file][1] == memory:
        return
    part = file.with_suffix(".part")
    part.write_bytes(_MEMORY.dump_json(memory))
    part.replace(file)
    _cache[file] = (file.stat().st_mtime_ns, memory)


def hash_read(
    articles: Iterable[Article], content: Path, stamps: Stamps, same: frozenset[str]
) -> dict[str, str]:
    """Return the hashes of the files that articles were read from, of those that did not change meanwhile."""
    paths = {article.file: f"{content.parent}/{article.file}" for article in articles}
    return {
        file: stamps.digest(path) for file, path in paths.items() if file in same or stamps.is_still(path)
    }
