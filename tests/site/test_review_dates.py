"""A build tells search which articles are overdue on its day."""

from datetime import date
from pathlib import Path

from portal.settings import load_settings
from portal.site.building import build_site
from search import open_index
from tests.articles.making import make_article
from tests.site.making import make_project

FILES = {
    f"en/orders/{name}.md": make_article(
        f"Wrap the {name} in paper and tape.\n",
        id=name,
        title=f"Wrap a {name}",
        review_by=day,
        questions="[wrap in paper, paper and tape]",
    )
    for name, day in (("kettle", "2027-01-01"), ("mixer", "2027-06-01"))
}


def test_the_result_depends_on_the_day_of_the_build(tmp_path: Path) -> None:
    root = make_project(tmp_path, FILES)
    settings = load_settings(root=root, var=Path("var"))
    scores = {}
    for today in (date(2026, 11, 21), date(2027, 1, 31), date(2027, 2, 1), date(2027, 7, 2)):
        build_site(settings, today=today)
        hits = open_index(settings.index_dir).search("paper and tape", lang="en").hits
        scores[today] = {hit.document_id: hit.score for hit in hits}
    fresh, due, overdue, both = scores.values()
    assert due == fresh
    assert overdue["mixer"] == fresh["mixer"]
    assert 0.9 * fresh["kettle"] < overdue["kettle"] < fresh["kettle"]
    assert both["mixer"] < fresh["mixer"]
