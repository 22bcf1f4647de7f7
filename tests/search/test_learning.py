"""What answered questions teach, and what they must not."""

from pathlib import Path

import pytest

from search import (
    Knowledge,
    KnowledgeInvalid,
    Lesson,
    SearchIndex,
    Synonym,
    build_index,
    cluster_questions,
    open_index,
)
from tests.search.makers import DOCUMENTS, make_document


def taught(folder: Path, *lessons: Lesson, lang: str = "en") -> SearchIndex:
    build_index(DOCUMENTS, folder, knowledge={lang: Knowledge(lessons=lessons)})
    return open_index(folder)


def first(index: SearchIndex, question: str, lang: str = "en") -> str | None:
    hits = index.search(question, lang=lang).hits
    return hits[0].document_id if hits else None


def test_a_question_like_an_answered_one_finds_its_article(tmp_path: Path, index: SearchIndex) -> None:
    lesson = Lesson("the thing does not suit me", "return-an-item")
    assert first(index, "this thing doesn't suit me") != "return-an-item"
    assert first(taught(tmp_path / "index", lesson), "things that do not suit me") == "return-an-item"


def test_other_questions_are_answered_as_before(tmp_path: Path, index: SearchIndex) -> None:
    lessons = [Lesson("the thing does not suit me", "return-an-item")]
    now = taught(tmp_path / "index", *lessons)
    for question in ("cancel an order", "bank transfer", "courier", "delete account"):
        assert now.search(question, lang="en").hits == index.search(question, lang="en").hits


def test_lessons_of_articles_that_are_gone_teach_nothing(tmp_path: Path) -> None:
    assert first(taught(tmp_path / "index", Lesson("zebra", "nowhere")), "zebra") is None


def test_lessons_end_when_the_article_has_changed_a_lot(tmp_path: Path) -> None:
    text = "You may send goods back in fourteen days with the label from your order page."
    build_index([make_document("a", "en", "Returns", text)], tmp_path / "old")
    sketch = open_index(tmp_path / "old").sketches("en")["a"]
    lesson = Lesson("quibble", "a", sketch=sketch)
    for title, body, expected in (
        ("Returns", f"{text} Thank you.", "a"),
        ("Sharpening", "Knives are sharpened on a wet stone at a flat angle, slowly, both sides.", None),
    ):
        folder = tmp_path / title
        knowledge = {"en": Knowledge(lessons=(lesson,))}
        build_index([make_document("a", "en", title, body)], folder, knowledge=knowledge)
        assert first(open_index(folder), "quibble") == expected


def test_like_questions_are_one_cluster() -> None:
    questions = ["Where is my order?", "where are my orders", "wheres my ordr", "order", "refund", "refnud"]
    assert cluster_questions(questions, "en") == [0, 0, 2, 0, 4, 4]
    assert cluster_questions(["hol a csomagom", "csomag", "CSOMAGOK hol?"], "hu") == [0, 0, 0]


@pytest.mark.parametrize(
    ("knowledge", "message"),
    [
        pytest.param(
            Knowledge(synonyms=(Synonym(("a",), ("b",)), Synonym(("b",), ("a",)))), "circle", id="loop"
        ),
        pytest.param(Knowledge(synonyms=(Synonym(("a",), ()),)), "no words", id="no-words"),
        pytest.param(Knowledge(lessons=(Lesson("a", "b", 1.5),)), "weight 1.5", id="weight"),
    ],
)
def test_what_cannot_be_right_is_refused(tmp_path: Path, knowledge: Knowledge, message: str) -> None:
    with pytest.raises(KnowledgeInvalid, match=message):
        build_index(DOCUMENTS, tmp_path / "index", knowledge={"en": knowledge})


def test_knowledge_is_part_of_what_an_index_was_made_from(tmp_path: Path) -> None:
    plain = build_index(DOCUMENTS, tmp_path / "index")
    known = Knowledge(synonyms=(Synonym(("a", "b"), ("a", "b")),))
    assert (
        build_index(DOCUMENTS, tmp_path / "index", knowledge={"en": known}).fingerprint != plain.fingerprint
    )
