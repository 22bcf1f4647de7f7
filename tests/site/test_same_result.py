"""A build that makes only what has changed gives what a clean one gives, whatever was edited.

    python -m pytest tests/site/test_same_result.py --edits 200

makes as many edits as one likes, half of them to each of two projects.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.settings import load_settings
from portal.site.making import run_mkdocs
from search import open_index
from tests.articles.making import make_article, put
from tests.building import ROOT, TODAY, build
from tests.site.making import make_project
from tests.site.test_building import files_of

LANGUAGES = ("en", "ru", "hu")
STEPS = 5
QUESTIONS = ("cancel", "call off", "kettle", "заказ", "order", "pay in euros", "sentence", "rendelés")
HOOK = "def on_page_markdown(markdown, **_):\n    return markdown\n"


class Editor:
    """Edits a project at random, as authors, translators and operators do."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  no secret
        self.folder = make_project(folder)
        (folder / "themes").unlink()
        shutil.copytree(ROOT / "themes", folder / "themes")
        self.today = TODAY
        self.made = 0
        # Links to a page that is off become plain words, so time changes pages that nobody edits.
        dates = {"valid_from": "2026-11-23", "expires": "2026-11-29"}
        put(self.content / "en/orders/sometimes.md", make_article(id="sometimes", title="Sometimes", **dates))

    @property
    def content(self) -> Path:
        return self.folder / "content"

    def edits(self) -> list[Callable[[], None]]:
        return [
            self.change_text,
            self.change_title,
            self.move,
            self.delete,
            self.add_page,
            self.translate,
            self.change_synonym,
            self.change_learned,
            self.change_expected,
            self.change_questions,
            self.change_word,
            self.change_number,
            self.change_configuration,
            self.let_time_pass,
            self.change_notice,
            self.add_redirect,
            self.change_template,
        ]

    def change_text(self) -> None:
        with self._any().open("a", encoding="utf-8") as file:
            file.write(f"\nOne more sentence about kettle {self.chance.random()}.\n")

    def change_title(self) -> None:
        self._replace(self._any(), "title: ", f"title: New {self.chance.randrange(1000)} ")

    def add_page(self) -> None:
        self.made += 1
        name = f"extra-{self.made}"
        dates = self.chance.choice([{}, {"valid_from": "2026-11-23"}, {"expires": "2026-11-24"}])
        link = self.chance.choice(
            ["cancel-an-order.md", "orders-faq.md#next", "../contact/index.md", "sometimes.md"]
        )
        body = (
            f"See [this]({link}).\n\n## Kettle {'{'} #kettle {'}'}\n\nIt takes {{{{ withdrawal.period }}}}.\n"
        )
        text = make_article(body, id=name, title=f"Extra {self.made}", related="[cancel-an-order]", **dates)
        put(self.content / f"en/orders/{name}.md", text)

    def translate(self) -> None:
        for file in self._extras("en"):
            lang = self.chance.choice(["ru", "hu"])
            put(self.content / lang / "orders" / file.name, file.read_text("utf-8"))

    def move(self) -> None:
        for file in self._extras("en")[:1]:
            self.made += 1
            for lang in LANGUAGES:
                place = self.content / lang / "orders"
                if (place / file.name).exists():
                    (place / file.name).rename(place / f"moved-{self.made}.md")

    def delete(self) -> None:
        for file in self._extras(self.chance.choice(["en", "ru"]))[-1:]:
            for lang in LANGUAGES if file.parts[-3] == "en" else ("ru",):
                (self.content / lang / "orders" / file.name).unlink(missing_ok=True)

    def change_synonym(self) -> None:
        word = self.chance.choice(["call off", "undo", "sentence"])
        put(self.content / "_data/synonyms.en.yml", f"- [cancel, {word}]\n- kettle: [pot {self.made}]\n")

    def change_learned(self) -> None:
        known = self.chance.choice(["cancel-an-order", "sometimes", "gone"])
        lesson = f"{{question: pay in {self.chance.choice(['euros', 'cash'])}, article_id: {known}"
        text = f"lessons:\n- {lesson}, weight: 0.{self.chance.randrange(5, 9)}, sessions: 4}}\n"
        put(self.content / "_data/learned.en.yml", text)

    def change_expected(self) -> None:
        put(self.content / "_data/expected.en.yml", f"cancel-an-order: [call it off {self.made}, undo it]\n")

    def change_questions(self) -> None:
        for file in self._extras("en")[:1]:
            asked = f"questions: [where is kettle {self.chance.randrange(9)}, kettle?]\n"
            text = file.read_text("utf-8")
            lines = [line for line in text.splitlines(keepends=True) if not line.startswith("questions:")]
            file.write_text("".join([lines[0], asked, *lines[1:]]), "utf-8")

    def change_word(self) -> None:
        file = self.folder / "themes/helpcenter/words/en.yml"
        lines = file.read_text("utf-8").split("\n")
        place = next(n for n, line in enumerate(lines) if line.startswith("article.related:"))
        lines[place] = f"article.related: See also {self.chance.randrange(1000)}"
        file.write_text("\n".join(lines), "utf-8")

    def change_number(self) -> None:
        data = self.content / "_data/shop.yml"
        period = f"period: {{value: {self.chance.randrange(2, 90)}, unit"
        text = data.read_text("utf-8")
        start = text.index("period: {value")
        data.write_text(text[:start] + period + text[text.index(", unit", start) + 6 :], "utf-8")

    def change_configuration(self) -> None:
        file = self.folder / "mkdocs.yml"
        text = file.read_text("utf-8")
        more = "  - footnotes\n"
        changed = (
            text.replace(more, "") if more in text else text.replace("  - tables\n", f"  - tables\n{more}")
        )
        file.write_text(changed, "utf-8")

    def let_time_pass(self) -> None:
        self.today += timedelta(days=self.chance.randrange(1, 4))

    def change_notice(self) -> None:
        self._replace(self.content / "_data/notices.yml", "Parcels take", "Parcels still take")

    def add_redirect(self) -> None:
        self.made += 1
        with (self.content / "_data/redirects.yml").open("a", encoding="utf-8") as file:
            file.write(f"- {{from: orders/old-{self.made}, to: orders-faq#next}}\n")

    def change_template(self) -> None:
        with (self.folder / "themes/helpcenter/partials/footer.html").open("a", encoding="utf-8") as file:
            file.write(f"<!-- {self.chance.randrange(1000)} -->\n")

    def _any(self) -> Path:
        return self.chance.choice(sorted(self.content.rglob("*/orders/*.md")))

    def _extras(self, lang: str) -> list[Path]:
        found = sorted((self.content / lang / "orders").glob("*[0-9].md"))
        self.chance.shuffle(found)
        return found

    def _replace(self, file: Path, old: str, new: str) -> None:
        file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")


