"""From customers who say that an article solved it, to search that ranks it first for the next one."""

from pathlib import Path

import pytest
from flask import Flask

from portal.knowledge.gathering import load_knowledge
from portal.services.doors import Doors
from portal.services.making_events import new_id
from portal.services.teaching import Taught, teach
from search import build_index, open_index
from tests.services.parts import CHROME, MONDAY, make_documents

LIKE_QUESTIONS = ("money of a cancelled order", "cancelled orders: money", "Order cancelled, my money?")
CANCEL, REFUND = "cancel-an-order", "refund-times"


def ask_and_confirm(app: Flask, question: str, *, visitor: int) -> None:
    """Search as one visitor, and say that the article on refunds solved it."""
    client = app.test_client()
    client.environ_base.update({"HTTP_USER_AGENT": CHROME, "REMOTE_ADDR": f"198.51.100.{visitor}"})
    found = client.get("/api/search", query_string={"q": question, "lang": "en"})
    said = {
        "event_id": new_id(),
        "ev": "solved_yes",
        "ts": MONDAY.isoformat(),
        "lang": "en",
        "article_id": REFUND,
        "article_v": "a1b2c3d4",
        "query_id": found.get_json()["query_id"],
    }
    told = client.post("/api/events", json={"events": [said]})
    assert told.get_json()["accepted"] == 1


def learn(doors: Doors) -> Taught:
    doors.recorder.flush()
    return next(one for one in teach(doors) if one.lang == "en")


def first_of(taught: Taught, folder: Path, question: str) -> str:
    """Build an index with the file as it would be written, and ask it."""
    folder.mkdir()
    (folder / taught.path.name).write_text(taught.text, "utf-8")
    build_index(make_documents(), folder / "index", knowledge=load_knowledge(folder, ["en"]))
    return open_index(folder / "index").search(question, lang="en").hits[0].document_id


def test_what_several_visitors_confirm_stands_first_for_the_next(
    app: Flask, doors: Doors, tmp_path: Path
) -> None:
    untaught = learn(doors)
    for visitor, question in enumerate(LIKE_QUESTIONS, start=1):
        ask_and_confirm(app, question, visitor=visitor)
    taught = learn(doors)
    assert [(one.article_id, one.sessions) for one in taught.lessons] == [(REFUND, 3)]
    assert f"article_id: {REFUND}" in taught.text
    question = "cancelled order money"
    assert first_of(untaught, tmp_path / "untaught", question) == CANCEL
    assert first_of(taught, tmp_path / "taught", question) == REFUND
    assert first_of(taught, tmp_path / "other", "cancel an order") == CANCEL


@pytest.mark.parametrize("questions", [LIKE_QUESTIONS, LIKE_QUESTIONS[:1] * 4], ids=["reworded", "repeated"])
def test_one_visitor_moves_nothing(app: Flask, doors: Doors, questions: tuple[str, ...]) -> None:
    for question in questions:
        ask_and_confirm(app, question, visitor=1)
    assert learn(doors).lessons == ()
