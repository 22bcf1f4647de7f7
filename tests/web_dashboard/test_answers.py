"""Answers for staff: found by every role, by nobody else, and ready to be sent on."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.articles.staff_listing import STAFF_FILE, STAFF_INDEX, StaffArticle, write_staff_articles
from portal.services.doors import Doors
from portal.services.staff import Role
from search import Document, Section, build_index
from tests.services.parts import rows
from tests.web_dashboard.conftest import make_client, sign_in_as
from tests.web_dashboard.test_pages import read

ARTICLE = StaffArticle(
    id="exceptions",
    lang="en",
    text_lang="en",
    title="Deciding <b>exceptions</b>",
    summary="When you may.",
    html='<h2 id="a">When</h2>\n<blockquote>\n<p>We make an exception.</p>\n</blockquote>',
    answer="We make an exception.",
    category="returns",
    topic="refund",
    owner="returns",
    checked_on="2026-11-03",
    review_by="2027-05-01",
    related=("refund-times",),
)


def put_answers(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_staff_articles(folder / STAFF_FILE, [ARTICLE])
    document = Document(
        id="exceptions",
        lang="en",
        title="Deciding exceptions",
        url="/dashboard/answers/en/exceptions",
        sections=(Section("", "", "A hamster may be refunded after the deadline."),),
    )
    build_index([document], folder / STAFF_INDEX)


@pytest.fixture
def with_answers(doors: Doors) -> Doors:
    put_answers(doors.settings.staff_dir)
    return doors


@pytest.mark.parametrize("role", Role)
def test_every_role_finds_and_reads_them(with_answers: Doors, role: Role) -> None:
    client = sign_in_as(with_answers, role)
    page = client.get("/dashboard/answers?q=hamster&ui=en").text
    assert "Deciding &lt;b&gt;exceptions&lt;/b&gt;" in page
    assert 'href="/dashboard/answers/en/exceptions"' in page
    one = client.get("/dashboard/answers/en/exceptions").text
    assert "<blockquote>" in one
    assert "We make an exception.\n\nHow long a refund takes: http://" in one
    assert "/en/returns/refund-times/</textarea>" in one


def test_nobody_else_does(with_answers: Doors) -> None:
    client = make_client(with_answers)
    for path in ("answers?q=hamster", "answers/en/exceptions", "answers/files/en/x.png"):
        answer = client.get(f"/dashboard/{path}")
        assert answer.status_code == 303, path
        assert "/dashboard/sign-in" in answer.headers["Location"]
    assert client.get("/api/search?q=hamster&lang=en").get_json()["total"] == 0


def test_what_customers_read_is_found_below_with_its_address(with_answers: Doors) -> None:
    page = sign_in_as(with_answers, Role.READER).get("/dashboard/answers?q=refund&ui=en").text
    assert re.search(r"How long a refund takes: http://\S+/en/returns/refund-times/</textarea>", page)


def test_nothing_that_staff_ask_is_recorded(with_answers: Doors) -> None:
    sign_in_as(with_answers, Role.READER).get("/dashboard/answers?q=refund&ui=en")
    with_answers.recorder.flush()
    assert rows(with_answers, "select count(*) from event") == [(0,)]


def test_only_these_pages_may_run_our_script(with_answers: Doors) -> None:
    client = sign_in_as(with_answers, Role.READER)
    policy = "Content-Security-Policy"
    assert "script-src 'self'" in client.get("/dashboard/answers").headers[policy]
    assert "script-src" not in client.get("/dashboard/articles").headers[policy]
    assert client.get("/dashboard/answers/en/nothing").status_code == 404
    assert client.get("/dashboard/answers/files/../articles.json").status_code == 404


def test_both_pages_are_whole_before_and_after_the_first_build(doors: Doors, editor: FlaskClient) -> None:
    for lang in ("en", "ru", "hu"):
        assert editor.get(f"/dashboard/answers?ui={lang}").status_code == 200
    put_answers(doors.settings.staff_dir)
    for path in ("answers?ui=hu", "answers?q=hamster&ui=ru", "answers/en/exceptions?ui=en"):
        outline = read(editor.get(f"/dashboard/{path}").text)
        assert outline.headings == 1
        assert len(outline.ids) == len(set(outline.ids))
