"""What programs follow and read: an Atom feed of each language, and llms.txt."""

from collections.abc import Iterator
from datetime import date
from html import escape

from portal.articles import PAGES_FOLDER, Edition
from portal.language import own_name
from portal.site.compose import FEED, Composer
from portal.site.moved import short_url
from portal.site.twins import twin_url
from portal.site.urls import absolute

LLMS = "llms.txt"
_MOST = 40


def make_feed(composer: Composer, lang: str) -> str:
    """Return the articles of a language that were looked after last, as Atom; stand-ins are left out."""
    parts, site_url = composer.parts[lang], composer.site_url
    own = (edition for edition in composer.plan.editions[lang].values() if not edition.is_fallback)
    newest = sorted(own, key=lambda e: (-e.article.meta.checked_on.toordinal(), e.article.path))[:_MOST]
    at = absolute(f"{lang}/{FEED}", site_url)
    updated = max((edition.article.meta.checked_on for edition in newest), default=date.min)
    shop = composer.plan.library.data.shop_name
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{lang}">',
        f"<title>{escape(parts.t('site.name'))} · {escape(shop)}</title>",
        f"<id>{at}</id>",
        f'<link rel="self" href="{at}"/>',
        f'<link rel="alternate" type="text/html" href="{absolute(f"{lang}/", site_url)}"/>',
        f"<updated>{_moment(updated)}</updated>",
        f"<author><name>{escape(shop)}</name></author>",
        *(line for edition in newest for line in _feed_entry(composer, edition)),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def _feed_entry(composer: Composer, edition: Edition) -> Iterator[str]:
    parts, site_url = composer.parts[edition.lang], composer.site_url
    yield "<entry>"
    yield f"<title>{escape(parts.title(edition))}</title>"
    # The short link stays when the article moves, so readers do not see it as a new one.
    yield f"<id>{absolute(short_url(edition), site_url)}</id>"
    yield f'<link rel="alternate" type="text/html" href="{absolute(edition.url, site_url)}"/>'
    yield f"<updated>{_moment(edition.article.meta.checked_on)}</updated>"
    yield f"<summary>{escape(parts.summary(edition))}</summary>"
    yield "</entry>"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def make_llms(composer: Composer, lang: str) -> str:
    """Return the list of a language's articles in Markdown, as llmstxt.org proposes it."""
    parts, data = composer.parts[lang], composer.plan.library.data
    lines = [f"# {data.shop_name}: {parts.t('site.name')}", "", f"> {parts.t('home.description')}", ""]
    contact = absolute(f"{lang}/contact/", composer.site_url)
    lines.append(f"- [{parts.t('contact.title')}]({contact}): {parts.t('contact.description')}")
    lines += [
        f"- [{own_name(other)}]({absolute(f'{other}/{LLMS}', composer.site_url)})"
        for other in data.languages
        if other != lang
    ]
    folders = {category.id: category.title[lang] for category in data.categories.values()}
    for folder, title in {**folders, PAGES_FOLDER: parts.t("nav.legal")}.items():
        own = [e for e in composer.plan.in_category(lang, folder) if not e.is_fallback]
        if own:
            lines += ["", f"## {title}", ""]
            lines += [_llms_line(composer, edition) for edition in own]
    return "\n".join(lines) + "\n"


def _llms_line(composer: Composer, edition: Edition) -> str:
    parts = composer.parts[edition.lang]
    address = absolute(twin_url(edition), composer.site_url)
    return f"- [{parts.title(edition)}]({address}): {parts.summary(edition)}"
