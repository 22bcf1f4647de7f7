"""Remember the articles of the last build, so that only changed files are read and checked again.

read.kept      heads, links and hashes; written last, so that a killed build leaves the old ones or none
written.pack   the texts, by the hashes of their files
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from portal.articles import Article
from portal.site.kept import WRITTEN_FILE, read_kept, write_kept
from portal.site.kept_article import Row, article_of, head_of, row_of
from portal.site.pack import Pack, Pieces
from portal.site.stamps import Stamps


@dataclass(frozen=True, slots=True)
class Memory:
    """Articles by file, and the code that read them: other code may find other mistakes."""

    code: str
    articles: Mapping[str, Article]
    hashes: Mapping[str, str] = field(default_factory=dict)
    """What the files were when they were read, of those that surely were that."""
    held_to: str = ""
    """The hash of all that the rules of pages had compared them with; empty if they were not held to them."""
    beside: str = ""
    """The hash of the files that stood beside them."""
    rows: Mapping[str, Row] = field(default_factory=dict, compare=False)
    """Each article as it is kept."""


NOTHING: Final = Memory("", {})
_cache: dict[Path, tuple[int, Memory]] = {}


def recall(file: Path, *, code: str) -> Memory:
    """Return what this code has read before; nothing if there is no whole file of it."""
    try:
        written_at = file.stat().st_mtime_ns
    except OSError:
        _cache.pop(file, None)
        return NOTHING
    if file not in _cache or _cache[file][0] != written_at:
        _cache[file] = (written_at, _read(file, code))
    memory = _cache[file][1]
    return memory if memory.code == code else NOTHING


def find_same(known: Memory, content: Path, stamps: Stamps) -> frozenset[str]:
    """Return which of these articles have files that have not changed since."""
    beside = content.parent
    return frozenset(name for name, hash_ in known.hashes.items() if stamps.find(f"{beside}/{name}") == hash_)


def remember(
    file: Path,
    articles: Iterable[Article],
    *,
    code: str,
    hashes: Mapping[str, str] | None = None,
    held_to: str = "",
    beside: str = "",
) -> None:
    """Write the articles down for the next build; `hashes` tell what their files were."""
    before = _cache[file][1] if file in _cache else NOTHING
    known = {article.file: article for article in articles}
    rows = {
        name: before.rows[name] if before.articles.get(name) is article else row_of(article)
        for name, article in known.items()
    }
    memory = Memory(code, known, hashes or {}, held_to, beside, rows)
    if before == memory:
        return
    with closing(Pack(file.with_name(WRITTEN_FILE))) as texts:
        for article in known.values():
            if article.digest not in texts:
                texts.put(article.digest, article.body.encode("utf-8", "surrogatepass"))
        texts.keep({article.digest for article in known.values()})
    write_kept(file, (code, dict(memory.hashes), held_to, beside, rows))
    _cache[file] = (file.stat().st_mtime_ns, memory)


def hash_read(
    articles: Iterable[Article], content: Path, stamps: Stamps, same: frozenset[str]
) -> dict[str, str]:
    """Return the hashes of the files that articles were read from, of those that did not change meanwhile."""
    paths = {article.file: f"{content.parent}/{article.file}" for article in articles}
    return {
        file: stamps.digest(path) for file, path in paths.items() if file in same or stamps.is_still(path)
    }


def heads_in(file: Path | None) -> Callable[[Article], bytes]:
    """Return what does the same as `head_of`, only quicker for articles that are remembered there."""
    memory = _cache[file][1] if file in _cache else NOTHING

    def head(article: Article) -> bytes:
        is_known = memory.articles.get(article.file) is article
        return memory.rows[article.file][4] if is_known else head_of(article)

    return head


def _read(file: Path, code: str) -> Memory:
    kept = read_kept(file)
    # What other code has written may have another shape.
    if kept is None or kept[0] != code:
        return NOTHING
    _, hashes, held_to, beside, rows = kept
    texts = Pieces.of(file.with_name(WRITTEN_FILE))
    if texts is None or not all(row[3] in texts for row in rows.values()):
        return NOTHING
    known = {name: article_of(name, row, texts.get) for name, row in rows.items()}
    return Memory(code, known, hashes, held_to, beside, rows)
