"""What every engine does alike, whoever wrote it."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from search import IndexDamaged, LiveIndex, SearchIndex, build_index, open_index
from search.counting import Stems
from search.engines import get_engine
from search.engines.protocol import BODY, FIELDS, HINTS, TITLE, Clause, OpenEngine
from tests.search.makers import DOCUMENTS, ENGLISH, count_words, make_document

ENGINES = ("whoosh", "tantivy")
REBUILDS = 50


@pytest.fixture(params=ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    if request.param == "tantivy":
        pytest.importorskip("tantivy", reason="the extra `tantivy` is not installed")
    return str(request.param)


def opened(name: str, folder: Path, *articles: Mapping[str, Sequence[str]]) -> OpenEngine:
    engine = get_engine(name)
    terms = sorted({term for article in articles for text in article.values() for term in text})
    fields = {
        field: count_words([[terms.index(term) for term in article.get(field, [])] for article in articles])
        for field in FIELDS
    }
    stems = Stems(terms, np.arange(len(terms)))
    by_term = {field: counts.of_stems(stems, len(articles)) for field, counts in fields.items()}
    engine.build(folder, terms, by_term, len(articles))
    return engine.open(folder)


def test_it_names_articles_by_the_order_they_came_in(name: str, tmp_path: Path) -> None:
    engine = opened(name, tmp_path, *({BODY: [f"word{number}"]} for number in range(300)))
    for number in (0, 7, 299):
        assert engine.candidates([Clause(BODY, f"word{number}", 1.0)], limit=10) == [number]
    engine.close()


def test_any_matching_clause_is_enough_and_more_are_better(name: str, tmp_path: Path) -> None:
    engine = opened(
        name,
        tmp_path,
        {TITLE: ["parcel"]},
        {TITLE: ["parcel"], BODY: ["late", "courier"]},
        {HINTS: ["nothing"]},
    )
    asked = [Clause(TITLE, "parcel", 1.0), Clause(BODY, "late", 1.0), Clause(HINTS, "absent", 0.2)]
    assert engine.candidates(asked, limit=10) == [1, 0]
    assert engine.candidates(asked, limit=1) == [1]


def test_the_weight_of_a_clause_counts(name: str, tmp_path: Path) -> None:
    engine = opened(name, tmp_path, {BODY: ["a1"]}, {BODY: ["b2"]})
    first, second = Clause(BODY, "a1", 1.0), Clause(BODY, "b2", 1.0)
    assert engine.candidates([first, Clause(BODY, "b2", 3.0)], limit=2) == [1, 0]
    assert engine.candidates([Clause(BODY, "a1", 3.0), second], limit=2) == [0, 1]


def test_a_field_does_not_answer_for_another(name: str, tmp_path: Path) -> None:
    engine = opened(name, tmp_path, {TITLE: ["parcel"]}, {BODY: ["parcel"]})
    assert engine.candidates([Clause(BODY, "parcel", 1.0)], limit=9) == [1]


@pytest.mark.parametrize("term", ["absent", "*", "title:parcel", "parcel OR late", '"', "\\", "", "ё", "🙂"])
def test_a_term_is_never_a_command(name: str, tmp_path: Path, term: str) -> None:
    engine = opened(name, tmp_path, {TITLE: ["parcel"]}, {BODY: ["late"]})
    assert engine.candidates([Clause(BODY, term, 1.0)], limit=9) == []
    assert engine.candidates([], limit=9) == []


def test_terms_are_taken_as_they_are(name: str, tmp_path: Path) -> None:
    terms = ["_csö", "ё1", "x" * 40, "SHOUT", "the"]
    engine = opened(name, tmp_path, {BODY: terms})
    for term in terms:
        assert engine.candidates([Clause(BODY, term, 1.0)], limit=9) == [0]
    assert engine.candidates([Clause(BODY, "shout", 1.0)], limit=9) == []


@pytest.fixture
def path(name: str, tmp_path: Path) -> Path:
    build_index(DOCUMENTS, tmp_path / "index", engine=name)
    return tmp_path / "index"


def test_the_manifest_names_the_engine_and_its_version(name: str, path: Path) -> None:
    manifest = open_index(path).manifest
    assert (manifest.engine, manifest.engine_version) == (name, get_engine(name).version)


def test_an_index_can_be_opened_as_often_as_one_likes(path: Path) -> None:
    indexes = [open_index(path) for _ in range(3)]
    assert len({len(index.search("cancel", lang="en").hits) for index in indexes}) == 1


def test_a_changed_file_of_the_engine_is_never_opened(path: Path) -> None:
    for lang in ("en", "ru"):
        folder = next(path.glob("v-*/")) / lang / "engine"
        changed = max(folder.iterdir(), key=lambda file: (file.stat().st_size, file.name))
        content = bytearray(changed.read_bytes())
        content[len(content) // 2] ^= 1
        changed.write_bytes(bytes(content))
        with pytest.raises(IndexDamaged, match=r"is changed. Run `portal build`"):
            open_index(path)


def test_engines_answer_alike(name: str, path: Path, index: SearchIndex) -> None:
    answers = open_index(path)
    for lang, question in [
        ("en", "returning items"),
        ("en", "where is my parcel"),
        ("en", "instalmnets"),
        ("ru", "отказ от подписок"),
        ("hu", "ház szállítás"),
        ("hu", "jelszo"),
    ]:
        assert answers.search(question, lang=lang) == index.search(question, lang=lang)


def test_no_question_fails_while_the_index_is_replaced_again_and_again(name: str, path: Path) -> None:
    ticks = iter(range(10**9))
    live = LiveIndex(path, seconds=lambda: float(next(ticks)))
    failures: list[Exception] = []
    answered: list[int] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.wait(0.001):
            try:
                answered.append(len(live.search("cancel order", lang="en").hits))
            except Exception as error:  # noqa: BLE001  any failure is what is looked for
                failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(REBUILDS):
        build_index([*ENGLISH, make_document("new", "en", f"Number {number}")], path, engine=name)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert min(answered) >= 1
    assert live.search("number 49", lang="en").hits[0].title == "Number 49"
