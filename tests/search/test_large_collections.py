"""A collection of more articles than are all weighed: engines name candidates, all weigh alike."""

import random
from collections import Counter

import pytest

from search import CANDIDATES, Document, SearchIndex, build_index, open_index
from search.analysis import get_analyzer
from search.analysis.snowball import word_list
from search.asking import plan_for, rank_plan
from search.terms import SAME, Term
from tests.search.makers import make_document

WORDS = word_list(
    """
    refund parcel locker courier invoice voucher address warranty repair battery charger receipt discount
    account password newsletter payment instalment pickup customs gift exchange label complaint stock size
    """
)
ENGINES = ("whoosh", "tantivy")


def make_collection() -> list[Document]:
    chance = random.Random(7)  # noqa: S311  the same collection every time
    return [
        make_document(
            f"article-{number}",
            "en",
            " ".join(chance.sample(sorted(WORDS), 3)),
            *(
                " ".join(chance.choices(sorted(WORDS), k=chance.randint(5, 60)))
                for _ in range(chance.randint(1, 4))
            ),
            keywords=tuple(chance.sample(sorted(WORDS), 1)),
        )
        for number in range(2 * CANDIDATES)
    ]


DOCUMENTS = make_collection()
QUESTIONS = tuple((document.id, f"{document.title} {document.keywords[0]}") for document in DOCUMENTS[::4])


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SearchIndex]:
    pytest.importorskip("tantivy", reason="the extra `tantivy` is not installed")
    made = {}
    for engine in ENGINES:
        path = tmp_path_factory.mktemp(engine)
        build_index(DOCUMENTS, path, engine=engine)
        made[engine] = open_index(path)
    return made


@pytest.fixture(scope="module")
def unremembered(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """Open a collection as one that is too large for its words to be remembered."""
    path = tmp_path_factory.mktemp("unremembered")
    build_index(DOCUMENTS, path, engine="tantivy")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.hearing._MOST_PARTS", 0)
        return open_index(path)


def test_engines_find_as_many_right_articles(large: dict[str, SearchIndex]) -> None:
    found = {
        engine: sum(
            identity in {hit.document_id for hit in index.search(question, lang="en", limit=5).hits}
            for identity, question in QUESTIONS
        )
        / len(QUESTIONS)
        for engine, index in large.items()
    }
    assert found["tantivy"] == pytest.approx(found["whoosh"], abs=0.01)
    assert found["whoosh"] > 0.9


def test_an_article_weighs_the_same_whichever_engine_names_it(large: dict[str, SearchIndex]) -> None:
    for _, question in QUESTIONS[:10]:
        first, second = (index.search(question, lang="en").hits[0] for index in large.values())
        assert first == second


def as_typed(term: Term) -> Term:
    """Leave out what else the word may stand for."""
    return term._replace(matches={word: sure for word, sure in term.matches.items() if sure == SAME})


def test_sums_of_pieces_are_what_reading_the_texts_gives(large: dict[str, SearchIndex]) -> None:
    shelf = large["tantivy"].shelf("en")
    stem = get_analyzer("en").stem
    titles = [document.title.split() for document in DOCUMENTS]
    average = sum(map(len, titles)) / len(titles)
    numbers = {document.id: number for number, document in enumerate(DOCUMENTS)}
    for _, question in QUESTIONS[:10]:
        plan = plan_for(shelf, question)
        plan = plan._replace(terms=tuple([as_typed(term) for term in plan.terms]))
        ranking = rank_plan(shelf, plan)
        found_first = ranking.found[:10]
        for found, evidence in zip(found_first, ranking.evidence(found_first), strict=True):
            number = numbers[shelf.stored.article(found.number).id]
            weights = {stem(term.word): term.weight for term in plan.terms}
            plain = plain_bm25(titles[number], weights, average)
            assert evidence.title == pytest.approx(plain, abs=1e-4)


def test_words_say_the_same_where_they_are_too_many_to_be_remembered(
    large: dict[str, SearchIndex], unremembered: SearchIndex
) -> None:
    for _, question in QUESTIONS:
        first, second = (index.search(question, lang="en") for index in (large["tantivy"], unremembered))
        assert first == second


def test_nothing_is_found_where_no_article_is_named(
    large: dict[str, SearchIndex], unremembered: SearchIndex
) -> None:
    for index in (*large.values(), unremembered):
        answer = index.search("qqqq zzzz", lang="en")
        assert (answer.hits, answer.total, answer.confidence) == ((), 0, 0.0)


def plain_bm25(text: list[str], weights: dict[str, float], average: float) -> float:
    """Weigh one text the way textbooks do."""
    counts = Counter(get_analyzer("en").stem(word) for word in text)
    held_back = 1.2 * (0.25 + 0.75 * len(text) / average)
    return sum(
        weight * counts[stem] * 2.2 / (counts[stem] + held_back)
        for stem, weight in weights.items()
        if counts[stem]
    )
