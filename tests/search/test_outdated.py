"""An article that nobody has looked at for long stands a little lower, and only a little."""

from pathlib import Path

from search import Knowledge, SearchIndex, build_index, open_index
from tests.search.makers import DOCUMENTS, make_document

TWINS = [
    make_document("older", "en", "Send a kettle back", "Pack the kettle and send it with the label."),
    make_document("newer", "en", "Send a mixer back", "Pack the mixer and send it with the label."),
    make_document("other", "en", "Pay by card", "We take cards at the till."),
]


def built(folder: Path, *outdated: str) -> SearchIndex:
    build_index(TWINS, folder, knowledge={"en": Knowledge(outdated=outdated)})
    return open_index(folder)


def ids(index: SearchIndex, question: str) -> list[str]:
    return [hit.document_id for hit in index.search(question, lang="en").hits]


def test_of_two_that_fit_as_well_the_outdated_one_stands_second(tmp_path: Path) -> None:
    first, second, *_ = ids(built(tmp_path / "none"), "send it with the label")
    assert ids(built(tmp_path / "one", first), "send it with the label")[:2] == [second, first]


def test_an_outdated_article_that_fits_better_stays_first(tmp_path: Path) -> None:
    assert ids(built(tmp_path / "index", "older"), "send a kettle back")[0] == "older"


def test_an_index_made_again_forgets_what_was_looked_at_since(tmp_path: Path) -> None:
    before = built(tmp_path / "index", "older", "gone").search("kettle", lang="en").hits[0].score
    after = built(tmp_path / "index").search("kettle", lang="en").hits[0].score
    assert before < after


def test_scores_of_others_stay_as_they_are(tmp_path: Path, index: SearchIndex) -> None:
    build_index(DOCUMENTS, tmp_path / "index", knowledge={"en": Knowledge(outdated=("nowhere",))})
    for question in ("cancel an order", "bank transfer"):
        now = open_index(tmp_path / "index").search(question, lang="en").hits
        assert now == index.search(question, lang="en").hits
