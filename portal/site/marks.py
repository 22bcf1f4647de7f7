"""Tell what each page is made from, out of the last site's state where nothing about it has changed."""

from portal.site.keys import Keys
from portal.site.pages import Page
from portal.site.state import PageState, SiteState


def mark_page(page: Page, keys: Keys, *, like_last: SiteState | None) -> PageState:
    """Return what a page is made from; its files are those of the last site, or not known yet.

    `like_last` is the last site if its pages say the same of each other.
    """
    body = keys.body(page)
    if like_last is None:
        around = keys.around(page)
    else:
        last = like_last.pages[page.source]
        if last.body == body:
            return last
        around = last.around
    return PageState(keys.page(page, around=around), (), around, body)
