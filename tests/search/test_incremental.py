"""An index that takes from the one before it what has not changed is the one that is made from nothing."""

import json
import random
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from search import Document, Knowledge, Lesson, Section, Synonym, build_index, open_index
from search.analysis.snowball import word_list
from search.documents import digest_of
from search.lens import MOST_LEARNED_FROM
from search.reading import BEGINNING
from tests.search.makers import DOCUMENTS, make_document

WORDS = tuple(sorted(word_list("refund parcel locker courier invoice address warranty repair")))
KNOWLEDGE = {"en": Knowledge((Synonym(("parcel", "box"), ("parcel", "box")),), (Lesson("my box", "a-3"),))}
Edit = Callable[[random.Random, list[Document]], None]


def make_collection(count: int) -> list[Document]:
    chance = random.Random(count)  # noqa: S311  the same collection every time
    return [make_one(chance, f"a-{number}") for number in range(count)]


def make_one(chance: random.Random, identity: str) -> Document:
    texts = [" ".join(chance.choices(WORDS, k=chance.randint(2, 9))) for _ in range(chance.randint(0, 3))]
    return make_document(identity, "en", " ".join(chance.sample(WORDS, 2)), *texts)


def change_text(chance: random.Random, documents: list[Document]) -> None:
    at = chance.randrange(len(documents))
    section = Section("Kettle", "kettle", f"A kettle of sort {chance.randrange(5)}.")
    documents[at] = replace(documents[at], sections=(*documents[at].sections, section))


def change_title(chance: random.Random, documents: list[Document]) -> None:
    at = chance.randrange(len(documents))
    documents[at] = replace(documents[at], title=f"{chance.choice(WORDS)} anew{chance.randrange(9)}")


def change_id(chance: random.Random, documents: list[Document]) -> None:
    at = chance.randrange(len(documents))
    documents[at] = replace(documents[at], id=f"b-{documents[at].id}", url="/moved/")


def change_questions(chance: random.Random, documents: list[Document]) -> None:
    at = chance.randrange(len(documents))
    documents[at] = replace(documents[at], questions=("where is it", "wo ist es"), keywords=("zeppelin",))


def delete(chance: random.Random, documents: list[Document]) -> None:
    del documents[chance.randrange(len(documents))]


def add(chance: random.Random, documents: list[Document]) -> None:
    documents.insert(chance.randrange(len(documents)), make_one(chance, f"c-{chance.random()}"))


EDITS: tuple[Edit, ...] = (change_text, change_title, change_id, change_questions, delete, add)


# With more articles than all are learned from, most edits leave the latent axes alone.
@pytest.mark.parametrize(("count", "rounds"), [(12, 6), (130, 6), (MOST_LEARNED_FROM + 60, 4)])
def test_whatever_was_edited_every_file_is_that_of_a_clean_build(
    tmp_path: Path, count: int, rounds: int
) -> None:
    chance, documents = random.Random(count), make_collection(count)  # noqa: S311  the same edits every time
    build_index(documents, tmp_path / "kept", knowledge=KNOWLEDGE)
    for number in range(rounds):
        for edit in chance.sample(EDITS, 2):
            edit(chance, documents)
        known = KNOWLEDGE if number % 2 else {}
        kept = build_index(documents, tmp_path / "kept", knowledge=known)
        clean = build_index(documents, tmp_path / "kept", knowledge=known, clean=True)
        assert (number, kept) == (number, clean)


def test_what_comes_late_in_a_text_leaves_the_axes_as_they_are(tmp_path: Path) -> None:
    documents = make_collection(60)
    early = " ".join(WORDS[number % len(WORDS)] for number in range(BEGINNING))
    documents[7] = replace(documents[7], sections=(Section("", "", early),))
    build_index(documents, tmp_path)
    axes = find_file(tmp_path, "latent.json")["key"]
    documents[7] = replace(documents[7], sections=(Section("", "", f"{early} zeppelin"),))
    kept = build_index(documents, tmp_path)
    assert find_file(tmp_path, "latent.json")["key"] == axes
    assert kept == build_index(documents, tmp_path, clean=True)
    documents[7] = replace(documents[7], sections=(Section("", "", f"zeppelin {early}"),))
    build_index(documents, tmp_path)
    assert find_file(tmp_path, "latent.json")["key"] != axes


def find_file(path: Path, name: str) -> Any:
    version = (path / "current").read_text("utf-8").split()[0]
    return json.loads((path / version / "en" / name).read_bytes())


def test_other_engines_answer_as_after_a_clean_build(tmp_path: Path) -> None:
    pytest.importorskip("tantivy", reason="the extra `tantivy` is not installed")
    chance, documents = random.Random(1), make_collection(130)  # noqa: S311  the same edits every time
    build_index(documents, tmp_path / "kept", engine="tantivy")
    for edit in EDITS:
        edit(chance, documents)
    build_index(documents, tmp_path / "kept", engine="tantivy")
    build_index(documents, tmp_path / "clean", engine="tantivy")
    kept, clean = open_index(tmp_path / "kept"), open_index(tmp_path / "clean")
    for question in (*WORDS, "kettle repair", "zeppelin", "lost courier box"):
        assert kept.search(question, lang="en") == clean.search(question, lang="en")


def test_a_language_comes_and_goes(tmp_path: Path) -> None:
    english = [document for document in DOCUMENTS if document.lang == "en"]
    for documents in (english, DOCUMENTS, english[1:]):
        kept = build_index(documents, tmp_path / "kept")
        assert kept == build_index(documents, tmp_path / "clean", clean=True)


def test_nothing_is_taken_from_an_index_that_is_damaged(tmp_path: Path) -> None:
    made = build_index(DOCUMENTS, tmp_path)
    passages = next(tmp_path.glob("v-*/en/passages.jsonl"))
    passages.write_bytes(passages.read_bytes().replace(b"parcel", b"marvel"))
    assert build_index(DOCUMENTS[1:], tmp_path) == build_index(DOCUMENTS[1:], tmp_path, clean=True)
    assert build_index(DOCUMENTS, tmp_path) == made


def test_nothing_is_taken_from_an_index_that_other_code_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("index", "preparing"):
        monkeypatch.setattr(f"search.{module}.made_with", lambda: "other code")
    build_index(DOCUMENTS, tmp_path)
    words = next(tmp_path.glob("v-*/en/vocabulary.json"))
    monkeypatch.undo()
    made = build_index(DOCUMENTS[1:], tmp_path)
    assert words.exists()
    assert made == build_index(DOCUMENTS[1:], tmp_path, clean=True)


@pytest.mark.parametrize("name", [field.name for field in fields(Document)])
def test_a_document_that_says_anything_else_has_another_digest(name: str) -> None:
    document = make_document("a", "en", "One", "Two|three", questions=("four", "five"), keywords=("six",))
    value = getattr(document, name)
    changed: dict[str, Any] = {name: f"{value}." if isinstance(value, str) else value[1:]}
    other = replace(document, **changed)
    assert digest_of(document) == digest_of(replace(document))
    assert digest_of(document) != digest_of(other)


def test_texts_that_are_parted_elsewhere_have_another_digest() -> None:
    one = replace(make_document("a", "en", "One"), questions=("four", "five"))
    other = replace(one, questions=("fourf", "ive"))
    third = replace(one, questions=("four",), keywords=("five",))
    assert len({digest_of(document) for document in (one, other, third)}) == 3
