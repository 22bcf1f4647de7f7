"""Tell search which articles nobody has looked at for too long."""

from collections.abc import Mapping
from dataclasses import replace

from portal.articles.review import ReviewState, review_state
from portal.site.pages import SitePlan
from search import Knowledge


def with_outdated(knowledge: Mapping[str, Knowledge], plan: SitePlan) -> dict[str, Knowledge]:
    """Tell search which articles are overdue on the day of the build."""
    return {
        lang: replace(
            known,
            outdated=tuple(
                sorted(
                    edition.article.id
                    for edition in plan.editions[lang].values()
                    if review_state(edition.article.meta, plan.today) is ReviewState.OVERDUE
                )
            ),
        )
        for lang, known in knowledge.items()
    }
