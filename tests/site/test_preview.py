"""The preview: saved, built, and new in the browser; mistakes are shown and the rest goes on."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.cli.preview import follow
from portal.settings import load_settings
from portal.site.rebuilding import Outcome, Rebuilder
from portal.web.previewing import News, Preview
from search import open_index
from tests.articles.making import make_article, put
from tests.building import ROOT, TODAY, build
from tests.site.making import make_project

ARTICLE = "content/en/orders/cancel-an-order.md"
PAGE = b"<html><head><title>x</title></head><body></body></html>"


def test_it_builds_what_was_saved_and_the_index_follows(tmp_path: Path) -> None:
    settings = load_settings(root=make_project(tmp_path), var=Path("var/preview"), today=TODAY)
    rebuilder = Rebuilder(settings)
    try:
        assert rebuilder.build().error == ""
        with (tmp_path / ARTICLE).open("a", encoding="utf-8") as file:
            file.write("\nA zeppelin brings it.\n")
        assert rebuilder.build().error == ""
        assert "zeppelin" in (settings.site_dir / "en/orders/cancel-an-order/index.html").read_text("utf-8")
    finally:
        rebuilder.close()
    found = open_index(settings.index_dir).search("zeppelin", lang="en").hits
    assert [hit.document_id for hit in found] == ["cancel-an-order"]


def test_an_end_before_the_outcome_was_heard_is_no_mistake(tmp_path: Path) -> None:
    settings = load_settings(root=make_project(tmp_path), var=Path("var/preview"), today=TODAY)
    rebuilder = Rebuilder(settings)
    rebuilder._connection.send("build")
    assert rebuilder._connection.poll(60)
    rebuilder.close()
    assert rebuilder._process.exitcode == 0


class SavedInto(Rebuilder):
    """Sees an article saved at the end of its first build, and ends the preview with its second."""

    article: Path
    times = 0

    def build(self) -> Outcome:
        outcome = super().build()
        self.times += 1
        if self.times == 2:
            raise SystemExit
        with self.article.open("a", encoding="utf-8") as file:
            file.write("\nA zeppelin brings it.\n")
        return outcome


def test_what_is_saved_during_the_first_build_is_built_after_it(tmp_path: Path) -> None:
    settings = load_settings(root=make_project(tmp_path), var=Path("var/preview"), today=TODAY)
    rebuilder = SavedInto(settings)
    rebuilder.article = tmp_path / ARTICLE

    def follow_to_its_end() -> None:
        with suppress(SystemExit):
            follow(settings, rebuilder, port=0)

    following = Thread(target=follow_to_its_end, daemon=True)
    following.start()
    following.join(timeout=20)
    rebuilder.close()
    assert not following.is_alive()
    assert "zeppelin" in (settings.site_dir / "en/orders/cancel-an-order/index.html").read_text("utf-8")


def test_only_the_preview_shows_drafts(tmp_path: Path) -> None:
    files = {"en/orders/new.md": make_article("A zeppelin.\n", id="new", draft="true")}
    files["ru/orders/cancel-an-order.md"] = make_article("По-новому.\n", draft="true")
    root = make_project(tmp_path, files)
    public = build(Path("var"), root=root)
    assert not (public.site / "en/orders/new").exists()
    assert "По-новому" not in public.read("ru/orders/cancel-an-order/")
    settings = load_settings(root=root, var=Path("var/preview"), today=TODAY)
    rebuilder = Rebuilder(settings)
    try:
        assert rebuilder.build().error == ""
        shown = settings.site_dir / "en/orders/new/index.html"
        assert "A zeppelin." in shown.read_text("utf-8")
        assert "Draft: not published." in shown.read_text("utf-8")
        translation = settings.site_dir / "ru/orders/cancel-an-order/index.html"
        assert "По-новому." in translation.read_text("utf-8")
        assert "Черновик: не опубликовано." in translation.read_text("utf-8")
        put(root / "content/en/orders/new.md", make_article("A balloon.\n", id="new", draft="true"))
        assert rebuilder.build().error == ""
        assert "A balloon." in shown.read_text("utf-8")
    finally:
        rebuilder.close()
    found = open_index(settings.index_dir).search("balloon", lang="en").hits
    assert [hit.document_id for hit in found] == ["new"]


def test_a_mistake_is_told_with_file_and_line_and_the_site_stays(tmp_path: Path) -> None:
    settings = load_settings(root=make_project(tmp_path), var=Path("var/preview"), today=TODAY)
    rebuilder = Rebuilder(settings)
    try:
        rebuilder.build()
        whole = (tmp_path / ARTICLE).read_text("utf-8")
        (tmp_path / ARTICLE).write_text(whole.replace("kind: article", "kind: artikle"), "utf-8")
        assert f"{ARTICLE}:5: `kind` cannot be `artikle`. Did you mean `article`?" in rebuilder.build().error
        assert (settings.site_dir / "en/orders/cancel-an-order/index.html").is_file()
        (tmp_path / ARTICLE).write_text(whole, "utf-8")
        assert rebuilder.build().error == ""
    finally:
        rebuilder.close()


def test_a_page_that_cannot_be_printed_leaves_the_index_until_it_can(tmp_path: Path) -> None:
    settings = load_settings(root=make_project(tmp_path), var=Path("var/preview"), today=TODAY)
    (tmp_path / "themes").unlink()
    shutil.copytree(ROOT / "themes", tmp_path / "themes")
    footer = tmp_path / "themes/helpcenter/partials/footer.html"
    whole = footer.read_text("utf-8")
    rebuilder = Rebuilder(settings)
    try:
        footer.write_text(whole + "{{ view.nothing }}", "utf-8")
        assert "nothing" in rebuilder.build().error
        footer.write_text(whole, "utf-8")
        with (tmp_path / ARTICLE).open("a", encoding="utf-8") as file:
            file.write("\nA zeppelin brings it.\n")
        assert rebuilder.build().error == ""
    finally:
        rebuilder.close()
    assert open_index(settings.index_dir).search("zeppelin", lang="en").hits


def ask(app: Preview, path: str, query: str = "") -> tuple[dict[str, str], bytes]:
    begun: dict[str, str] = {}

    def begin(_status: str, headers: list[tuple[str, str]], _info: object = None) -> object:
        begun.update(headers)
        return None

    body = b"".join(app({"PATH_INFO": path, "QUERY_STRING": query}, begin))  # type: ignore[arg-type]  # WSGI
    return begun, body


def make_preview(news: News, *, kind: str = "text/html; charset=utf-8") -> Preview:
    def service(_environ: object, start: object) -> list[bytes]:
        start("200 OK", [("Content-Type", kind), ("ETag", '"x"')])  # type: ignore[operator]  # WSGI
        return [PAGE]

    return Preview(lambda: service, news)


def test_each_page_gets_the_script_and_is_not_kept() -> None:
    news = News()
    news.tell("")
    headers, body = ask(make_preview(news), "/en/")
    assert b'<script src="/__preview/preview.js" data-version="1" defer></script></head>' in body
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Length"] == str(len(body))
    assert "ETag" not in headers


def test_what_is_no_page_stays_as_it_is() -> None:
    headers, body = ask(make_preview(News(), kind="text/css"), "/x.css")
    assert body == PAGE
    assert headers["ETag"] == '"x"'


@pytest.mark.parametrize("known", ["0", "x", "99999999999999999999"])
def test_the_news_are_there_at_once_for_who_knows_older_ones(known: str) -> None:
    news = News()
    news.tell("content/en/x.md:3: wrong")
    _, body = ask(make_preview(news), "/__preview/news", f"known={known}")
    assert json.loads(body) == {"version": 1, "error": "content/en/x.md:3: wrong"}


@contextmanager
def previewing(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "portal", "preview", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            lines = iter(process.stdout)
            yield next(found[0] for line in lines if (found := re.search(r"http://\S+", line)))
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            finally:
                process.kill()  # else a preview that does not end would hold all other tests


@pytest.fixture
def project(tmp_path: Path) -> Path:
    body = "".join(f"Paragraph {number}.\n\n" for number in range(200))
    folder = make_project(tmp_path)
    with (folder / ARTICLE).open("a", encoding="utf-8") as file:
        file.write(f"\n{body}")
    return folder


@pytest.mark.browser
def test_a_saved_article_is_new_in_the_browser_at_the_same_place(project: Path, chromium: Browser) -> None:
    page: Page = chromium.new_page()
    with previewing(project) as address:
        with page.expect_request("**/__preview/news?known=*"):
            page.goto(f"{address}orders/cancel-an-order/")
        page.evaluate("scrollTo(0, 2500)")
        text = (project / ARTICLE).read_text("utf-8")
        (project / ARTICLE).write_text(text.replace("Paragraph 100.", "A zeppelin."), "utf-8")
        expect(page.get_by_text("A zeppelin.")).to_be_attached(timeout=30_000)
        page.wait_for_function("scrollY === 2500")
        (project / ARTICLE).write_text(text.replace("owner: orders", "ovner: orders"), "utf-8")
        expect(page.get_by_role("alert")).to_contain_text(f"{ARTICLE}:", timeout=30_000)
        expect(page.get_by_text("A zeppelin.")).to_be_attached()
        page.goto(f"{address}orders/")
        expect(page.get_by_role("alert")).to_contain_text(f"{ARTICLE}:", timeout=10_000)
        (project / ARTICLE).write_text(text, "utf-8")
        expect(page.get_by_role("alert")).to_have_count(0, timeout=30_000)
    page.close()


@pytest.mark.browser
def test_a_mistake_in_the_data_is_shown_from_the_start_and_later_takes_no_page_away(
    project: Path, chromium: Browser
) -> None:
    page: Page = chromium.new_page()
    notices = project / "content/_data/notices.yml"
    right = notices.read_text("utf-8") if notices.exists() else "[]\n"
    put(notices, "- [")
    with previewing(project) as address:
        page.goto(f"{address}contact/")
        expect(page.get_by_role("alert")).to_contain_text("content/_data/notices.yml:1:")
        put(notices, right)
        expect(page.get_by_role("alert")).to_have_count(0, timeout=30_000)
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
        put(notices, "- [")
        expect(page.get_by_role("alert")).to_contain_text("notices.yml:1:", timeout=30_000)
        assert page.goto(f"{address}contact/").status == 200  # type: ignore[union-attr]
    page.close()
