"""The head of every page: the picture of the shop's posts, and the colour of the browser's bar."""

import re

from portal.site.brand import TOKENS, appearance, colour
from tests.building import ROOT, BuiltSite

THEME = ROOT / "themes/helpcenter"


def test_the_browser_bar_has_the_colour_of_the_page(built_site: BuiltSite) -> None:
    page = (built_site.site / "en/index.html").read_text(encoding="utf-8")
    css = (THEME / TOKENS).read_text(encoding="utf-8")
    bars = re.findall(
        r'<meta name="theme-color" content="#(\w{6})" media="\(prefers-color-scheme: (\w+)\)">', page
    )
    assert [look for _, look in bars] == ["light", "dark"]
    for written, look in bars:
        shares = [int(written[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        of_page = colour("page", appearance(css, look))
        assert max(abs(one - other) for one, other in zip(shares, of_page, strict=True)) < 0.004
