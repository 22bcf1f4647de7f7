"""Small projects for tests of the site: a content folder with the shipped theme."""

from pathlib import Path

from tests.articles.making import put, write_content
from tests.building import ROOT, BuiltSite, build


def make_project(
    folder: Path, files: dict[str, str] | None = None, data: dict[str, str] | None = None
) -> Path:
    """Write a project that can be built; `files` and `data` as in write_content."""
    write_content(folder, files, data)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    put(folder / "mkdocs.yml", config)
    (folder / "themes").symlink_to(ROOT / "themes")
    return folder


def build_project(
    folder: Path, files: dict[str, str] | None = None, data: dict[str, str] | None = None
) -> BuiltSite:
    """Write and build a small project."""
    return build(Path("var"), root=make_project(folder, files, data))
