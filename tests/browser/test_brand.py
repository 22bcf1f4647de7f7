"""Five variables, a logo and a footer make the pages those of another shop, light and dark."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.site.brand import TOKENS, find_weak
from tests.browser.serving import files_served
from tests.browser.test_accessibility import AXE, COLOURS, RUN
from tests.building import ROOT, build
from tests.conftest import NewPage
from tests.site.making import make_project

pytestmark = pytest.mark.browser
FOREST = {
    "brand": "#1d6b3a",
    "brand-night": "#8fe0ae",
    "brand-band": "#124a28",
    "warm": "#8a4b00",
    "warm-night": "#f0b35a",
}
MARK = (
    '<svg class="mark mark--name" viewBox="0 0 120 32" aria-hidden="true"><circle cx="16" cy="16" r="15"/>'
    '<text x="36" y="24" font-size="22">Erdőház</text></svg>\n'
)
FOOTER = """{% autoescape true %}
<footer class="footer"><div class="footer__inner"><p>Erdőház · {{ view.shop_name }}</p>
<nav aria-label="{{ t('nav.language') }}">{% include 'partials/languages.html' %}</nav>
</div></footer>
{% endautoescape %}
"""


@pytest.fixture(scope="module")
def forest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the site of another shop from the theme and serve it."""
    project = make_project(tmp_path_factory.mktemp("forest"))
    (project / "themes").unlink()
    theme = project / "themes/helpcenter"
    shutil.copytree(ROOT / "themes/helpcenter", theme)
    tokens = (theme / TOKENS).read_text(encoding="utf-8")
    for name, value in FOREST.items():
        tokens = re.sub(rf"--{name}: #\w+;", f"--{name}: {value};", tokens, count=1)
    (theme / TOKENS).write_text(tokens, encoding="utf-8")
    (theme / "partials/mark.html").write_text(MARK, encoding="utf-8")
    (theme / "partials/footer.html").write_text(FOOTER, encoding="utf-8")
    assert find_weak(theme) == ()
    with files_served(build(Path("var"), root=project).site) as address:
        yield address


@pytest.mark.parametrize("look", ["light", "dark"])
def test_five_variables_colour_everything_and_all_can_be_read(
    open_page: NewPage, forest: str, look: str
) -> None:
    page = open_page(f"{forest}/hu/", color_scheme=look)
    for path in ("", "orders/orders-faq/", "orders/send-it-back/", "search/", "contact/"):
        page.goto(f"{forest}/hu/{path}")
        page.evaluate(AXE)
        assert page.evaluate(RUN, COLOURS) == [], path
        for selector in (".band", ".footer", ".button"):
            assert is_green(page, selector), f"{path} {selector}"


def test_logo_and_footer_are_those_of_the_shop(open_page: NewPage, forest: str) -> None:
    page = open_page(f"{forest}/ru/orders/orders-faq/", color_scheme="light")
    expect(page.locator(".header .mark circle")).to_be_visible()
    expect(page.locator(".footer")).to_contain_text("Erdőház · Kannaház")
    expect(page.locator(".footer").get_by_role("link", name="Magyar")).to_be_visible()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_logo_with_the_name_is_as_wide_as_drawn_and_the_name_is_not_shown_twice(
    open_page: NewPage, forest: str, look: str
) -> None:
    page = open_page(f"{forest}/hu/orders/", width=320, height=740, color_scheme=look)
    mark = page.locator(".header .mark")
    assert mark.evaluate("mark => mark.clientWidth / mark.clientHeight") == pytest.approx(120 / 32)
    expect(page.locator(".header .brand")).to_contain_text("Kannaház")
    assert page.locator(".brand__name").evaluate("name => name.offsetWidth") == 1
    fill = mark.evaluate("mark => getComputedStyle(mark).fill")
    assert fill == page.locator(".header").evaluate(
        "header => { header.style.color = 'var(--accent)'; return getComputedStyle(header).color; }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def is_green(page: Page, selector: str) -> bool:
    """Tell whether what has a ground of its own has the colour of the brand; what is not there passes."""
    grounds: list[str] = page.locator(f"{selector}:not(.button--quiet)").evaluate_all(
        "all => all.filter((one) => one.checkVisibility())"
        ".map((one) => getComputedStyle(one).backgroundColor)"
    )
    shares = [[float(share) for share in re.findall(r"[\d.]+", ground)[:3]] for ground in grounds]
    return all(green == max(red, green, blue) and green > red for red, green, blue in shares)
