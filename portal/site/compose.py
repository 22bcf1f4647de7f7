"""Make the view of a page: everything its template shows, in the page's language."""

from collections.abc import Iterator

from portal.articles import Edition, Notice
from portal.articles.links import site_path
from portal.language import format_date, own_name
from portal.site.guides import make_guide_view
from portal.site.markup import find_entries, find_toc
from portal.site.pages import Page, SitePlan
from portal.site.parts import LanguageParts
from portal.site.pictures import NO_PICTURES, Pictures
from portal.site.structured import make_structured
from portal.site.twins import twin_url
from portal.site.urls import absolute, link
from portal.site.view import (
    Alternate,
    ArticleView,
    CategoryView,
    Hreflang,
    Link,
    NoticeView,
    Related,
    View,
    ViewKind,
)

FEED = "feed.xml"
_WITH_HOME = frozenset({ViewKind.HOME, ViewKind.SEARCH, ViewKind.NOTFOUND})
_WITH_EVERY_NOTICE = frozenset({ViewKind.SEARCH, ViewKind.CONTACT})
_TITLES = {
    ViewKind.ROOT: "site.name",
    ViewKind.HOME: "home.title",
    ViewKind.SEARCH: "search.title",
    ViewKind.FEEDBACK: "feedback.title",
    ViewKind.NOTFOUND: "page.404",
    ViewKind.CONTACT: "contact.title",
    ViewKind.ORDERS: "order.title",
    ViewKind.REQUESTS: "request.title",
    ViewKind.CHAT: "channel.chat",
    ViewKind.CALLBACK: "channel.callback",
}
_DESCRIPTIONS = {
    ViewKind.ROOT: "home.description",
    ViewKind.HOME: "home.description",
    ViewKind.CONTACT: "contact.description",
    ViewKind.ORDERS: "order.description",
    ViewKind.REQUESTS: "request.description",
    ViewKind.CHAT: "chat.description",
    ViewKind.CALLBACK: "callback.description",
}


