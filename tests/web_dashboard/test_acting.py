"""What editors do on the pages, and what readers may not."""

import pytest

from portal.domain.events import EventName
from portal.services.doors import Doors
from portal.services.staff import Role
from portal.store.comments import Comment, add_comment
from portal.store.events import add_events
from portal.store.gaps import Gap, keep_gap
from tests.services.parts import rows
from tests.services_reporting.test_report import NOW, simple
from tests.web_dashboard.conftest import find_token, sign_in_as

GAP = Gap(
    "en-1", "en", ("lost",), ("lost",), ("lost parcel",), NOW - 9, None, 5, 3, 0, 0, 0, NOW - 9, NOW - 9
)


@pytest.fixture
def with_work(doors: Doors) -> Doors:
    phone = simple(
        1,
        EventName.CONTACT_CREATED,
        sid=None,
        ticket_id="desk:7",
        valid=1,
        created_by="import",
        channel="phone",
    )
    with doors.engine.begin() as connection:
        add_events(connection, [phone])
        add_comment(connection, Comment("c1", NOW - 60, "en", "refund-times", None, "no", "hard", "When?"))
        keep_gap(connection, GAP)
    return doors


def test_an_editor_marks_a_contact_and_takes_it_back(with_work: Doors) -> None:
    editor = sign_in_as(with_work, Role.EDITOR, login="eva")
    page = editor.get("/dashboard/contacts").text
    assert "desk:7" in page
    assert "withheld" not in page
    form = {"token": find_token(page), "id": "desk:7", "act": "spam"}
    done = editor.post("/dashboard/contacts/mark?period=7", data=form)
    assert done.headers["Location"].startswith("/dashboard/contacts?period=7")
    assert "eva" in editor.get("/dashboard/contacts").text
    assert rows(with_work, "select valid from event where ev = 'contact_marked'") == [(0,)]
    editor.post("/dashboard/contacts/mark", data=form | {"act": "counts"})
    assert rows(with_work, "select valid from event where ev = 'contact_marked' order by event_id") == [
        (0,),
        (1,),
    ]


@pytest.mark.parametrize(
    ("path", "id_", "act"),
    [
        ("contacts/mark", "desk:7", "spam"),
        ("articles/comment", "c1", "done"),
        ("gaps/handle", "en-1", "dismiss"),
    ],
)
def test_a_reader_sees_no_buttons_and_is_refused(with_work: Doors, path: str, id_: str, act: str) -> None:
    reader = sign_in_as(with_work, Role.READER)
    page = reader.get(f"/dashboard/{path.partition('/')[0]}").text
    assert 'name="act"' not in page
    token = find_token(reader.get("/dashboard/password").text)
    refused = reader.post(f"/dashboard/{path}", data={"token": token, "id": id_, "act": act})
    assert refused.status_code == 403


def test_a_comment_is_seen_done_and_opened_again(with_work: Doors) -> None:
    editor = sign_in_as(with_work, Role.EDITOR, login="eva")
    token = find_token(editor.get("/dashboard/articles").text)

    def act(name: str) -> object:
        editor.post("/dashboard/articles/comment", data={"token": token, "id": "c1", "act": name})
        return rows(with_work, "select seen_by, done_by from comment")[0]

    assert act("seen") == ("eva", None)
    assert act("done") == ("eva", "eva")
    assert "Done: eva" in editor.get("/dashboard/articles").text
    assert act("reopen") == ("eva", None)
    assert (
        editor.post(
            "/dashboard/articles/comment", data={"token": token, "id": "x", "act": "seen"}
        ).status_code
        == 404
    )


def test_a_gap_is_taken_set_aside_and_opened_again(with_work: Doors) -> None:
    editor = sign_in_as(with_work, Role.EDITOR, login="eva")
    token = find_token(editor.get("/dashboard/gaps").text)

    def act(name: str) -> str:
        editor.post("/dashboard/gaps/handle", data={"token": token, "id": "en-1", "act": name})
        return editor.get("/dashboard/gaps").text

    assert "Taken by eva" in act("take")
    assert "Set aside by eva" in act("dismiss")
    assert "Set aside by eva" not in act("reopen")
