"""A week of an author, by the handbook's commands, on a copy of the content in a repository of its own."""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.services.doors import open_doors
from portal.services.gaps import list_gaps, refresh_gaps
from portal.settings import load_settings
from tests.articles.making import put
from tests.articles.test_picture_sizes import png
from tests.building import ROOT
from tests.services.parts import close
from tests.services_reporting.test_gaps import ask

HANDBOOK: Final = " ".join((ROOT / "docs/authors.md").read_text("utf-8").split())
COMMANDS: Final = re.findall(r"`(?:PORTAL_\w+=\w+ )?portal ([^`]+)`", HANDBOOK)
GAP: Final = "Student discount"
CANCEL: Final = "content/en/orders/cancel-an-order.md"
RUSSIAN: Final = "content/ru/orders/cancel-an-order.md"
ARTICLE: Final = "content/en/payment/student-discount.md"
TEXT: Final = """
Students pay the usual prices, and every code that is open to all works for them as well.

![](student-card.png)

## What you can use instead { #instead }

Look at [discounts](../before/price-and-discounts.md), or [use a voucher](use-a-voucher.md).
"""


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody at a checkout, who knows the handbook and git."""

    root: Path

    def portal(self, line: str, *more: str, fails: bool = False, answers: str = "") -> str:
        """Run a command of the handbook and return what it says."""
        words = [*line.split(), *more]
        assert_in_handbook(words)
        result = CliRunner().invoke(main, words, input=answers)
        assert result.exit_code == int(fails), f"portal {line}: {result.output} {result.exception}"
        return result.output

    def git(self, *arguments: str) -> None:
        """Run git in the checkout."""
        subprocess.run(["git", "-C", str(self.root), *arguments], check=True, capture_output=True)

    def commit(self, subject: str) -> None:
        """Commit everything."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", subject)

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace what stands once in a file."""
        text = (self.root / file).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        put(self.root / file, text.replace(old, new))


def assert_in_handbook(words: list[str]) -> None:
    """Fail unless the handbook names this command with each of these options."""
    named = [one.split() for one in COMMANDS if one.split()[0] == words[0]]
    known = {word for one in named for word in one}
    unknown = {word for word in words if word.startswith("--")} - known
    assert named, f"docs/authors.md does not name `portal {words[0]}`"
    assert not unknown, f"docs/authors.md does not name {unknown} of `portal {words[0]}`"


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Author:
    """A fresh repository of the shipped content, released as v1, and a branch to work on."""
    root = tmp_path / "shop"
    for name in ("content", "themes"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    put(root / ".gitignore", "var/\n")
    monkeypatch.chdir(root)
    monkeypatch.setenv("PORTAL_TODAY", "2026-11-23")
    someone = Author(root)
    someone.git("init", "-q", "-b", "main")
    someone.git("config", "user.name", "An author")
    someone.git("config", "user.email", "author@kannahaz.example")
    someone.commit("Begin")
    someone.git("tag", "v1")
    someone.git("switch", "-q", "-c", "student-discount")
    return someone


def find_gap() -> str:
    """Let four people look in vain and the worker count them; return the number of the gap."""
    doors = open_doors(load_settings())
    try:
        ask(doors, *[GAP.lower()] * 4)
        refresh_gaps(doors)
        (gap,) = list_gaps(doors)
        return gap.gap_id
    finally:
        close(doors)


def export_of(articles: int) -> str:
    """Return what the API of another help centre would answer for so many articles."""
    host = "https://old.example/hc/en-us/articles"
    return json.dumps(
        {
            "sections": [{"id": 1, "category_id": 1, "name": "Coffee school", "locale": "en-us"}],
            "articles": [
                {
                    "id": number,
                    "section_id": 1,
                    "title": f"How to brew recipe {number}",
                    "locale": "en-us",
                    "body": f'<p>Brew it, then <a href="{host}/{(number + 1) % articles}">the next</a>.</p>',
                    "html_url": f"{host}/{number}-How-to-brew",
                    "draft": False,
                }
                for number in range(articles)
            ],
        }
    )


def write_what_is_missing(author: Author) -> None:
    """A gap becomes an article with a picture, whose mistakes are told; its translations stay drafts."""
    said = author.portal(f"new --from-gap {find_gap()} --topic price --owner sales", answers="\n\n\n")
    assert next(line for line in said.splitlines() if line.endswith(".md")).endswith(ARTICLE)
    text = (author.root / ARTICLE).read_text("utf-8")
    assert f'  - "{GAP.lower()}"' in text
    head = text.partition("---\n<!--")[0].replace("draft: true\n", "")
    put(author.root / ARTICLE, f"{head}---\n{TEXT}")
    picture = (author.root / ARTICLE).with_name("student-card.png")
    picture.write_bytes(png(640, 400))
    said = author.portal("check --no-questions", fails=True)
    line = head.count("\n") + 1 + TEXT[: TEXT.index("![]")].count("\n") + 1
    assert f"{ARTICLE}:{line}: error: " in said
    assert "[alternative-texts]" in said
    assert "before/price-and-discounts.md" in said
    assert "[links]" in said
    assert "[tested-questions]" in said
    author.edit(ARTICLE, "![]", "![A student card beside a kettle]")
    author.edit(ARTICLE, "price-and-discounts", "prices-and-discounts")
    expected = author.root / "content/_data/expected.en.yml"
    put(
        expected,
        f"{expected.read_text('utf-8')}student-discount: [student discount, money off for students]\n",
    )
    said = author.portal("check --no-questions")
    assert "0 errors" in said
    assert "content/ru/payment/student-discount.md:1: warning: " in said
    author.commit("Say what students pay")


def give_a_better_name(author: Author) -> None:
    """An article that was released moves in all languages, and its old address answers."""
    said = author.portal("mv orders/gift-receipt orders/gifts")
    assert "content/hu/orders/gift-receipt.md -> content/hu/orders/gifts.md" in said
    author.commit("Call the article about gifts so")
    author.portal("check --no-questions")
    redirects = author.root / "content/_data/redirects.yml"
    kept = redirects.read_text("utf-8")
    redirects.unlink()
    assert "`orders/gift-receipt` was published with v1" in author.portal("check --no-questions", fails=True)
    put(redirects, kept)


def mend_a_translation(author: Author) -> None:
    """An original changes; what changed is told until the translation follows."""
    author.edit(CANCEL, "you need not give a reason", "nobody asks you for a reason")
    author.commit("Say that nobody asks")
    said = author.portal("translations --diff")
    assert "outdated   ru/orders/cancel-an-order.md" in said
    assert "nobody asks you for a reason" in said
    assert f"{RUSSIAN}:" in author.portal("check --no-questions")
    author.edit(RUSSIAN, "причину объяснять не нужно", "о причине никто не спросит")
    assert author.portal("translations --stamp", RUSSIAN) == "Stamped 1 of 1 translations.\n"
    said = author.portal("translations")
    assert "ru/orders/cancel-an-order.md" not in said
    assert "outdated   hu/orders/cancel-an-order.md" in said
    author.commit("Let the Russian text follow")


def see_what_will_be_due(author: Author) -> None:
    """A day to come is tried; only a release is held to it."""
    author.portal("check --no-questions --strict-dates")
    said = author.portal("check --no-questions --today 2027-03-15")
    assert f"{CANCEL}:18: warning: To be reviewed by 2027-02-01" in said
    author.portal("check --no-questions --strict-dates --today 2027-03-15", fails=True)


def ask_for_review(author: Author) -> None:
    """The report for the pull request tells what the change does to the tested questions."""
    said = author.portal("check --against main")
    assert "improves: en “student discount” → student-discount: not found → 1" in said
    assert "Since main this change " in said
    shown = json.loads(author.portal("check --no-questions --sarif"))
    assert {one["level"] for one in shown["runs"][0]["results"]} <= {"warning"}


def take_over(author: Author) -> None:
    """Three hundred articles come over, and the check tells what is left to do with them."""
    put(author.root / "var/export/articles.json", export_of(300))
    assert "Nothing was written" in author.portal("import zendesk var/export --dry-run")
    assert author.portal("import zendesk var/export").startswith("300 articles in 300 files, ")
    found = json.loads(author.portal("check --no-questions --sarif", fails=True))
    errors = [one for one in found["runs"][0]["results"] if one["level"] == "error"]
    assert {one["ruleId"] for one in errors} == {"tested-questions"}
    assert len(errors) == 300


def test_a_week_goes_by_with_the_commands_of_the_handbook(author: Author) -> None:
    write_what_is_missing(author)
    give_a_better_name(author)
    mend_a_translation(author)
    see_what_will_be_due(author)
    ask_for_review(author)
    take_over(author)