class Composer:
    """Makes the views of all pages of one plan."""

    def __init__(self, plan: SitePlan, *, site_url: str, pictures: Pictures = NO_PICTURES) -> None:
        self.plan = plan
        self.pictures = pictures
        self.site_url = site_url
        data = plan.library.data
        self.parts = {lang: LanguageParts(plan, lang) for lang in data.languages}

    def compose(self, page: Page, content: str = "") -> View:
        """Return the view of a page; `content` is an article's rendered text."""
        frame = self.frame(page)
        article = self._article(page.edition, page, content) if page.edition else None
        structured = self._structured(page, article, frame.breadcrumbs) if page.is_indexed else ""
        return frame._replace(article=article, structured=structured)

    def surroundings(self, page: Page) -> str:
        """Tell all that a view shows but the article itself; the same words, the same page around it."""
        if page.edition is None:
            return repr(self.frame(page))
        related = tuple(self._related(page.edition, page))
        return repr((self.frame(page), related, self._stale_since(page.edition), page.category))

    def frame(self, page: Page) -> View:
        """Return the view of a page without what its article's own file says."""
        parts, lang = self.parts[page.lang], page.lang
        return View(
            kind=page.kind,
            lang=lang,
            text_lang=page.edition.article.lang if page.edition else lang,
            title=self._title(page),
            description=self._description(page),
            url=page.url,
            canonical=self._canonical(page),
            site_name=parts.t("site.name"),
            shop_name=self.plan.library.data.shop_name,
            home_url=f"{lang}/",
            search_url=f"{lang}/search/",
            contact_url=f"{lang}/contact/",
            orders_url=f"{lang}/orders/",
            requests_url=f"{lang}/requests/",
            feedback_url=f"{lang}/feedback/",
            alternates=tuple(self._alternates(page)),
            hreflangs=tuple(self.hreflangs(page)),
            breadcrumbs=tuple(self._breadcrumbs(page)),
            notices=tuple(self._notices(page)),
            footer=parts.footer,
            contact_ways=parts.ways,
            topics=parts.topics if page.kind is ViewKind.CONTACT else (),
            category=self._category(page) if page.category and not page.edition else None,
            home=parts.home if page.kind in _WITH_HOME else None,
            acts=parts.acts,
            act=page.act,
            chat=parts.chat if page.kind is ViewKind.CHAT else None,
            feed_url=f"{lang}/{FEED}",
            twin_url=twin_url(page.edition) if page.edition and not page.is_fallback else "",
        )

    def _structured(self, page: Page, article: ArticleView | None, breadcrumbs: tuple[Link, ...]) -> str:
        return make_structured(
            article,
            breadcrumbs,
            title=self._title(page),
            canonical=self._canonical(page),
            lang=page.lang,
            shop_name=self.plan.library.data.shop_name,
            site_url=self.site_url,
        )

    def hreflangs(self, page: Page) -> Iterator[Hreflang]:
        """Return the translations of a page for search engines; none for a stand-in."""
        if not page.is_indexed:
            return
        for lang in self.plan.library.data.languages:
            other = self.plan.counterpart(page, lang)
            if not other.is_fallback:
                yield Hreflang(lang, absolute(other.url, self.site_url))
        original = self.plan.counterpart(page, self.plan.library.default)
        # Whoever reads none of the languages chooses one on the first page of all.
        is_top = page.kind in {ViewKind.HOME, ViewKind.ROOT}
        yield Hreflang("x-default", absolute("" if is_top else original.url, self.site_url))

    def _canonical(self, page: Page) -> str:
        shown = page
        if page.is_fallback:
            shown = self.plan.counterpart(page, self.plan.library.default)
        return absolute(shown.url, self.site_url)

    def _title(self, page: Page) -> str:
        parts = self.parts[page.lang]
        if page.edition:
            return parts.title(page.edition)
        if page.act:
            return parts.t(f"act.{page.act}.title")
        if page.kind in _TITLES:
            return parts.t(_TITLES[page.kind])
        return self.plan.library.data.categories[page.category].title[page.lang]

    def _description(self, page: Page) -> str:
        parts = self.parts[page.lang]
        if page.edition:
            return parts.summary(page.edition)
        if page.kind is ViewKind.CATEGORY:
            return self.plan.library.data.categories[page.category].summary[page.lang]
        if page.act:
            return parts.t(f"act.{page.act}.lead")
        return parts.t(_DESCRIPTIONS[page.kind]) if page.kind in _DESCRIPTIONS else ""

    def _alternates(self, page: Page) -> Iterator[Alternate]:
        for lang in self.plan.library.data.languages:
            other = self.plan.counterpart(page, lang)
            is_current = lang == page.lang and page.kind is not ViewKind.ROOT
            yield Alternate(lang, own_name(lang), other.url, is_current, other.is_fallback)

    def _breadcrumbs(self, page: Page) -> Iterator[Link]:
        if page.kind in {ViewKind.ROOT, ViewKind.HOME, ViewKind.NOTFOUND}:
            return
        yield Link(self.parts[page.lang].t("site.name"), f"{page.lang}/")
        if page.edition and page.category:
            category = self.plan.library.data.categories[page.category]
            yield Link(category.title[page.lang], f"{page.lang}/{category.id}/")

    def _notices(self, page: Page) -> Iterator[NoticeView]:
        data = self.plan.library.data
        for notice in data.notices:
            if not notice.is_shown(self.plan.today):
                continue
            categories = {data.topics[topic].category for topic in notice.topics}
            is_wanted = page.kind in _WITH_EVERY_NOTICE or page.category in categories
            if is_wanted or not categories:
                yield NoticeView(notice.id, self._notice_html(notice, page))

    def _notice_html(self, notice: Notice, page: Page) -> str:
        def address(target: str) -> str:
            path = target.partition("#")[0]
            if "://" not in target and f"{page.lang}/{path}" not in self.plan.pages:
                return ""
            return link(
                site_path(target, page.lang),
                page.url,
                site_url=self.site_url,
                is_anywhere=page.kind is ViewKind.NOTFOUND,
            )

        return notice.html(page.lang, link=address)

    def _category(self, page: Page) -> CategoryView:
        category = self.plan.library.data.categories[page.category]
        parts = self.parts[page.lang]
        return CategoryView(
            id=category.id,
            icon=category.icon,
            title=category.title[page.lang],
            summary=category.summary[page.lang],
            url=page.url,
            articles=tuple(parts.row(e) for e in self.plan.in_category(page.lang, category.id)),
        )

    def _article(self, edition: Edition, page: Page, content: str) -> ArticleView:
        meta = edition.article.meta
        has_entries = page.kind in {ViewKind.FAQ, ViewKind.GUIDE}
        intro, entries = find_entries(content) if has_entries else ("", ())
        guide = make_guide_view(edition, self.plan.library.data, entries, lang=page.lang)
        return ArticleView(
            id=meta.id,
            version=edition.article.version,
            kind=meta.kind,
            topic=meta.topic,
            suggest=self.plan.library.data.topics[meta.topic].suggest,
            summary=self.parts[page.lang].summary(edition),
            checked_on=meta.checked_on.isoformat(),
            checked_on_text=format_date(meta.checked_on, page.lang),
            # The names of all steps would answer questions not asked yet; common questions list themselves.
            toc=() if guide or page.kind is ViewKind.FAQ else find_toc(content),
            intro_html=intro,
            entries=entries,
            html=content,
            related=tuple(self._related(edition, page)),
            is_fallback=edition.is_fallback,
            is_draft=meta.draft,
            stale_since_text=self._stale_since(edition),
            category_id=page.category,
            guide=guide,
        )

    def _related(self, edition: Edition, page: Page) -> Iterator[Related]:
        parts = self.parts[page.lang]
        for id_ in edition.article.meta.related:
            other = self.plan.find_by_id(page.lang, id_)
            if other:
                yield Related(id_, parts.title(other), parts.summary(other), other.url)

    def _stale_since(self, edition: Edition) -> str:
        """Return when the original was last looked after, if the translation is behind it."""
        if not edition.is_stale:
            return ""
        return format_date(edition.original.meta.checked_on, edition.lang)
