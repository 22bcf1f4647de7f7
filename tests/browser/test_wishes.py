"""What readers ask of their browsers is respected: paper, colours, contrast, space, size and calm."""

import pytest
from playwright.sync_api import Page

from tests.conftest import NewPage

pytestmark = pytest.mark.browser
PAGES = ("", "orders/orders-faq/", "returns/return-an-item/", "contact/", "search/?q=chat")
# WCAG 2.2, 1.4.12: the spaces that a reader may set, and 1.4.4: text twice as large.
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
DOUBLED = "html { font-size: 200% !important; }"
SET = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
STICKS_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  const isFree = (element) => element.closest(".table-box, .leave-empty, .visually-hidden, .skip, pre");
  const isCut = (element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1
    && getComputedStyle(element).overflowX !== "visible" && !element.matches("input, select, textarea");
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.checkVisibility() && !isFree(element))
    .filter((element) => element.getBoundingClientRect().right > wide + 1 || isCut(element))
    .map((element) => element.outerHTML.slice(0, 120));
}"""
# Everything with a ground of its own needs a line where grounds are taken away.
BOXES = ".button, .notice, .hint-box, .still, .search__input, .way, .results__answer"
BARE = """boxes => [...document.querySelectorAll(boxes)]
  .filter((element) => element.checkVisibility() && !element.matches(".search--header button"))
  .filter((element) => parseFloat(getComputedStyle(element).borderTopWidth) === 0)
  .map((element) => element.outerHTML.slice(0, 120))"""
DARK_ON_PAPER = """() => {
  const light = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
    return alpha === 0 || Math.min(red, green, blue) > 200;
  };
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.checkVisibility() && !element.closest("svg, .icon"))
    .filter((element) => {
      const { backgroundColor, color } = getComputedStyle(element);
      return !light(backgroundColor) || light(color);
    })
    .map((element) => element.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("wish", [SPACED, DOUBLED], ids=["more space", "twice the size"])
@pytest.mark.parametrize("lang", ["ru", "hu"])
def test_text_loses_nothing_when_a_reader_sets_it_wider_or_larger(
    open_page: NewPage, lang: str, wish: str
) -> None:
    page = open_page("/404.html", width=320 if wish is SPACED else 640)
    for path in PAGES:
        page.goto(f"/{lang}/{path}")
        page.evaluate(SET, wish)
        assert page.evaluate(STICKS_OUT) == [], path


def test_boxes_keep_their_edges_where_colours_are_forced(open_page: NewPage) -> None:
    page = open_page("/404.html", forced_colors="active")
    for path in PAGES:
        page.goto(f"/en/{path}")
        assert page.evaluate(BARE, BOXES) == [], path


def test_paper_is_white_whatever_the_screen_is(open_page: NewPage) -> None:
    page = open_page("/404.html", color_scheme="dark")
    for path in ("delivery/delivery-options/", "orders/orders-faq/", "returns/return-an-item/"):
        page.goto(f"/hu/{path}")
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate(DARK_ON_PAPER) == [], path


def test_more_contrast_leaves_no_grey(open_page: NewPage) -> None:
    page = open_page("/en/", contrast="more")
    assert colour_of(page, ".category-card__summary") == colour_of(page, ".section__title")


def test_nothing_moves_for_those_who_asked_for_calm(open_page: NewPage) -> None:
    page = open_page("/en/", reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return animationName !== "none" || parseFloat(transitionDuration) > 0.001;
        }).map((element) => element.outerHTML.slice(0, 80))"""
    )
    assert moving == []
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def colour_of(page: Page, selector: str) -> str:
    colour: str = page.locator(selector).first.evaluate("element => getComputedStyle(element).color")
    return colour
