"""The index is built in a process of its own, and what goes wrong there is told."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from zlib import crc32

import pytest

from portal.site.indexing import IndexBeside, IndexHere, Order
from portal.site.kept_documents import KeptDocuments, write_document
from search import Document, Identity, IndexMissing, SearchError, Section, check_index, open_index

SENT = Document("sent", "en", "Where is it", sections=(Section("", "", "A zeppelin brings it."),))


def make_order(folder: Path, *, engine: str = "whoosh", document: Document = SENT) -> Order:
    pieces = folder / "pieces"
    pieces.write_bytes(b"before " + (piece := write_document(document)))
    places = {Identity.of(document): (7, len(piece), crc32(piece))}
    return Order(KeptDocuments(pieces, places), folder / "index", engine, {})


@pytest.fixture(params=["beside", "here"])
def indexer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[IndexBeside | IndexHere]:
    kind = IndexBeside if request.param == "beside" else IndexHere
    with closing(kind(tmp_path / "index", clean=False)) as begun:
        yield begun


def test_it_is_there_when_it_is_finished(tmp_path: Path, indexer: IndexBeside | IndexHere) -> None:
    indexer.begin(make_order(tmp_path))
    (tmp_path / "pieces").unlink()  # as a build does that needs the space
    indexer.finish()
    assert [hit.document_id for hit in open_index(tmp_path / "index").search("zeppelin", lang="en").hits]


def test_what_is_wrong_is_raised(tmp_path: Path, indexer: IndexBeside | IndexHere) -> None:
    def index() -> None:
        indexer.begin(make_order(tmp_path, engine="no-such-engine"))
        indexer.finish()

    with pytest.raises(SearchError, match="no-such-engine"):
        index()


def test_an_order_is_taken_before_all_is_ready(tmp_path: Path) -> None:
    current = tmp_path / "index" / "current"
    current.parent.mkdir()
    os.mkfifo(current)  # who reads it waits until somebody writes
    with closing(IndexBeside(current.parent, clean=False)) as indexer:
        begun = Thread(target=indexer.begin, args=[make_order(tmp_path)], daemon=True)
        begun.start()
        begun.join(timeout=10)
        waited = begun.is_alive()
        current.open("w").close()
        indexer.finish()
    assert not waited
    check_index(current.parent)


def test_a_build_that_is_given_up_leaves_no_index(tmp_path: Path) -> None:
    IndexBeside(tmp_path / "index", clean=False).close()
    with pytest.raises(IndexMissing):
        check_index(tmp_path / "index")


def test_a_process_that_is_ended_from_outside_is_an_error(tmp_path: Path) -> None:
    with closing(IndexBeside(tmp_path / "index", clean=False)) as indexer:
        os.kill(indexer.pid, signal.SIGKILL)
        with pytest.raises(OSError, match="ended from outside"):
            indexer.begin(make_order(tmp_path))


def test_a_build_that_fails_meanwhile_is_not_spoken_of_again(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with closing(IndexBeside(tmp_path / "index", clean=False)) as indexer:
        indexer.begin(make_order(tmp_path))
    assert capfd.readouterr().err == ""
