"""A site takes the place of another, whole or only in what has changed."""

from pathlib import Path

import pytest

from portal.site import folders
from portal.site.folders import SiteFolder

KNOWN = {"index.html": "1", "en/old/index.html": "1", "en/kept/index.html": "1"}
WANTED = {"index.html": "2", "en/new/index.html": "1", "en/kept/index.html": "1"}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, made_from in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(made_from, encoding="utf-8")
    return folder


def read(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in files}


@pytest.mark.parametrize("few", [0, 1000], ids=["a whole site", "only what has changed"])
def test_what_has_changed_is_served_and_what_is_gone_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(folders, "_FEW", few)
    site = write(tmp_path / "site", KNOWN)
    fresh = write(tmp_path / "near/fresh", {"index.html": "2", "en/new/index.html": "1"})
    SiteFolder(site, tmp_path / "near").update(fresh, known=KNOWN, wanted=WANTED)
    assert read(site) == WANTED
    assert not (site / "en/old").exists()


def test_a_page_may_stand_where_a_folder_was(tmp_path: Path) -> None:
    site = write(tmp_path / "site", {"en/one/index.html": "1"})
    fresh = write(tmp_path / "near/fresh", {"en/one": "2"})
    SiteFolder(site, tmp_path / "near").update(
        fresh, known={"en/one/index.html": "1"}, wanted={"en/one": "2"}
    )
    assert read(site) == {"en/one": "2"}
