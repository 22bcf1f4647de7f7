"""The parts of a page that are the same on every page of a language."""

import json
from dataclasses import dataclass
from functools import cached_property

from portal.articles import PAGES_FOLDER, Channel, Edition, ShopData, format_hours, substitute
from portal.articles.acts import list_acts
from portal.language import PeriodForm, format_period, language_name
from portal.site.pages import SitePlan
from portal.site.view import (
    ActLink,
    ArticleRow,
    CategoryCard,
    ChatView,
    ContactWay,
    HomeView,
    Link,
    Need,
    TopicGroup,
    TopicView,
)

_PAGES = {"form": "contact/#write", "chat": "chat/", "callback": "callback/"}


def write_plain(text: str, edition: Edition, data: ShopData, key: str) -> str:
    """Put values into a text of the front matter."""
    article = edition.article
    return substitute(text, data, article.lang, article.file, first_line=article.line(key), as_markdown=False)


@dataclass(frozen=True)
class LanguageParts:
    """What every page of one language shows; each part is made once."""

    plan: SitePlan
    lang: str

    @property
    def _data(self) -> ShopData:
        return self.plan.library.data

    def t(self, key: str, **values: object) -> str:
        """Return a word of the interface."""
        return self._data.words.get(self.lang, key, **values)

    def title(self, edition: Edition) -> str:
        """Return an article's title with its values."""
        return write_plain(edition.article.meta.title, edition, self._data, "title")

    def summary(self, edition: Edition) -> str:
        """Return an article's answer in one sentence, with its values."""
        return write_plain(edition.article.meta.summary, edition, self._data, "summary")

    def row(self, edition: Edition) -> ArticleRow:
        """Return an article as a line of a list."""
        return ArticleRow(
            id=edition.article.id,
            title=self.title(edition),
            summary=self.summary(edition),
            url=edition.url,
            kind=edition.article.kind,
            lang=edition.article.lang,
            is_fallback=edition.is_fallback,
            is_draft=edition.article.is_draft,
        )

    @cached_property
    def footer(self) -> tuple[Link, ...]:
        """The legal pages."""
        pages = self.plan.in_category(self.lang, PAGES_FOLDER)
        return tuple(Link(self.title(edition), edition.url) for edition in pages)

    @cached_property
    def ways(self) -> tuple[ContactWay, ...]:
        """Every way to reach a person."""
        return tuple(self._way(channel) for channel in self._data.channels.values())

    @cached_property
    def acts(self) -> tuple[ActLink, ...]:
        """The statements that have a form of their own."""
        found = list_acts(self._data.topics.values())
        return tuple(
            ActLink(act.id, self.t(f"act.{act.id}.title"), f"{self.lang}/{act.page}/") for act, _ in found
        )

    @cached_property
    def topics(self) -> tuple[TopicGroup, ...]:
        """The topics of the contact form by category."""
        groups = []
        acts = {act.id: act.url for act in self.acts}
        for category in self._data.categories.values():
            topics = tuple(
                TopicView(
                    topic.id,
                    topic.title[self.lang],
                    topic.suggest,
                    topic.ask,
                    acts.get(topic.act or "", ""),
                )
                for topic in self._data.topics.values()
                if topic.category == category.id
            )
            if topics:
                groups.append(TopicGroup(category.title[self.lang], topics))
        return tuple(groups)

    @cached_property
    def home(self) -> HomeView:
        """What the home page offers; articles that are not published are left out."""
        data = self._data
        needs = ((need, self._find(need.article)) for need in data.home.needs)
        popular = (self._find(id_) for id_ in data.home.popular)
        return HomeView(
            needs=tuple(Need(need.label[self.lang], edition.url) for need, edition in needs if edition),
            categories=tuple(self._card(id_) for id_ in data.categories),
            popular=tuple(Link(self.title(edition), edition.url) for edition in popular if edition),
        )

    def _find(self, id_: str) -> Edition | None:
        return self.plan.find_by_id(self.lang, id_)

    def _card(self, id_: str) -> CategoryCard:
        category = self._data.categories[id_]
        count = len(self.plan.in_category(self.lang, id_))
        return CategoryCard(
            id=id_,
            icon=category.icon,
            title=category.title[self.lang],
            summary=category.summary[self.lang],
            url=f"{self.lang}/{id_}/",
            count_text=self.t("count.articles", n=count),
        )

    def _way(self, channel: Channel) -> ContactWay:
        names = ", ".join(language_name(code, self.lang) for code in channel.languages)
        return ContactWay(
            id=channel.id,
            kind=channel.kind,
            title=self.t(f"channel.{channel.kind}", name=channel.name),
            address=_shown(channel),
            href=channel.href,
            hours=format_hours(channel.hours, self.lang, words=self._data.words),
            languages=self.t("channel.languages", languages=names),
            promise=self._promise(channel),
            page_url=f"{self.lang}/{page}" if (page := _PAGES.get(channel.kind)) else "",
        )

    @cached_property
    def chat(self) -> ChatView | None:
        """The chat that can be opened, if there is one."""
        way = self._data.way("chat")
        if way is None or way.chat is None:
            return None
        chat = way.chat
        return ChatView(
            id=way.id,
            name=way.name,
            host=chat.host,
            script=chat.script,
            policy=chat.policy,
            attributes=json.dumps(chat.attributes),
            settings=json.dumps(chat.settings),
            hours=format_hours(way.hours, self.lang, words=self._data.words),
        )

    def _promise(self, channel: Channel) -> str:
        promise = channel.promise_in(self.lang)
        if promise is None:
            return ""
        words = self._data.words
        period = format_period(promise, self.lang, words=words, form=PeriodForm.WITHIN)
        return self.t(f"channel.promise.{promise.start}", period=period)


def _shown(channel: Channel) -> str:
    """Return an address as people read it: that of a page in a network without what browsers add."""
    if channel.kind == "social":
        return channel.address.removeprefix("https://").removeprefix("www.").rstrip("/")
    return channel.address.replace(" ", "\u00a0") if channel.kind == "phone" else channel.address
