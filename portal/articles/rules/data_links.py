"""The home page and the notices name articles that exist."""

from collections.abc import Collection, Iterator

from portal.articles.data import ShopData
from portal.articles.errors import nearest
from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding
from portal.articles.withdrawn import WITHDRAWN_FILE


def _find(context: Context) -> Iterator[Finding]:
    data, ids = context.data, context.ids
    for number, need in enumerate(data.home.needs):
        if need.article not in ids:
            yield _unknown(data, ("needs", number, "article"), need.article, ids)
    for number, name in enumerate(data.home.popular):
        if name not in ids:
            yield _unknown(data, ("popular", number), name, ids)
    for number, withdrawal in enumerate(data.withdrawn):
        if withdrawal.article not in ids:
            line = data.located[WITHDRAWN_FILE].line((number, "article"))
            hint = nearest(withdrawal.article, ids, otherwise="Take the line out.")
            message = f"There is no article `{withdrawal.article}`."
            yield Finding(f"{data.folder}/{WITHDRAWN_FILE}", line, message, hint)
    yield from _notices(context.targets, data)


def _unknown(data: ShopData, at: tuple[str | int, ...], id_: str, ids: Collection[str]) -> Finding:
    hint = nearest(id_, ids, otherwise="Ids stand in the front matter of the articles.")
    line = data.located["home.yml"].line(at)
    return Finding(data.file("home.yml"), line, f"There is no article `{id_}`.", hint)


def _notices(targets: Collection[str], data: ShopData) -> Iterator[Finding]:
    for number, notice in enumerate(data.notices):
        for lang in data.languages:
            for target in notice.links(lang):
                path = target.partition("#")[0]
                if "://" not in target and path not in targets:
                    line = data.located["notices.yml"].line((number, "text", lang))
                    hint = nearest(path, targets, otherwise="Write category/article.md.")
                    message = f"The link `{target}` leads nowhere."
                    yield Finding(data.file("notices.yml"), line, message, hint)


RULE = ContentRule("data-links", "Home page and notices name pages that exist.", _find, stops_build=True)