def answers(index: Path) -> Iterator[tuple[str, str, list[tuple[str, str, float]]]]:
    opened = open_index(index)
    for lang in LANGUAGES:
        for question in QUESTIONS:
            found = opened.search(question, lang=lang, limit=20).hits
            yield lang, question, [(hit.document_id, hit.snippet.text, hit.score) for hit in found]


@pytest.mark.parametrize("seed", [1, 2])
def test_it_gives_what_a_clean_build_gives(tmp_path: Path, seed: int, pytestconfig: pytest.Config) -> None:
    editor = Editor(tmp_path, seed)
    build(Path("var"), root=tmp_path, today=editor.today)
    edits = editor.edits()
    editor.chance.shuffle(edits)
    more = max(STEPS, pytestconfig.getoption("--edits") // 2 - len(edits))
    for number, edit in enumerate([editor.add_page, *edits, *editor.chance.choices(edits, k=more)]):
        edit()
        changed = build(Path("var"), root=tmp_path, today=editor.today)
        if number % 3:
            continue  # several edits between two comparisons
        clean = build(Path("clean"), root=tmp_path, today=editor.today, clean=True)
        told = (seed, number, edit.__name__)
        assert (told, files_of(changed.site)) == (told, files_of(clean.site))
        assert (told, list(answers(changed.index))) == (told, list(answers(clean.index)))
        assert open_index(changed.index).manifest == open_index(clean.index).manifest
        map_file = Path("build/redirects.map")
        maps = [one.settings.var_dir / map_file for one in (changed, clean)]
        assert maps[0].read_bytes() == maps[1].read_bytes()


def test_mkdocs_own_loop_makes_the_same_pages(tmp_path: Path) -> None:
    """With a hook that wants to see each page, MkDocs makes them one after the other."""
    ours = build(Path("var"), root=make_project(tmp_path))
    put(tmp_path / "hook.py", HOOK)
    config = tmp_path / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "\nhooks: [hook.py]\n", "utf-8")
    settings = load_settings(root=tmp_path, var=Path("other"), today=TODAY)
    plugin = run_mkdocs(settings, site_dir=tmp_path / "other/site", today=TODAY)
    assert not plugin.is_alone
    assert files_of(tmp_path / "other/site") == files_of(ours.site)


def test_an_edit_writes_only_what_it_changes(tmp_path: Path) -> None:
    editor = Editor(tmp_path, 1)
    before = build(Path("var"), root=tmp_path).site
    inodes = {name: (before / name).stat().st_ino for name in files_of(before)}
    path = tmp_path / "content/en/orders/send-it-back.md"
    path.write_text(path.read_text("utf-8") + "\nAnd a sentence.\n", "utf-8")
    after = build(Path("var"), root=tmp_path).site
    new = {name for name in files_of(after) if inodes.get(name) != (after / name).stat().st_ino}
    pages = {name for name in new if name.endswith(".html")}
    assert pages == {"en/orders/send-it-back/index.html", "en/to/send-it-back/index.html"}
    assert editor.today == date(2026, 11, 21)
