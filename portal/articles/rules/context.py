"""Everything rules may look at: the texts, the data files, and what was found out about them elsewhere."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from portal.articles.acts import list_acts
from portal.articles.article import Article
from portal.articles.blocks import Snippet
from portal.articles.channels import PAGED
from portal.articles.data import ShopData
from portal.articles.links import Link
from portal.articles.rules.page import Page, page_of, page_of_snippet
from portal.articles.terms import Terms

Articles = Mapping[str, Mapping[str, Article]]
PAGES_FOLDER: Final = "legal"
MADE_PAGES: Final = frozenset({"index.md", "search.md", "feedback.md", "requests.md"})
"""Pages that the site makes in each language and that texts may link to."""


class Tested(Protocol):
    """A question that must lead to an article, with its place."""

    @property
    def article_id(self) -> str:
        """The article."""

    @property
    def line(self) -> int:
        """The line it stands on."""


@dataclass(frozen=True, slots=True)
class UsedWord:
    """A word of the interface that a template asks for, with its place."""

    file: str
    line: int
    key: str


@dataclass(frozen=True, slots=True)
class Released:
    """The addresses of the last release, each with the id of its article, or empty."""

    tag: str
    addresses: Mapping[str, str]


class Linking(Protocol):
    """A text that links to others."""

    @property
    def lang(self) -> str:
        """Its language."""

    @property
    def path(self) -> str:
        """Where it stands within its language."""

    @property
    def file(self) -> str:
        """The file as errors name it."""

    @property
    def links(self) -> tuple[Link, ...]:
        """The links to other pages of the help centre."""

    @property
    def body(self) -> str:
        """The text, with what other markets read."""

    @property
    def body_line(self) -> int:
        """The first line of the text in the file."""

    @property
    def is_draft(self) -> bool:
        """Tell whether it is not to be published yet."""


class Personal(Protocol):
    """Something in a text that looks like a person's: what it is and where."""

    @property
    def kind(self) -> str:
        """What it looks like."""

    @property
    def start(self) -> int:
        """Where it begins in the text."""

    @property
    def text(self) -> str:
        """How it is written there."""


def nobody(_text: str) -> Iterable[Personal]:
    """Find nothing personal: for builds, which do not look for it."""
    return ()


@dataclass(frozen=True, slots=True)
class Context:
    """All articles by language and path, with all that the rules compare them with."""

    articles: Articles
    data: ShopData
    files: frozenset[str] = frozenset()
    """Pictures and other files beside the articles."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """Originals that could not be read, with their probable ids: that others name them is no mistake."""
    snippets: Mapping[str, Mapping[str, Snippet]] = field(default_factory=dict)
    """The pieces that articles share, by language and name."""
    today: date = date.min
    terms: Terms = field(default_factory=Terms)
    owners: frozenset[str] | None = None
    """The teams that there are; None when nobody has said."""
    questions: Mapping[str, tuple[Tested, ...]] = field(default_factory=dict)
    """The tested questions by language; a language without a file of them is not there."""
    released: Released | None = None
    used_words: tuple[UsedWord, ...] = ()
    public: frozenset[str] = frozenset()
    """Addresses and numbers that may be published."""
    find_personal: Callable[[str], Iterable[Personal]] = nobody

    @property
    def linking(self) -> Iterator[Linking]:
        """All texts with their links, for rules that need not look into them."""
        for articles in self.articles.values():
            yield from articles.values()
        for snippets in self.snippets.values():
            yield from snippets.values()

    @property
    def pages(self) -> Iterator[Page]:
        """All texts as rules see them."""
        return self.pages_but(())

    def pages_but(self, files: Collection[str]) -> Iterator[Page]:
        """Return all texts as rules see them, but for the articles of some files."""
        for articles in self.articles.values():
            for article in articles.values():
                if article.file not in files:
                    yield page_of(article, self.data.market)
        yield from self.snippet_pages

    @property
    def snippet_pages(self) -> Iterator[Page]:
        """The pieces that articles share, as rules see them."""
        for snippets in self.snippets.values():
            for snippet in snippets.values():
                yield page_of_snippet(snippet, self.data.market)

    @property
    def originals(self) -> Mapping[str, Article]:
        """The articles that translations are made from, by path."""
        return self.articles[self.data.words.default]

    @property
    def ids(self) -> set[str]:
        """The ids of all originals, those included that could not be read."""
        return {*(article.id for article in self.originals.values()), *self.unread.values()}

    @property
    def targets(self) -> set[str]:
        """Every page a text may link to, as its file within the language."""
        indexes = {f"{category}/index.md" for category in self.data.categories}
        acts = {f"{act.page}.md" for act, _ in list_acts(self.data.topics.values())}
        ways = {f"{kind}.md" for kind in PAGED if self.data.way(kind)}
        return {*self.originals, *indexes, *MADE_PAGES, *acts, *ways, *self.unread}
