"""A date that begins a line is a date, also where the year comes first."""

from pathlib import Path

from tests.articles.making import make_article
from tests.site.making import build_project

BODY = "{{ delivery.christmas }} az utolsó nap.\n\n- 2026. évi árak.\n- {{ delivery.christmas }} után nem.\n"


def test_a_year_at_the_beginning_of_a_line_is_no_number_of_an_item(tmp_path: Path) -> None:
    article = make_article(BODY, id="dates", title="Dates")
    built = build_project(tmp_path, {"hu/orders/dates.md": article, "en/orders/dates.md": article})
    page = built.read("hu/orders/dates/")
    assert "<p>2026. december 18. az utolsó nap.</p>" in page
    assert "<li>2026. évi árak.</li>\n<li>2026. december 18. után nem.</li>" in page
    assert "<ol>" not in page.partition('<div class="prose">')[2].partition("</div>")[0]
