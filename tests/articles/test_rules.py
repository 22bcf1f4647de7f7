"""A rule of `portal check` finds what is wrong, says where and what to write, and leaves the rest alone."""

import re
from pathlib import Path

import pytest

from portal.articles.anchors import anchors_of
from portal.articles.prose import prose_of, syllables
from portal.articles.rules.readability import flesch, lix, oborneva
from portal.articles.rules.registry import PAGE_RULES, RULES, summaries, with_strict_dates
from portal.articles.rules.rule import Severity
from portal.articles.stopping import PAGE_RULES as STOPPING
from tests.articles import cases_language, cases_structure, cases_upkeep
from tests.articles.cases import EN, Case, english
from tests.articles.checking import problems_in
from tests.articles.making import ROOT, load, make_article, put, write_content
from tests.building import BuiltSite

CASES = [*cases_structure.CASES, *cases_language.CASES, *cases_upkeep.CASES]
NAMES = [rule.name for rule in RULES]
TOLD = re.compile(
    r"^(?P<file>[\w/.-]+):(?P<line>[1-9]\d*): (?P<severity>error|warning): "
    r"(?P<message>.+?[.!?`]) (?P<hint>[A-Z`].+) \[(?P<rule>[a-z-]+)\]$"
)
"""File, line, what is wrong, what to write, and the rule."""


def test_builds_run_every_rule_of_pages_that_stops_them() -> None:
    assert tuple(rule for rule in PAGE_RULES if rule.stops_build) == STOPPING


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.told.partition(': ')[2][:60]}")
def test_a_rule_tells_what_is_wrong_and_what_to_write(tmp_path: Path, case: Case) -> None:
    content = write_content(tmp_path / "wrong", case.wrong, case.data)
    if case.gone:
        (content / case.gone).unlink()
    found = [str(one) for one in problems_in(content, today=case.today, **case.more) if one.rule == case.rule]
    assert case.told in found, found
    if case.has_right:
        content = write_content(tmp_path / "right", case.right, case.right_data)
        right = problems_in(content, today=case.right_today, **case.right_more)
        place = case.told.split(" ")[0]
        told = [str(one) for one in right if one.rule == case.rule]
        assert case.told not in told
        assert [one for one in told if one.startswith(f"{place} ")] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_has_a_wrong_and_a_right_example(name: str) -> None:
    cases = [case for case in CASES if case.rule == name]
    assert cases, f"Add a case for the rule {name} to tests/articles/cases_*.py."
    assert any(case.has_right for case in cases), f"No case of {name} says what is right."


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.told[:80])
def test_an_error_names_file_and_line_what_is_wrong_and_what_to_write(case: Case) -> None:
    told = TOLD.match(case.told)
    assert told is not None
    (rule,) = (rule for rule in RULES if rule.name == case.rule)
    assert told["rule"] == rule.name
    assert told["severity"] == rule.severity


def test_every_rule_has_a_name_and_a_file_of_its_own_and_a_line_in_the_handbook() -> None:
    assert len(set(NAMES)) == len(NAMES)
    files = {file.stem for file in (ROOT / "portal/articles/rules").glob("*.py")}
    assert {name.replace("-", "_") for name in NAMES} == files - {
        "__init__",
        "context",
        "page",
        "registry",
        "rule",
    }
    handbook = (ROOT / "docs/authors.md").read_text("utf-8")
    assert [name for name in summaries() if f"`{name}`" not in handbook] == []


def test_strict_dates_make_errors_of_what_comes_by_time_and_of_nothing_else(tmp_path: Path) -> None:
    content = write_content(tmp_path, english("# One\n", review_by="2026-11-20"))
    found = with_strict_dates(problems_in(content, owners=frozenset()))
    assert {one.rule for one in found if one.severity is Severity.ERROR} == {"dates", "owners"}


def test_what_cannot_be_read_makes_no_further_mistakes(tmp_path: Path) -> None:
    content = write_content(tmp_path, {EN: "no head"})
    put(content / "en/orders/orders-faq.md", make_article("[Cancel](cancel-an-order.md)\n", id="orders-faq"))
    assert [
        str(one) for one in problems_in(content) if one.rule in {"links", "data-links", "references"}
    ] == []


def test_the_anchors_of_all_articles_are_those_that_are_rendered(built_site: BuiltSite) -> None:
    library = load(ROOT / "content")
    pages = built_site.pages()
    for articles in library.articles.values():
        for article in articles.values():
            if article.is_for_staff:
                continue
            for anchor in anchors_of(article, library.data):
                assert f'id="{anchor}"' in pages[article.url], (article.file, anchor)


def test_reading_ease_is_counted_as_its_authors_published_it() -> None:
    prose = prose_of("The cat sat on the mat. The dog ran.")
    assert flesch(prose) == pytest.approx(206.835 - 1.015 * 9 / 2 - 84.6 * 9 / 9)
    prose = prose_of("Мама мыла раму. Папа читал.")
    assert oborneva(prose) == pytest.approx(206.835 - 1.3 * 5 / 2 - 60.1 * 10 / 5)
    prose = prose_of("A rendelés megérkezett. Jó nap.")
    assert lix(prose) == pytest.approx(5 / 2 + 100 * 2 / 5)


@pytest.mark.parametrize(
    ("word", "lang", "count"),
    [("make", "en", 1), ("table", "en", 2), ("wanted", "en", 2), ("opened", "en", 2), ("доставка", "ru", 3)],
)
def test_syllables_are_counted(word: str, lang: str, count: int) -> None:
    assert syllables(word, lang) == count
