"""Staff see and save the files of a message; those who may not see people see none of it."""

import re

import pytest

from portal.domain.attachments import Attachment, take_file
from portal.domain.calls import Call
from portal.services.attaching import add_rows, keep_files
from portal.services.doors import Doors
from portal.services.staff import Role
from portal.store.calls import add_call
from portal.store.contacts import Contact, add_contact
from tests.domain.making_files import jpeg, pdf
from tests.web_dashboard.conftest import make_client, sign_in_as

FILES = (
    take_file("kép.jpg", jpeg(), most=10_000),
    take_file('x"; filename="evil.html.pdf', pdf(), most=10_000),
)


@pytest.fixture
def stored(doors: Doors) -> tuple[Attachment, ...]:
    now = doors.clock().timestamp()
    contact = Contact(
        contact_id="c1",
        code="4810271",
        created_at=now - 60,
        locale="hu",
        topic=None,
        is_counted=1,
        name="Anna",
        email="anna@example.com",
        order_number=None,
        message="Look at the foil",
        journey="[]",
        sid=None,
        article_id=None,
        reply_by=now,
        deadline_at=None,
        traffic="human",
        submission_key="k",
    )
    names = keep_files(doors, FILES, lang="hu")
    with doors.engine.begin() as connection:
        add_contact(connection, contact)
        add_rows(connection, "c1", FILES, names, now=now)
        add_call(connection, "c1", Call("+36 30 123 4567", now + 3_600, now + 7_200))
    return FILES


def links(page: str) -> list[str]:
    return re.findall(r'href="(/dashboard/contacts/files/[0-9a-f]{32})"', page)


@pytest.mark.usefixtures("stored")
def test_files_stand_beside_the_message_with_kind_and_size(doors: Doors) -> None:
    page = sign_in_as(doors, Role.EDITOR).get("/dashboard/contacts").text
    assert len(links(page)) == len(FILES)
    assert "kép.jpg" in page
    assert "image/jpeg, 1 KB" in page
    assert "We will call +36 30 123 4567: Monday, 23 November 2026" in page.replace("\u00a0", " ")


@pytest.mark.usefixtures("stored")
def test_a_file_is_saved_and_never_shown_as_a_page(doors: Doors) -> None:
    client = sign_in_as(doors, Role.EDITOR)
    found = links(client.get("/dashboard/contacts").text)
    for link, file in zip(found, FILES, strict=True):
        answer = client.get(link)
        assert answer.data == file.body
        assert answer.headers["Content-Type"] == file.kind.value
        head = answer.headers["Content-Disposition"]
        assert head.startswith("attachment; filename*=UTF-8''")
        assert '"' not in head
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "script-src" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.usefixtures("stored")
def test_who_may_not_see_people_gets_neither_names_nor_files(doors: Doors) -> None:
    allowed = links(sign_in_as(doors, Role.EDITOR).get("/dashboard/contacts").text)
    reader = sign_in_as(doors, Role.READER)
    page = reader.get("/dashboard/contacts").text
    assert links(page) == []
    assert "kép.jpg" not in page
    assert "+36 30 123" not in page
    assert reader.get(allowed[0]).status_code == 403
    assert make_client(doors).get(allowed[0]).status_code == 303


@pytest.mark.parametrize("id_", ["0" * 32, "..%2f..%2fsecret", "x"])
def test_what_no_message_has_is_not_there(doors: Doors, id_: str) -> None:
    client = sign_in_as(doors, Role.EDITOR)
    assert client.get(f"/dashboard/contacts/files/{id_}").status_code == 404
