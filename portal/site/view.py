"""What a template gets to see of a page, and nothing else.

All addresses are within the site, without a leading slash, but `canonical` and `hreflangs`. They are tuples
with names, which Python makes ready in a fifth of a dataclass' time: an edit waits for all of them.
"""

from enum import StrEnum
from typing import NamedTuple


class ViewKind(StrEnum):
    """What a page is; each has a template of the same name."""

    HOME = "home"
    CATEGORY = "category"
    ARTICLE = "article"
    FAQ = "faq"
    GUIDE = "guide"
    PAGE = "page"
    CONTACT = "contact"
    ORDERS = "orders"
    REQUESTS = "requests"
    ACT = "act"
    CHAT = "chat"
    CALLBACK = "callback"
    SEARCH = "search"
    FEEDBACK = "feedback"
    NOTFOUND = "notfound"
    ROOT = "root"


class Link(NamedTuple):
    """A title that leads somewhere."""

    title: str
    url: str


class Need(NamedTuple):
    """A link in the customer's own words."""

    label: str
    url: str


class Alternate(NamedTuple):
    """The same page in another language, for the language switch."""

    lang: str
    label: str
    url: str
    is_current: bool
    is_missing: bool


class Hreflang(NamedTuple):
    """The same page in another language, for search engines; the address is absolute."""

    lang: str
    url: str


class NoticeView(NamedTuple):
    """One notice as HTML."""

    id: str
    html: str


class ContactWay(NamedTuple):
    """One way to reach a person, in ready texts; empty where there is nothing to say."""

    id: str
    kind: str
    title: str
    address: str
    href: str
    hours: str
    languages: str
    promise: str
    page_url: str = ""
    """The page of ours that leads to it; empty for ways outside."""


class ChatView(NamedTuple):
    """The chat of others that a page can open, and the policy of that page; `settings` is JSON."""

    id: str
    name: str
    host: str
    script: str
    policy: str
    attributes: str
    settings: str
    hours: str


class TocEntry(NamedTuple):
    """One heading of a page."""

    title: str
    anchor: str
    level: int


class Entry(NamedTuple):
    """One question of a FAQ or one step of a guide; an aside is no step."""

    anchor: str
    title: str
    html: str
    is_aside: bool = False


class ChoiceView(NamedTuple):
    """One answer of a guide that asks: where it leads, and the number of that step."""

    id: str
    text: str
    target: str
    number: int


class CameFrom(NamedTuple):
    """An answer that leads to a step, with the number of its question."""

    number: int
    text: str


class StepView(NamedTuple):
    """One step of a guide that asks; one without choices is an end.

    `depth` is how many choices lead there at least, up to a bound; `questions_left` counts this one, too.
    """

    anchor: str
    number: int
    title: str
    html: str
    choices: tuple[ChoiceView, ...]
    came_from: tuple[CameFrom, ...]
    depth: int
    questions_left: int
    contact_url: str
    contact_title: str = ""
    """The form of its own that this end leads to; empty for the contact form."""


class GuideView(NamedTuple):
    """A guide that asks: its steps in the order of the text."""

    steps: tuple[StepView, ...]


class Related(NamedTuple):
    """An article to read next."""

    id: str
    title: str
    summary: str
    url: str


class ArticleView(NamedTuple):
    """One article; `html` is the whole text, intro and entries are its parts."""

    id: str
    version: str
    kind: str
    topic: str
    suggest: bool
    summary: str
    checked_on: str
    checked_on_text: str
    toc: tuple[TocEntry, ...]
    intro_html: str
    entries: tuple[Entry, ...]
    html: str
    related: tuple[Related, ...]
    is_fallback: bool
    stale_since_text: str
    category_id: str
    is_draft: bool = False
    """Not published; only the preview has such pages."""
    guide: GuideView | None = None
    """The steps of a guide that asks; its asides are among the entries."""


class ArticleRow(NamedTuple):
    """One article in a list; `lang` is that of its text."""

    id: str
    title: str
    summary: str
    url: str
    kind: str
    lang: str
    is_fallback: bool
    is_draft: bool = False


class CategoryView(NamedTuple):
    """A category with its articles."""

    id: str
    icon: str
    title: str
    summary: str
    url: str
    articles: tuple[ArticleRow, ...]


class CategoryCard(NamedTuple):
    """A category on the home page."""

    id: str
    icon: str
    title: str
    summary: str
    url: str
    count_text: str


class HomeView(NamedTuple):
    """What the home page offers."""

    needs: tuple[Need, ...]
    categories: tuple[CategoryCard, ...]
    popular: tuple[Link, ...]


class TopicView(NamedTuple):
    """One topic of the contact form; `act_url` is its form of its own, empty if it has none."""

    id: str
    title: str
    suggest: bool
    ask: tuple[str, ...]
    act_url: str = ""


class ActLink(NamedTuple):
    """Where a statement of legal weight can be made."""

    id: str
    title: str
    url: str


class TopicGroup(NamedTuple):
    """The topics of one category."""

    title: str
    topics: tuple[TopicView, ...]


class View(NamedTuple):
    """One page of the site."""

    kind: ViewKind
    lang: str
    text_lang: str
    title: str
    description: str
    url: str
    canonical: str
    site_name: str
    shop_name: str
    home_url: str
    search_url: str
    contact_url: str
    orders_url: str
    requests_url: str
    feedback_url: str
    alternates: tuple[Alternate, ...]
    hreflangs: tuple[Hreflang, ...]
    breadcrumbs: tuple[Link, ...]
    notices: tuple[NoticeView, ...]
    footer: tuple[Link, ...]
    contact_ways: tuple[ContactWay, ...]
    topics: tuple[TopicGroup, ...]
    article: ArticleView | None = None
    category: CategoryView | None = None
    home: HomeView | None = None
    acts: tuple[ActLink, ...] = ()
    """The statements that have a form of their own."""
    act: str = ""
    """Which of them this page is; empty for every other page."""
    chat: ChatView | None = None
    """Only on the page that can open it."""
    feed_url: str = ""
    """The Atom feed of the language."""
    twin_url: str = ""
    """The article in Markdown; empty where there is none."""
    structured: str = ""
    """What the page is, for search engines (JSON-LD), safe inside a script element."""
