"""The page "Notices": editors publish and take back, readers look on, texts are shown as text."""

import pytest

from portal.services.doors import Doors
from portal.services.publishing import list_publications
from portal.services.staff import Role
from tests.services.parts import make_site
from tests.web_dashboard.conftest import find_token, make_client, sign_in_as
from tests.web_dashboard.test_pages import read

FORM = {
    "text_en": "<script>alert(1)</script> & more",
    "text_ru": "Раз",
    "text_hu": "Egy",
    "start": "2026-11-23",
    "until": "2026-11-25",
}


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_an_editor_puts_a_notice_up_and_takes_it_back(doors: Doors, lang: str) -> None:
    editor = sign_in_as(doors, Role.EDITOR, login="eva")
    form = FORM | {"token": find_token(editor.get("/dashboard/notices").text)}
    assert editor.post("/dashboard/notices", data=form).status_code == 303
    page = editor.get(f"/dashboard/notices?ui={lang}").text
    outline = read(page)
    assert outline.headings == 1
    assert len(outline.ids) == len(set(outline.ids))
    assert "<script>alert" not in page
    assert "eva" in page
    contact = make_client(doors).get("/en/contact/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in contact
    (row,) = list_publications(doors)
    editor.post("/dashboard/notices/undo", data={"token": form["token"], "id": row.publication_id})
    assert list_publications(doors)[0].undone_by == "eva"
    assert "alert(1)" not in make_client(doors).get("/en/contact/").text


def test_an_editor_takes_an_article_off(doors: Doors) -> None:
    editor = sign_in_as(doors, Role.EDITOR)
    token = find_token(editor.get("/dashboard/notices").text)
    reader = make_client(doors)
    assert reader.get("/en/returns/refund-times/").status_code == 200
    editor.post("/dashboard/notices/withdraw", data={"token": token, "article": "refund-times"})
    assert reader.get("/en/returns/refund-times/").status_code == 404
    assert reader.get("/en/orders/cancel-an-order/").status_code == 200


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(doors: Doors) -> None:
    editor = sign_in_as(doors, Role.EDITOR)
    form = FORM | {"token": find_token(editor.get("/dashboard/notices").text), "text_hu": ""}
    answer = editor.post("/dashboard/notices?ui=en", data=form)
    assert answer.status_code == 422
    assert 'aria-describedby="wrong-text_hu"' in answer.text
    assert "<title>Error: " in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    assert list_publications(doors) == ()


def test_a_reader_sees_what_was_published_and_may_do_nothing(doors: Doors) -> None:
    make_site(doors.settings.site_dir)
    reader = sign_in_as(doors, Role.READER)
    page = reader.get("/dashboard/notices?ui=en").text
    assert "Nothing was published from here yet." in page
    assert "<textarea" not in page
    form = FORM | {"token": find_token(page)}
    assert reader.post("/dashboard/notices", data=form).status_code == 403
    assert (
        reader.post("/dashboard/notices/withdraw", data=form | {"article": "refund-times"}).status_code == 403
    )
    assert reader.post("/dashboard/notices/undo", data=form | {"id": "x"}).status_code == 403
    assert list_publications(doors) == ()
