"""All articles together: what each language has, what fits together, and what is published."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from portal.articles.article import Article
from portal.articles.blocks import HOME, Snippet
from portal.articles.data import ShopData
from portal.articles.errors import ContentError
from portal.articles.front_matter import Audience
from portal.articles.reading import NOTHING_KNOWN, Reading, read_content
from portal.articles.rules.context import Context
from portal.articles.stopping import find_mistakes
from portal.language import Words


class Edition(NamedTuple):
    """An article as one language shows it: its translation, or the original in its stead; there are many."""

    lang: str
    article: Article
    original: Article

    @property
    def is_fallback(self) -> bool:
        """Tell whether the original stands in for a translation."""
        return self.article.lang != self.lang

    @property
    def is_stale(self) -> bool:
        """Tell whether the original has changed since this translation was made from it."""
        source = self.article.meta.source
        return source is not None and not self.original.is_followed_by(source)

    @property
    def url(self) -> str:
        """The address within the site, without a leading slash."""
        return f"{self.lang}/{self.article.path.removesuffix('.md')}/"


@dataclass(frozen=True, slots=True)
class Library:
    """Every article of every language, checked."""

    data: ShopData
    articles: Mapping[str, Mapping[str, Article]]
    """Language, then path within it."""
    snippets: Mapping[str, Mapping[str, Snippet]] = field(default_factory=dict)
    """The pieces that articles share, by language and name."""
    with_drafts: bool = False
    """Whether drafts are shown like other articles: to their authors only."""

    @property
    def default(self) -> str:
        """The language of the originals."""
        return self.data.words.default

    @property
    def originals(self) -> Mapping[str, Article]:
        """The articles that translations are made from, by path."""
        return self.articles[self.default]

    def editions(self, lang: str, *, today: date) -> dict[str, Edition]:
        """Return what a language shows to everybody on a day, by path.

        An article is on when its original is; a translation that is not on is as good as missing.
        """
        return self._editions(lang, today, Audience.PUBLIC)

    def staff_editions(self, lang: str, *, today: date) -> dict[str, Edition]:
        """Return what a language shows to staff only on a day, by path."""
        return self._editions(lang, today, Audience.STAFF)

    def _editions(self, lang: str, today: date, audience: Audience) -> dict[str, Edition]:
        shown = {}
        off = {one.article for one in self.data.withdrawn}
        for path, original in sorted(self.originals.items()):
            is_wanted = original.meta.audience is audience and original.is_for(self.data.market)
            if not is_wanted or not original.is_on(today, drafts=self.with_drafts) or original.id in off:
                continue
            translation = self.articles[lang].get(path)
            is_on = (
                translation is not None
                and translation.meta.audience is audience
                and translation.is_on(today, drafts=self.with_drafts)
                and translation.is_for(self.data.market)
            )
            article = translation if is_on and translation is not None else original
            shown[path] = Edition(lang, article, original)
        return shown

    @classmethod
    def load(
        cls,
        content: Path,
        words: Words,
        *,
        shown_as: str = "content",
        known: Mapping[str, Article] = NOTHING_KNOWN,
        same: Collection[str] = (),
        passed: Collection[str] = (),
        data: ShopData | None = None,
        is_settled: Callable[[Reading], bool] = lambda _: False,
        market: str = HOME,
    ) -> "Library":
        """Read all articles and data files; raise ContentError with every mistake.

        `known` are articles that were read before, by file; what has not changed is not read again, nor are
        `data` that were read before. `same` are those of them whose files are surely the same, and `passed`
        those that the rules of pages have found right beside the same data. `is_settled` tells of what was
        read that the rules between texts would find it right, too.
        """
        reading = read_content(
            content, words, shown_as=shown_as, known=known, same=same, data=data, market=market
        )
        if reading.data is None:
            raise ContentError(reading.errors)
        library = cls(reading.data, reading.articles, reading.snippets)
        context, settled = library.context(reading), is_settled(reading)
        errors = [*reading.errors, *find_mistakes(context, passed=passed, is_settled=settled)]
        if errors:
            raise ContentError(errors)
        return library

    def context(self, reading: Reading) -> Context:
        """Return what rules look at."""
        return Context(
            self.articles, self.data, files=reading.files, unread=reading.unread, snippets=self.snippets
        )
