"""A page that comes back because something is wrong says so first: in its title."""

import re

import pytest
from flask.testing import FlaskClient

from portal.services.doors import Doors
from tests.services.parts import make_page
from tests.web.statements import build_shells

ERROR = {"en": "Error:", "ru": "Ошибка:", "hu": "Hiba:"}
FORMS = ("contact", "feedback", "orders", "requests", "callback", "withdrawal", "complaint")


def title_of(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("lang", ERROR)
@pytest.mark.parametrize("form", FORMS)
def test_the_title_of_a_form_begins_with_the_mistake(
    client: FlaskClient, doors: Doors, form: str, lang: str
) -> None:
    build_shells(doors)
    for name in ("orders", "callback"):
        place = doors.settings.site_dir / lang / name / "index.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(make_page(name, f"<!--portal:{name}-->off<!--/portal:{name}-->"))
    came_back = client.post(f"/{lang}/{form}/", data={"email": "nobody", "article_id": "refund-times"})
    assert came_back.status_code >= 400
    assert title_of(came_back.text).startswith(f"{ERROR[lang]} ")
    assert title_of(came_back.text).count(ERROR[lang]) == 1


def test_a_form_without_a_mistake_has_its_own_title(client: FlaskClient) -> None:
    assert title_of(client.get("/en/contact/").text) == "contact"
