"""An article as a build leaves it for the next one, each part read when it is first asked for.

Most of an edit's thousands of articles are only counted and compared; few are asked for their texts.
"""

import marshal
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from portal.articles import Article
from portal.articles.front_matter import Audience, FrontMatter, Kind
from portal.articles.links import Link
from portal.articles.sources import ready

_Link = tuple[Any, ...]
Row = tuple[str, str, str, str, bytes, bytes, tuple[_Link, ...]]
"""Language, path, version, digest; as bytes what the front matter says (`head_of`), then lines and links;
those of the links that name a heading."""
ReadBody = Callable[[str], bytes]
"""Gives the text below the head by the hash of the whole file."""
# Later versions of the format write what is used twice in another way, so that bytes would differ.
_ALIKE: Final = 2
_DATES: Final = ("checked_on", "review_by", "valid_from", "expires")
_FIELDS: Final = tuple(FrontMatter.model_fields)
_ALL_FIELDS: Final = set(_FIELDS)
_KINDS: Final = {str(kind): kind for kind in Kind}
_AUDIENCES: Final = {str(one): one for one in Audience}
_set: Final = object.__setattr__


class KeptArticle(Article):
    """An article of the last build; what is not in its places yet is read from its row."""

    __slots__ = ("_body_of", "_row")
    _body_of: ReadBody
    _row: Row

    def __getattr__(self, name: str) -> Any:
        """Read the part that is asked for; Python asks only for what is not there yet."""
        if name == "meta":
            _set(self, "meta", _meta(marshal.loads(self._row[4])))  # noqa: S302  our own file
        elif name == "body":
            _set(self, "body", self._body_of(self.digest).decode("utf-8", "surrogatepass"))
        elif name in {"body_line", "lines", "links"}:
            body_line, lines, links = marshal.loads(self._row[5])  # noqa: S302  our own file
            _set(self, "body_line", body_line)
            _set(self, "lines", lines)
            _set(self, "links", tuple(map(Link._make, links)))
        else:
            raise AttributeError(name)
        return object.__getattribute__(self, name)

    @property
    def anchored_links(self) -> tuple[Link, ...]:
        """The links that name a heading; builds ask for them each time."""
        return tuple(map(Link._make, self._row[6]))


def article_of(file: str, row: Row, body_of: ReadBody) -> Article:
    """Make an article of what was kept."""
    article = KeptArticle.__new__(KeptArticle)
    lang, path, version, digest, *_ = row
    _set(article, "file", file)
    _set(article, "lang", lang)
    _set(article, "path", path)
    _set(article, "version", version)
    _set(article, "digest", digest)
    _set(article, "_row", row)
    _set(article, "_body_of", body_of)
    return article


def row_of(article: Article) -> Row:
    """Return an article as it is kept, without its text."""
    links = [tuple(link) for link in article.links]
    rest = marshal.dumps((article.body_line, article.lines, links), _ALIKE)
    anchored = tuple(tuple(link) for link in article.anchored_links)
    return article.lang, article.path, article.version, article.digest, head_of(article), rest, anchored


def head_of(article: Article) -> bytes:
    """Return all that an article's front matter says as bytes, the same each time."""
    return marshal.dumps(_told(article.meta), _ALIKE)


def _told(meta: FrontMatter) -> tuple[Any, ...] | str:
    if meta.minor or meta.in_markets:  # few articles have what has a shape of its own
        return meta.model_dump_json()
    told: dict[str, Any] = dict(meta)
    for name in _DATES:
        told[name] = told[name] and told[name].toordinal()
    told["kind"], told["audience"] = str(meta.kind), str(meta.audience)
    return tuple(told[name] for name in _FIELDS)


def _meta(kept: tuple[Any, ...] | str) -> FrontMatter:
    """Make the front matter of what was kept; it was checked when it was read."""
    if isinstance(kept, str):
        return ready(FrontMatter).model_validate_json(kept)
    told = dict(zip(_FIELDS, kept, strict=True))
    for name in _DATES:
        if told[name]:
            told[name] = date.fromordinal(told[name])
    told["kind"], told["audience"] = _KINDS[told["kind"]], _AUDIENCES[told["audience"]]
    # What `model_construct` does when every field is told.
    meta = FrontMatter.__new__(FrontMatter)
    _set(meta, "__dict__", told)
    _set(meta, "__pydantic_fields_set__", _ALL_FIELDS)
    _set(meta, "__pydantic_extra__", None)
    _set(meta, "__pydantic_private__", None)
    return meta
