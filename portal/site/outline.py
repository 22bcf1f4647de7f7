"""Hash all that pages show of each other: everything about the articles but their texts.

While the outline is the same, so is what stands around every text, and so are the files that list pages.
"""

from hashlib import blake2b

from portal.articles import Article
from portal.site.pages import SitePlan


def digest_outline(plan: SitePlan, *, pages: str, live: str) -> str:
    """Return the hash; `pages` is that of what every page depends on, `live` that of published notices."""
    made = blake2b(f"{pages}\0{live}\0{plan.today}".encode(), digest_size=16)
    heads: dict[int, bytes] = {}

    def head(article: Article) -> bytes:
        key = id(article)
        if key not in heads:
            heads[key] = article.meta.model_dump_json().encode()
        return heads[key]

    for lang, shown in plan.editions.items():
        for path, edition in shown.items():
            told = f"\0{lang}\0{path}\0{edition.article.path}\0{edition.article.lang}\0{edition.is_stale}\0"
            made.update(told.encode() + head(edition.article) + b"\0" + head(edition.original))
    return made.hexdigest()
