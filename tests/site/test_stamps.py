"""A file's hash is known without reading it only while nothing about the file has changed."""

import os
from pathlib import Path

from portal.site.stamps import Stamps

LONG_AGO_NS = 1_000_000_000_000_000_000


def test_it_reads_a_file_again_that_was_changed_under_its_old_times(tmp_path: Path) -> None:
    file, place = tmp_path / "article.md", tmp_path / "stamps.json"
    file.write_text("one", "utf-8")
    before = Stamps(place)
    first = before.digest(str(file))
    before.write()
    file.write_text("two", "utf-8")
    os.utime(file, ns=(LONG_AGO_NS, LONG_AGO_NS))
    assert Stamps(place).digest(str(file)) != first


def test_it_keeps_nothing_of_a_file_that_was_changed_a_moment_ago(tmp_path: Path) -> None:
    file, place = tmp_path / "article.md", tmp_path / "stamps.json"
    file.write_text("one", "utf-8")
    stamps = Stamps(place)
    stamps.digest(str(file))
    stamps.write()
    assert not place.exists()


def test_a_file_that_changes_during_a_build_is_not_what_it_was(tmp_path: Path) -> None:
    file = tmp_path / "article.md"
    file.write_text("one", "utf-8")
    stamps = Stamps()
    first = stamps.digest(str(file))
    assert stamps.is_still(str(file))
    file.write_text("two", "utf-8")
    assert stamps.digest(str(file)) == first
    assert not stamps.is_still(str(file))


def test_the_hash_of_a_folder_names_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("text", "utf-8")
    first = Stamps().digest_all(tmp_path)
    (tmp_path / "a.md").rename(tmp_path / "b.md")
    assert Stamps().digest_all(tmp_path) != first


def test_a_file_that_is_gone_has_no_hash(tmp_path: Path) -> None:
    assert Stamps().find(str(tmp_path / "gone.md")) is None
