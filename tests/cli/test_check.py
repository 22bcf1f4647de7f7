"""`portal check` called in ways that do not fit together says so, instead of telling half of it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from tests.articles.making import make_article, put
from tests.site.making import make_project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PORTAL_ROOT", str(tmp_path))
    monkeypatch.setenv("PORTAL_TODAY", "2026-11-21")
    return make_project(tmp_path)


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def test_questions_that_are_not_asked_cannot_be_compared(project: Path) -> None:
    result = check("--against", "main", "--no-questions")
    assert result.exit_code == 2
    assert "leave --no-questions out" in result.output


def test_with_errors_it_says_that_nothing_was_compared(project: Path) -> None:
    put(project / "content/en/orders/cancel-an-order.md", make_article("[x](gone.md)\n"))
    result = check("--against", "main")
    assert result.exit_code == 1
    assert "Not compared with main: mend the errors first" in result.output
    assert "harms 0" not in result.output
