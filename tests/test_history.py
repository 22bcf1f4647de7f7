"""What git is asked for."""

import subprocess
from pathlib import Path

import pytest

from portal.history import HistoryError, export_revision


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "a.md").write_text("first", encoding="utf-8")
    for arguments in (
        ("init", "-q"),
        ("add", "."),
        ("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "First"),
    ):
        subprocess.run(["git", "-C", str(folder), *arguments], check=True)
    return folder


def test_a_revision_is_written_as_it_stood(repository: Path, tmp_path: Path) -> None:
    (repository / "content" / "a.md").write_text("second", encoding="utf-8")
    export_revision(repository, "HEAD", tmp_path / "out", paths=["content"])
    assert (tmp_path / "out" / "content" / "a.md").read_text(encoding="utf-8") == "first"


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", ""])
def test_an_unknown_revision_is_a_clear_error(repository: Path, tmp_path: Path, revision: str) -> None:
    with pytest.raises(HistoryError, match="knows no revision"):
        export_revision(repository, revision, tmp_path / "out", paths=["content"])


def test_a_folder_without_history_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(HistoryError):
        export_revision(tmp_path, "HEAD", tmp_path / "out", paths=["content"])
