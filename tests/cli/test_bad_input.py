"""Whatever authors and their computers put into the content, commands end well or with a clear error."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.errors import PortalError
from portal.settings import load_settings
from portal.site.rebuilding import Rebuilder
from tests.articles.making import make_article, put
from tests.site.making import make_project

FILE = "content/en/orders/cancel-an-order.md"
Spoil = Callable[[Path], object]


def written(text: str, name: str = FILE) -> Spoil:
    return lambda project: put(project / name, text)


def raw(content: bytes, name: str = FILE) -> Spoil:
    return lambda project: (project / name).write_bytes(content)


def linked(project: Path) -> None:
    (project / "secret.md").write_text(make_article(id="secret"), "utf-8")
    (project / "content/en/orders/link.md").symlink_to(project / "secret.md")


def linked_folder(project: Path) -> None:
    (project / "outside").mkdir()
    (project / "outside/x.md").write_text(make_article(id="x"), "utf-8")
    (project / "content/en/more").symlink_to(project / "outside")


def renamed(project: Path) -> None:
    for lang in ("en", "ru", "hu"):
        folder = project / f"content/{lang}/orders"
        (folder / "cancel-an-order.md").rename(folder / "Cancel-an-order.md")


def gone(project: Path) -> None:
    (project / FILE).unlink()
    (project / FILE).mkdir()


CASES: dict[str, tuple[Spoil, str]] = {
    "front matter that is not YAML": (
        written("---\nid: [x\n---\n\nText.\n"),
        f"{FILE}:2: error: This is not valid YAML",
    ),
    "front matter that is one word": (
        written("---\nhello\n---\n\nText.\n"),
        f"{FILE}:2: error: Here must stand `key: value` lines, not `hello`.",
    ),
    "line ends of Windows": (
        raw(make_article("One.\n\nTwo.\n").replace("\n", "\r\n").encode()),
        "",
    ),
    "a byte order mark": (raw(b"\xef\xbb\xbf" + make_article().encode()), ""),
    "a tab in the front matter": (
        written(make_article().replace("kind: ", "kind:\t").replace("questions: ", "questions:\n\t- ")),
        f"{FILE}:5: error: A tab stands where YAML wants spaces. Indent with spaces.",
    ),
    "tabs in the text": (written(make_article("-\tone\n\t-\ttwo\n")), ""),
    "an enormous file": (
        written(make_article("word " * 500_000)),
        f"{FILE}:1: error: This file is larger than 2 MB; nobody reads so much. Make several files of it.",
    ),
    "a picture called an article": (
        raw(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        f"{FILE}:3: error: This is not a text. Pictures and documents keep their own ending",
    ),
    "another encoding": (
        raw(make_article(title="Rendelés").encode("iso8859-2")),
        f"{FILE}:3: error: This is not UTF-8. Save the file with the encoding UTF-8.",
    ),
    "an empty file": (raw(b""), f"{FILE}:1: error: There is no front matter."),
    "a name with a space": (
        written(make_article(id="x"), "content/en/orders/a name.md"),
        "content/en/orders/a name.md:1: error: The file has no proper name.",
    ),
    "a Cyrillic name": (
        written(make_article(id="x"), "content/ru/orders/отмена.md"),
        "content/ru/orders/отмена.md:1: error: This translation has no original.",
    ),
    "a rename of case only": (
        renamed,
        "content/en/orders/Cancel-an-order.md:1: error: The file has no proper name.",
    ),
    "an ending in capitals": (
        written(make_article(id="x"), "content/en/orders/x.MD"),
        "content/en/orders/x.MD:1: error: `.MD` is not `.md`, and would be left out.",
    ),
    "a link out of the tree": (linked, "content/en/orders/link.md:1: error: This is a symbolic link."),
    "a folder that is a link": (linked_folder, "content/en/more:1: error: This is a symbolic link."),
    "a folder called an article": (
        gone,
        "content/ru/orders/cancel-an-order.md:1: error: This translation has no",
    ),
    "two articles with one id": (
        written(make_article(), "content/en/orders/another.md"),
        f"{FILE}:2: error: The id `cancel-an-order` belongs to content/en/orders/another.md:2 already.",
    ),
    "a data file that is a list": (
        written("- a\n", "content/_data/shop.yml"),
        "content/_data/shop.yml:1: error: There must be groups of values here.",
    ),
    "terms that are no list": (
        written("a: b\n", "content/_data/terms.yml"),
        "content/_data/terms.yml:1: error: Here must stand a list",
    ),
    "terms without the right word": (
        written("- {id: x, use: {en: a}, wrong: {ru: [b]}}\n", "content/_data/terms.yml"),
        "content/_data/terms.yml:1: error: `use` lacks the right word for `ru`. Add it.",
    ),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PORTAL_ROOT", str(tmp_path))
    monkeypatch.setenv("PORTAL_TODAY", "2026-11-21")
    return make_project(tmp_path)


@pytest.mark.parametrize("name", CASES)
def test_it_is_a_clear_error_or_plain_success(project: Path, name: str) -> None:
    spoil, told = CASES[name]
    spoil(project)
    result = CliRunner().invoke(main, ["check", "--no-questions"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code == (1 if told else 0), result.output
    assert any(line.startswith(told) for line in result.output.splitlines()), result.output


OTHERS = {
    "new": "new --kind article --topic order-change --category orders --owner us --title Wrapping",
    "mv": "mv orders/orders-faq orders/questions",
    "translations": "translations --diff",
    "import": "import zendesk {project}/content",
}


@pytest.mark.parametrize("name", CASES)
def test_no_other_command_ends_with_a_traceback(project: Path, name: str) -> None:
    spoil, _ = CASES[name]
    spoil(project)
    for command in OTHERS.values():
        words = command.format(project=project).split()
        result = CliRunner().invoke(main, words)
        # What is no error of ours would be shown with its traceback.
        assert result.exception is None or isinstance(result.exception, SystemExit | PortalError), command
    # What `portal build` does, and the preview after each time something is saved.
    rebuilder = Rebuilder(load_settings(var=Path("var/preview")))
    try:
        outcome = rebuilder.build()
    finally:
        rebuilder.close()
    assert outcome.error or outcome.pages


def test_two_authors_who_add_the_same_article_are_told(project: Path) -> None:
    command = OTHERS["new"].split()
    assert CliRunner().invoke(main, command).exit_code == 0
    again = CliRunner().invoke(main, command)
    assert again.exit_code == 1
    assert "wrapping.md is there already and stays as it is." in again.output
