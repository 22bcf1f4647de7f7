"""Remember the articles of the last build, so that only changed files are read and checked again."""

import marshal
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from portal.articles import Article
from portal.articles.front_matter import Audience, FrontMatter, Kind
from portal.articles.links import Link
from portal.articles.sources import ready
from portal.site.kept import read_kept, write_kept
from portal.site.shares import drop_others, read_shares, write_shares
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
    """The hash of the names of the files that stood beside them."""
    rows: Mapping[str, "_Row"] = field(default_factory=dict, compare=False)
    """Each article as it is kept."""
    shares: tuple[str, ...] = field(default=(), compare=False)
    """The files that the rows are kept in."""


_Row = tuple[bytes, dict[str, Any] | str, tuple[Any, ...]]
"""What the front matter says as bytes (`head_of`) and as it is read again, and the rest."""
NOTHING: Final = Memory("", {})
# Later versions of the format write what is used twice in another way, so that bytes would differ.
_ALIKE: Final = 2
_DATES: Final = ("checked_on", "review_by", "valid_from", "expires")
_ALL_FIELDS: Final = set(FrontMatter.model_fields)
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
        name: before.rows[name] if before.articles.get(name) is article else _row(article)
        for name, article in known.items()
    }
    memory = Memory(code, known, hashes or {}, held_to, beside, rows)
    if before == memory:
        return
    shares = write_shares(file, rows, before=before.rows, names=before.shares)
    write_kept(file, (code, dict(memory.hashes), held_to, beside, shares))
    drop_others(file, shares)
    _cache[file] = (file.stat().st_mtime_ns, replace(memory, shares=shares))


def head_of(article: Article) -> bytes:
    """Return all that an article's front matter says as bytes, the same each time."""
    return _head(article.meta)


def hash_read(
    articles: Iterable[Article], content: Path, stamps: Stamps, same: frozenset[str]
) -> dict[str, str]:
    """Return the hashes of the files that articles were read from, of those that did not change meanwhile."""
    paths = {article.file: f"{content.parent}/{article.file}" for article in articles}
    return {
        file: stamps.digest(path) for file, path in paths.items() if file in same or stamps.is_still(path)
    }


def _read(file: Path, code: str) -> Memory:
    kept = read_kept(file)
    # What other code has written may have another shape.
    if kept is None or kept[0] != code:
        return NOTHING
    _, hashes, held_to, beside, shares = kept
    rows = read_shares(file, shares)
    if rows is None:
        return NOTHING
    known = {name: _article(row) for name, row in rows.items()}
    return Memory(code, known, hashes, held_to, beside, rows, shares)


def _row(article: Article) -> _Row:
    """Return an article as it is kept: what has not changed is not made again."""
    rest = (
        article.lang,
        article.path,
        article.file,
        article.body,
        article.body_line,
        article.lines,
        article.version,
        article.digest,
        [tuple(link) for link in article.links],
    )
    return _head(article.meta), _told(article.meta), rest


def heads_in(file: Path | None) -> Callable[[Article], bytes]:
    """Return what does the same as `head_of`, only quicker for articles that are remembered there."""
    memory = _cache[file][1] if file in _cache else NOTHING

    def head(article: Article) -> bytes:
        is_known = memory.articles.get(article.file) is article
        return memory.rows[article.file][0] if is_known else head_of(article)

    return head


def _head(meta: FrontMatter) -> bytes:
    return marshal.dumps(_told(meta), _ALIKE)


def _told(meta: FrontMatter) -> dict[str, Any] | str:
    if meta.minor or meta.in_markets:  # few articles have what has a shape of its own
        return meta.model_dump_json()
    told: dict[str, Any] = dict(meta)
    for name in _DATES:
        told[name] = told[name] and told[name].toordinal()
    told["kind"], told["audience"] = str(meta.kind), str(meta.audience)
    return told


def _meta(kept: dict[str, Any] | str) -> FrontMatter:
    """Make the front matter of what was kept; it was checked when it was read."""
    if isinstance(kept, str):
        return ready(FrontMatter).model_validate_json(kept)
    told = dict(kept)
    for name in _DATES:
        told[name] = told[name] and date.fromordinal(told[name])
    told["kind"], told["audience"] = Kind(told["kind"]), Audience(told["audience"])
    return _made(told)


def _made(told: dict[str, Any]) -> FrontMatter:
    """Do what `model_construct` does when every field is told, as Pydantic's own copies are made."""
    meta = FrontMatter.__new__(FrontMatter)
    meta.__setstate__(
        {
            "__dict__": told,
            "__pydantic_fields_set__": _ALL_FIELDS,
            "__pydantic_extra__": None,
            "__pydantic_private__": None,
        }
    )
    return meta


def _article(row: _Row) -> Article:
    """Make an article of what was kept."""
    _, told, rest = row
    lang, path, file, body, body_line, lines, version, digest, links = rest
    return Article(
        lang=lang,
        path=path,
        file=file,
        meta=_meta(told),
        body=body,
        body_line=body_line,
        lines=lines,
        version=version,
        digest=digest,
        links=tuple(map(Link._make, links)),
    )
