"""An index is built beside the old one, checked, swapped in whole, and only opened if sound."""

import json
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from search import (
    DocumentsInvalid,
    EngineUnknown,
    IndexDamaged,
    IndexMissing,
    LanguageUnknown,
    build_index,
    open_index,
)
from search.index import GIVEN_UP_SECONDS, GRACE_SECONDS
from tests.search.makers import DOCUMENTS, ENGLISH, make_document


def version_of(path: Path) -> Path:
    return path / (path / "current").read_text().split()[0]


def versions(path: Path) -> list[Path]:
    return sorted(path.glob("v-*/"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    build_index(DOCUMENTS, tmp_path / "index")
    return tmp_path / "index"


def test_a_manifest_tells_what_the_index_was_made_from(path: Path) -> None:
    manifest = open_index(path).manifest
    assert manifest.languages == {"en": 5, "ru": 3, "hu": 3}
    assert (manifest.documents, manifest.engine) == (11, "whoosh")
    assert manifest.files.keys() >= {"en/articles.jsonl", "hu/vocabulary.json"}


def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    build_index(ENGLISH, tmp_path, on_progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 5) for done in range(1, 6)]


def test_the_same_content_is_not_built_twice(path: Path) -> None:
    before = version_of(path)
    build_index(reversed(DOCUMENTS), path)
    assert versions(path) == [before]


def test_changed_content_makes_a_new_version(path: Path) -> None:
    opened = open_index(path)
    build_index(ENGLISH, path)
    assert not opened.is_current()
    assert open_index(path).languages == ("en",)


def test_two_builds_of_the_same_content_answer_alike(path: Path, tmp_path: Path) -> None:
    build_index(reversed(DOCUMENTS), tmp_path / "second")
    first, second = open_index(path), open_index(tmp_path / "second")
    for question in ("cancel order", "pay by card", "parcel"):
        assert first.search(question, lang="en") == second.search(question, lang="en")


def test_a_damaged_index_is_built_again_from_the_same_content(path: Path) -> None:
    (version_of(path) / "en" / "articles.jsonl").unlink()
    build_index(DOCUMENTS, path)
    assert open_index(path).search("cancel", lang="en").hits


def test_replaced_versions_go_after_a_grace(path: Path) -> None:
    first = version_of(path)
    build_index(ENGLISH, path)
    assert first in versions(path)
    marks = list(path.glob("*.retired"))
    for mark in marks:
        long_ago = mark.stat().st_mtime - GRACE_SECONDS - 1
        os.utime(mark, (long_ago, long_ago))
    build_index(ENGLISH[:2], path)
    assert len(marks) == 1
    assert first not in versions(path)


def test_what_a_killed_build_has_left_goes_once_nobody_can_be_building_it(path: Path) -> None:
    killed, building = path / "v-killed", path / "v-building"
    for folder in (killed, building):
        (folder / "en").mkdir(parents=True)
    long_ago = (path / "current").stat().st_mtime - GIVEN_UP_SECONDS - 1
    os.utime(killed, (long_ago, long_ago))
    build_index(ENGLISH, path)
    assert not killed.exists()
    assert building.exists()


def test_a_failed_build_leaves_the_old_index_and_nothing_else(path: Path) -> None:
    before = versions(path)

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(ENGLISH, path, on_progress=stop)
    assert versions(path) == before
    assert open_index(path).manifest.documents == 11


def test_no_index_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="Run `portal build` first"):
        open_index(tmp_path / "none")


@pytest.mark.parametrize("name", ["en/engine", "ru/articles.jsonl", "hu/body.numbers"])
def test_a_changed_file_is_never_opened(path: Path, name: str) -> None:
    changed = version_of(path) / name
    if changed.is_dir():
        changed = next(file for file in sorted(changed.iterdir()) if file.stat().st_size)
    content = bytearray(changed.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(bytes(content))
    with pytest.raises(IndexDamaged, match=r"is changed. Run `portal build`"):
        open_index(path)


def test_a_missing_file_is_named(path: Path) -> None:
    (version_of(path) / "en" / "short.parts").unlink()
    with pytest.raises(IndexDamaged, match=r"en/short.parts is missing"):
        open_index(path)


def test_a_file_that_was_put_there_is_refused(path: Path) -> None:
    (version_of(path) / "en" / "engine" / "extra.pickle").write_bytes(b"cos\nsystem\n.")
    with pytest.raises(IndexDamaged, match=r"extra.pickle is not in the manifest"):
        open_index(path)


def test_a_manifest_that_was_changed_is_refused_even_if_it_fits_the_files(path: Path) -> None:
    file = version_of(path) / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()), indent=4))
    with pytest.raises(IndexDamaged, match="was changed after it was written"):
        open_index(path)


@pytest.mark.parametrize("line", ["", "../elsewhere 00", "v-/../.. 00", "v-gone 00", "\udcff", "nonsense"])
def test_a_pointer_that_points_nowhere_is_damage(path: Path, line: str) -> None:
    (path / "current").write_bytes(line.encode("utf-8", "surrogateescape"))
    with pytest.raises(IndexDamaged):
        open_index(path)


@pytest.mark.parametrize(
    ("documents", "error", "message"),
    [
        ((), DocumentsInvalid, "no documents"),
        ((ENGLISH[0], ENGLISH[0]), DocumentsInvalid, "2 documents have the id 'return-an-item'"),
        ((make_document("a", "tlh", "Qapla'"),), LanguageUnknown, "No analyzer"),
    ],
)
def test_documents_that_cannot_be_indexed_are_refused(
    tmp_path: Path, documents: tuple[object, ...], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        build_index(documents, tmp_path)  # type: ignore[arg-type]  # cases of several kinds
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_engine_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(EngineUnknown, match=r"No engine 'lucene'.*whoosh"):
        build_index(ENGLISH, tmp_path, engine="lucene")


def test_articles_of_little_text_are_articles_too(tmp_path: Path) -> None:
    build_index([make_document("a", "en", ""), make_document("b", "en", "Fees")], tmp_path)
    assert [hit.document_id for hit in open_index(tmp_path).search("fee", lang="en").hits] == ["b"]


def test_threads_get_the_answers_that_one_would(path: Path) -> None:
    opened = open_index(path)
    questions = ["cancel", "return label", "cards", "courier", "account invoices"] * 6
    alone = [opened.search(question, lang="en") for question in questions]
    together: dict[int, list[object]] = {}

    def ask(number: int) -> None:
        together[number] = [opened.search(question, lang="en") for question in questions]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(together.values()) == [alone] * 4


def test_a_title_is_shown_as_it_was_written(tmp_path: Path) -> None:
    title = "  Ё-mail: «как»? "
    build_index([replace(make_document("a", "ru", "x"), title=title)], tmp_path)
    assert open_index(tmp_path).search("как mail", lang="ru").hits[0].title == title
