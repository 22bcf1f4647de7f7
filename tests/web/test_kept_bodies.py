"""What many ask is kept as it was sent, and nothing of who asked."""

import itertools
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.services.answering import Gist, Query, find_answer
from portal.services.doors import Doors
from portal.services.publishing import undo, withdraw
from portal.services.staff import Member, Role
from portal.web.app import create_app
from portal.web.kept_bodies import Bodies, Body, Shelf, Writer, find_changes, make_changes
from search import LiveIndex, build_index
from tests.services.parts import make_documents
from tests.web.conftest import as_chrome

EVA = Member("1", "eva", Role.EDITOR)
GIST = Gist(total=1, is_quoted=False, is_finished=True, is_person_first=False)


def is_kept(bodies: Bodies, doors: Doors, text: str) -> bool:
    """Ask once; tell whether the answer is there for who asks next."""
    asked = Query(text, "en")
    place = bodies.place(asked)
    if place is None:
        return False
    body = Writer(doors).write(find_answer(doors, asked))
    if body is not None:
        place.keep(body)
    return place.find() is not None


@pytest.mark.parametrize("more", [{}, {"typing": "1"}, {"limit": "1"}], ids=["asked", "typed", "one-hit"])
def test_a_kept_answer_is_the_one_that_flask_gives(client: FlaskClient, more: dict[str, str]) -> None:
    client.get("/api/search", query_string={"q": "refund", "lang": "en"} | more)
    texts = (
        "refund",
        "REFUND",
        " Refund ? ",
        "reFund??",
        'refund "now"',
        "re\u0301funds",
        "ghbdtn",
        "refumd",
    )
    mistyped = ("refund moniy", "Refund (MONIY)?", "refund moniy", "refund moniy-moniy", "refund re_fumd")
    for text in (*texts, *mistyped):
        asked = {"q": text, "lang": "en"} | more
        quick = [client.get("/api/search", query_string=asked) for _ in range(2)]
        slow = client.get("/api/search", query_string=asked, headers={"Cookie": "other=1"})
        wanted = slow.get_json()["query_id"]
        for told in quick:
            body = told.get_data(as_text=True).replace(told.get_json()["query_id"], wanted)
            assert body == slow.get_data(as_text=True), text


def test_questions_of_the_same_words_share_an_answer(doors: Doors) -> None:
    bodies = Bodies(doors)
    assert is_kept(bodies, doors, "refund")
    alike, other = Query(" REFUND ?", "en"), Query("refunds", "en")
    assert [place.find() is not None for one in (alike, other) if (place := bodies.place(one))] == [
        True,
        False,
    ]


def test_what_may_lead_to_a_person_is_not_kept(doors: Doors) -> None:
    bodies = Bodies(doors)
    personal = ["refund for anna@example.com", "refund anna\uff20example.com", "refund 104-2391"]
    for text in (*personal, "refund \u0661\u0662\u0663", "ghbdtn refumd"):
        assert not is_kept(bodies, doors, text), text
    assert bodies.place(Query(" ", "en")) is None


def test_no_word_that_was_typed_is_kept(doors: Doors) -> None:
    body = Writer(doors).write(find_answer(doors, Query("refund Wolkenstein", "en")))
    assert body is not None
    assert not any(b"wolkenstein" in piece.lower() for piece in body.pieces)


@pytest.mark.parametrize(
    ("query", "meant", "changes"),
    [
        ("my refumd?", "my refund?", ((3, 9, "refund"),)),
        ("(REFUMD) moniy", "(refund) money", ((1, 7, "refund"), (9, 14, "money"))),
        ("refumd", "re fund", None),
        ("e-mial me", "e-mail me", None),
        ("refund", "refund", ()),
    ],
    ids=["one-word", "two-words", "cut-in-two", "with-a-hyphen", "none"],
)
def test_what_was_meant_is_told_by_the_words_that_changed(
    query: str, meant: str, changes: tuple[tuple[int, int, str], ...] | None
) -> None:
    assert find_changes(query, meant) == changes
    if changes is not None:
        assert make_changes(query, changes) == meant


def test_every_query_is_recorded_also_when_its_answer_is_kept(app: Flask, doors: Doors) -> None:
    client = as_chrome(app)
    for _ in range(3):
        assert client.get("/api/search?q=refund&lang=en").status_code == 200
    assert doors.recorder.health().waiting == 3


def test_another_index_has_answers_of_its_own(doors: Doors) -> None:
    seconds = itertools.count()
    live = LiveIndex(doors.settings.index_dir, seconds=lambda: float(next(seconds)))
    client = as_chrome(create_app(replace(doors, index=live), start_recorder=False))

    def title() -> str:
        told: str = client.get("/api/search?q=refund&lang=en").get_json()["hits"][0]["title"]
        return told

    first, *others = make_documents()
    assert title() == title()
    changed = [replace(one, title=f"{one.title} anew") for one in (first, *others)]
    build_index(changed, doors.settings.index_dir)
    assert any(title().endswith(" anew") for _ in range(100))


def test_an_article_taken_off_goes_out_of_kept_answers_and_comes_back(
    client: FlaskClient, doors: Doors
) -> None:
    def found() -> bool:
        hits = client.get("/api/search?q=refund&lang=en").get_json()["hits"]
        return "refund-times" in {hit["article_id"] for hit in hits}

    assert [found(), found()] == [True, True]
    made = withdraw(doors, EVA, "refund-times")
    assert [found(), found()] == [False, False]
    undo(doors, EVA, made.publication_id)
    assert found()


def shelf(doors: Doors, most: int) -> Shelf:
    return Shelf(doors.index.current(), frozenset(), most)


def body(number: int) -> Body:
    return Body((b"the same in all", str(number).encode() * 50), GIST)


def digest(number: int) -> bytes:
    return number.to_bytes(16)


def ask(kept: Shelf, number: int) -> bool:
    """Ask for a body, and keep it if it is not there; tell whether it was."""
    if kept.find(digest(number)) is not None:
        return True
    kept.keep(digest(number), body(number))
    return False


def test_bodies_take_no_more_than_their_room(doors: Doors) -> None:
    kept = shelf(doors, 20_000)
    for number in range(500):
        ask(kept, number)
        assert kept.size <= 20_000
    assert len(kept) >= 15


def test_a_body_that_would_take_all_room_is_not_kept(doors: Doors) -> None:
    kept = shelf(doors, 100)
    assert [ask(kept, 1), ask(kept, 1), len(kept), kept.size] == [False, False, 0, 0]


def test_what_is_asked_often_stays_while_others_pass(doors: Doors) -> None:
    kept = shelf(doors, 20_000)
    found = [ask(kept, 0) for number in range(1, 2_000) if not ask(kept, number)]
    assert sum(found) > 0.95 * len(found)


def test_questions_in_turn_are_found_although_there_is_no_room_for_all(doors: Doors) -> None:
    kept = shelf(doors, 40_000)
    found = [ask(kept, number) for _ in range(20) for number in range(80)]
    assert sum(found[-800:]) > 0.2 * 800, "the oldest first would find none"


def test_what_was_asked_often_once_makes_room(doors: Doors) -> None:
    kept = shelf(doors, 20_000)
    for number in [*range(10)] * 20:
        ask(kept, number)
    for number in [*range(10, 20)] * 40:
        ask(kept, number)
    assert all(ask(kept, number) for number in range(10, 20))
