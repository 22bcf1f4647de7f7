"""A photo is added to one's own request, looked into like any other, and goes the way of the words."""

from email.message import EmailMessage
from html import unescape
from io import BytesIO

import pytest
from sqlalchemy import text

from portal.services.doors import Doors
from portal.services.erasing import erase_person
from tests.domain.making_files import jpeg
from tests.services.parts import rows
from tests.web.conftest import letters_of
from tests.web.test_requesting import Bench

PHOTO = ("foil.jpg", jpeg())


@pytest.fixture
def bench(doors: Doors) -> Bench:
    return Bench(doors)


def add(
    bench: Bench, *files: tuple[str, bytes], message: str = "See the foil", token: str = "", lang: str = "en"
) -> tuple[int, str]:
    told = {
        "token": token or bench.token(lang),
        "case": bench.code,
        "email": "anna@example.com",
        "action": "add",
        "message": message,
        "files": [(BytesIO(body), name) for name, body in files],
    }
    response = bench.client.post(f"/{lang}/requests/", data=told, content_type="multipart/form-data")
    return response.status_code, unescape(response.text)


def letters(bench: Bench) -> list[EmailMessage]:
    return letters_of(bench.doors)()


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_words_and_photo_are_kept_shown_and_in_one_letter(bench: Bench, lang: str) -> None:
    letters(bench)
    status, page = add(bench, PHOTO, lang=lang)
    assert status == 200
    assert bench.doors.words.get(lang, "request.done.added") in page
    assert bench.doors.words.get(lang, "request.files", names="foil.jpg") in page
    (letter,) = letters(bench)
    assert [one.get_filename() for one in letter.iter_attachments()] == ["foil.jpg"]
    assert rows(bench.doors, "select count(*) from attachment where passed_at is not null") == [(1,)]


def test_a_photo_alone_is_enough_and_nothing_at_all_is_not(bench: Bench) -> None:
    assert add(bench, PHOTO, message="")[0] == 200
    status, page = add(bench, message="")
    assert status == 422
    assert "Write what you need" in page


def test_what_may_not_be_attached_is_told_beside_the_request_and_the_words_stay(bench: Bench) -> None:
    status, page = add(bench, ("drawing.svg", b"<svg onload='alert(1)'></svg>"))
    assert status == 422
    assert "drawing.svg: we cannot take this kind of file" in page
    assert "See the foil</textarea>" in page
    assert "Case " in page
    assert rows(bench.doors, "select count(*) from follow_up") == [(0,)]


def test_the_same_form_sent_twice_keeps_one_file(bench: Bench) -> None:
    token = bench.token()
    for _ in range(2):
        assert add(bench, PHOTO, token=token)[0] == 200
    assert rows(bench.doors, "select count(*) from attachment") == [(1,)]
    assert len(list(bench.doors.settings.attachments_dir.iterdir())) == 1


def test_a_stranger_leaves_no_file(bench: Bench) -> None:
    with bench.doors.engine.begin() as connection:
        connection.execute(text("update contact set email = 'other@example.com'"))
    assert add(bench, PHOTO)[0] == 200
    assert rows(bench.doors, "select count(*) from attachment") == [(0,)]
    folder = bench.doors.settings.attachments_dir
    assert not folder.exists() or not list(folder.iterdir())


def test_files_go_with_the_person(bench: Bench) -> None:
    add(bench, PHOTO)
    erase_person(bench.doors, "anna@example.com", is_written=True)
    assert list(bench.doors.settings.attachments_dir.iterdir()) == []


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_the_confirmation_leads_to_the_request_with_its_number_and_no_address(
    bench: Bench, lang: str
) -> None:
    with bench.doors.engine.begin() as connection:
        connection.execute(text("update contact set locale = :lang"), {"lang": lang})
    letter = next(one for one in letters(bench) if one["Auto-Submitted"] == "auto-replied")
    body = letter.get_content()
    assert f"http://127.0.0.1:8000/{lang}/requests/#c={bench.code}" in body
    assert "email=" not in body
