"""Hash all that pages show of each other: everything about the articles but their texts.

While the outline is the same, so is what stands around every text, and so are the files that list pages.
"""

from collections.abc import Callable
from hashlib import blake2b

from portal.articles import Article
from portal.site.kept_article import head_of
from portal.site.pages import SitePlan


def digest_outline(
    plan: SitePlan, *, pages: str, live: str, head_of: Callable[[Article], bytes] = head_of
) -> str:
    """Return the hash; `pages` is that of what every page depends on, `live` that of published notices.

    `head_of` gives what an article's front matter says.
    """
    made = blake2b(f"{pages}\0{live}\0{plan.today}".encode(), digest_size=16)
    for lang, shown in plan.editions.items():
        for path, edition in shown.items():
            article, original = edition.article, edition.original
            told = f"\0{lang}\0{path}\0{article.path}\0{article.lang}\0{edition.is_stale}\0"
            made.update(told.encode() + head_of(article))
            if original is not article:
                made.update(b"\0" + head_of(original))
    return made.hexdigest()
