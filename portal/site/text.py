"""The Markdown of an article as it is rendered: values in, notes and dead links out."""

from portal.articles import Edition, substitute
from portal.articles.blocks import assemble
from portal.articles.links import drop_links, strip_comments
from portal.site.pages import SitePlan


def write_body(edition: Edition, plan: SitePlan) -> str:
    """Return an article's text; links to articles that are off on this day become plain words."""
    article, library = edition.article, plan.library
    whole = assemble(article.body, library.snippets.get(article.lang, {}), library.data.market)
    body = substitute(
        strip_comments(whole),
        plan.library.data,
        article.lang,
        article.file,
        first_line=article.body_line,
    )

    def is_off(path: str) -> bool:
        return path in plan.library.originals and path not in plan.editions[edition.lang]

    return drop_links(body, article.path, is_off)
